"""A name once more in another script: Nguyen Thi Lan (응우옌 티 란), 윤서경 (尹瑞慶), 추다은 Chu Da-eun."""

import re
from collections.abc import Callable
from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.foreigners import ENDS_LIKE_A_FIRM, like_a_foreign_name
from predictor.pii.names.form import COMPOUND, COMPOUNDS, LATIN, ROMAN, SURNAMES, TIER, key
from predictor.pii.names.head import HANGUL, foreign_head, sizes
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_IN_BRACKETS: Final = re.compile(
    r"\s?\((?:[가-힣]{2,4}\s?:\s?|(?:한글|국문|영문|영어|한자|본명|여권)(?:명|\s?이름)?\s)?"
    rf"(?:(?P<hangul>[가-힣]{{2,8}}(?:[ ·][가-힣]{{1,8}}){{0,3}})|(?P<latin>{LATIN})|(?P<hanja>[一-龥]{{2,4}}))\)"
)
ROMAN_NAME: Final = re.compile(ROMAN)


def in_other_script(text: str, spans: list[Span]) -> list[Span]:
    """The last name again in brackets, in another script: Nguyen Thi Lan (응우옌 티 란), 윤서경 (尹瑞慶)."""
    found = _IN_BRACKETS.match(text, spans[-1].end) if spans else None
    if found is None or found.lastgroup is None:
        return []
    script = found.lastgroup
    if not _AGAIN[script](found[script], text[spans[-1].start : spans[-1].end], spans[-1].rule):
        return []
    return [Span(*found.span(script), "person_name", key(found[script]), 0.75, "in the other script")]


def _in_hangul(again: str, name: str, rule: str) -> bool:
    """Whether ``again`` sounds like a name, of another country or a Korean one."""
    head, _, rest = again.partition(" ")
    if HANGUL.match(name):
        return False
    if like_a_foreign_name(head, bool(rest), "field" if name.isascii() else "label") and not nobody.common(head):
        return True
    return len(head) in sizes(head, 0) and evidence.likely(evidence.weigh(head, "described", "end"))


def _in_latin(again: str, name: str, rule: str) -> bool:
    """Whether ``again`` is a Korean name, or capitalised words behind one of another country: 데이비드 톰슨 (DAVID THOMPSON)."""
    if name.isascii() or ENDS_LIKE_A_FIRM.search(again):
        return False
    return ROMAN_NAME.fullmatch(again) is not None or _spells(again, name) or foreign_head(name, 0) or rule.endswith("foreign")


