"""Dates of birth: a date that a word such as 생년월일 stands before, or 생 behind. Every other date stays."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import checksums
from predictor.pii.spans import Span

_DATE: Final = (
    r"(?P<y>(?:19|20)?[0-9]{2})(?:년\s?|\s?[-./]\s?)(?P<m>0?[1-9]|1[0-2])(?:월\s?|\s?[-./]\s?)(?P<d>3[01]|"
    r"[12][0-9]|0?[1-9])(?![0-9])일?"
    r"|(?P<y2>(?:19|20)?[0-9]{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12][0-9]|3[01])(?![-0-9]|\.[0-9]|[년월원])"
)
_LABELLED: Final = re.compile(
    rf"(?:생년\s?월일|생일|출생(?!\s?신고|\s?률)\s?일?자?|생월일|생년|앞\s?자리|번호\s앞|(?i:\bdob|\bb-?day|birth[\s_-]?(?:day|"
    rf"date)?|date of birth))(?:\s?\(?[68]\s?자리\)?)?[^0-9\n\[\x00]{{0,10}}?(?<![0-9])(?P<date>{_DATE})"
)
# A birthday without its year must follow the word at once: every other day of a month is nobody's.
_BIRTHDAY: Final = re.compile(
    r"생(?:일|신|년\s?월일)(?:은|는|이|가)?\s?[:=]?\s?\(?(?:음력|양력)?\)?\s?(?P<date>(?P<m>1[0-2]|0?[1-9])월\s?(?P<d>3[01]|[12][0-9]|0?[1-9])일)"
)
_BACK: Final = re.compile(r"(?P<word>뒷\s?자리|뒤)[^0-9\n\x00]{0,8}?(?P<half>[1-8][0-9]{6})(?![0-9])")
_FRONT: Final = re.compile(r"(?<![0-9])[0-9]{6}[^0-9\n]{1,8}$")
_BORN: Final = re.compile(rf"(?<![0-9.\-])(?P<date>{_DATE})(?=\s?(?:일\s?)?(?:생(?![각산활신선겼기긴길])|출생|태어))")


def labelled(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A date behind 생년월일, 생일 or DOB."""
    found = _LABELLED.match(text, hit)
    if found and found.start("date") >= floor:
        yield from _span(found, "label birth_date")
    elif found is None and (found := _BIRTHDAY.match(text, hit)) and found.start("date") >= floor:
        yield Span(*found.span("date"), "birth_date", f"{int(found['m']):02}{int(found['d']):02}", 0.8, "생일 before")


def born(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A date with 생 or 출생 behind it."""
    found = _BORN.search(text, max(floor, hit - 3), hit + 20)
    if found:
        yield from _span(found, "생 behind")


def back_half(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The last seven digits of a registration number: 앞자리 900101 뒷자리 1234567."""
    found = _BACK.match(text, hit)
    if found and found.start("half") >= floor and (found["word"] != "뒤" or _FRONT.search(text, max(0, hit - 16), hit)):
        yield Span(*found.span("half"), "rrn", found["half"], 0.9, f"{found['word']} before")


def _span(found: re.Match[str], evidence: str) -> Iterator[Span]:
    year, month, day = (int(found[name] or found[name + "2"]) for name in "ymd")
    if year < 100:
        year += 2000 if checksums.day(2000 + year, month, day) and year < 30 else 1900
    if year < 1900 or checksums.day(year, month, day) is None:
        return
    yield Span(found.start("date"), found.end("date"), "birth_date", f"{year:04}{month:02}{day:02}", 0.9, evidence)
