"""Tables in text, with signs, blanks, SQL's brackets or HTML's elements between cells: which words head a value's column."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from predictor.pii.scan.presence import anywhere

OPENS: Final = r"(?:[|,;\t\n(][ ]{0,3}[\"'`]?|<td>)"  # what a cell begins behind
CLOSES: Final = r"[\"'`]?\s{0,3}(?:[|,;\t\n)<]|$)"  # what a cell ends before
_REACH: Final = 2000  # characters in which the first row is looked for
_TRIES: Final = 3  # lines among which the first row is looked for, because a line above it may hold the sign too
_SLASH: Final = " / "  # between the cells of a row
_SIGNS: Final = frozenset(",;|\t")  # the same, one character each
_PADDING_REACH: Final = 4  # characters behind a cell in which the sign behind it is looked for
_PADDING: Final = " \"'`"  # between a sign and the characters of a cell
_AROUND: Final = " \"'`*"  # around the words of a cell
# What stands before a cell, with or without a blank between: in any table but those of blanks, slashes and elements, and in all.
_BEGINS: Final = frozenset((*_SIGNS, "\n", "(", '"', "'", "`"))
_BEFORE_CELL: Final = frozenset((*_BEGINS, " ", "/", ">"))
_LONGEST: Final = 80  # characters of a number and of what parts it from the next cell
_ANY_CELL: Final = anywhere(r"[,;|\t(\"'`/>]|  ")  # a sign stands before or behind each number that a table heads
_LETTER: Final = re.compile(r"[^\W\d_]")
_ANY_PART: Final = anywhere(r"[,;|\t]|  | /")  # one of these stands behind each number that begins a row of a table
# Digits of a number that stands in no head: its row is a record, such as EDI's HDR|20250818|ORDERS|000713.
_LONG: Final = 5
_LONG_NUMBER: Final = re.compile(rf"[0-9]{{{_LONG}}}")
_ANY_NUMBER: Final = anywhere(_LONG_NUMBER.pattern)
# A quote within a word opens nothing: O'Brien, Tom's.
_QUOTED: Final = re.compile(r"(?<![0-9A-Za-z가-힣])(?:\"[^\"\n]*\"|'[^'\n]*')")
_TWO_BLANKS: Final = "  "
_WIDE: Final = 400  # characters of a row of cells that blanks align
_GAP: Final = re.compile(r" {2,}\t?|\t")  # between the cells of a table that blanks align
# INSERT INTO members (name, phone) VALUES ('…', '…'), (
_INSERT: Final = re.compile(r"\(([^()]{2,400})\)\s*(?:values|VALUES|Values)\s*(?:\([^()]*\)\s*,\s*)*")
_VALUES: Final = ("values", "VALUES", "Values")
_BEFORE_ROW: Final = (",", *_VALUES)
# SELECT biz_no, corp_reg_no FROM partner; heads rows of as many cells
_SELECT: Final = re.compile(r"(?:SELECT|select)\s+(?P<names>[^;()|]{2,400}?)\s+(?:FROM|from)\s")
_SELECTS: Final = ("SELECT ", "select ", "SELECT\n", "select\n")
# <tr><th>차대번호</th>: the elements of a row
_ELEMENT: Final = re.compile(r"<t[dh](?:\s[^<>]{0,80})?>\s{0,8}(?P<words>[^<>]{0,40})")


def may_head(text: str, start: int) -> bool:
    """False where ``heading`` certainly finds nothing above a number that begins at ``start``."""
    before = text[start - 1 : start]
    if before == "\n":
        return _ANY_PART(text, start, start + _LONGEST)
    if before == " ":
        before = text[start - 2 : start - 1]
    return before in _BEFORE_CELL


def head_none(text: str, low: int, high: int) -> bool:
    """Whether ``heading`` certainly names nothing above a number between ``low`` and ``high``, because no words stand above."""
    if not _ANY_CELL(text, max(0, low - 1), high):
        return True
    far = max(0, low - _REACH)
    if _LETTER.search(text, far, high) is None:
        return True
    if text.find("\n", far, high) >= 0:
        return False
    return all(text.find(spelling, far, high) < 0 for spelling in _VALUES)


def heading(text: str, start: int, end: int) -> str:
    """The words above the column of the cell at [start, end); empty where the cell stands in no table."""
    before = text[start - 1 : start]
    if before == " ":
        before = text[start - 2 : start - 1]
        if before == " ":
            return _aligned(text, start, end)
    if before == "/":
        return _slashed(text, start) if text.startswith(_SLASH, max(0, start - len(_SLASH))) else ""
    if before not in _BEGINS:
        return _marked_up(text, start) if before == ">" else ""
    left = start
    while left and text[left - 1] in _PADDING:
        left -= 1
    if text[left - 1 : left] == "(":
        return _inserted(text, start)
    return _above(text, left, end)


def _above(text: str, left: int, end: int) -> str:
    """The words above the cell at [left, end), whose row a sign, a slash or blanks part."""
    row = text.rfind("\n", max(0, left - _REACH), left) + 1
    sign = text[left - 1 : left] if left > row else _sign_behind(text, end)
    if sign == "/" and text.startswith(_SLASH, end):
        return _slashed(text, left)
    if sign not in _SIGNS:
        return _aligned(text, left, end) if text.startswith(_TWO_BLANKS, end) else ""
    return _headed(text, left, end, row, sign) if row else _inserted(text, left)


def _sign_behind(text: str, end: int) -> str:
    """The first character behind a cell and its padding; empty for none near."""
    return text[end : end + _PADDING_REACH].lstrip(_PADDING)[:1]


def _headed(text: str, left: int, end: int, row: int, sign: str) -> str:
    """The words above the cell at ``left``. The line that begins at ``row`` holds the cell, and ``sign`` parts its cells."""
    signs = _count(text[row : line_end(text, end, _REACH)], sign)
    line, place = _first_row(text, row, sign, signs), _count(text[row:left], sign)
    if sign == "|":
        return _head(line, sign, place) or _selected(text, row, signs, place)
    return _stated(text, left, line) or _head(line, sign, place) or _inserted(text, left)


def _stated(text: str, left: int, line: str) -> str:
    """The column's name where the first row is the line of a statement."""
    return _inserted(text, left) if "(" in line else ""


