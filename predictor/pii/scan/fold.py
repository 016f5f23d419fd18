"""Canonical spelling for detection, with a way back to the caller's own characters.

Detection reads a *folded* text: full-width forms become ASCII, every dash is ``-``, decomposed Hangul is composed, invisible
characters vanish, HTML, percent and ``\\u`` escapes are read as what they stand for, and a scanner's letters for digits are digits:
2l4-86-4O721. The offsets kept beside it say which characters of the original a span of the folded text came from, so that exactly
the value is replaced and nothing else.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from predictor.pii.scan.engine import Search, encode
from predictor.pii.scan.presence import anywhere

_DASHES = (
    "\u00ad\u02d7\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2053\u207b\u208b\u2212\u223c\u23af\u2500\u2501"
)
_DASHES += "\u254c\u254d\u2574\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
_DASHES += "\u301c\u3030\u30a0\u30fc\u3161\ufe31\ufe32\ufe58\ufe63\uff0d\uff5e\uff70"
_DOTS = "\u00b7\u0387\u2024\u2027\u2022\u2219\u22c5\u2e31\u2e33\u3002\u30fb\u318d\uff0e\uff61\uff65"
_INVISIBLE = (
    "\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0001-\U000e007f\U000e0100-\U000e01ef"
)
_SPACES = "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Decimal digits of every script (Unicode category Nd) but ASCII's; each script's ten follow one another.
_DIGITS = "".join(f"{chr(code)}-{chr(code + 9)}" for code in range(0x660, 0x1FBFA) if unicodedata.decimal(chr(code), None) == 0)
# Digits that are raised, lowered or circled: a row of them is a number, one alone a footnote or a bullet.
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u24ea\u2776-\u277e\u24ff\u2780-\u2788"
_ROW = rf"[{_RAISED}](?:[-.\s]?[{_RAISED}]){{2,40}}"
_LETTERS = "\uff01-\uff0c\uff0f-\uff5d\ufe50-\ufe57\ufe59-\ufe62\ufe64-\ufe6b\U0001d400-\U0001d6a3"
_JAMO = "\u1100-\u115e\u1161-\u11ff"
_ODD = _DASHES + _DOTS + _INVISIBLE + _SPACES + _DIGITS + _LETTERS

# One escape must not read as another one's start: each alternative begins with its own character.
_ESCAPE = r"&#[0-9]{2,6};?|&(?:#[0-9]|#[xX][0-9A-Fa-f]{1,5}|[A-Za-z]{2,8});|(?:%[0-9A-Fa-f]{2}){1,64}|\\u[0-9A-Fa-f]{4}"
# A scanner reads digits as the letters O, o, l and I: a token of both, beside no other letter, is a number, and so are l before 월
# and OlO before more digits. A passport's letter may begin one.
_MIXED = r"[0-9]{1,12}[OolI]|[OolI]{1,3}[0-9]"
_LETTERS_ALONE = r"[lI]{1,2}[월일층호동]|[Oo][lI][Oo][-. )]{1,3}[0-9OolI]{3}"
_MONTH = r"[0-9] ?년 [lI]{1,2} 월"  # l963 년 ll 월 O9 일
_LAST = r"[0-9]O?-[lI]\b"  # 52-l
# 6 1 2 - O 7, O 1 O - 2 9 O 7
_SPACED = r"[0-9] (?:[-.] )?[OolI] (?:[-.] )?[0-9OolI]\b|[OolI] (?:[-.] )?[0-9](?: (?:[-.] )?[0-9OolI]){4}"
_MISREAD = rf"\b[A-Z]{{0,2}}(?:{_MIXED})[0-9OolI]{{0,14}}\b|\b(?:{_LETTERS_ALONE})|{_LAST}|{_SPACED}|{_MONTH}"
# M4l8O2973, PlOO482719384, L2O19-0773
_TYPE = r"[A-HJ-NP-Z](?=[0-9OolI]{8}\b|[0-9OolI]{12}\b)|[A-HJ-NP-Z]{1,2}(?=[0-9OolI]{3,8}-[0-9OolI]{3})"
_NUMBER = re.compile(
    rf"\b(?P<type>{_TYPE})?(?={_MIXED}|{_LETTERS_ALONE})(?P<digits>[0-9OolI]{{1,27}})\b"
    r"(?!-\.)"  # .019.014l-.013 draws a line
    r"|(?:(?<=[0-9]-)|(?<=[0-9]O-))(?P<last>[lI])\b"
    r"|(?:(?<=\b[0-9] )|(?<=\b[0-9] [-.] )|(?<=\b[0-9] [OolI] ))(?P<lone>[OolI])(?= (?:[-.] )?[0-9OolI]\b)"
    r"|(?:(?<=[0-9]년 )|(?<=[0-9] 년 ))(?P<month>[lI]{1,2})(?= 월)"
    r"|\b(?P<first>[OolI])(?= (?:[-.] )?[0-9](?: (?:[-.] )?[0-9OolI]\b){4})",
    re.ASCII,
)
# What stands in every text in which that pattern matches.
_MAY_BE_MISREAD = anywhere(r"[0-9][-. ]{0,3}[OolI]|[OolI][-. ]{0,3}[0-9]|[lI][월일층호동]|[Oo][lI][Oo]|O-[lI]|년 [lI]")
_READ = str.maketrans("OolI", "0011")
_ROW_DIGITS = {code: str(unicodedata.digit(chr(code))) for code in range(0xB2, 0x2789) if re.match(f"[{_RAISED}]", chr(code))}
_FIRST_SYLLABLE, _FINALS = 0xAC00, 28  # every 28th syllable ends in no consonant
_NEEDS_FOLDING = re.compile(f"[{_ODD}{_JAMO}]")
_ESCAPED = r"&#[0-9]{2}|[&%\\](?:[A-Za-z#]{1,8}[0-9A-Fa-f]{0,6};|[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})"
UNFOLDED = f"[{_ODD}{_JAMO}]|{_ROW}|{_ESCAPED}|{_MISREAD}"
_ANYTHING = Search(UNFOLDED)
_SEQUENCE = Search(f"[\u1100-\u1112][\u1161-\u1175]|{_ROW}|{_ESCAPED}")
_TOKEN = re.compile(f"(?P<odd>[{_ODD}]+)|(?P<hangul>(?:[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?)+)|(?P<row>{_ROW})|{_ESCAPE}")


def _folded(char: str) -> str:
    """The one character that an odd one stands for; ``""`` for one that cannot be seen."""
    category = unicodedata.category(char)
    if char in _DASHES and char != "\u00ad":
        return "-"
    if char in _DOTS:
        return "."
    if char == "\u00ad" or category in ("Cf", "Mn", "Me") or char in "\u115f\u1160\u3164\uffa0":
        return ""
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    wide = unicodedata.normalize("NFKC", char)
    return wide if len(wide) == 1 else char


class _Fold(dict[int, str]):
    """For str.translate: every character as it is folded, found out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _folded(char) if _NEEDS_FOLDING.match(char) else char
        if len(self) < _MOST:  # more than any language has, and no memory for who sends all of Unicode
            self[code] = folded
        return folded


