"""What detection hands on: where a value stands, which kind it is, how sure that is, and which rule says so."""

from bisect import bisect
from typing import Final


class Span:
    """A value at [start, end) of the folded text.

    ``key`` is its one spelling, equal for all spellings of the same value; ``score`` is between 0 and 1; ``rule`` names the rule.
    """

    # No dataclass, because mypyc leaves the __init__ that one makes to the interpreter, which takes three times as long.
    __slots__ = ("end", "key", "kind", "rule", "score", "start")

    def __init__(self, start: int, end: int, kind: str, key: str, score: float, rule: str) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.key = key
        self.score = score
        self.rule = rule

    def moved(self, shift: int) -> "Span":
        """The same value ``shift`` characters further on."""
        return Span(self.start + shift, self.end + shift, self.kind, self.key, self.score, self.rule)


def overlaps(span: Span, others: list[Span], starts: list[int]) -> bool:
    """Whether ``span`` overlaps one of ``others``, which are in order and begin at ``starts``."""
    place = bisect(starts, span.start)
    if place and others[place - 1].end > span.start:
        return True
    return place < len(others) and starts[place] < span.end


class Begin:
    """Where a pass over a text begins that was read before: at ``seen``, one character before the first that may open a gate.

    No value begins before ``floor``, the end of the last one, and no label counts before ``label_floor``.
    """

    __slots__ = ("floor", "label_floor", "seen")

    def __init__(self, seen: int = 0, floor: int = 0, label_floor: int = 0) -> None:
        self.seen = seen
        self.floor = floor
        self.label_floor = label_floor


BEGIN: Final = Begin()
