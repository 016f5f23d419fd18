"""The map from the contract's rules to the tests that prove them, as tests/README.md holds it."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent
ROW = re.compile(
    r"^\| (?P<chapter>[\d.]+) \| (?P<rule>.+?) \| `(?P<file>[\w/]+\.py)::(?P<test>\w+)` \| `(?P<evidence>[^`]+)` \|$", re.MULTILINE
)


@dataclass(frozen=True)
class Rule:
    """One row: a rule's chapter and words, the test that proves it, and a word that stands in what the test asserts."""

    chapter: str
    rule: str
    file: str
    test: str
    evidence: str

    def holds(self, node_id: str) -> bool:
        """True for the node id of the test, or of one of its parameters."""
        return node_id.split("[")[0] == f"tests/{self.file}::{self.test}"

    def module(self) -> ast.Module:
        """The test's file; empty where there is none."""
        path = TESTS / self.file
        return ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])

    def function(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The test; None where the file has none of that name."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return next((node for node in self.module().body if isinstance(node, kinds) and node.name == self.test), None)


def read() -> list[Rule]:
    """All rows."""
    return [Rule(**match.groupdict()) for match in ROW.finditer((TESTS / "README.md").read_text(encoding="utf-8"))]
