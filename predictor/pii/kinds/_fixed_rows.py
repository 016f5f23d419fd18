"""Numbers in rows of fixed width, which parts nothing: 강태온      73041910472550001201029384756."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.scan import checksums, columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

GATE: Final = r"[가-힣] {2,12}[0-9]{6}[1-8][0-9]{7}"
_ROW: Final = re.compile(
    r"[^\n가-힣]{0,24}[가-힣]{2,8} {2,12}(?P<number>[0-9]{6}[1-8][0-9]{6})[0-9]{1,24}?(?P<phone>010[0-9]{8})?(?![0-9])"
)
_REACH: Final = 48  # characters of a row up to its number
_LINE: Final = 160  # characters of a whole row
_ROWS: Final = 3


def in_rows(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A resident number with its check digit, and a mobile number at the end of the digits, in three rows or more alike."""
    begin = columns.line_begin(text, hit, _REACH)
    found = _ROW.match(text, begin) if begin >= 0 else None
    if found is None or found.start("number") < floor or not _checked(found["number"]) or _alike(text, begin) < _ROWS:
        return
    kind = "rrn" if found["number"][6] in "1234" else "frn"
    yield Span(*found.span("number"), kind, found["number"], 0.85, "rows of fixed width")
    if found["phone"]:
        yield Span(*found.span("phone"), "phone", found["phone"], 0.75, "rows of fixed width")


def _checked(number: str) -> bool:
    return checksums.birth(number) is not None and checksums.resident(number)


def _alike(text: str, begin: int) -> int:
    """How many rows are such, that of ``begin`` and at most two on either side."""
    count, above, below = 1, begin, begin
    for _ in range(_ROWS - 1):
        above = columns.line_begin(text, above - 1, _LINE) if above > 0 else -1
        below = text.find("\n", below, below + _LINE) + 1 if below >= 0 else 0
        below = below or -1
        count += sum(
            place >= 0 and (row := _ROW.match(text, place)) is not None and _checked(row["number"]) for place in (above, below)
        )
    return count
