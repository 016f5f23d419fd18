"""Tables in text: which cell of the first row heads the column of a value, with commas, tabs, bars or SQL's brackets between cells."""

import re
from typing import Final

_REACH: Final = 1200  # characters in which the first row is looked for
_SIGNS: Final = frozenset(",;|\t")
_OPEN: Final = " \"'`"
_QUOTED: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
# INSERT INTO members (name, phone) VALUES ('…', '…'), (
_INSERT: Final = re.compile(r"\(([^()]{2,400})\)\s*values\s*(?:\([^()]*\)\s*,\s*)*$", re.IGNORECASE)


def heading(text: str, start: int, end: int) -> str:
    """The words above the column of the cell at [start, end); empty where the cell stands in no table."""
    left = start
    while left and text[left - 1] in _OPEN:
        left -= 1
    before = text[left - 1 : left]
    if before == "\n" or before in _SIGNS:
        return _above(text, left, end)
    return _inserted(text, start) if before == "(" else ""


def _above(text: str, left: int, end: int) -> str:
    row = text.rfind("\n", 0, left) + 1
    if row == 0:
        return _inserted(text, left)
    sign = text[left - 1] if left > row else text[end : end + 4].lstrip(_OPEN)[:1]
    if sign not in _SIGNS:
        return ""
    cells = _split(_first_row(text, row, sign), sign)
    place = len(_split(text[row:left], sign)) - 1
    return cells[place] if place < len(cells) else _inserted(text, left)


def _first_row(text: str, row: int, sign: str) -> str:
    """The topmost of the lines directly above ``row`` that hold the sign."""
    top, lowest = row, max(0, row - _REACH)
    while top > lowest:
        above = text.rfind("\n", 0, top - 1) + 1
        if above < lowest or text.find(sign, above, top) < 0:
            break
        top = above
    return text[top : text.find("\n", top)] if top < row else ""


def _split(row: str, sign: str) -> list[str]:
    """The cells of a row; a sign in quotes parts none."""
    if '"' in row or "'" in row:
        row = _QUOTED.sub(lambda quoted: quoted.group().replace(sign, " "), row)
    return [cell.strip(" \"'`*") for cell in row.split(sign)]


def _inserted(text: str, start: int) -> str:
    """The column's name of a value of an INSERT statement."""
    low = max(0, start - _REACH)
    opening = text.rfind("(", low, start)
    found = _INSERT.search(text, low, opening) if opening >= 0 else None
    if found is None:
        return ""
    names, place = _split(found[1], ","), len(_split(text[opening + 1 : start], ",")) - 1
    return names[place] if place < len(names) else ""
