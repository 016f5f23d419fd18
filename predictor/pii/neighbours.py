"""Names that stand beside a personal value: 김철수 010-…, 110-… (신한, 김철수), 서울 … 101동 김철수 앞."""

import re
from typing import Final

from predictor.pii.spans import Span
from predictor.pii.surnames import COMPOUND, FULL, GIVEN, ROMAN, SURNAMES, certain, key, plausible

_REACH: Final = 12
_JOINTS: Final = " ,;/|:()\t\n'\"<"
_BEFORE: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>(?:{COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}})[\s,;/|:()\t'\"<]{{1,4}}$"
)
_LATIN_BEFORE: Final = re.compile(rf"(?<![A-Za-z0-9])(?P<name>{ROMAN})[\s,;/|:()'\"<]{{1,4}}$")
_BANK: Final = (
    r"(?:국민|신한|우리|하나|농협|기업|카카오뱅크|카카오|카뱅|토스뱅크|토스|씨티|제일|부산|대구|우체국|새마을금고|신협|수협)"
    r"(?:은행)?"
)
_BEHIND: Final = re.compile(
    rf"[\s,;/|(]{{1,3}}(?:{_BANK}[\s,/)]{{1,3}})?(?:예금주\s?:?\s?)?(?P<name>{FULL})(?=\s?\)|\s*$|[\s,./)]|"
    rf"입니다|이에요|예요|으로|씨|님|앞)"
)
_AT_HOME: Final = re.compile(
    rf"[\s,/|(]{{1,3}}(?P<name>{FULL})(?=\s?(?:앞(?![가-힣])|앞으로|님|씨|귀하|고객|께(?![가-힣]))|\s*$|\s?[,)\n|]|\s\(?0[1-9])"
)
# 김철수, 1988.02.17, 010-…: the date in such a row is the birth's.
_ROW: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>{FULL})\s?[,/|;\t]\s?(?P<date>(?P<y>19[0-9]{{2}}|20[01][0-9])[-./년]\s?(?P<m>0?[1-9]|1[0-2])[-./월]\s?"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])일?)\s?[,/|;\t]\s?$"
)
_BORN: Final = re.compile(rf"\s?(?:일?생)?[\s,/|(]{{1,2}}(?P<name>{FULL})(?=\s?[,)\n./|]|\s*$|님|씨|입니다)")
# Beside such a value a name needs no label.
NUMBERS: Final = frozenset(("phone", "bank_account", "rrn", "frn", "email"))
KINDS: Final = NUMBERS | {"address", "birth_date"}


def with_neighbours(text: str, spans: list[Span], floor: int) -> list[Span]:
    """``spans`` (of one of ``KINDS``) with the names directly before and behind them."""
    start, end = spans[0].start, spans[-1].end
    if spans[0].entity == "address":
        behind = _AT_HOME.match(text, end)
        return [*spans, _name(behind, 0, "behind an address")] if behind and certain(behind["name"]) else spans
    low = max(floor, start - _REACH)
    near = text[low:start]
    bare = near.rstrip(_JOINTS)
    last = bare[-1:] if len(bare) < len(near) else ""  # what stands before the joint tells which search may succeed
    before = _BEFORE.search(near) if "가" <= last <= "힣" else None
    if spans[0].entity == "birth_date":
        behind = _BORN.match(text, end)
        return [
            *([_name(before, low, "before a birth date")] if before and certain(before["name"]) else ()),
            *spans,
            *([_name(behind, 0, "behind a birth date")] if behind and certain(behind["name"]) else ()),
        ]
    if before and plausible(before["name"]):
        spans = [_name(before, low, "before a personal number"), *spans]
    elif spans[0].entity == "email" and last.isascii() and last.isalpha():
        low = max(floor, start - 30)
        if latin := _LATIN_BEFORE.search(text[low:start]):
            spans = [_name(latin, low, "before a personal number"), *spans]
    elif spans[0].entity == "phone" and (last.isdigit() or last == "일"):
        spans = [*_row(text, start, floor), *spans]
    behind = _BEHIND.match(text, end)
    if behind and plausible(behind["name"]):
        spans = [*spans, _name(behind, 0, "behind a personal number")]
    return spans


def _row(text: str, start: int, floor: int) -> list[Span]:
    """The birth date, and the name if it was not found for itself, in a row that goes on with the value at ``start``."""
    low = max(0, start - 24)
    row = _ROW.search(text[low:start])
    if row is None or low + row.start("date") < floor or not certain(row["name"]):
        return []
    key_of_day = f"{row['y']}{int(row['m']):02}{int(row['d']):02}"
    day = Span(low + row.start("date"), low + row.end("date"), "birth_date", key_of_day, 0.75, "between a name and a number")
    return [day] if low + row.start("name") < floor else [_name(row, low, "before a personal number"), day]


def _name(found: re.Match[str], low: int, evidence: str) -> Span:
    start, end = found.span("name")
    return Span(low + start, low + end, "person_name", key(found["name"]), 0.75, evidence)
