"""docs/reference.md is what the code says."""

from tests.reference import error_classes, page
from tests.service import ROOT


def test_the_reference_is_that_of_the_code() -> None:
    assert (ROOT / "docs/reference.md").read_text(encoding="utf-8") == page(), (
        "run: .venv/bin/python -m tests.reference > docs/reference.md"
    )


def test_every_error_says_in_both_languages_what_it_is() -> None:
    assert len(error_classes()) > 25
    rows = [line for line in page().splitlines() if line.startswith(("| 4", "| 5"))]
    assert len(rows) == len(error_classes())
    assert [row for row in rows if not row.strip("| ").rpartition(" | ")[2].isascii()] == []
