"""Dates of birth: a date that a word such as 생년월일 stands before, or 생 behind. Every other date stays."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.text.pii import checksums
from predictor.text.pii.spans import Span

_DATE: Final = (
    r"(?P<y>(?:19|20)?[0-9]{2})(?:년\s?|\s?[-./]\s?)(?P<m>0?[1-9]|1[0-2])(?:월\s?|\s?[-./]\s?)(?P<d>3[01]|"
    r"[12][0-9]|0?[1-9])(?![0-9])일?"
    r"|(?P<y2>(?:19|20)?[0-9]{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12][0-9]|3[01])(?![-0-9]|\.[0-9]|[년월원])"
)
_LABELLED: Final = re.compile(
    rf"(?:생년\s?월일|생일|출생(?!\s?신고|\s?률)\s?일?자?|생월일|생년|앞\s?자리|(?i:\bdob|birth[\s_-]?(?:day|"
    rf"date)?|date of birth))(?:\s?\(?[68]\s?자리\)?)?[^0-9\n\[\x00]{{0,10}}?(?<![0-9])(?P<date>{_DATE})"
)
_BACK: Final = re.compile(r"뒷\s?자리[^0-9\n\x00]{0,8}?([1-8][0-9]{6})(?![0-9])")
_BORN: Final = re.compile(rf"(?<![0-9.\-])(?P<date>{_DATE})(?=\s?(?:일\s?)?(?:생(?![각산활신선겼기긴길])|출생|태어))")


def labelled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A date behind 생년월일, 생일 or DOB."""
    found = _LABELLED.match(text, hit)
    if found and found.start("date") >= floor:
        yield from _span(found, "label birth_date")


def born(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A date with 생 or 출생 behind it."""
    found = _BORN.search(text, max(floor, hit - 3), hit + 20)
    if found:
        yield from _span(found, "생 behind")


def back_half(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The last seven digits of a registration number: 앞자리 900101 뒷자리 1234567."""
    found = _BACK.match(text, hit)
    if found and found.start(1) >= floor:
        yield Span(*found.span(1), "rrn", found[1], 0.9, "뒷자리 before")


def _span(found: re.Match[str], evidence: str) -> Iterator[Span]:
    year, month, day = (int(found[name] or found[name + "2"]) for name in "ymd")
    if year < 100:
        year += 2000 if checksums.day(2000 + year, month, day) and year < 30 else 1900
    if year < 1900 or checksums.day(year, month, day) is None:
        return
    yield Span(found.start("date"), found.end("date"), "birth_date", f"{year:04}{month:02}{day:02}", 0.9, evidence)
