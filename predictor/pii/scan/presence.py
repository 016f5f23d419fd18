"""Whether a pattern may match, by an automaton. Where nothing matches, it takes a fifth of the time of ``re``.

Where the masker is Python, there is no automaton: RE2 or ``re`` is asked at once. Of all patterns here the shortest match at a
place is at most 200 characters long, because an automaton reads no further.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from predictor.pii.scan.automaton import Positions, make
from predictor.pii.scan.engine import encode, one_of

# (text, low, high): the window [low, high), which is read as a text of its own.
Presence = Callable[[str, int, int], bool]


def anywhere(pattern: str) -> Presence:
    """Whether ``pattern``, in RE2's syntax, matches anywhere in a window. It matches no empty text."""
    if make is not None:
        opens: Presence = Positions((pattern,)).automaton(make, 0).opens
        return opens
    found = one_of((pattern,))
    return lambda text, low, high: bool(found(encode(text[low:high])))


class Guarded:
    """A pattern in ``re``'s syntax. ``re`` is asked only where the automaton says that it may match."""

    __slots__ = ("_at", "_match", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags
        self._match = re.compile(pattern, flags).match
        self._at = None if make is None else Positions((pattern,), relaxed=True).automaton(make, 0).at

    def may_match(self, text: str, place: int) -> bool:
        """False where the pattern certainly does not match at ``place``."""
        return self._at(text, place) > 0 if self._at is not None else self._match(text, place) is not None

    def match(self, text: str, place: int) -> re.Match[str] | None:
        """The match at ``place``, or None."""
        if self._at is not None and not self._at(text, place):
            return None
        return self._match(text, place)


class Exact:
    """A pattern that ``re`` and RE2 read alike, without a look-around: ``re`` is asked only where there is no automaton."""

    __slots__ = ("_at", "_match", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._match = re.compile(pattern).match
        self._at = None if make is None else Positions((pattern,)).automaton(make, 0).at

    def stands(self, text: str, place: int) -> bool:
        """Whether the pattern matches at ``place``."""
        return self._at(text, place) > 0 if self._at is not None else self._match(text, place) is not None


_BEHIND_PLUS: Final = r"(?<=\+)"


class Choice:
    """Several patterns in ``re``'s syntax, in order. Those that look back at a plus, before all else, match behind one alone."""

    __slots__ = ("_any", "_automaton", "_behind_plus", "_count", "_known")

    def __init__(self, patterns: Sequence[str]) -> None:
        self._count = len(patterns)
        self._any = re.compile("|".join(f"({pattern})" for pattern in patterns))
        self._automaton = None if make is None else Positions(patterns, relaxed=True).automaton(make, 0)
        self._behind_plus = frozenset(number for number, pattern in enumerate(patterns) if pattern.startswith(_BEHIND_PLUS))
        self._known: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}  # of a set: elsewhere, and behind a plus

    def at(self, text: str, place: int) -> Sequence[int]:
        """The numbers of the patterns that may match at ``place``, in order: every one that matches is among them."""
        if self._automaton is None:
            first = self._any.match(text, place)
            return range((first.lastindex or 1) - 1, self._count) if first else ()
        number: int = self._automaton.at(text, place)
        if (found := self._known.get(number)) is None:
            every = tuple(self._automaton.gates(number))
            found = self._known[number] = tuple(one for one in every if one not in self._behind_plus), every
        return found[place > 0 and text[place - 1] == "+"]
