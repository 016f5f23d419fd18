"""Korean personal data: find it, replace it by placeholders, put it back. Usable alone."""

from predictor.pii.masker import Masker, Masking
from predictor.pii.patterns import PatternError
from predictor.pii.policy import PiiRejected, Policy
from predictor.pii.stream import MaskingStream

__all__ = ["Masker", "Masking", "MaskingStream", "PatternError", "PiiRejected", "Policy"]
