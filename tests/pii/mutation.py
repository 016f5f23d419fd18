"""``python -m tests.pii.mutation``: takes each named rule out of its table in turn and asks whether any test text notices.

A rule that no text notices is either dead or untested. Exit code 1 when there is one that ``KNOWN`` does not list. The rules are
those of the numbers' tables, of addresses and of secrets.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType

from predictor.pii import Masker, Policy
from predictor.pii.catalogue import Catalogue
from predictor.pii.kinds import KINDS, _pairs, address
from predictor.pii.scan.fold import fold
from predictor.pii.scan.runs import Runs
from tests.pii.score import CORPUS, HELD_OUT, load, scored
from tests.pii.scoring import parse

KNOWN: frozenset[str] = frozenset()
TABLES: tuple[tuple[ModuleType, str], ...] = ((address, "RULES"), (_pairs, "REFUSALS"))


class Texts:
    """Every labelled text: the kinds' own examples and look-alikes, the corpus, the held-out splits, the scored texts."""

    def __init__(self) -> None:
        own = [parse(line) for kind in KINDS for line in (*kind.examples, *kind.lookalikes)]
        self._texts = [item.text for item in (*own, *load(CORPUS), *load(HELD_OUT))]
        self._scored = [text for _, _, text in scored()]
        self.catalogue = Catalogue(KINDS)
        self._masker = Masker(Policy(actions={kind.name: "mask" for kind in KINDS}), self.catalogue)
        self._before = self._found()

    def _found(self) -> list[object]:
        """What the tests assert: places and kinds, and the scores of the scored texts."""
        places: list[object] = [
            [(span.start, span.end, span.kind) for span in self._masker.find(fold(text))] for text in self._texts
        ]
        scores = [[(span.score, span.rule) for span in self._masker.find(fold(text))] for text in self._scored]
        return [*places, *scores]

    def notice(self) -> bool:
        """Whether any text is read otherwise than with all rules, or cannot be read."""
        try:
            return self._found() != self._before
        except (IndexError, TypeError):
            return True


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


def main() -> int:
    texts = Texts()
    unnoticed, count = [], 0
    for name in mutants(texts):
        count += 1
        if not texts.notice():
            unnoticed.append(name)
            print(f"no text notices that this rule is gone: {name}")
    print(f"{len(unnoticed)} of {count} rules unnoticed")
    return 1 if set(unnoticed) - KNOWN else 0


if __name__ == "__main__":
    sys.exit(main())
