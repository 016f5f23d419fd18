"""Dates of birth in rows without a head: a name, a telephone number or a mailbox, and a date, in two rows or more."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from predictor.pii.names import holder
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_SIGN: Final = r" ?[\t|,;] ?"
_DAY: Final = (
    r"(?P<date>(?P<y>19[0-9]{2}|200[0-9])(?P<joint>[-./]?)(?P<m>0[1-9]|1[0-2])(?P=joint)(?P<d>0[1-9]|[12][0-9]|3[01]))(?![0-9\-.])"
)
_REACHED: Final = r"(?:(?:\+?82-?|0)1[016-9][- .]?[0-9]{3,4}[- .]?[0-9]{4}|[A-Za-z0-9._+\-]{1,40}@[A-Za-z0-9.\-]{4,40})"
_ROW: Final = re.compile(
    rf"[ |]{{0,3}}(?:[0-9]{{1,6}}{_SIGN})?(?P<name>[가-힣]{{2,5}}){_SIGN}{_REACHED}(?:{_SIGN}{_REACHED})?{_SIGN}{_DAY}"
    r"(?= ?(?:[\t|,;\n]|$))"
)
GATE: Final = r"[\t|,;] ?(?:19[0-9]{2}|200[0-9])[-./]?[01][0-9][-./]?[0-3][0-9](?: ?[\t|,;\n]|$)"
_REACH: Final = 140  # characters of a row up to its date
_LINE: Final = 240  # characters of a whole row
_WORD: Final = re.compile("[가-힣A-Za-z]")


def in_rows(adult: Callable[[re.Match[str]], str]) -> Callable[[str, int, int, Context], Iterator[Span]]:
    """A finder for such a date, where ``adult`` reads an adult's birth from it and a row beside is alike."""

    def find(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
        begin = columns.line_begin(text, hit, _REACH)
        found = _ROW.match(text, begin) if begin >= 0 else None
        if found is None or not max(hit + 1, floor) <= found.start("date") <= hit + 2:
            return
        other = _beside(text, begin, found.end())
        if other is None or not any(map(holder.likely, (found["name"], other["name"]))):
            return
        day = adult(found) if adult(other) else ""
        if day and not _WORD.search(columns.heading(text, *found.span("date"))):
            yield Span(*found.span("date"), "birth_date", day, 0.75, "rows of persons")

    return find


def _beside(text: str, begin: int, end: int) -> re.Match[str] | None:
    """The row behind or before that of [begin, end), where it is alike."""
    line = text.find("\n", end, end + _LINE)
    behind = _ROW.match(text, line + 1) if line >= 0 else None
    if behind or not begin:
        return behind
    above = columns.line_begin(text, begin - 1, _LINE)
    return _ROW.match(text, above, begin) if above >= 0 else None
