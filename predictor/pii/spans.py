"""What detection hands on: where a value stands, what it is, and why we think so."""

import re
from dataclasses import dataclass
from typing import Final

from predictor.pii.evidence import label_after, label_before

_NOT_DIGIT: Final = re.compile("[^0-9]+")


@dataclass(slots=True)
class Span:
    """A value at [start, end) of the folded text; ``key`` is its one spelling, equal for all spellings of the same value."""

    start: int
    end: int
    entity: str
    key: str
    confidence: float
    evidence: str


class Sighting:
    """A candidate with its surroundings. ``floor`` is where the value before it ended: no label reaches back across it."""

    __slots__ = ("_label", "digits", "end", "floor", "inherited", "raw", "start", "text")

    def __init__(self, text: str, start: int, end: int, floor: int, inherited: str | None = None) -> None:
        self.text = text
        self.start = start
        self.floor = floor
        self.inherited = inherited
        self._label: str | None = "?"
        self.reach(end)

    def reach(self, end: int) -> None:
        """Take another shape's end; what stands before the value stays as it was found out."""
        self.end = end
        self.raw = raw = self.text[self.start : end]
        digits = raw.replace("-", "")
        self.digits = digits if digits.isdigit() else _NOT_DIGIT.sub("", raw)

    @property
    def label(self) -> str | None:
        """Kind named nearest before the value, or the one its left neighbour in a list had."""
        if self._label == "?":
            self._label = label_before(self.text, self.start, self.floor) or self.inherited
        return self._label

    @property
    def label_behind(self) -> str | None:
        """Kind named directly behind the value."""
        return label_after(self.text, self.end)

    def char(self, offset: int) -> str:
        """The character ``offset`` before the start (negative) or after the end (0 and up); empty outside the text."""
        place = self.start + offset if offset < 0 else self.end + offset
        return self.text[place] if 0 <= place < len(self.text) else ""
