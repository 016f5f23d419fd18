"""The load's own arithmetic."""

import itertools
import math
from fractions import Fraction

import pytest

from tests.cluster.load import binomial_bounds, version_in


def exact_bounds(n: int, p: Fraction, tail: Fraction) -> tuple[int, int]:
    """The same by whole numbers: the smallest counts whose cumulative probability exceeds, or reaches the rest of, a tail."""
    masses = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    sums = list(itertools.accumulate(masses))
    return next(k for k in range(n + 1) if sums[k] > tail), next(k for k in range(n + 1) if sums[k] >= 1 - tail)


@pytest.mark.parametrize(("n", "percent"), [(1000, 10), (100, 50), (20, 5)])
def test_the_bounds_hold_99_percent(n: int, percent: int) -> None:
    assert binomial_bounds(n, percent / 100) == exact_bounds(n, Fraction(percent, 100), Fraction(1, 200))


@pytest.mark.parametrize(
    ("text", "version"),
    [("[mock] 제 [이메일_1]", "0.1.0"), ("<이메일_1>", "0.2.0"), ("(이메일_1)", "0.3.0"), ("hong@example.com", "")],
)
def test_an_answer_shows_its_version(text: str, version: str) -> None:
    assert version_in(text) == version
