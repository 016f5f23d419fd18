"""Where the gates of all finders open in a text: one pass over it before anything is looked at closely.

An automaton of all gates (``scan/_automaton.c``) reads the text where the masker is compiled, RE2 where it is Python. Both find the
same. The automaton tells in its one pass which gates open at every place, where RE2 is asked again at each.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from predictor.pii.kind import Finder, Gate
from predictor.pii.scan.automaton import Positions, make
from predictor.pii.scan.engine import NOWHERE, Search, decode, encode, which
from predictor.pii.scan.fold import UNFOLDED, needs_folding

_NONE: Final[frozenset[Finder]] = frozenset()
_NO_PLACE: Final = -1  # what a search gives where it finds nothing more
_NOT_SOUGHT: Final = -2  # the place of a search that has not begun
_WIDTH: Final = (1,) * 12 + (2, 2, 3, 4)  # bytes of a character by the upper half of its first byte
_REACH: Final = 200  # bytes that a gate may need to open
_RUN_REACH: Final = 160  # bytes that a gate which opens inside a run may need behind it


class Openings:
    """The places of one text at which gates open. ``nothing``: none does, and folding would not change the text."""

    __slots__ = ("nothing",)

    def __init__(self) -> None:
        self.nothing = False

    def folds(self) -> bool:
        """Whether folding would change the text; then these are not the openings of the folded one."""
        raise NotImplementedError

    def next(self, place: int, hidden: frozenset[Finder] = _NONE, until: int = 0) -> tuple[int, list[Finder]]:
        """(the next place from ``place`` on, the finders of all gates that open there, in their order); (-1, []) for none.

        Before ``until`` a place counts only when a gate of a finder outside of ``hidden`` opens there. ``place`` never goes back
        from one call to the next.
        """
        raise NotImplementedError

    def until(self, last: int) -> Iterator[tuple[int, list[Finder]]]:
        """(place, finders) of every place up to ``last``, which is included, at which gates open."""
        place, finders = self.next(0)
        while 0 <= place <= last:
            yield place, finders
            place, finders = self.next(place + 1)


class Gates:
    """All gates of a catalogue, in their order. Those of the finders ``apart`` are counted for themselves."""

    def read(self, text: str, folded: bool = False) -> Openings:
        """Where gates open in ``text``; a text that is not ``folded`` may be read no further than to where it needs that."""
        raise NotImplementedError

    def count(self, encoded: bytes, most: int, most_apart: int) -> tuple[int, int]:
        """How many places of a text in UTF-8 (open a gate or need folding, open a gate ``apart``).

        Counting ends where one of the two comes to its bound.
        """
        raise NotImplementedError


def gates_of(gates: Iterable[Gate], apart: frozenset[Finder]) -> Gates:
    """The gates, read by the automaton where it was compiled."""
    return SearchedGates(gates, apart) if make is None else ReadGates(gates, apart, make)


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns) or NOWHERE


class SearchedGates(Gates):
    """The gates in two searches of RE2, because one for all would outgrow its memory: those ``apart``, and all others."""

    def __init__(self, gates: Iterable[Gate], apart: frozenset[Finder]) -> None:
        self._gates = tuple(gates)
        self._kept_apart = apart
        self._finders = tuple(one.finder for one in self._gates)
        self._alone = [[finder] for finder in self._finders]
        self._opened_first = which([one.pattern for one in self._gates])
        # Behind one more byte, because ^ and \b depend on what stands before.
        self._opened = which([rf"\C(?:{one.pattern})" for one in self._gates])
        joined = _any(one.pattern for one in self._gates if one.finder not in apart)
        self.joined = Search(joined)
        self.apart = Search(_any(one.pattern for one in self._gates if one.finder in apart))
        self.suspect = Search(f"{UNFOLDED}|{joined}")
        self._without: dict[frozenset[Finder], Search] = {}

    def read(self, text: str, folded: bool = False) -> Openings:
        """See ``Gates.read``."""
        return _Searched(self, text)

    def count(self, encoded: bytes, most: int, most_apart: int) -> tuple[int, int]:
        """See ``Gates.count``."""
        joined = _counted(self.suspect, encoded, most)
        return joined, _counted(self.apart, encoded, most_apart) if joined < most else 0

    def at(self, encoded: bytes, low: int) -> list[Finder]:
        """The finders of all gates that open at byte ``low``, in their order."""
        opened = self.opened(encoded, low)
        if len(opened) == 1:
            return self._alone[opened[0]]
        return [self._finders[number] for number in sorted(opened)]

    def opened(self, encoded: bytes, low: int) -> list[int]:
        """The numbers of all gates that open at byte ``low``, in no order."""
        return self._opened(encoded[low - 1 : low + _REACH]) if low else self._opened_first(encoded[:_REACH])

    def without(self, hidden: frozenset[Finder]) -> Search:
        """The joined gates without those of ``hidden``."""
        if (found := self._without.get(hidden)) is None:
            others = (one.pattern for one in self._gates if one.finder not in hidden | self._kept_apart)
            found = self._without[hidden] = Search(_any(others))
        return found


class _Searched(Openings):
    """What RE2 finds. Places are in characters, ``_low`` and all that is compared with it in bytes."""

    __slots__ = ("_apart", "_encoded", "_first", "_gates", "_joined", "_low", "_place", "_size", "_text", "_until", "_until_low")

    def __init__(self, gates: SearchedGates, text: str) -> None:
        self._gates = gates
        self._text = text
        self._encoded = encoded = encode(text)
        self._size = size = len(encoded)
        self._first = gates.suspect.next(encoded, 0, size)[0]  # before it no joined gate opens and nothing needs folding
        # The next place of each search.
        self._joined = _NOT_SOUGHT if self._first >= 0 else _NO_PLACE
        self._apart = gates.apart.next(encoded, 0, size)[0]
        self._low = self._place = 0  # where the last call began to look
        self._until = self._until_low = 0
        self.nothing = self._first < 0 and self._apart < 0

    def folds(self) -> bool:
        """See ``Openings.folds``."""
        return self._first >= 0 and needs_folding(self._encoded, self._first)

    def next(self, place: int, hidden: frozenset[Finder] = _NONE, until: int = 0) -> tuple[int, list[Finder]]:
        """See ``Openings.next``."""
        self._low += _size(self._text[self._place : place])
        self._place = place
        low = self._next_joined(hidden, until) if place < until else self._next_of_all()
        if self._apart < self._low and self._apart != _NO_PLACE:
            self._apart = self._gates.apart.next(self._encoded, self._low, self._size)[0]
        if low < 0 or 0 <= self._apart < low:
            low = self._apart
        if low < 0:
            return _NO_PLACE, []
        if low > self._low:
            place += len(decode(self._encoded[self._low : low]))
        return place, self._gates.at(self._encoded, low)

    def _next_of_all(self) -> int:
        """Where the next joined gate opens."""
        low = self._low
        if self._joined < low and self._joined != _NO_PLACE:
            self._joined = self._gates.joined.next(self._encoded, max(low, self._first), self._size)[0]
        return self._joined

    def _next_joined(self, hidden: frozenset[Finder], until: int) -> int:
        """Where the next gate outside of ``hidden`` opens before ``until``, or the next of all behind it."""
        if until != self._until:
            self._until, self._until_low = until, self._low + _size(self._text[self._place : until])
        end = self._until_low
        low = self._gates.without(hidden).next(self._encoded, self._low, min(end + _RUN_REACH, self._size))[0]
        if 0 <= low < end:
            return low
        if self._joined < end and self._joined != _NO_PLACE:
            self._joined = self._gates.joined.next(self._encoded, max(end, self._first), self._size)[0]
        return self._joined


def _size(text: str) -> int:
    """Bytes of ``text``."""
    return len(text) if text.isascii() else len(encode(text))


def _counted(gate: Search, encoded: bytes, most: int) -> int:
    """At how many places ``gate`` opens, ``most`` at the most."""
    count = place = 0
    while count < most and (low := gate.next(encoded, place, len(encoded))[0]) >= 0:
        count += 1
        place = low + _WIDTH[encoded[low] >> 4]
    return count


class ReadGates(Gates):
    """The gates as one automaton of the type ``make``, in which a text's need of folding is one more gate, the last.

    What opens at a place is the number of a set of gates, which the automaton gives out in the order in which it meets them.
    """

    def __init__(self, gates: Iterable[Gate], apart: frozenset[Finder], make: Callable[..., Any]) -> None:
        self._gates = tuple(gates)
        self._kept_apart = apart
        folding = len(self._gates)
        self.automaton = Positions([*(one.pattern for one in self._gates), UNFOLDED]).automaton(make, folding)
        self._lists: list[list[Finder]] = []
        self._sets: list[frozenset[Finder]] = []
        self._folding: list[bool] = []

    def read(self, text: str, folded: bool = False) -> Openings:
        """See ``Gates.read``. A folded text may hold what only looks like an escape: R&Cd, \\15,000."""
        return _Read(self, text, folded)

    def count(self, encoded: bytes, most: int, most_apart: int) -> tuple[int, int]:
        """See ``Gates.count``."""
        hits = self.automaton.read(encoded.decode("utf-8", "replace"), False)
        joined = apart = place = 0
        while joined < most and apart < most_apart:
            place, here = hits.next(place)
            if place < 0:
                break
            found = self.finders_in(here)
            if self._folding[here] or not found <= self._kept_apart:
                joined += 1
            if not found.isdisjoint(self._kept_apart):
                apart += 1
            place += 1
        return joined, apart

    def finders(self, number: int) -> list[Finder]:
        """The finders of a set of gates, in their order."""
        if number >= len(self._lists):
            self._learn(number)
        return self._lists[number]

    def finders_in(self, number: int) -> frozenset[Finder]:
        """The same as a set."""
        if number >= len(self._sets):
            self._learn(number)
        return self._sets[number]

    def _learn(self, number: int) -> None:
        """Makes the sets up to ``number`` ready. Two threads may do so at once, and then make the same."""
        lists, sets, folding = list(self._lists), list(self._sets), list(self._folding)
        for new in range(len(lists), number + 1):
            opened = self.automaton.gates(new)
            folding.append(len(self._gates) in opened)
            lists.append([self._gates[one].finder for one in opened if one < len(self._gates)])
            sets.append(frozenset(lists[-1]))
        # ``_folding`` comes first, because another thread reads it as soon as the sets are there.
        self._folding, self._sets, self._lists = folding, sets, lists


class _Read(Openings):
    """What the automaton reads."""

    __slots__ = ("_gates", "_next", "_stopped")

    def __init__(self, gates: ReadGates, text: str, folded: bool) -> None:
        self._gates = gates
        hits = gates.automaton.read(text, not folded)
        self._next = hits.next
        self._stopped: bool = hits.stopped
        self.nothing = not self._stopped and not len(hits)

    def folds(self) -> bool:
        """See ``Openings.folds``."""
        return self._stopped

    def next(self, place: int, hidden: frozenset[Finder] = _NONE, until: int = 0) -> tuple[int, list[Finder]]:
        """See ``Openings.next``."""
        while True:
            found: tuple[int, int] = self._next(place)
            place, here = found
            if place < 0:
                return _NO_PLACE, []
            if place >= until or not self._gates.finders_in(here) <= hidden:
                return place, self._gates.finders(here)
            place += 1