def _selected(text: str, row: int, signs: int, place: int) -> str:
    """The column's name of a cell in what a SELECT statement above ``row`` gave, with bars between the cells or around them."""
    word = max(text.rfind(spelling, max(0, row - _REACH), row) for spelling in _SELECTS)
    found = _SELECT.match(text, word, row) if word >= 0 else None
    if found is None:
        return ""
    names = found["names"].split(",")
    is_between, is_around = signs == len(names) - 1, signs == len(names) + 1
    if not is_between and not is_around:
        return ""
    if is_around:
        place -= 1
    return names[place].strip() if 0 <= place < len(names) else ""


def _marked_up(text: str, start: int) -> str:
    """The words of a cell's column in the first row of a table in HTML."""
    row = text.rfind("<tr", max(0, start - _REACH), start)
    table = text.rfind("<table", max(0, row - _REACH), row) if row > 0 else -1
    if table < 0 or text.rfind("<t", row, start) <= row:
        return ""
    first = text.find("<tr", table, row)
    if first < 0:
        return ""
    heads = _ELEMENT.findall(text, first, text.find("<tr", first + 1))
    place = len(_ELEMENT.findall(text, row, start)) - 1
    return heads[place].strip() if place < len(heads) else ""


def _head(line: str, sign: str, place: int) -> str:
    """The words of the cell number ``place`` of a first row; empty where it has none, or holds a record."""
    heads = _heads(line, sign)
    return heads[place] if place < len(heads) else ""


@lru_cache(maxsize=4)
def _heads(line: str, sign: str) -> tuple[str, ...]:
    """The words of the cells of a first row, which is the same for all cells below; none where it is a record."""
    cells = tuple(_split(line, sign))
    return () if _holds_number(line, cells) else cells


def _slashed(text: str, start: int) -> str:
    """The head of a column between slashes with spaces around them, where a row above has as many."""
    row = text.rfind("\n", max(0, start - _REACH), start) + 1
    if not row:
        return ""
    signs = text.count(_SLASH, row, line_end(text, start, _REACH))
    cells = _split(_first_row(text, row, _SLASH, signs), _SLASH)
    return cells[text.count(_SLASH, row, start)] if len(cells) == signs + 1 else ""


