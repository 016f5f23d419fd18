"""Korean personal data: find it, replace it by placeholders, put it back. Usable alone."""

from predictor.text.pii.masker import Masker, Masking
from predictor.text.pii.patterns import PatternError
from predictor.text.pii.policy import PiiRejected, Policy
from predictor.text.pii.stream import MaskingStream

__all__ = ["Masker", "Masking", "MaskingStream", "PatternError", "PiiRejected", "Policy"]
