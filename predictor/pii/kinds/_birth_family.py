"""Dates of birth beside what somebody is to a family: 하늘찬(본인, 2012-02-20), 자녀: 하늘찬(2012. 2. 20.)."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._births import ADULT, WRITTEN_DAY, year_of_birth
from predictor.pii.names import holder
from predictor.pii.names.form import FULL
from predictor.pii.scan import checksums
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_LONG: Final = (
    "본인|세대주|배우자|자녀"
    "|[장차삼][남녀]"
    "|(?:큰|작은|막내)?(?:아들|딸)"
    "|막내"
    "|(?:외|친)?손[자녀]"
    "|며느리|자부|사위"
    "|시[부모]"
    "|장[인모]"
    "|외?조[부모]"
    "|(?:외|친)?할(?:머니|아버지)|아빠|엄마|아버지|어머니|[부모]친|남편|아내|누나|오빠|언니|[남여]?동생|동거인|피부양자|피보험자"
    "|수급자|아동|원아|원생|자매|형제|첫째|둘째|셋째|신랑|신부|조카"
)
_SHORT: Final = "[부모처자녀손형제매]"
_DATE: Final = rf"(?P<date>{WRITTEN_DAY})"
_DATE_GATE: Final = r"(?:19|20)?[0-9]{2}(?:\s?[년\-./]\s?[01]?[0-9]\s?[월\-./]|[01][0-9][0-3][0-9])"
_WHO: Final = rf"(?:{_LONG}|{_SHORT})"
_PART: Final = r"\s?[,/·:;\s]\s?"
_CLOSES: Final = r"\s?생?(?=\s?[),/;])"
# (본인, 2012-02-20), (2012-02-20, 본인)
_WITHIN: Final = re.compile(rf"\(\s?(?:{_WHO}{_PART}{_DATE}{_CLOSES})")
_BEFORE_KIN: Final = re.compile(rf"\(\s?{_DATE}\s?생?{_PART}{_WHO}\s?\)")
WITHIN_GATE: Final = rf"\(\s?{_WHO}{_PART}{_DATE_GATE}"
BEFORE_KIN_GATE: Final = (
    r"\(\s?(?:19|20)?[0-9]{2}(?:\s?[년\-./]\s?[01]?[0-9]\s?[월\-./]\s?[0-3]?[0-9]|[01][0-9][0-3][0-9])\s?일?\.?\s?생?"
    rf"{_PART}{_WHO}\s?\)"
)
# 장남 하늘찬(2012-02-20), 자녀: 하늘찬 (2012. 2. 20.)
_KIN: Final = rf"(?:{_LONG})\s?[:)]?\s?"
_NAMED: Final = re.compile(rf"(?<![가-힣]){_KIN}(?P<name>{FULL})\s?\(\s?{_DATE}\s?생?\s?\)")
NAMED_GATE: Final = rf"(?:{_LONG})\s?[:)]?\s?[가-힣]{{2,5}}\s?\(\s?{_DATE_GATE}"
_PERSON: Final = holder.behind(r"(?:\s?(?:님|씨|군|양))?\s?")
_REACH: Final = 12
# A paper's day stands in brackets too: 서명: 김민준(본인, 2026-09-04).
_PAPER: Final = re.compile(
    r"서명|작성|날인|동의|발급|제출|확인|신청|접수|수령|방문|면회|[등하]원|진료|예약|[입퇴]원|입소|결혼|혼인|사망|별세|가입"
)
_PAPER_REACH: Final = 20


def within(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date in brackets beside a word of kin, behind a person's name."""
    found = _WITHIN.match(text, hit) or _BEFORE_KIN.match(text, hit)
    if found and found.start("date") >= floor and holder.before(text, hit, _PERSON, _REACH):
        yield from _born(found)


def named(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date alone in brackets, behind a word of kin and a name."""
    found = _NAMED.match(text, hit)
    if found and found.start("date") >= floor and holder.likely(found["name"]):
        yield from _born(found)


def _born(found: re.Match[str]) -> Iterator[Span]:
    """The date, where it is the past day of a birth; of a child only where no word speaks of a paper."""
    year = year_of_birth(found["y"])
    day = checksums.day(year, int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
    if day is None or year < 1900:
        return
    start, end = found.span("date")
    if year <= checksums.today().year - ADULT or not _PAPER.search(found.string, max(0, found.start() - _PAPER_REACH), start):
        yield Span(start, end, "birth_date", f"{day:%Y%m%d}", 0.75, "kin beside")
