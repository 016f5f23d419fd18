"""The table in tests/holes.md proves what it says: each line stands in it, and each test that it names is there and runs."""

import ast
import re

import pytest

from tests.service import ROOT

TESTS = ROOT / "tests"
ROW = re.compile(r"^\| ([A-E]\d+) \|.*\| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
LINES = [f"{part}{number}" for part, most in (("A", 7), ("B", 7), ("C", 18), ("D", 8), ("E", 6)) for number in range(1, most + 1)]
ROWS = ROW.findall((TESTS / "holes.md").read_text(encoding="utf-8"))


def test_every_line_stands_in_the_table_once() -> None:
    assert [line for line, _ in ROWS] == LINES
    assert all(NAMED.search(tests) for _, tests in ROWS)


@pytest.mark.parametrize("line", LINES)
def test_the_tests_of_a_line_are_there_and_are_not_skipped(line: str) -> None:
    for file, test in NAMED.findall(dict(ROWS)[line]):
        module = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        found = [node for node in ast.walk(module) if isinstance(node, kinds) and node.name == test]
        assert len(found) == 1, f"tests/{file} has no test {test}"
        marks = [ast.unparse(mark) for mark in found[0].decorator_list]
        assert not [mark for mark in marks if mark.startswith(("pytest.mark.skip", "pytest.mark.xfail"))]
