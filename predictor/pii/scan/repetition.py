"""Long text that repeats itself, as an answer of a model that loops does, or a flood of one line.

What is found at a place depends on the characters within ``FAR`` of it and on where the pass stands. Where both come again, all
that was found since comes again too, so that a text of a million characters costs what its first turns cost. Text that repeats
itself from its first character has no head further above, so that fewer characters tell.
"""

from collections.abc import Hashable
from typing import Final

from predictor.pii.scan.span import Span

FAR: Final = 10_000  # characters before and behind a place: a key in PEM's form is the longest value
# Tried one behind the other. Those before the last are for text that repeats itself from its begin.
REACHES: Final = (160, 1_600, FAR)
_LONGEST: Final = 2_000  # characters of a turn
_SAME: Final = 64  # characters that are compared first, and at least at once


def length_of_turn(text: str, begin: int, end: int) -> int:
    """After how many characters the text from ``begin`` on begins again before ``end``; below 1 where it does not."""
    return text.find(text[begin : begin + _SAME], begin + 1, end) - begin


def end_of_turns(text: str, begin: int, length: int) -> int:
    """Where the text ends that repeats itself from ``begin`` on after ``length`` characters, to within ``_SAME`` characters."""
    place, step = begin, _SAME
    while step >= _SAME:
        again = place + length  # where what stands at ``place`` comes again
        if again + step <= len(text) and text[place : place + step] == text[again : again + step]:
            place += step
            step *= 2
        else:
            step //= 2
    return place + length


class Repetition:
    """Looks at a pass over ``text`` for turns, which go on to ``end``.

    At a hit from ``due`` on the pass asks ``turns``, and where they are there, what it can leave out ``at`` the hit.
    """

    __slots__ = ("_first", "_period", "_seen", "_text", "due", "end", "reach")

    def __init__(self, text: str) -> None:
        self._text = text
        self._period = self.end = self._first = 0
        self._seen: dict[Hashable, tuple[int, int]] = {}  # (hit, number of values found before it) by the state there
        self.due = self.reach = REACHES[0]

    def turns(self, hit: int) -> bool:
        """Whether the text around ``hit`` repeats itself, and ``hit`` stands whole turns behind the first one looked at."""
        if not self._period:
            return self._begins(hit)
        if hit > self._first + self.reach:
            self._stop(hit)
            return False
        return (hit - self._first) % self._period == 0

    def at(self, hit: int, state: Hashable, found: list[Span]) -> int:
        """How many characters the pass can leave out at ``hit``; the values in them are added to ``found``.

        ``state`` is all else that decides how the pass goes on, with its places counted from ``hit``; None where the pass
        looks further ahead than ``reach``.
        """
        if state is None:
            self._stop(hit)
            return 0
        begun, count = self._seen.setdefault(state, (hit, len(found)))
        return self._copied(hit, begun, count, found) if begun < hit else 0

    def _begins(self, hit: int) -> bool:
        """Whether turns begin at ``hit``."""
        reach = self.reach
        low = hit - reach
        period = length_of_turn(self._text, low, low + min(reach, _LONGEST) + _SAME)
        end = end_of_turns(self._text, low if reach == FAR else 0, period) if period > 0 else low
        if end - hit < 3 * reach:
            self._stop(hit)
            return False
        self._period, self.end, self._first = period, end, hit
        self._seen.clear()
        self.due = 0
        return True

    def _copied(self, hit: int, begun: int, count: int, found: list[Span]) -> int:
        """Add to ``found`` what was found since ``begun``, where ``count`` values had been, once for each turn behind ``hit``."""
        turn = hit - begun
        turns = max(0, self.end - self.reach - hit) // turn
        new = found[count:]
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
