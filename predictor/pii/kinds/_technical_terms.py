"""What stands behind 토큰 or ``password:`` and is no secret: amounts, versions, names of algorithms, words of documentation."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kinds._passwords import STRONG

# 128K, 15.6T, 3600s, 256-bit, 50k/s, 4K-128K
_UNIT: Final = (
    r"(?:(?i:bits?|bytes?|[kmgt]i?b|ms|min|sec|hr|hours?|days?|tok(?:ens?)?|tps|rpm|qps|px)|[kKmMbBtTgGsdhwx%$])(?![A-Za-z0-9])"
)
_AMOUNT: Final = rf"[0-9]{{1,7}}(?:\.[0-9]{{1,4}})?(?:-?{_UNIT})?"
_AMOUNTS: Final = re.compile(rf"{_AMOUNT}(?:[~/-](?:{_AMOUNT}|[A-Za-z]{{1,5}})){{0,2}}")
_PLAIN_DIGITS: Final = re.compile(r"[0-9-]+")
_LONG: Final = re.compile(r"(?!(?:1024|2048|3072|4096|8192)-?(?i:bit))[0-9]{4}")
_VERSION: Final = re.compile(r"[vV]?[0-9]{1,3}(?:\.[0-9]{1,3}){1,3}(?:-[a-z]{1,8}[.-]?[0-9]{0,3})?")
_LISTED: Final = lexicon.words("names_of_algorithms")
_WHOLE: Final = lexicon.pattern(word for word in _LISTED if word[-1].isdigit())
_NUMBERED: Final = lexicon.pattern(word for word in _LISTED if not word[-1].isdigit())
# No one counts an algorithm 1234: ssl1234 is a password.
_ALGORITHM: Final = rf"(?:(?i:{_WHOLE})|(?i:{_NUMBERED})(?:(?!1234|000|111)[0-9]{{1,5}}[A-Za-z]{{0,2}}[0-9]{{0,2}})?)"
_ALGORITHMS: Final = re.compile(rf"{_ALGORITHM}(?:[-_/.+:](?:{_ALGORITHM}|[0-9]{{1,4}}[A-Za-z]{{0,2}}|[A-Za-z]{{2,10}}))*")
_DOCUMENTATION: Final = frozenset(lexicon.words("words_of_documentation"))
_WORDS: Final = re.compile(r"[A-Za-z]+(?:[-_.][A-Za-z]+)*")
_HUMP: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VALIDATION: Final = re.compile(r"(?i:min|max|size|length|between|digits|regex|same|confirmed|required)(?:_?[a-z]{1,8})?:[0-9].*")
# Behind 토큰 a word with a number names a model, a coin or a setting, and few digits are an amount: BPE50k, max512, A100, 4096.
_NUMBERED_WORD: Final = re.compile(r"[A-Za-z]{1,10}[-_.]?[0-9]{1,5}[A-Za-z]{0,2}")
_ROUND: Final = re.compile(r"[0-9]{1,5}|[0-9]{3,4}000|131072|262144|524288|1048576")


def is_an_amount(value: str, of_a_token: bool) -> bool:
    """Whether a value is an amount with its unit: 128K, 256-bit. Behind 비밀번호 four digits and a unit may be a password."""
    if _PLAIN_DIGITS.fullmatch(value) or _AMOUNTS.fullmatch(value) is None:
        return False
    return of_a_token or (STRONG.search(value) is None and _LONG.search(value) is None)


def is_a_version(value: str) -> bool:
    """Whether a value is a version: v1.28, 2.0.1-rc1."""
    return _VERSION.fullmatch(value) is not None


def is_an_algorithm(value: str) -> bool:
    """Whether a value is the name of an algorithm, a standard or a protocol, with its numbers: AES-256-GCM."""
    return _ALGORITHMS.fullmatch(value) is not None


def is_documented(value: str) -> bool:
    """Whether a value is made of words that forms, types and messages put there: expired, minLength, ReactNode, min:8."""
    if _VALIDATION.fullmatch(value):
        return True
    return _WORDS.fullmatch(value) is not None and all(word.lower() in _DOCUMENTATION for word in _HUMP.findall(value))


def counts_tokens(value: str) -> bool:
    """Whether digits behind 토큰 count tokens."""
    return _ROUND.fullmatch(value) is not None


def is_a_numbered_word(value: str) -> bool:
    """Whether a value is a word and a number, as models, coins and settings are called."""
    return _NUMBERED_WORD.fullmatch(value) is not None
