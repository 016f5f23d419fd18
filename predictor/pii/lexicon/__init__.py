"""Word lists in text files, one list a file: what a Korean reader without Python can check and extend.

A file holds words parted by line breaks or commas; ``#`` begins a comment. Within a word a space stands
for a space or none (in a Latin word for an underscore or a hyphen too). A Latin word is read in any case; ``^`` before it asks
for the beginning of a word, ``$`` behind it for the end. Before a Korean word ``^`` asks that no Korean syllable stands before it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_SYLLABLES = re.compile("[가-힣]{2,}")
_APART = " {1,4}"  # between the syllables of a label that a form spaces out


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of ``name``.txt without comments and empty ones."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for raw in text.splitlines() if (line := raw.partition("#")[0].strip()))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of ``name``.txt, in order."""
    return tuple(word for line in lines(name) for part in line.split(",") if (word := part.strip()))


def pattern(listed: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first: a word is never cut into a shorter one."""
    ordered = sorted(dict.fromkeys(listed), key=lambda word: (-len(word.strip("^$")), word))
    return either(map(_one, ordered))


def pairs(seconds: Mapping[str, Iterable[str]]) -> str:
    """A regular expression for each character before any of its ``seconds``; those with the same seconds share a class."""
    firsts: dict[str, str] = {}
    for first, behind in seconds.items():
        if fit := "".join(sorted(behind)):
            firsts[fit] = firsts.get(fit, "") + first
    return "|".join(f"[{first}][{fit}]" for fit, first in firsts.items())


def labels(listed: Iterable[str]) -> str:
    """``pattern`` for words that name what stands behind them: forms space these out, 학 번, 계좌 번 호, 생 년 월 일.

    A word that is spaced out begins at the text's beginning or with a character that is no Korean syllable.
    """
    words = tuple(listed)
    spaced = spaced_out(words)
    plain = pattern(word.replace("번호", "번 호") for word in words)
    return rf"{plain}|(?:^|[^가-힣])(?:{spaced})" if spaced else plain


def spaced_out(listed: Iterable[str]) -> str:
    """A regular expression for the Korean words with blanks between all their syllables; empty where none is Korean."""
    whole = {word.replace(" ", "") for word in listed}
    ordered = sorted(filter(_SYLLABLES.fullmatch, whole), key=lambda word: (-len(word), word))
    return either(map(_APART.join, ordered))


def either(patterns: Iterable[str]) -> str:
    """The alternatives in order; those that begin with the same Korean character share it, because ``re`` tries all in turn."""
    shared: dict[str, list[str]] = {}
    for pattern in patterns:
        first = "" if pattern[0].isascii() else pattern[0]
        shared.setdefault(first, []).append(pattern[len(first) :])
    alone = shared.pop("", [])
    return "|".join((*(first + _group(rest) for first, rest in shared.items()), *alone))


def _group(patterns: list[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


def _one(word: str) -> str:
    begin, end = word.startswith("^"), word.endswith("$")
    bare = word.strip("^$")
    if not bare.isascii():
        return rf"(?:^|[^가-힣]){_spaced(bare)}" if begin else _spaced(bare)
    plain = _spaced(bare)
    tail = r"(?:\b|_)" if end else ""
    if not begin:
        return f"(?i:{plain}){tail}"
    # An identifier goes on with an underscore or a capital: acct_no, bankAcct.
    return rf"(?:\b(?i:{plain})|_(?i:{plain})|{_spaced(bare.capitalize())}){tail}"


def _spaced(word: str) -> str:
    if word.isascii():
        return r"[\s_\-]?".join(map(re.escape, word.split(" ")))
    return r"\s?".join(f"(?i:{part})" if part.isalpha() and part.isascii() else re.escape(part) for part in word.split(" "))
