"""생년월일: a date that a word such as 생년월일 stands before, or 생 behind. Every other date stays."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.scan import checksums, spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_MONTHS: Final = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DATE: Final = (
    r"(?P<y>(?:19|20)?[0-9]{2})(?:년\s?|\s?[-./]\s?)(?P<m>0?[1-9]|1[0-2])(?:월\s?|\s?[-./]\s?)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])일?"
    r"|(?P<y2>(?:19|20)?[0-9]{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12][0-9]|3[01])(?![-0-9]|\.[0-9]|[년월원])"
    rf"|(?P<d3>3[01]|[12][0-9]|0?[1-9])[\s\-./]?(?P<m3>(?i:{_MONTHS}))[a-z]{{0,6}}\.?,?[\s\-./]?(?P<y3>(?:19|20)[0-9]{{2}})(?![0-9])"
)
# A year, a month and a day as they are spoken: 팔십칠년 오월 이십일일, 구일년 칠월 십육일.
_COUNT: Final = "[영공일이삼사오육륙칠팔구십시유]"
_SPOKEN: Final = (
    rf"(?P<sy>(?:천?구백\s?|이천\s?)?[공영일이삼사오육칠팔구십]{{1,6}})\s?년\s?(?P<sm>{_COUNT}{{1,3}})\s?월\s?(?P<sd>{_COUNT}{{1,4}})\s?일"
    r"|(?<![가-힣])(?P<six>[공영일이삼사오육칠팔구]{6})(?=이?[고요에예이은는라]|\s|,|$)"
)
_WORDS: Final = (
    r"생년\s?월일|생일|출생(?!\s?신고|\s?률|\s?지)\s?(?:연월일|년월일|일자|일)?|생월일|생년|앞\s?자리|번호\s앞|생신|태어난\s?날"
    r"|(?i:\bdob(?![a-z])|\bb-?day|birth[\s_-]?(?:day|date|dt|ymd)?|date of birth|brth[\s_-]?(?:dt|ymd|day|date)?|bday)"
)
_LABELLED: Final = re.compile(rf"(?:{_WORDS})(?:\s?\(?[68]\s?자리\)?)?[^0-9\n\[\x00]{{0,10}}?(?<![0-9])(?P<date>{_DATE})", re.ASCII)
_SPOKEN_LABELLED: Final = re.compile(
    rf"(?:{_WORDS})(?:\s?\(?[68]\s?자리\)?)?(?:[은는이가도]|이랑|하고)?[\s:,.]{{0,3}}(?:[가-힣]{{1,3}}[\s,.]{{1,2}}){{0,2}}?(?P<date>{_SPOKEN})"
)
# A birthday without its year must follow the word at once: any other day of a month names no person.
_BIRTHDAY: Final = re.compile(
    r"생(?:일|신|년\s?월일)(?:은|는|이|가)?\s?[:=]?\s?\(?(?:음력|양력)?\)?\s?(?P<date>(?P<m>1[0-2]|0?[1-9])월\s?(?P<d>3[01]|[12][0-9]|0?[1-9])일)"
)
# 생방송, 생각 and such words are no births; 생년월일 speaks of the next date.
_BORN_BEHIND: Final = r"\s?(?:일\s?)?(?:생(?![각산활신선겼기긴길방일년존맥전후명])|출생(?!\s?신고|\s?일|\s?년|\s?지)|태어)"
_BORN: Final = re.compile(rf"(?<![0-9.\-])(?P<date>{_DATE})\.?(?={_BORN_BEHIND})")
_SPOKEN_BORN: Final = re.compile(rf"(?P<date>{_SPOKEN})(?={_BORN_BEHIND})")
# (M/1958-11-04), (1958.11.04, 남), 남/19581104
_WITH_SEX: Final = re.compile(rf"(?<![A-Za-z가-힣])(?:(?i:male|female)|[MF남여])(?:\s?[/,|]\s?|\t)(?P<date>{_DATE})")


def labelled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date behind 생년월일, 생일 or DOB; a day without a year behind 생일."""
    found = _LABELLED.match(text, hit)
    if found:
        if found.start("date") >= floor:
            yield from _span(found, "label before")
    elif (found := _BIRTHDAY.match(text, hit)) and found.start("date") >= floor:
        yield Span(*found.span("date"), "birth_date", f"{int(found['m']):02}{int(found['d']):02}", 0.8, "birthday")
    elif (found := _SPOKEN_LABELLED.match(text, hit)) and found.start("date") >= floor:
        yield from _spoken_span(found, "label before, spoken")


