"""What masking a text will cost, estimated from its content before it is spent."""

from typing import Final

from predictor.pii import Masker

# Microseconds of one core, measured on the costliest inputs known (tests/unit/inference/test_masking_cost.py).
HIT_US: Final = 350.0  # a closer look at a place where a value may begin
NAME_US: Final = 60.0  # the same where a name may begin
STRING_US: Final = 5.0  # a string of its own
BYTE_US: Final = 0.02  # the scan that finds those places
ON_LOOP_US: Final = 5_000.0  # what costs more is done in the worker pool
SHORT: Final = 96  # bytes; so short a text is always masked on the loop
MOST_HITS: Final = int(ON_LOOP_US / HIT_US) + 1
MOST_NAMES: Final = int(ON_LOOP_US / NAME_US) + 1


def is_costly(masker: Masker | None, encoded: bytes, strings: int = 1) -> bool:
    """True where masking `strings` strings, which are `encoded` in UTF-8 together, would hold the event loop for too long."""
    known = strings * STRING_US + len(encoded) * BYTE_US
    if known > ON_LOOP_US:
        return True
    if masker is None or len(encoded) <= SHORT:
        return False
    hits, names = masker.hits(encoded, MOST_HITS, MOST_NAMES)
    return known + hits * HIT_US + names * NAME_US > ON_LOOP_US
