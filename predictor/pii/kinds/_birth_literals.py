"""Dates of birth as programs write them: new Member("…", LocalDate.parse("1990-05-21"), "010-…"), birth=date(1990, 5, 21)."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._births import ADULT
from predictor.pii.names import holder
from predictor.pii.names.form import FULL
from predictor.pii.scan import checksums, columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# What makes a date of its parts or of a string: LocalDate.of(, new Date(, DATE '…'.
_MAKER: Final = r"(?:new\s)?[A-Za-z_][A-Za-z_.]{2,23}"
_DATE: Final = (
    r"(?P<date>(?P<y>19[0-9]{2}|20[01][0-9])(?:(?P<joint>[-./]?)(?P<m>0[1-9]|1[0-2])(?P=joint)(?P<d>0[1-9]|[12][0-9]|3[01])"
    r"|,\s?(?P<m2>0?[1-9]|1[0-2]),\s?(?P<d2>3[01]|[12][0-9]|0?[1-9])))(?![0-9])"
)
_ARGUMENT: Final = re.compile(rf"[\"']\s?,\s?(?:{_MAKER}\s?\(?\s?)?(?P<quote>[\"']?){_DATE}(?P=quote)")
_NAME: Final = re.compile(rf"[\"'](?P<name>{FULL})(?:[\"']\s?,\s?[\"'][^\"'\n]{{0,40}})?$")
_NAME_REACH: Final = 56
_TELEPHONE: Final = r"(?:\+82|0)[0-9]{1,2}[-. ]?[0-9]{3,4}[-. ]?[0-9]{4}"
_TELEPHONE_BEFORE: Final = re.compile(rf"[\"']{_TELEPHONE}$")
# Arguments without a digit may stand between: 'YYYY-MM-DD'), Grade.VIP
_TELEPHONE_BEHIND: Final = re.compile(
    rf"\)?(?:\s?,\s?[\"']?[A-Za-z가-힣_.\-]{{1,24}}[\"']?\s?\)?){{0,2}}\s?,\s?[\"']{_TELEPHONE}[\"']"
)
ARGUMENT_GATE: Final = rf"[\"']\s?,\s?(?:{_MAKER}\s?\(?\s?)?[\"']?(?:19|20)[0-9]{{2}}(?:[-./]?[01][0-9]|,)"

# CREW = [("류가비", "1994-05-16"), …] where the code speaks of births
_PAIRED: Final = re.compile(rf"[\"']\s?(?P<sign>,|:(?=\s?[\"'](?:19|200)))\s?(?P<quote>[\"']){_DATE}(?P=quote)\s?[,)\]}}\n]")
_PAIRED_NAME: Final = re.compile(rf"(?:^|[(\[{{,\s])\s?[\"'](?P<name>{FULL})$")
_PAIRED_WORD: Final = re.compile(r"[(\[]\s?[\"'][가-힣]{2,6}(?:\s[가-힣]{1,8}){0,2}$")
_OF_BIRTHS: Final = re.compile(r"(?i:birth|brth|bday|(?<![a-z])dob(?![a-z]))|생년|생일|출생")
_OF_BIRTHS_REACH: Final = 300
_OTHER_HEAD: Final = re.compile(r"[^0-9]+")  # what heads a table; a row of a list has digits
# Behind a colon stands a date of every record, so that only the years of older persons open the gate there.
PAIRED_GATE: Final = r"[\"']\s?(?:,\s?[\"'](?:19|20)[0-9]|:\s?[\"'](?:19[0-9]|200))[0-9][-./]?[01][0-9][-./]?[0-3][0-9][\"']"

_FIELD: Final = r"(?i:birth_?(?:day|date|dt|ymd)?|brth_?(?:day|date|dt|ymd)?|bday|dob)"
_ASSIGNED: Final = rf"{_FIELD}[\"'\]]{{0,2}}\s?[:=(,]\s?{_MAKER}\(\s?[\"']?"
_HEAD: Final = re.compile(rf"생년|생일|출생|{_FIELD}")
_MADE: Final = re.compile(rf"{_ASSIGNED}{_DATE}")
MADE_GATE: Final = rf"{_ASSIGNED}(?:19|20)[0-9]{{2}}"


def argument(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date behind a person's name among a call's or a row's quoted arguments, of which another is a telephone number."""
    found = _ARGUMENT.match(text, hit)
    if found is None or found.start("date") < floor:
        return
    if not holder.before(text, hit, _NAME, _NAME_REACH):
        return
    head = columns.heading(text, *found.span("date"))
    if head and not _HEAD.search(head):
        return
    if _TELEPHONE_BEHIND.match(text, found.end()) or _TELEPHONE_BEFORE.search(text, max(0, hit - 20), hit):
        yield from _day(found)


def made(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date that a call makes for a field of a birth: birth=date(1990, 5, 21)."""
    found = _MADE.match(text, hit)
    if found and found.start("date") >= floor and (text[hit].isupper() or not text[hit - 1 : hit].isalpha()):
        yield from _day(found)


def paired(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date that makes a pair with a name, in code that speaks of births near."""
    found = _PAIRED.match(text, hit)
    if found is None or found.start("date") < floor or not _names_a_person(text, hit, found):
        return
    if _OTHER_HEAD.fullmatch(columns.heading(text, *found.span("date"))):
        return
    if _OF_BIRTHS.search(text, max(0, hit - _OF_BIRTHS_REACH), found.end() + _OF_BIRTHS_REACH):
        yield from _day(found)


def _names_a_person(text: str, hit: int, found: re.Match[str]) -> bool:
    """Whether the string that ends at ``hit`` is a likely name or, behind a bracket and before an adult's date, any Korean word."""
    low = max(0, hit - _NAME_REACH)
    person = _PAIRED_NAME.search(text, low, hit)
    if person and holder.likely(person["name"]):
        return True
    adult = int(found["y"]) <= checksums.today().year - ADULT
    return adult and found["sign"] == "," and _PAIRED_WORD.search(text, low, hit) is not None


def _day(found: re.Match[str]) -> Iterator[Span]:
    year, month, day = int(found["y"]), int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    if checksums.day(year, month, day):
        yield Span(*found.span("date"), "birth_date", f"{year}{month:02}{day:02}", 0.8, "in a program")
