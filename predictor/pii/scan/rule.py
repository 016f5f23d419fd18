"""Rules that judge a number: an ordered table, of which the first rule that holds decides."""

from dataclasses import dataclass
from typing import Final

from predictor.pii.scan.sighting import Predicate, Sighting, conditions

Verdict = tuple[float, str] | None
_Rows = tuple[tuple[Predicate, Verdict], ...]
_BOTH: Final = (False, True)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table. A ``score`` above 0 makes the number a value of the kind, 0 makes it none; ``why`` is for a reader."""

    name: str
    holds: Predicate
    score: float
    why: str


class Table:
    """The rules of one form of number, in order. A number that no rule speaks for is no value."""

    __slots__ = ("_rows", "rules")
    # At 2 * touched + unbroken of a sighting: (the rows that come first whatever its label is, the others where it has none, the
    # others where it has one). A label is looked for only where none of the first rows holds.
    _rows: list[tuple[_Rows, _Rows, _Rows]]

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        self._rows = [
            _parted(_asked(rules, touched, unbroken, False), _asked(rules, touched, unbroken, True))
            for touched in _BOTH
            for unbroken in _BOTH
        ]

    def judge(self, sighting: Sighting) -> Verdict:
        """(score, rule) of the first rule that holds, or None."""
        first, rows, named = self._rows[2 * sighting.touched + sighting.unbroken]
        for holds, verdict in first:
            if holds(sighting):
                return verdict
        if len(named) > len(rows) and sighting.label is not None:
            rows = named
        for holds, verdict in rows:
            if holds(sighting):
                return verdict
        return None

    def without(self, name: str) -> "Table":
        """The same table without one rule: what the mutation check tries."""
        return Table(*(rule for rule in self.rules if rule.name != name))


def _asked(rules: tuple[Rule, ...], touched: bool, unbroken: bool, named: bool) -> _Rows:
    """The rules that can hold for such a sighting, up to the last one that makes it a value."""
    never = {"unbroken" if not unbroken else "parted"}
    never |= {condition for condition, holds in (("touched", touched), ("named", named)) if not holds}
    asked = [rule for rule in rules if not conditions(rule.holds) & never]
    while asked and not asked[-1].score:
        asked.pop()
    return tuple((rule.holds, (rule.score, rule.name) if rule.score else None) for rule in asked)


def _parted(rows: _Rows, named: _Rows) -> tuple[_Rows, _Rows, _Rows]:
    """(the rows that both begin with, the rest of ``rows``, the rest of ``named``)."""
    same = next((place for place, both in enumerate(zip(rows, named, strict=False)) if both[0] != both[1]), len(rows))
    return rows[:same], rows[same:], named[same:]


def reject(name: str, holds: Predicate, why: str) -> Rule:
    """A row that says what a number is not."""
    return Rule(name, holds, 0.0, why)


def accept(name: str, holds: Predicate, score: float, why: str) -> Rule:
    """A row that says what a number is."""
    return Rule(name, holds, score, why)
