import pytest

from predictor.engines.http.headers import whole


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_decimal_digits_are_a_number(value: str, number: int) -> None:
    assert whole(value) == number


@pytest.mark.parametrize("value", ["", "-1", "+1", "1.0", "1e2", "1_0", " 1", "0x1", "²", "١", "9" * 19, "9" * 5000])
def test_nothing_else_is(value: str) -> None:
    assert whole(value) is None
