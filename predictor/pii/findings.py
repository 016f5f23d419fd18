"""The values of one text with their kind, rule and place, for reports and previews."""

from collections.abc import Iterable
from dataclasses import dataclass

from predictor.pii.kind import Action
from predictor.pii.masker import Masker
from predictor.pii.scan.span import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A value at [start, end) of the caller's text, in characters; ``score`` is between 0 and 1."""

    start: int
    end: int
    kind: str
    label: str
    score: float
    rule: str
    action: Action


def findings(masker: Masker, text: str) -> list[Finding]:
    """Every value that the policy does not leave alone, in order, with each repetition of a remembered value."""
    return described(masker, masker.begin().find(text))


def described(masker: Masker, spans: Iterable[Span]) -> list[Finding]:
    """One finding for each of ``spans``. The spans stand in the caller's text."""
    return [
        Finding(
            span.start,
            span.end,
            span.kind,
            masker.labels[span.kind],
            round(span.score, 2),
            span.rule,
            masker.actions[span.kind],
        )
        for span in spans
    ]