def born(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date with 생 or 출생 behind it."""
    found = _BORN.search(text, max(floor, hit - 3), hit + 24)
    if found:
        yield from _span(found, "생 behind")


def born_speech(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date in words with 생 behind it."""
    found = _SPOKEN_BORN.match(text, hit)
    if found and (hit == floor or not "가" <= text[hit - 1] <= "힣"):
        yield from _spoken_span(found, "생 behind, spoken")


def with_sex(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date beside M, F, 남 or 여."""
    found = _WITH_SEX.match(text, hit)
    if found and found.start("date") >= floor:
        yield from _span(found, "sex beside")


def _span(found: re.Match[str], rule: str) -> Iterator[Span]:
    suffix = "" if found["y"] else "2" if found["y2"] else "3"
    year, day = int(found[f"y{suffix}"]), int(found[f"d{suffix}"])
    written = found[f"m{suffix}"]
    month = int(written) if written.isdigit() else _MONTHS.split("|").index(written.upper()[:3]) + 1
    if key := _day(year, month, day):
        yield Span(found.start("date"), found.end("date"), "birth_date", key, 0.9, rule)


def _spoken_span(found: re.Match[str], rule: str) -> Iterator[Span]:
    if six := found["six"]:
        digits = spoken.digits(six)
        year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    else:
        year, month, day = (spoken.number(found[name]) for name in ("sy", "sm", "sd"))
    if key := _day(year, month, day):
        yield Span(found.start("date"), found.end("date"), "birth_date", key, 0.85, rule)


def _day(year: int, month: int, day: int) -> str:
    """YYYYMMDD of a past day since 1900, or an empty string; two digits are of this century where that is past."""
    if year < 100:
        year += 2000 if checksums.day(2000 + year, month, day) and year < 30 else 1900
    possible = year >= 1900 and checksums.day(year, month, day) is not None
    return f"{year:04}{month:02}{day:02}" if possible else ""


KIND: Final = Kind(
    name="birth_date",
    label="생년월일",
    needs="생년월일 or such a word before, or 생 behind",
    source="KS X ISO 8601 and how dates are written and spoken",
    covers="비식별 조치 가이드라인 (속성값: 생년월일)",
    order=140,
    remembered="value",
    beside="date",
    gates=(
        Gate(
            r"[0-9]{2}(?:년\s?|\s?[-./]\s?)[0-9]{1,2}(?:월\s?|\s?[-./]\s?)[0-9]{1,2}일?\.?\s?(?:일\s?)?(?:생|출생|태어)"
            r"|(?:^|[^0-9])[0-9]{6}\s?(?:생|출생)",
            born,
            early=True,
        ),
        Gate(r"생년|생일|출생|생월일|생신|태어난\s?날|앞\s?자리|번호\s앞|(?i:dob|b-?day|birth|brth)", labelled),
        Gate(
            rf"[공영일이삼사오육칠팔구십백천]{{2,6}}\s?년\s?{_COUNT}{{1,3}}\s?월\s?{_COUNT}{{1,4}}\s?일\s?(?:생|출생|태어)",
            born_speech,
        ),
        Gate(
            r"(?:(?i:male|female)|[MF남여])(?:\s?[/,|]\s?|\t)(?:19|20)?[0-9]{2}[-./년]?\s?[0-9]{1,2}[-./월]?\s?[0-9]{1,2}", with_sex
        ),
    ),
    words=("생년 월일", "생년", "생일", "출생", "^dob$", "birth", "brth"),
    examples=(
        "생년월일 {{birth_date:920724}}입니다",
        "{{birth_date:85년 12월 3일}}생",
        "생일은 {{birth_date:8월 3일}}이에요",
        "생년월일을 {{birth_date:1991. 8. 3}}.로",
        "({{birth_date:1991. 3. 17}}.생)",
        "(M/{{birth_date:1958-11-04}})",
        "Date of birth {{birth_date:21 FEB 1996}}",
        "생일은 {{birth_date:팔십칠년 오월 이십일일}}이에요",
        "접수일자 2026.04.18 생년월일 {{birth_date:1988.06.03}}",
        'brthDt":"{{birth_date:19951107}}"',
        "주민번호 앞자리는 {{birth_date:팔오공이일사}}이고",
        "{{birth_date:구일년 칠월 십육일}}생이요",
    ),
    lookalikes=(
        "가입일 1990-01-01",
        "오늘은 2026-11-23",
        "생일 축하해! 파티는 12월 3일이야",
        "2013/9/24 생방송",
        "생년월일 1991-13-03",
    ),
)
