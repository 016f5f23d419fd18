"""``python -m tests.pii.mutation``: takes each named rule and each gate away in turn and asks whether any test text notices.

A rule or gate that no text notices is either dead or untested. Exit code 1 when there is one. The rules are those of the numbers'
tables, of addresses and of secrets.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType

from predictor.pii import Masker, Policy
from predictor.pii.catalogue import Catalogue
from predictor.pii.gates import SearchedGates
from predictor.pii.kinds import KINDS, _pairs, address
from predictor.pii.scan.fold import fold
from predictor.pii.scan.runs import Runs
from tests.pii.score import every_text, scored
from tests.pii.scoring import parse

TABLES: tuple[tuple[ModuleType, str], ...] = ((address, "RULES"), (_pairs, "REFUSALS"))


class Ajar(SearchedGates):
    """The gates without the one whose number is ``closed``; ``met`` are the numbers of those that opened."""

    closed = -1

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue.every_gate, catalogue.apart)
        self.met: set[int] = set()

    def opened(self, encoded: bytes, low: int) -> list[int]:
        """See ``SearchedGates.opened``."""
        numbers = super().opened(encoded, low)
        self.met.update(numbers)
        return [number for number in numbers if number != self.closed]


class Texts:
    """Every labelled text: the kinds' own examples and look-alikes, all splits, the scored texts."""

    def __init__(self) -> None:
        own = [parse(line).text for kind in KINDS for line in (*kind.examples, *kind.lookalikes)]
        told = [text for _, _, text in scored()]
        self._texts = [fold(text) for text in (*own, *told, *every_text())]
        self._scored = range(len(own), len(own) + len(told))
        self.catalogue = Catalogue(KINDS)
        self.catalogue.gates = self.gates = Ajar(self.catalogue)
        self._masker = Masker(Policy(actions={kind.name: "mask" for kind in KINDS}), self.catalogue)
        self.opened_in: dict[int, list[int]] = {number: [] for number in range(len(self.catalogue.every_gate))}
        self._before = [self._first(number) for number in range(len(self._texts))]

    def _first(self, number: int) -> list[object]:
        """What is found in a text, while the gates that open there are noted."""
        self.gates.met.clear()
        found = self._found(number)
        for gate in self.gates.met:
            self.opened_in[gate].append(number)
        return found

    def _found(self, number: int) -> list[object]:
        """What the tests assert of a text: places and kinds, of a scored one the scores."""
        spans = self._masker.find(self._texts[number])
        if number in self._scored:
            return [(span.score, span.rule) for span in spans]
        return [(span.start, span.end, span.kind) for span in spans]

    def notice(self, numbers: Iterable[int] | None = None) -> bool:
        """Whether any text, or any of ``numbers``, is read otherwise than with all rules, or cannot be read."""
        for number in range(len(self._texts)) if numbers is None else numbers:
            try:
                if self._found(number) != self._before[number]:
                    return True
            except (IndexError, TypeError):
                return True
        return False


def mutants(texts: Texts) -> Iterator[str]:
    """The name of each rule, while it is gone."""
    yield from _of_numbers(texts.catalogue)
    for module, table in TABLES:
        yield from _of_table(module, table)


def _of_numbers(catalogue: Catalogue) -> Iterator[str]:
    whole, forms = catalogue.runs, tuple(catalogue.forms())
    tables = [(kind.name, number.table) for kind in KINDS for number in kind.numbers]
    for place, (kind, table) in enumerate(tables):
        for rule in table.rules:
            mutant = replace(forms[place], judge=table.without(rule.name).judge)
            catalogue.runs = Runs((*forms[:place], mutant, *forms[place + 1 :]), catalogue.context)
            yield f"{kind}: {rule.name}"
    catalogue.runs = whole


def _of_table(module: ModuleType, table: str) -> Iterator[str]:
    rules = getattr(module, table)
    for place, rule in enumerate(rules):
        with _set(module, table, (*rules[:place], *rules[place + 1 :])):
            yield f"{module.__name__.rpartition('.')[2]}: {rule[0]}"


@contextmanager
def _set(module: ModuleType, name: str, value: object) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def unnoticed_rules(texts: Texts) -> Iterator[tuple[str, bool]]:
    """(name, whether no text notices that it is gone) of each rule."""
    for name in mutants(texts):
        yield f"rule {name}", not texts.notice()


def unnoticed_gates(texts: Texts) -> Iterator[tuple[str, bool]]:
    """The same of each gate."""
    for number, gate in enumerate(texts.catalogue.every_gate):
        texts.gates.closed = number
        finder = f"{gate.finder.__module__.removeprefix('predictor.pii.')}.{gate.finder.__name__}"
        yield f"gate of {finder}: {gate.pattern[:60]}", not texts.notice(texts.opened_in[number])
    texts.gates.closed = -1


def main() -> int:
    texts, failed = Texts(), 0
    for what, mutated in (("rules", unnoticed_rules), ("gates", unnoticed_gates)):
        rows = list(mutated(texts))
        unnoticed = [name for name, missed in rows if missed]
        failed += len(unnoticed)
        print(*(f"no text notices that it is gone: {name}" for name in unnoticed), sep="\n")
        print(f"{len(unnoticed)} of {len(rows)} {what} unnoticed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
