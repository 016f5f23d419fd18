"""Telephone numbers that somebody corrects while telling them: 공일공 팔사사이 아니 팔사사삼에 일구공이."""

import re
from typing import Final

from predictor.pii.scan import spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_DIGIT: Final = f"[0-9{spoken.DIGITS}]"
_GAP: Final = r"(?:\s?(?:에|의|다시|대시|하고|국에)\s|[-.\s,]{0,2})"
_HEAD: Final = r"[0공영](?:[1일][0공영1일6육7칠8팔9구]|[2이]|[3삼4사5오6육][1일2이3삼4사5오]|[7칠][0공영])"
_NO: Final = (
    r"[,.~…]{0,3}\s?(?:(?:아|어|앗|아이고|아참|죄송해요|죄송합니다)[,.~…]{0,3}\s)?"
    r"(?:아니(?:다|요|야|지|고|구나|라)?|아뇨|정정)[,.~…]{0,3}\s"
)
# The new group stands behind the old one: either the middle one, or the last one with or without a new middle one.
_TOLD: Final = re.compile(
    rf"(?P<head>{_HEAD}){_GAP}(?:(?P<middle>{_DIGIT}{{3,4}}){_GAP}{_DIGIT}{{4}}{_NO}(?:(?P<new>{_DIGIT}{{3,4}}){_GAP})?"
    rf"|{_DIGIT}{{3,4}}{_NO}(?P<renewed>{_DIGIT}{{3,4}}){_GAP})(?P<last>{_DIGIT}{{4}})"
    rf"(?!{_GAP}[0-9]|{_DIGIT}{{2}}|\s?[년원월호개명건층])"
)
_BEGUN: Final = re.compile(rf"{_DIGIT}[-.]?$")
GATE: Final = rf"{_HEAD}{_GAP}{_DIGIT}{{3,4}}(?:{_GAP}{_DIGIT}{{4}})?{_NO}{_DIGIT}{{3}}"


def corrected(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A number with its old and its new group. Its key is the number that holds."""
    found = None if hit < floor or _BEGUN.search(text, max(0, hit - 2), hit) else _TOLD.match(text, hit)
    if found is None:
        return []
    groups = found["head"], found["new"] or found["renewed"] or found["middle"], found["last"]
    return [Span(*found.span(), "phone", "".join(map(spoken.digits, groups)), 0.9, "prefix, corrected")]