_MOST = 30_000
_FOLD = _Fold()
_UNSEEN = frozenset(
    char
    for first, last in re.findall("(.)(?:-(.))?", _INVISIBLE + "\u00ad")
    for char in map(chr, range(ord(first), ord(last or first) + 1))
    if _folded(char) == ""
)


class Folded:
    """A folded text. ``starts`` gives each folded character's place in the original (None: the same place), ``ends`` where its
    characters there end (None: behind one)."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: list[int] | None = None, ends: list[int] | None = None) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The original's [start, end) for a non-empty span of the folded text."""
        if self.starts is None:
            return start, end
        last = end - 1
        behind = self.ends[last] if self.ends else self.starts[last] + 1
        return self.starts[start], behind


def needs_folding(encoded: bytes, place: int = 0) -> bool:
    """Whether folding changes a text, in UTF-8, from the byte ``place`` on."""
    return _ANYTHING.next(encoded, place, len(encoded))[0] >= 0


def fold(text: str) -> Folded:
    """The canonical spelling of ``text``; one scan where nothing needs folding."""
    encoded = encode(text)
    if not needs_folding(encoded):
        return Folded(text)
    folded = _spelled(text, encoded)
    if _MAY_BE_MISREAD(folded.text, 0, len(folded.text)):
        folded.text = _NUMBER.sub(_as_digits, folded.text)
    return folded


