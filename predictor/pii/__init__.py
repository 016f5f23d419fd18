"""Korean personal data: find it, replace it by placeholders, put it back. Usable alone."""

from typing import Final

from predictor.pii import detector
from predictor.pii.masker import Masker, Masking
from predictor.pii.patterns import PatternError
from predictor.pii.policy import PiiRejected, Policy
from predictor.pii.stream import MaskingStream

COMPILED: Final = not detector.__file__.endswith(".py")  # by predictor.pii.compilation

__all__ = ["COMPILED", "Masker", "Masking", "MaskingStream", "PatternError", "PiiRejected", "Policy"]
