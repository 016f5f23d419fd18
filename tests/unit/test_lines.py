"""No line of the source is wider than the formatter's limit, long patterns too: the linter leaves alone a line without a blank."""

import tomllib
import unicodedata
from collections.abc import Iterator

from tests.service import ROOT

FOLDERS = ("predictor", "tests", "charts")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LIMIT: int = SETTINGS["tool"]["ruff"]["line-length"]


def columns(line: str) -> int:
    """How wide a line is drawn, without its comment for a tool; Hangul takes two columns."""
    shown = line.split("  # type: ", 1)[0]
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in shown)


def wide() -> Iterator[str]:
    for path in sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if columns(line) > LIMIT:
                yield f"{path.relative_to(ROOT)}:{number}: {columns(line)} columns"


def test_hangul_takes_two_columns_and_a_comment_for_a_tool_takes_none() -> None:
    assert columns("가나 ab  # type: ignore[union-attr]") == 7


def test_no_line_is_wider_than_the_formatter_allows() -> None:
    assert list(wide()) == []
