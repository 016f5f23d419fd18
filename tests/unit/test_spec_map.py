import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
ROW = re.compile(r"^\| (?P<chapter>[\d.]+) \|.*`(?P<file>[\w/]+\.py)::(?P<test>\w+)` \|$", re.MULTILINE)


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_the_map_names_exists() -> None:
    rows = [match.groupdict() for match in ROW.finditer((TESTS / "README.md").read_text())]
    assert len(rows) > 35
    missing = [row for row in rows if row["test"] not in functions(TESTS / row["file"])]
    assert missing == []


def test_every_chapter_that_has_rules_is_in_the_map() -> None:
    chapters = {match["chapter"].split(".")[0] for match in ROW.finditer((TESTS / "README.md").read_text())}
    assert chapters == {str(number) for number in range(1, 11)}
