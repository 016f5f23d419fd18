"""Whether a text ends inside of what a pattern may match: a stream waits behind 301호 where a pattern goes on with 병실."""

import re
from collections.abc import Iterable
from typing import Final

from predictor.pii.scan.automaton import Before, Positions

_REACH: Final = 256  # characters of a text that are read
_WORD: Final = re.compile(r"[0-9A-Za-z_]")


class Unfinished:
    """Those of ``patterns``, in RE2's syntax, that may hold a blank. A pattern that cannot be read as positions is left out."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._forms = [form for pattern in patterns if (form := _read(pattern)) is not None and form.holds_a_blank()]

    def ends(self, text: str) -> bool:
        """Whether a match that begins in ``text`` may go on behind its end."""
        return any(form.alive(text[-_REACH:]) for form in self._forms)


class _Form:
    """One pattern as positions."""

    def __init__(self, positions: Positions) -> None:
        self._positions = positions
        self._plane = positions.classes.plane()
        self._members = list(positions.sets)  # the classes of each set, by its number

    def holds_a_blank(self) -> bool:
        """Whether the pattern takes a blank anywhere."""
        blank = self._plane[ord(" ")]
        return any(blank in self._members[number] for number in self._positions.set_of)

    def alive(self, text: str) -> bool:
        """Whether a match that begins in ``text`` may go on behind its end."""
        before: Before = "begin"
        waiting: set[int] = set()
        for char in text:
            waiting = self._behind(char, waiting.union(self._positions.starts[before]))
            before = "word" if _WORD.match(char) else "other"
        return bool(waiting)

    def _behind(self, char: str, waiting: set[int]) -> set[int]:
        """The positions that may follow ``char``, where those ``waiting`` may take it."""
        kind = self._plane[ord(char)] if ord(char) < len(self._plane) else -1
        taken = (place for place in waiting if kind in self._members[self._positions.set_of[place]])
        return {behind for place in taken for behind in self._positions.follow[place] if behind >= 0}


def _read(pattern: str) -> _Form | None:
    try:
        return _Form(Positions((pattern,)))
    except (ValueError, re.error):
        return None
