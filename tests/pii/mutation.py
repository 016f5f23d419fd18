"""``python -m tests.pii.mutation``: takes each named rule out of its table in turn and asks whether any test text notices.

A rule that nothing notices is either dead or untested. Exit code 1 when there is one that ``KNOWN`` does not list.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

from predictor.pii import Masker, Policy
from predictor.pii.catalogue import Catalogue
from predictor.pii.kind import Kind
from predictor.pii.kinds import KINDS
from tests.pii.score import CORPUS, HELD_OUT, finder, load
from tests.pii.scoring import Labelled, parse

KNOWN: frozenset[str] = frozenset()


def texts() -> list[Labelled]:
    """Every labelled text: the kinds' own examples and look-alikes, the corpus and the held-out splits."""
    own = [parse(line) for kind in KINDS for line in (*kind.examples, *kind.lookalikes)]
    return [*own, *load(CORPUS), *load(HELD_OUT)]


def mutants(kind: Kind) -> Iterator[tuple[str, Kind]]:
    """(the rule's name, the kind without it)."""
    for place, number in enumerate(kind.numbers):
        for rule in number.table.rules:
            numbers = list(kind.numbers)
            numbers[place] = replace(number, table=number.table.without(rule.name))
            yield f"{kind.name}: {rule.name}", replace(kind, numbers=tuple(numbers))


def found(catalogue: Catalogue, items: list[Labelled]) -> list[tuple[tuple[int, int, str], ...]]:
    find = finder(Masker(Policy(actions={kind.name: "mask" for kind in KINDS}), catalogue))
    return [tuple(find(item.text)) for item in items]


def main() -> int:
    items = texts()
    before = found(Catalogue(KINDS), items)
    unnoticed = []
    for kind in KINDS:
        for name, mutant in mutants(kind):
            kinds = tuple(mutant if one.name == kind.name else one for one in KINDS)
            if found(Catalogue(kinds), items) == before:
                unnoticed.append(name)
                print(f"nothing notices that this rule is gone: {name}")
    print(f"{len(unnoticed)} rules unnoticed")
    return 1 if set(unnoticed) - KNOWN else 0


if __name__ == "__main__":
    sys.exit(main())
