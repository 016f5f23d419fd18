"""Korean given names in Latin letters, as people spell them: Minsu, Ji-eun, Seoyeon, Joonho."""

from itertools import product
from typing import Final

from predictor.pii.names.form import PLAIN_GIVEN_NAMES

_FIRST: Final = ord("가")
_OF_ONE_CONSONANT: Final = 588  # syllables that begin with one consonant
_OF_ONE_VOWEL: Final = 28  # of them, those that hold one vowel
_SYLLABLES: Final = 2
# The letters of each first consonant, vowel and final consonant, in the order of Unicode.
_CONSONANTS: Final = [
    "g/k", "kk", "n", "d/t", "tt", "r", "m", "b/p", "pp", "s", "ss", "-", "j", "jj", "ch", "k", "t", "p", "h",
]  # fmt: skip
_VOWELS: Final = [
    "a", "ae", "ya", "yae", "eo/u", "e", "yeo/you/yu", "ye", "o", "wa", "wae", "oe", "yo", "u/oo/woo", "wo",
    "we", "wi", "yu/yoo", "eu", "ui/hee/ee", "i/ee",
]  # fmt: skip
_FINALS: Final = [
    "-", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "p", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
]  # fmt: skip


def _syllable(syllable: str) -> list[str]:
    """The spellings of one syllable."""
    number = ord(syllable) - _FIRST
    first, rest = divmod(number, _OF_ONE_CONSONANT)
    vowel, last = divmod(rest, _OF_ONE_VOWEL)
    letters = (part.replace("-", "").split("/") for part in (_CONSONANTS[first], _VOWELS[vowel], _FINALS[last]))
    return ["".join(parts).replace("hhee", "hee") for parts in product(*letters)]


def _spellings(given: str) -> list[str]:
    """The spellings of a given name in lower case, without a hyphen."""
    return ["".join(parts) for parts in product(*map(_syllable, given))]


_GIVEN: Final = frozenset(spelled for name in PLAIN_GIVEN_NAMES if len(name) == _SYLLABLES for spelled in _spellings(name))


def is_given_name(word: str) -> bool:
    """Whether a word in Latin letters spells a known Korean given name that is no word."""
    return word.lower().replace("-", "") in _GIVEN
