"""Rules that several kinds of number share."""

from typing import Final

from predictor.pii.scan.rule import Rule, accept, reject
from predictor.pii.scan.sighting import behind_plus, continues, glued, hangs, labelled

TAIL: Final = reject("continues to the left", continues, "the tail of a longer number")
BEHIND_PLUS: Final = reject("behind a plus", behind_plus, "a telephone number")
GLUED: Final = reject("glued to letters", glued, "a serial or a hash")
GLUED_UNBROKEN: Final = reject("glued to letters", hangs, "a serial or a hash")


def named(kind: str, score: float, why: str) -> Rule:
    """A row that takes every number behind a label of the ``kind``."""
    return accept(f"label {kind}", labelled(kind), score, why)
