"""Words that people write into a field for a name and that are no name: 성명: 기재, 담당자: 관리사무소."""

from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence

_NO_NAMES: Final = frozenset(
    (*lexicon.words("words_for_no_name"), *lexicon.words("name_labels"), *lexicon.words("name_labels_weak"))
)
_BESIDE_NAMES: Final = frozenset(lexicon.words("words_beside_names"))
_OF_A_FIELD: Final = lexicon.words("endings_of_fields")
_OF_NO_NAME: Final = lexicon.words("endings_of_no_name")


def may_be_named(word: str) -> bool:
    """Whether somebody may be called by a word that stands in a field for a person's name."""
    return word not in _NO_NAMES and word not in evidence.RANKS and not word.endswith(_OF_A_FIELD)


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
