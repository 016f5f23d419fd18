"""The new value behind the old one of a label: 회원번호 M-7740-2281 → M-7751-0093, 사번을 20417에서 20533으로."""

import re
from typing import Final

from predictor.pii.scan import spoken
from predictor.pii.scan.span import Span

REACH: Final = 96  # characters of a new value and of what stands behind it
_CLOSING: Final = r"[\"'`)\]]?"
_OPENING: Final = r"[\"'`(\[]?"
_ARROW: Final = r"(?:[→⇒➔➜➡▶▷»]|-{1,2}>|={1,2}>|~>|>>)"
_NEW: Final = r"(?:\(?(?:변경|정정|수정)?\s?(?:신규?|새|후|현재?|변경|정정|이관|new)\)?\s?[:=]?\s?)"
_NAMED: Final = (
    r"(?:변경\s?(?:후|된)?|정정\s?후?|수정\s?후?|신규|이관\s?후?|(?:\"|')?(?:after|new(?:_?[vV]alue)?)(?:\"|')?)\s?[:=]?\s?"
)
_JOINT: Final = re.compile(rf"{_CLOSING}(?:\s?{_ARROW}\s?{_NEW}?|\s?[,/]\s?{_NAMED}|(?P<from>에서\s)){_OPENING}")
_MAY_JOIN: Final = frozenset(" \"'`)]→⇒➔➜➡▶▷»-=~>,/에")  # what a joint begins with
_MAY_FOLLOW: Final = frozenset("→⇒➔➜➡▶▷»-=~>,/")  # what stands behind a space that begins a joint
_INTO: Final = re.compile(r"[\"'`)\]]?\s?(?:번\s?)?(?:으?로|이?라고)(?![가-힣])")
_COUNTED: Final = re.compile(r"[,.][0-9]|\s?(?:원|호|건|개|명|번째|회|층|월|일|시|분|점|%|°)")
_DAY: Final = re.compile(r"(?:19|20)[0-9]{2}[-./]?(?:0[1-9]|1[0-2])(?:[-./]?[0-3][0-9])?")
_DIGIT: Final = re.compile(f"[0-9]|[{spoken.DIGITS}]{{3}}")
_DATES: Final = ("birth_date", "card_security")  # kinds whose values may be days


def begin(text: str, end: int) -> int:
    """Where the new value of the one that ends at ``end`` begins, or -1."""
    first = text[end : end + 1]
    if first not in _MAY_JOIN:
        return -1
    if first == " " and text[end + 1 : end + 2] not in _MAY_FOLLOW:
        return -1
    found = _JOINT.match(text, end)
    if found is None or found.end() >= len(text):
        return -1
    return found.end()


def is_new(text: str, old: Span, new: Span) -> bool:
    """Whether ``new``, which was read in the place of ``old``, is of its kind and no count, word, cut value or day."""
    if new.kind != old.kind or _COUNTED.match(text, new.end):
        return False
    if text.startswith("에서", old.end) and not _INTO.match(text, new.end):
        return False
    if _DIGIT.search(text, new.start, new.end) is None or 2 * (new.end - new.start) < old.end - old.start:
        return False
    if old.kind in _DATES or _DAY.fullmatch(text, old.start, old.end):
        return True
    return _DAY.fullmatch(text, new.start, new.end) is None