def _aligned(text: str, start: int, end: int) -> str:
    """The head of a column between two blanks or more, where a row above has as many cells."""
    row = text.rfind("\n", max(0, start - _WIDE), start) + 1
    if not row:
        return ""
    place = len(_GAP.split(text[row:start].lstrip())) - 1
    size = len(_GAP.split(text[row : line_end(text, end, _WIDE)].strip()))
    for line in _top(text, row):
        cells = _GAP.split(line.strip())
        if len(cells) == size > 1 and not any(map(_LONG_NUMBER.search, cells)):
            return cells[place]
    return ""


def _top(text: str, row: int) -> list[str]:
    """The first lines above ``row`` in its block of lines."""
    return text[block_begin(text, row, _REACH) : row].split("\n", _TRIES)[:-1]


def _first_row(text: str, row: int, sign: str, signs: int) -> str:
    """The first row above ``row`` in its block of lines; empty where there is none.

    A line with as many signs as the row has goes before one that only holds the sign, because a sentence may stand above a table.
    """
    place = block_begin(text, row, _REACH)
    first = ""
    for _ in range(_TRIES):
        found = text.find(sign, place, row)
        if found < 0:
            break
        begin, place = line_begin(text, found, _REACH), text.find("\n", found) + 1
        if begin < 0:
            continue
        line = text[begin : place - 1]
        if _count(line, sign) == signs:
            return line
        first = first or line
    return first


def line_begin(text: str, place: int, reach: int) -> int:
    """Where the line of ``place`` begins, or -1 where that is further than ``reach`` before it."""
    low = max(0, place - reach)
    line = text.rfind("\n", low, place)
    return line + 1 if line >= 0 or not low else -1


def line_part(text: str, place: int, reach: int) -> int:
    """Where the line of ``place`` begins, or the part of it that is no further than ``reach`` before it."""
    low = max(0, place - reach)
    return max(low, text.rfind("\n", low, place) + 1)


def line_end(text: str, place: int, reach: int) -> int:
    """Where the line of ``place`` ends, or ``reach`` behind it where it goes on for longer."""
    end = text.find("\n", place, place + reach)
    return end if end >= 0 else place + reach


def block_begin(text: str, row: int, reach: int) -> int:
    """Where the block of lines begins that the line at ``row`` stands in, or the part of it no further than ``reach`` before."""
    low = max(0, row - reach)
    blank = text.rfind("\n\n", low, row)
    return blank + 2 if blank >= 0 else low


def _split(row: str, sign: str) -> list[str]:
    """The cells of a row; a sign in quotes parts none."""
    return [cell.strip(_AROUND) for cell in _unquoted(row, sign).split(sign)]


def _holds_number(row: str, cells: Sequence[str]) -> bool:
    """Whether one of the cells of ``row`` is a number of five digits or more."""
    if not _ANY_NUMBER(row, 0, len(row)):
        return False
    return any(cell.isdecimal() and len(cell) >= _LONG for cell in cells)


def _count(row: str, sign: str) -> int:
    """How many signs part the cells of a row."""
    return _unquoted(row, sign).count(sign)


def _unquoted(row: str, sign: str) -> str:
    """The row with blanks for the signs in quotes."""
    if '"' in row or "'" in row:
        return _QUOTED.sub(lambda quoted: quoted.group().replace(sign, " "), row)
    return row


def _inserted(text: str, start: int) -> str:
    """The column's name of a value of an INSERT statement."""
    low = max(0, start - _REACH)
    opening = text.rfind("(", low, start)
    if opening < 0 or text.find(")", opening, start) >= 0 or not text[low:opening].rstrip().endswith(_BEFORE_ROW):
        return ""
    word = max(text.rfind(spelling, low, opening) for spelling in _VALUES)
    found = _INSERT.fullmatch(text, text.rfind("(", low, word), opening) if word > low else None
    if found is None:
        return ""
    names, place = _split(found[1], ","), len(_split(text[opening + 1 : start], ",")) - 1
    return names[place] if place < len(names) else ""
