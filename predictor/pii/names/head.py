"""The four characters that a name may begin with: which names they begin, by the surname and by what may be likely at all."""

import re
from typing import Final

from predictor.pii.names import evidence
from predictor.pii.names.form import COMPOUNDS, FOREIGN_HEADS, PARENTS, TIER, of_both_parents

HANGUL: Final = re.compile(r"[가-힣]+")
BEFORE: Final = frozenset(("role", "label particle", "label space"))
# The cues under which a candidate may be weighed in the end, where these are others than the one that it is read by.
_WEIGHED_AS: Final = {cue: (cue, "role and title") for cue in BEFORE} | {
    "titled": ("honorific", "closing", "title", "person"),
    "named": ("described", "honorific", "closing", "title", "person", "bare"),
}
_FOREIGN_FIRST: Final = frozenset(head[:2] for head in FOREIGN_HEADS)
_LONGEST: Final = 4  # syllables of a name
_LONG_WORDS: Final = frozenset(word[:_LONGEST] for word in evidence.COMMON if len(word) > _LONGEST)
_MOST: Final = 8192  # heads kept, because many come again and a look at one takes microseconds


class Head:
    """The first four characters of a word, or fewer at the text's end, and what they say without what follows.

    ``sizes``: see ``sizes``. ``foreign``: whether they begin like a name of another country in Hangul. ``of_a_word``: whether an
    everyday word begins there.
    """

    __slots__ = ("_possible", "foreign", "of_a_word", "sizes", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.sizes = sizes(text, 0)
        self.foreign = foreign_head(text, 0)
        self.of_a_word = text in _LONG_WORDS or any(text[:size] in evidence.COMMON for size in (2, 3, 4))
        self._possible: dict[str, tuple[str, ...]] = {}

    def possible(self, cue: str) -> tuple[str, ...]:
        """The names that may begin here and that ``cue`` could make likely, the longest first."""
        if (found := self._possible.get(cue)) is None:
            cues = _WEIGHED_AS.get(cue, (cue,))
            names = (self.text[:size] for size in self.sizes if size <= len(self.text))
            found = tuple(name for name in names if HANGUL.fullmatch(name) and evidence.possible(name, cues))
            self._possible[cue] = found
        return found


_KNOWN: Final[dict[str, Head]] = {}


def head_at(text: str, start: int) -> Head:
    """The head at ``start``."""
    four = text[start : start + _LONGEST]
    if (known := _KNOWN.get(four)) is None:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        known = _KNOWN[four] = Head(four)
    return known


def sizes(text: str, start: int) -> tuple[int, ...]:
    """The lengths, in syllables, that a name at ``start`` may have; none where no surname stands."""
    pair = text[start : start + 2]
    if pair in COMPOUNDS or (pair in PARENTS and of_both_parents(text[start : start + _LONGEST])):
        return (4, 3, 2)
    return (3, 2) if text[start : start + 1] in TIER else ()


def foreign_head(text: str, start: int) -> bool:
    """Whether the text at ``start`` begins like a name of another country in Hangul."""
    return text[start : start + 2] in _FOREIGN_FIRST or text[start : start + 1] in _FOREIGN_FIRST
