"""Names of other countries in Hangul that need no cue: 응우옌 티 란, 사토 미유키, 아나스타샤 김."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence
from predictor.pii.names.candidates import COPULA, PARTICLE, inside_a_word, word_begins
from predictor.pii.names.form import APART_SURNAMES, FOREIGN_ALONE, FOREIGN_HEADS, key
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_TAIL: Final = rf"(?=(?:님|씨|이?(?:{PARTICLE})|{COPULA})?(?![가-힣A-Za-z0-9]))"
# Surnames that are no Korean words stand before any middle name, others before a common one.
_SURE: Final = "응우옌|응웬|응오|쯔엉|르엉|즈엉"
_OTHER: Final = "후인|쩐|팜|호앙|찐|부이|레|루옹|딘"
_MIDDLE: Final = "티|반|꾸옥|득|타인|응옥|쑤언|티엔|뚜언|바오|민"
_FAMILY: Final = rf"(?:(?:{_SURE}) [가-힣]{{1,3}}|(?:{_OTHER}) (?:{_MIDDLE})) "
VIETNAMESE: Final = rf"{_FAMILY}[가-힣]"
_VIETNAMESE: Final = re.compile(rf"{_FAMILY}[가-힣]{{1,2}}?{_TAIL}")
_WHOLE: Final = re.compile(rf"{_FAMILY}(?P<given>[가-힣]{{1,2}})(?![가-힣A-Za-z0-9])")
# Written in one word: 응우옌티흐엉, 쩐반득. 레티놀 and 찐반응 are none.
UNBROKEN: Final = rf"(?:(?:{_SURE}|후인|쩐|팜|호앙|부이)(?:{_MIDDLE})|레(?:반|꾸옥|득|타인|응옥|쑤언|민))[가-힣]"
_UNBROKEN: Final = re.compile(rf"{UNBROKEN}[가-힣]??{_TAIL}")
_KNOWN: Final = lexicon.either(sorted((name for name in FOREIGN_HEADS if len(name) > 1), key=len, reverse=True))
TWO: Final = rf"(?:{FOREIGN_ALONE}) [가-힣]{{2}}|(?:{_KNOWN}) (?:{FOREIGN_ALONE})"
_NO_PERSONS: Final = "아베 마리아|디에고 가르시아"  # a prayer, an island
_TWO: Final = re.compile(rf"(?!{_NO_PERSONS})(?P<first>{_KNOWN}) (?P<last>{_KNOWN}){_TAIL}")
MARRIED: Final = rf"(?:{FOREIGN_ALONE}) [{APART_SURNAMES}]"
_LONG: Final = 3
_MARRIED: Final = re.compile(rf"(?:{FOREIGN_ALONE}) [{APART_SURNAMES}](?=(?:님|씨|[은는이가을를의]|{COPULA})?(?![가-힣A-Za-z0-9]))")


def known(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A Vietnamese name in its three parts, or two words that both are known in names of other countries."""
    start = word_begins(text, hit)
    if inside_a_word(text, start, floor):
        return []
    found = _vietnamese(text, start) or _UNBROKEN.match(text, start) or _married(text, start) or _two(text, start)
    return [Span(start, found.end(), "person_name", key(found.group()), 0.75, "name of another country")] if found else []


def _vietnamese(text: str, start: int) -> re.Match[str] | None:
    """The three parts of a Vietnamese name; 마이 holds no particle, 란이 does."""
    whole = _WHOLE.match(text, start)
    return whole if whole and whole["given"] in FOREIGN_HEADS else _VIETNAMESE.match(text, start)


def _married(text: str, start: int) -> re.Match[str] | None:
    """A given name of another country before a Korean surname."""
    found = _MARRIED.match(text, start)
    return found if found and found.group().split(" ")[0] not in evidence.COMMON else None


def _two(text: str, start: int) -> re.Match[str] | None:
    """Two known words, of which one is longer than two syllables and one is no everyday word."""
    found = _TWO.match(text, start)
    if found is None or max(len(found["first"]), len(found["last"])) < _LONG:
        return None
    return None if evidence.COMMON.issuperset((found["first"], found["last"])) else found
