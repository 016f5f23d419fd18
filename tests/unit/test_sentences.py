"""No docstring is spoilt: text that a tool has cut, doubled or left half quoted is found here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service import ROOT

FOLDERS = ("predictor", "tests", "charts")
PAIRS = {"(": ")", "[": "]", "{": "}"}
DOUBLED = re.compile(r"\b([A-Za-z가-힣]{2,})\s+\1\b")
# Code, quoted words, examples, and half-open intervals such as [start, end).
QUOTES = re.compile(r"""`[^`]*`|"[^"\n]*"|>>> .*\n.*|\[[^\]\n]*?, [^\]\n]*?\)""")
CUT = re.compile(r"(\b(a|an|the|of|and|or|to|in|for|by|with|is|are|that|which|because)|[,;(\[{–-])$")


def docstrings() -> Iterator[tuple[str, str]]:
    for path in sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node, clean=False)
                if text is not None:
                    yield f"{path.relative_to(ROOT)}:{getattr(node, 'name', 'module')}", text


def faults(text: str) -> list[str]:
    """What is wrong with a docstring, in words; empty where nothing is."""
    first = text.split("\n", 1)[0]
    prose = QUOTES.sub("x", text)
    paragraph = text.strip().split("\n\n", 1)[0].rstrip()
    checks = {
        "an empty first line": not first.strip(),
        "a space before the first word": first != first.lstrip(),
        "a backtick without its pair": text.count("`") % 2 == 1,
        "a quote without its pair": prose.count('"') % 2 == 1,
        "a bracket without its pair": any(prose.count(opening) != prose.count(closing) for opening, closing in PAIRS.items()),
        "a doubled word": DOUBLED.search(prose) is not None,
        "a sentence that is cut off": CUT.search(paragraph) is not None,
        "two full stops": re.search(r"[^.]\.\.(?!\.)|\. \.|,,", prose) is not None,
    }
    return [fault for fault, found in checks.items() if found]


@pytest.mark.parametrize(
    "spoilt",
    [
        "\n    Text.",
        "Reads `the file.",
        'Says "so.',
        "Returns the the text.",
        "Returns the text of the",
        "Returns the text (in characters.",
        "Returns the text..",
        " Returns the text.",
    ],
)
def test_a_spoilt_docstring_is_found(spoilt: str) -> None:
    assert faults(spoilt)


def test_no_docstring_is_spoilt() -> None:
    found = {place: wrong for place, text in docstrings() if (wrong := faults(text))}
    assert found == {}


def test_every_file_is_read() -> None:
    places = {place.split(":")[0] for place, _ in docstrings()}
    assert len(places) > 80
    assert Path("predictor/inference/pipeline.py").as_posix() in places
