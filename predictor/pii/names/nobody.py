"""Words that people write into a field for a name and that are no name: 성명: 기재, 담당자: 관리사무소."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence

_NO_NAMES: Final = frozenset(
    (*lexicon.words("words_for_no_name"), *lexicon.words("name_labels"), *lexicon.words("name_labels_weak"))
)
_FILLERS: Final = frozenset(lexicon.words("fillers_of_fields"))
# 미배정, 회의중, 변경됨, 인사팀, 고객센터. 과 is a particle too (홍길동과), so that the list holds departments such as 서무과.
_ACT: Final = lexicon.pattern(lexicon.words("acts_of_offices"))
_FILLING: Final = re.compile(
    rf"미(?:{_ACT})|(?:{_ACT})(?:중|예정|완료|대기|불가|필요|요망|바람)|[가-힣]{{2,4}}(?:됨|안됨)|[가-힣]{{2}}팀"
    r"|[가-힣]{1,4}(?:센터|회사|사무소|마켓|마트|플러스|데스크)"
)
_BESIDE_NAMES: Final = frozenset(lexicon.words("words_beside_names"))
_OF_A_FIELD: Final = lexicon.words("endings_of_fields")
_OF_NO_NAME: Final = lexicon.words("endings_of_no_name")


def may_be_named(word: str) -> bool:
    """Whether somebody may be called by a word that stands in a field for a person's name."""
    return not (word in _NO_NAMES or word in evidence.RANKS or fills_a_field(word)) and not word.endswith(_OF_A_FIELD)


def fills_a_field(word: str) -> bool:
    """Whether a word in a field for a name tells a state, an office or a shop, whatever it sounds like: 부재중, 서무과, 이마트."""
    return word in _FILLERS or _FILLING.fullmatch(word) is not None


def of_a_place(word: str) -> bool:
    """Whether a word ends like a place, a firm or a sentence: 관리사무소, 대한건설, 문앞에두세요."""
    return word.endswith(_OF_NO_NAME)


def may_be_any_name(word: str) -> bool:
    """Whether a word may be a name of any sound: it is no everyday word, no place and no field's word."""
    return word not in evidence.COMMON and may_be_named(word) and not of_a_place(word)


def common(word: str) -> bool:
    """Whether a word is an everyday one or made of such: 주민등록, 이메일주소."""
    if word in evidence.COMMON or of_a_place(word):
        return True
    return word[-3:] in evidence.COMMON or any(word[:cut] in evidence.COMMON for cut in range(2, len(word)))


def everyday(word: str) -> bool:
    """Whether a list has a word, which begins with a surname's syllable or with another: 접수, 완료."""
    return word in evidence.COMMON or word in _BESIDE_NAMES


def beside_a_name(word: str) -> bool:
    """Whether a word is an everyday one or made of such: 접수, 완료, 접수증."""
    return word in _BESIDE_NAMES or common(word)
