"""Endings of a sentence behind a name of two syllables, with its surname or without: 지호예요, 유나라고 합니다, 허준임."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence, nobody
from predictor.pii.names.form import ANY_GIVEN_NAMES, FIRST, GIVEN_NAMES, LAST, PLAIN_GIVEN_NAMES, TIER, UNKNOWN, closed, divide
from predictor.pii.scan.span import Span

SHORT: Final = 2  # syllables of such a name
_LONG: Final = 3  # syllables of what takes the ending's first syllable too
# What stands behind a vowel, behind a consonant, and behind either.
_BEHIND_OPEN: Final = (
    r"예요|에요|라고\s?(?=[합해하불부적쓰말저나들])|라는|라서|라며|라면|래요|랍니다|고요|구요|고(?=[\s,])|며(?=[\s,])"
    r"|시고|시구|시며|신데|신가|십니|세요|셔요|여서|요(?![가-힣])|야(?=[\s,.!?]|$)"
)
_BEHIND_CLOSED: Final = (
    r"이에요|이라고|이라는|이라서|이라며|이라면|이래요|이랍니다|이고|이구요|이며|이시|이신|이십니|이세요|이셔요"
    r"|이어서|이야|이요|이다(?![가-힣])|이죠|이거든|이잖아"
)
_BEHIND_BOTH: Final = r"임(?![가-힣])|입니다|인데|인가요"
_ENDING: Final = re.compile(rf"(?P<open>{_BEHIND_OPEN})|(?P<closed>{_BEHIND_CLOSED})|{_BEHIND_BOTH}")
_OPINION: Final = re.compile(r"이?라[고면]\s?(?![합해하불부])")  # 저는 보석이라고 봐요
_MISSPELLED: Final = re.compile("이(?:에요|예요|요)")  # 지호이에요
# 이름은 지우고, 보라고: the stems of verbs before 고, which are given names too
_STEMS: Final = frozenset(("지우", "보라", "이루", "가리", "나누", "다루", "세우", "채우", "태우", "미루", "하라", "주라"))
_SURELY_GIVEN: Final = PLAIN_GIVEN_NAMES.difference(evidence.ALSO_WORDS)
_LIKE_WORDS: Final = frozenset(lexicon.words("given_names_like_words"))
_COMMON_SURNAME: Final = 3  # the tier of one that one of 500 has
_SURELY: Final = 20  # tenths of the likelihood ratio of a given name that the memory may take
_REMEMBERED: Final = 0.75
_ALONE: Final = 10  # the same of one that 저는 introduces


def ends_behind(text: str, end: int) -> bool:
    """Whether a sentence's ending stands at ``end`` that suits the syllable before it: 예요 behind a vowel, 이에요 behind none."""
    found = _ENDING.match(text, end)
    if found is None:
        return False
    return found.lastgroup is None or (found.lastgroup == "closed") == closed(text[end - 1])


def without(text: str, name: Span, spoken: bool) -> list[Span]:
    """A name of three syllables, or its first two where the third begins their ending, as in 지호예요; none where they are a word.

    A known given name behind a common surname speaks for three, if the first two are no frequent given name: 김지예요. 임 is an
    ending where somebody speaks: 이름은 허준임. Behind a rare surname two syllables that are no given name are a word: 초보예요.
    """
    if not _holds_an_ending(text, name, spoken):
        return [name]
    short = name.key[:SHORT]
    if short in evidence.COMMON and (short not in GIVEN_NAMES or short in _LIKE_WORDS):
        return [name] if divide(name.key)[1] in GIVEN_NAMES else []
    if _is_of_three(name.key, short):
        return [name]
    if TIER.get(short[0], 0) < _COMMON_SURNAME and short not in ANY_GIVEN_NAMES:
        return []
    return [Span(name.start, name.start + SHORT, name.kind, short, max(name.score, _alone(short)), name.rule)]


def _is_of_three(name: str, short: str) -> bool:
    """Whether a known given name behind a common surname speaks for all three syllables."""
    if short in GIVEN_NAMES or TIER.get(short[0], 0) < _COMMON_SURNAME:
        return False
    return divide(name)[1] in ANY_GIVEN_NAMES


def _holds_an_ending(text: str, name: Span, spoken: bool) -> bool:
    """Whether the last of three syllables may begin an ending."""
    if name.end - name.start != _LONG or (text[name.end - 1] == "임" and not spoken):
        return False
    middle = name.start + SHORT
    if ends_behind(text, middle):
        return True
    misspelled = _MISSPELLED.match(text, middle) is not None and not closed(text[middle - 1])
    return misspelled and text[name.start : middle] in ANY_GIVEN_NAMES


def _ratio(given: str) -> int:
    """How much two syllables sound like a given name, in tenths."""
    return FIRST.get(given[0], UNKNOWN) + LAST.get(given[1], UNKNOWN)


def _alone(given: str) -> float:
    """The score of a given name alone. The memory takes a name that is no word and sounds like a name."""
    return _REMEMBERED if given in _SURELY_GIVEN and _ratio(given) >= _SURELY else evidence.SLIGHT


def _named(text: str, start: int) -> str:
    """The two syllables at ``start`` before an ending that suits them; empty where there are none."""
    name = text[start : start + SHORT]
    if len(name) < SHORT or not ("가" <= name[0] <= "힣" and "가" <= name[1] <= "힣") or not ends_behind(text, start + SHORT):
        return ""
    if not nobody.may_be_named(name) or (name in _STEMS and text.startswith("고", start + SHORT)):
        return ""
    return name


def given_name(text: str, start: int, own: bool) -> tuple[str, float]:
    """(given name, score) of a known given name alone behind a person's label; a word too where ``own``, as behind 제 이름은."""
    name = _named(text, start)
    if name in GIVEN_NAMES and (own or name not in evidence.COMMON):
        return name, _alone(name)
    if name in ANY_GIVEN_NAMES and name not in evidence.COMMON:
        return name, evidence.SLIGHT
    return "", 0.0


def introduced(text: str, start: int) -> tuple[str, float]:
    """The same behind 저는, where a word is none: 저는 지호예요."""
    name = "" if _OPINION.match(text, start + SHORT) else _named(text, start)
    known = name in _SURELY_GIVEN and _ratio(name) >= _ALONE
    return (name, evidence.MODERATE) if known else ("", 0.0)


def whole_name(text: str, start: int) -> tuple[str, float]:
    """(name, score) of a surname with one syllable behind 이름은, which is no word and sounds like a name: 이름은 허준이고요."""
    name = _named(text, start)
    if name[:1] in TIER and not evidence.wordlike(name) and evidence.likeness(name) > 0:
        return name, evidence.SLIGHT
    return "", 0.0
