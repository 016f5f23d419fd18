"""Long text that repeats itself, as an answer of a model that loops does, or a flood of one line.

What is found at a place depends on the characters within ``REACH`` of it and on where the pass stands. Where both come again, all
that was found since comes again too, so that a text of a million characters costs what its first turns cost.
"""

from collections.abc import Hashable
from typing import Final

from predictor.pii.scan.span import Span

REACH: Final = 10_000  # characters before and behind a place: a key in PEM's form is the longest value
_LONGEST: Final = 2_000  # characters of a turn
_SAME: Final = 64  # characters that are compared first
_STEP: Final = 4_096  # characters that are compared at once


class Repetition:
    """Looks at a pass over ``text`` for turns. The pass need call it only at hits from ``due`` on."""

    __slots__ = ("_begun", "_count", "_end", "_period", "_state", "_text", "due")

    def __init__(self, text: str) -> None:
        self._text = text
        self._period = self._end = self._begun = self._count = 0
        self._state: Hashable = None
        self.due = REACH

    def at(self, hit: int, state: Hashable, found: list[Span]) -> int:
        """How many characters the pass can leave out at ``hit``; the values in them are added to ``found``.

        ``state`` is all else that decides how the pass goes on, with its places counted from ``hit``.
        """
        if not self._period:
            self._begin(hit, state, len(found))
        elif hit > self._begun + REACH:
            self._stop(hit)
        elif not (hit - self._begun) % self._period and state == self._state:
            return self._copied(hit, found)
        return 0

    def _begin(self, hit: int, state: Hashable, count: int) -> None:
        low = hit - REACH
        period = self._text.find(self._text[low : low + _SAME], low + 1, low + _LONGEST + _SAME) - low
        end = self._end_of(low, period) if period > 0 else low
        if end - hit < 3 * REACH:
            self._stop(hit)
            return
        self._period, self._end = period, end
        self._begun, self._state, self._count = hit, state, count
        self.due = 0

    def _end_of(self, low: int, period: int) -> int:
        """Where the text ends, in steps, that repeats itself from ``low`` on."""
        text, place, last = self._text, low, len(self._text) - period - _STEP
        while place <= last and text[place : place + _STEP] == text[place + period : place + period + _STEP]:
            place += _STEP
        return place + period

    def _copied(self, hit: int, found: list[Span]) -> int:
        turn = hit - self._begun
        turns = max(0, self._end - REACH - hit) // turn
        new = found[self._count :]
        for number in range(1, turns + 1):
            found += [span.moved(number * turn) for span in new]
        self._stop(hit + turns * turn)
        return turns * turn

    def _stop(self, hit: int) -> None:
        self._period = 0
        self.due = hit + REACH
