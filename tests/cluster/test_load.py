"""The load's own arithmetic."""

import pytest

from tests.cluster.load import binomial_bounds, version_in


# Quantiles of the binomial distribution, from R: qbinom(c(.005, .995), n, p).
@pytest.mark.parametrize(("n", "p", "bounds"), [(1000, 0.1, (76, 125)), (100, 0.5, (37, 63)), (20, 0.05, (0, 4))])
def test_the_bounds_hold_99_percent(n: int, p: float, bounds: tuple[int, int]) -> None:
    assert binomial_bounds(n, p) == bounds


@pytest.mark.parametrize(
    ("text", "version"),
    [("[mock] 제 [이메일_1]", "0.1.0"), ("<이메일_1>", "0.2.0"), ("(이메일_1)", "0.3.0"), ("hong@example.com", "")],
)
def test_an_answer_shows_its_version(text: str, version: str) -> None:
    assert version_in(text) == version