def _spells(latin: str, name: str) -> bool:
    """Whether Latin words may spell a Korean name: as many syllables, and the surname's first sound: SO EUN BYEOL, 소은별."""
    words = latin.upper().replace("-", " ").split()
    consonant = _FIRST_CONSONANTS[(ord(name[0]) - ord("가")) // _SYLLABLES_OF_ONE] if HANGUL.match(name) else ""
    if len(words) < 2 or not any(word[0] in consonant for word in (words[0], words[-1])):
        return False
    least = sum(len(_VOWELS.findall(word)) for word in words)
    return least <= len(name) <= least + sum(len(_MANY_VOWELS.findall(word)) for word in words)


def begins_alike(latin: str, again: str) -> bool:
    """Whether a Latin word may begin with the first sound of a Hangul one."""
    return latin[0].upper() in _FIRST_CONSONANTS[(ord(again[0]) - ord("가")) // _SYLLABLES_OF_ONE]


# 추다은 Chu Da-eun, Pyo Harin / 표하린: a signature in two scripts without brackets
_PART: Final = r"\s?[/|=]\s?| {1,3}"
_SIGN: Final = r"\s?[/|=]\s?"
# 황보 린 / Lynn Hwangbo, 하늬 구 | Hani Ku: the surname apart, before or behind, with a sign between the two scripts
_APART: Final = rf"(?:{COMPOUND}) ?[가-힣]{{1,2}}|[{SURNAMES}] [가-힣]{{1,2}}|[가-힣]{{1,2}} [{SURNAMES}]"
_WORDS: Final = r"[A-Z][A-Za-z]{1,11}(?:-[A-Za-z]{2,7})?,? [A-Z][A-Za-z]{1,7}(?:[\- ]?[A-Za-z]{2,7})?"
TWICE_GATE: Final = (
    rf"(?:^|[^가-힣A-Za-z0-9])(?:[{SURNAMES}][가-힣]{{2}}(?:{_PART}|\s?\()[A-Z][A-Za-z]{{1,11}}(?:-[A-Za-z]{{2,7}})?,? [A-Z]"
    rf"|{_WORDS}(?:{_PART})[{SURNAMES}][가-힣]{{2}}"
    rf"|(?:{_APART}){_SIGN}[A-Z][A-Za-z]{{1,11}}(?:-[A-Za-z]{{2,7}})?,? [A-Z])"
)
_TWICE: Final = re.compile(
    rf"(?:(?P<hangul>[{SURNAMES}][가-힣]{{2}})(?:{_PART}|\s?\()(?P<latin>{_WORDS})(?![A-Za-z])"
    rf"|(?P<first>{_WORDS})(?:{_PART})(?P<second>[{SURNAMES}][가-힣]{{2}})(?![가-힣]))"
)
_TWICE_APART: Final = re.compile(rf"(?P<hangul>{_APART}){_SIGN}(?P<latin>{_WORDS})(?![A-Za-z])")


def twice(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name in Hangul and in Latin letters side by side, which spell each other."""
    start = hit + (not text[hit].isalpha())
    found = _TWICE.match(text, start)
    if found is None:
        return _twice_apart(text, start, floor)
    if found.start() < floor:
        return []
    hangul, latin = ("hangul", "latin") if found["hangul"] else ("second", "first")
    written = next((words for words in _readings(found[latin]) if _spells_each(words, found[hangul])), None)
    if found[hangul] in evidence.COMMON or written is None:
        return []
    start = found.start(latin)
    spans = sorted((found.span(hangul), (start, start + len(written))))
    return [Span(*span, "person_name", key(text[slice(*span)]), 0.75, "in two scripts") for span in spans]


def _twice_apart(text: str, start: int, floor: int) -> list[Span]:
    """The same with the surname apart: 황보 린 / Lynn Hwangbo, 하늬 구 | Hani Ku."""
    found = _TWICE_APART.match(text, start)
    if found is None or start < floor:
        return []
    first, _, last = found["hangul"].partition(" ")
    family, given = (last, first) if first not in COMPOUNDS and last in TIER and first not in TIER else (first, last)
    name = family + given
    written = next((words for words in _readings(found["latin"]) if _spells_each(words, name)), None)
    if not evidence.COMMON.isdisjoint((name, given)) or written is None:
        return []
    latin = Span(found.start("latin"), found.start("latin") + len(written), "person_name", key(written), 0.75, "in two scripts")
    return [Span(*found.span("hangul"), "person_name", name, 0.75, "in two scripts"), latin]


def _readings(words: str) -> tuple[str, ...]:
    """Latin words, and those without the last of three, which may be a post: Chu Da-eun, Wonsol Chae Co(-founder)."""
    return (words, words.rpartition(" ")[0]) if words.count(" ") > 1 else (words,)


# 鷺沼 光流(사기누마 히카루) 님: a Japanese name in its characters, and behind it in Hangul
JAPANESE_GATE: Final[str] = r"[一-龥] [一-龥]{1,3} ?\([가-힣]{1,5} [가-힣]{1,5}\) ?(?:님|씨|고객|학생|선생|사원)"
_JAPANESE: Final = re.compile(r" (?P<given>[一-龥]{1,3}) ?\((?P<again>[가-힣]{1,5} [가-힣]{1,5})\)")
_SURNAME_REACH: Final = 3  # characters of a Japanese surname


def japanese(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A Japanese name in its characters and again in Hangul, before 님."""
    found = _JAPANESE.match(text, hit + 1)
    if found is None or not evidence.COMMON.isdisjoint(found["again"].split(" ")):
        return []
    start = hit
    while start > max(floor, hit + 1 - _SURNAME_REACH) and "一" <= text[start - 1] <= "龥":
        start -= 1
    name = Span(start, found.end("given"), "person_name", key(text[start : found.end("given")]), 0.75, "Japanese name")
    return [name, Span(*found.span("again"), "person_name", key(found["again"]), 0.75, "in the other script")]


def _spells_each(latin: str, name: str) -> bool:
    """Whether Latin words spell a name, and both surname and given name begin with its sounds."""
    words = re.split(r",? ", latin.upper())
    family = 2 if name[:2] in COMPOUNDS and len(name) > 2 else 1  # syllables
    surname, given = (_FIRST_CONSONANTS[(ord(one) - ord("가")) // _SYLLABLES_OF_ONE] for one in (name[0], name[family]))
    begins = (words[0][0] in surname and words[1][0] in given) or (words[-1][0] in surname and words[0][0] in given)
    return begins and _spells(latin.replace(",", ""), name)


_VOWELS: Final = re.compile("[WY]?[AEIOU]+|[WY]")
_MANY_VOWELS: Final = re.compile("[AEIOU]{3}")  # of one syllable or of two: DAEUN, YEUIN
_SYLLABLES_OF_ONE: Final = 588  # that begin with one consonant
# The letters that may spell each first consonant, in the order of Unicode: ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ
_FIRST_CONSONANTS: Final = ("GK", "GK", "N", "DT", "D", "RLNY", "M", "BP", "B", "S", "S", "AEIOUWYLRN", "JCZ", "J", "C", "K", "T",
                            "PF", "H")  # fmt: skip
_AGAIN: Final[dict[str, Callable[[str, str, str], bool]]] = {
    "hangul": _in_hangul,
    "latin": _in_latin,
    "hanja": lambda again, name, rule: name.isascii() or len(again) == len(name),
}
