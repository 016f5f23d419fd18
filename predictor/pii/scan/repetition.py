"""Long text that repeats itself, as an answer of a model that loops does, or a flood of one line.

What is found at a place depends on the characters within ``FAR`` of it and on where the pass stands. Where both come again, all
that was found since comes again too, so that a text of a million characters costs what its first turns cost. Text that repeats
itself from its first character has no head further above, so that fewer characters tell.
"""

from collections.abc import Hashable
from typing import Final

from predictor.pii.scan.span import Span

FAR: Final = 10_000  # characters before and behind a place: a key in PEM's form is the longest value
REACHES: Final = (160, 1_600, FAR)  # tried one behind the other; those before the last where a text repeats itself from its begin
_LONGEST: Final = 2_000  # characters of a turn
_SAME: Final = 64  # characters that are compared first, and at least at once


class Repetition:
    """Looks at a pass over ``text`` for turns, which go on to ``end``.

    At a hit from ``due`` on the pass asks ``turns``, and where they are there, what it can leave out ``at`` the hit.
    """

    __slots__ = ("_begun", "_count", "_period", "_state", "_text", "due", "end", "reach")

    def __init__(self, text: str) -> None:
        self._text = text
        self._period = self.end = self._begun = self._count = 0
        self._state: Hashable = None
        self.due = self.reach = REACHES[0]

    def turns(self, hit: int) -> bool:
        """Whether the text around ``hit`` repeats itself, and ``hit`` stands whole turns behind the first one looked at."""
        if not self._period:
            return self._begins(hit)
        if hit > self._begun + self.reach:
            self._stop(hit)
            return False
        return not (hit - self._begun) % self._period

    def at(self, hit: int, state: Hashable, found: list[Span]) -> int:
        """How many characters the pass can leave out at ``hit``; the values in them are added to ``found``.

        ``state`` is all else that decides how the pass goes on, with its places counted from ``hit``; None where the pass
        looks further ahead than ``reach``.
        """
        if state is None:
            self._stop(hit)
        elif hit == self._begun:
            self._state, self._count = state, len(found)
        elif state == self._state:
            return self._copied(hit, found)
        return 0

    def _begins(self, hit: int) -> bool:
        """Whether turns begin at ``hit``."""
        reach = self.reach
        low = hit - reach
        period = self._text.find(self._text[low : low + _SAME], low + 1, low + min(reach, _LONGEST) + _SAME) - low
        end = self._end_of(low if reach == FAR else 0, period) if period > 0 else low
        if end - hit < 3 * reach:
            self._stop(hit)
            return False
        self._period, self.end, self._begun = period, end, hit
        self.due = 0
        return True

    def _end_of(self, low: int, period: int) -> int:
        """Where the text ends that repeats itself from ``low`` on, to within the fewest characters that are compared."""
        text, place, step = self._text, low, _SAME
        while step >= _SAME:
            if place + period + step <= len(text) and text[place : place + step] == text[place + period : place + period + step]:
                place += step
                step *= 2
            else:
                step //= 2
        return place + period

    def _copied(self, hit: int, found: list[Span]) -> int:
        turn = hit - self._begun
        turns = max(0, self.end - self.reach - hit) // turn
        new = found[self._count :]
        for number in range(1, turns + 1):
            found += [span.moved(number * turn) for span in new]
        self._stop(hit + turns * turn)
        return turns * turn

    def _stop(self, hit: int) -> None:
        """Look for turns no more within this reach of ``hit``."""
        self._period = 0
        if self.reach == FAR:
            self.due = hit + FAR
            return
        self.reach = REACHES[REACHES.index(self.reach) + 1]
        self.due = max(hit + 1, self.reach)
