"""The words that say what the number behind (or before) them is. The nearest word wins, whatever it names."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol

from predictor.pii import lexicon
from predictor.pii.scan import columns
from predictor.pii.scan.engine import Search, decode, encode
from predictor.pii.scan.presence import anywhere

# How far such a word may stand before or behind its value, in characters. It never reaches across another value.
BEFORE: Final = 26
AFTER: Final = 14
OTHER: Final = "other"  # the kind of numbers that are not personal

# 주문, 회원 and such words stand in every complaint: they name a number only when it follows at once.
_TOUCHING: Final = (
    r"[\s:#.()=\-\[\]\"']*(?:(?:조회|확인)?\s?(?:번\s?호|코드|넘버|명|(?i:no\.?|number|id|code)))?"
    r"(?:은|는|이|가|을|를|로)?[\s:#=(\-A-Za-z\"']{0,8}$"
)
# A word speaks of the first number behind it only.
_OTHER_NUMBER: Final = re.compile(r"[0-9][-0-9]{4,}(?=[^-0-9])")
_A_LETTER: Final = "a"  # stands for the one before a word that begins inside of another
_PARTING: Final = "\n[]@\0"  # and each digit
# What stands between a value and a word directly behind it.
_AT_ONCE: Final = r"^\s?(?:이|은|는|이?라는)?\s?[(/,]?\s?"
_OTHER_BEHIND: Final = r"바코드|운송장|송장|시리얼|주문건|(?:주문|등기|승인|접수|일련|상품|제품|영수증)\s?(?:번호|코드|넘버)"


class Speaking(Protocol):
    """What a kind says of its context: see ``predictor.pii.kind.Kind``."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def words(self) -> tuple[str, ...]:
        """Words before its values."""

    @property
    def words_touch(self) -> bool:
        """Whether they count only directly before a value."""

    @property
    def behind(self) -> str:
        """A regular expression of words near behind a value."""

    @property
    def behind_at_once(self) -> str:
        """The same, directly behind it."""


def _behind_numbers(window: str) -> str:
    """What of ``window`` stands behind its last number."""
    while number := _OTHER_NUMBER.search(window):
        window = window[number.end() :]
    return window


def _parts(between: str) -> bool:
    """Whether what stands between a value and a word behind it keeps the word from speaking of the value."""
    return any(char.isdigit() or char in _PARTING for char in between)


def _naming(patterns: Mapping[str, tuple[str, bool]]) -> re.Pattern[str]:
    """The words before values, each kind's as the group of its name. Those that count only directly before a value come first."""
    touching = [f"(?P<{name}>(?:{words}){_TOUCHING})" for name, (words, touch) in patterns.items() if touch]
    others = [f"(?P<{name}>{words})" for name, (words, touch) in patterns.items() if not touch]
    return re.compile("|".join((*touching, *others)), re.ASCII)


def _words_behind(kinds: Sequence[Speaking]) -> str:
    """A pattern of the words behind values: a kind's name is the group of words near a value, with ``_`` of those at once."""
    near = [f"(?P<{kind.name}>{kind.behind})" for kind in kinds if kind.behind]
    at_once = [rf"(?P<{kind.name}_>{_AT_ONCE}(?:{kind.behind_at_once}))" for kind in kinds if kind.behind_at_once]
    return "|".join((*near, *at_once, rf"(?P<{OTHER}_>{_AT_ONCE}(?:{_OTHER_BEHIND}))"))


class Context:
    """The context words of all kinds, in one RE2 pass over a short window."""

    def __init__(self, kinds: Sequence[Speaking]) -> None:
        speaking = [kind for kind in kinds if kind.words]
        patterns = {kind.name: (lexicon.labels(kind.words), kind.words_touch) for kind in speaking}
        patterns[OTHER] = (lexicon.labels(lexicon.words("other_numbers")), True)
        # RE2 finds the words (its word boundaries are ASCII's, so a Korean particle ends a Latin word); re names their kind.
        # A number before the value ends a word's reach, so it is looked for in the same pass.
        named = (f"(?:{words}){_TOUCHING if touch else ''}" for words, touch in patterns.values())
        words = "|".join((*named, "[0-9][-0-9]{4,}[^-0-9]"))
        self._any_word, self._word = anywhere(words), Search(words)
        self._kind = _naming(patterns)
        self._bare = {name: re.compile(words, re.ASCII) for name, (words, touch) in patterns.items() if touch}
        behind = _words_behind(kinds)
        self._any_behind = anywhere(behind)
        self._behind = re.compile(behind)
        self._named = lru_cache(maxsize=1024)(self._name)
        self._headed = lru_cache(maxsize=256)(self._head)

    def before(self, text: str, start: int, floor: int) -> str | None:
        """The kind named nearest before ``start`` and not further back than ``floor``; OTHER for what is not personal."""
        begin = max(floor, start - BEFORE)
        if begin >= start or not self._any_word(text, begin, start):
            return None
        window = text[begin:start]
        if _OTHER_NUMBER.search(window):
            return self.before(text, start, start - len(_behind_numbers(window)))
        encoded = encode(window)
        low, high = self._word.next(encoded, 0, len(encoded))
        kind = self._nearest(encoded, low, high)
        return OTHER if kind in self._bare else kind

    def _nearest(self, encoded: bytes, low: int, high: int) -> str | None:
        """The kind that the last of the words names, of which the first stands at [low, high)."""
        place, kind = 0, None
        while low >= 0:
            kind, length = self._named(encoded[low:high], low > 0 and encoded[low - 1 : low].isalnum())
            place = low + length
            low, high = self._word.next(encoded, place, len(encoded))
        return kind

    def above(self, text: str, start: int, end: int) -> str | None:
        """The kind that the column of a cell is headed by; None where the value stands in no table."""
        head = columns.heading(text, start, end)
        return self._headed(head) if head else None

    def _head(self, head: str) -> str | None:
        """The kind that the last word of a column's head names."""
        encoded = encode(head)
        low, high = self._word.next(encoded, 0, len(encoded))
        return self._nearest(encoded, low, high)

    def behind(self, text: str, end: int) -> str | None:
        """The kind named directly behind a value, on the same line and before the next number."""
        if not self._any_behind(text, end, end + AFTER):
            return None
        window = text[end : end + AFTER]
        match = self._behind.search(window)
        if match is None or match.lastgroup is None:
            return None
        if _parts(window[: match.start()]):
            return None
        return match.lastgroup.rstrip("_")

    def _name(self, word: bytes, inside: bool) -> tuple[str | None, int]:
        """The kind that a word names, and the word's bytes without what follows it. ``inside``: a Latin word goes on before it."""
        before = _A_LETTER if inside else ""
        text, start = before + decode(word), len(before)
        match = self._kind.match(text, start)
        if match is None or match.lastgroup is None:
            return None, len(word)
        bare = self._bare.get(match.lastgroup)
        end = bare.match(text, start).end() if bare else match.end()  # type: ignore[union-attr]
        return match.lastgroup, max(1, len(encode(text[start:end])))