def fold_from(text: str, low: int) -> Folded:
    """``text`` with its part from ``low`` on in the canonical spelling."""
    folded = fold(text[low:])
    if not low:
        return folded
    starts = [*range(low), *(low + start for start in folded.starts)] if folded.starts is not None else None
    ends = [*range(1, low + 1), *(low + end for end in folded.ends)] if folded.ends is not None else None
    return Folded(text[:low] + folded.text, starts, ends)


def _as_digits(token: re.Match[str]) -> str:
    """A number with the digits that a scanner read as letters."""
    letters = token["digits"] or token["last"] or token["lone"] or token["month"] or token["first"]
    return f"{token['type'] or ''}{letters.translate(_READ)}"


def _spelled(text: str, encoded: bytes) -> Folded:
    """The text with each character, escape and decomposed syllable as it is folded."""
    if _SEQUENCE.next(encoded, 0, len(encoded))[0] >= 0:
        return _fold_sequences(text)
    folded = text.translate(_FOLD)
    starts = [place for place, char in enumerate(text) if char not in _UNSEEN] if len(folded) < len(text) else None
    return Folded(folded, starts)


class _Spelling:
    """A folded text as it is put together: pieces, and where each of their characters begins and ends in the original."""

    __slots__ = ("_ends", "_pieces", "_starts")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def each(self, piece: str, start: int) -> None:
        """Add characters that each stand for one of the original, from ``start`` on."""
        self._pieces.append(piece)
        self._starts.extend(range(start, start + len(piece)))
        self._ends.extend(range(start + 1, start + len(piece) + 1))

    def odd(self, chars: str, start: int) -> None:
        """Add what odd characters stand for."""
        for place, folded in enumerate(map(_FOLD.__getitem__, map(ord, chars)), start):
            self._one(folded, place, 1)

    def escape(self, token: str, start: int) -> None:
        """Add what an escape is read as."""
        for char, width in _read(token):
            self._one(char, start, width)
            start += width

    def _one(self, char: str, start: int, width: int) -> None:
        """Add a character that stands for ``width`` of the original; none where it cannot be seen."""
        if char:
            self._pieces.append(char)
            self._starts.append(start)
            self._ends.append(start + width)

    def syllables(self, jamo: str, start: int) -> None:
        """Add the syllables that consonants and vowels are, two or three of them for each."""
        composed = unicodedata.normalize("NFC", jamo)
        self._pieces.append(composed)
        for syllable in composed:
            self._starts.append(start)
            start += 3 if (ord(syllable) - _FIRST_SYLLABLE) % _FINALS else 2
            self._ends.append(start)

    def whole(self) -> Folded:
        """The folded text."""
        return Folded("".join(self._pieces), self._starts, self._ends)


def _fold_sequences(text: str) -> Folded:
    """The same where several characters stand for one: decomposed syllables and escapes."""
    spelling, done = _Spelling(), 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start > done:
            spelling.each(text[done:start], done)
        done, token = end, match.group()
        if match.lastgroup == "odd":
            spelling.odd(token, start)
        elif match.lastgroup == "hangul":
            spelling.syllables(token, start)
        elif match.lastgroup == "row":
            spelling.each(token.translate(_ROW_DIGITS), start)
        else:
            spelling.escape(token, start)
    spelling.each(text[done:], done)
    return spelling.whole()


def _read(token: str) -> Iterator[tuple[str, int]]:
    """(folded character, number of original characters it came from) for each character of an escape."""
    if token[0] == "%":
        yield from _read_percent(token)
        return
    char = _unescaped(token)
    if char is not None:
        yield char, len(token)
    else:
        yield from ((one, 1) for one in token)


@lru_cache(maxsize=1024)
def _unescaped(token: str) -> str | None:
    """The folded character that an escape of HTML or JSON stands for; None where it stands for none or for several."""
    plain = html.unescape(token) if token[0] == "&" else chr(int(token[2:], 16))
    return _again(plain) if len(plain) == 1 and not 0xD800 <= ord(plain) < 0xE000 else None


def _read_percent(token: str) -> Iterator[tuple[str, int]]:
    try:
        plain = bytes.fromhex(token.replace("%", "")).decode()
    except UnicodeDecodeError:
        yield from ((char, 1) for char in token)
        return
    for char in plain:
        yield _again(char), 3 * len(char.encode())


def _again(char: str) -> str:
    """An unescaped character may itself be odd (a full-width digit written as an entity)."""
    return _FOLD[ord(char)]
