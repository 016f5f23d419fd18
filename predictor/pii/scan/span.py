"""What detection hands on: where a value stands, which kind it is, how sure that is, and which rule says so."""

from dataclasses import dataclass


@dataclass(slots=True)
class Span:
    """A value at [start, end) of the folded text.

    ``key`` is its one spelling, equal for all spellings of the same value; ``score`` is between 0 and 1; ``rule`` names the rule.
    """

    start: int
    end: int
    kind: str
    key: str
    score: float
    rule: str
