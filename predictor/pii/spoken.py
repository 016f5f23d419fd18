"""Hangul digits (공일공 일이삼사 …): read as ASCII digits of the same length, so that the number shapes apply unchanged."""

import re
from typing import Final

DIGITS: Final = "공영일이둘삼사오육륙칠팔구"
_ASCII: Final = str.maketrans(DIGITS, "0012234566789")
_JOINER: Final = r"(?:\s?(?:다시|대시|에|의|국에|국|하이픈|바|점|짝대기|작대기)\s?|[-.\s,~/·]{0,3})"
_RUN: Final = re.compile(rf"(?:[{DIGITS}]|[0-9])(?:{_JOINER}(?:[{DIGITS}]|[0-9])){{7,24}}")
_WORDS: Final = re.compile(r"[가-힣]+")


# More single digits than any number has: only the last 26 of them may still begin one.
_DRILL: Final = re.compile(rf"(?:[{DIGITS}][-. ]){{40,400}}")
_UNBROKEN: Final = re.compile(f"[{DIGITS}]+")
_LETTER_ZERO: Final = re.compile(r"[Ooㅇ0]1[Ooㅇ0](?:[-.\s]{0,3}[0-9Ooㅇ]){7,8}(?![0-9A-Za-z])")


def hopeless(text: str, hit: int) -> int:
    """Where, behind a hit at which no number was found, the next one may begin."""
    if drill := _DRILL.match(text, hit):
        return drill.end() - 52
    run = _UNBROKEN.match(text, hit)
    return max(hit + 1, run.end() - 3 if run else 0)


def typed(text: str, hit: int) -> tuple[int, str] | None:
    """(start, the run in ASCII digits) of a mobile number with the letter O or ㅇ typed for zero, or None."""
    run = _LETTER_ZERO.match(text, hit)
    return (hit, run.group().translate(str.maketrans("Ooㅇ", "000"))) if run else None


def read(text: str, hit: int, floor: int) -> tuple[int, str] | None:
    """(start, the run with ASCII digits and ``-`` for spoken joiners, as long as the run) around ``hit``, or None."""
    start = hit
    while start > floor and start > hit - 8 and text[start - 1] in "0123456789-. ":
        start -= 1
    while start < hit and not text[start].isdigit():
        start += 1
    if start == hit and text[hit - 1 : hit] in DIGITS and hit:
        return None
    run = _RUN.match(text, start)
    if run is None:
        return None
    return start, _WORDS.sub(lambda word: "-" * len(word.group()), run.group().translate(_ASCII))
