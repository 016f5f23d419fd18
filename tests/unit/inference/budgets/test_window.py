"""A moving window: in no stretch of its length is more used than was added, and each amount leaves with its slot."""

import random

import pytest

from predictor.inference.budgets.window import SLOTS, Window, slot_sec


@pytest.mark.parametrize("seconds", list(SLOTS))
def test_no_stretch_of_the_windows_length_ever_holds_more_than_the_limit(seconds: int) -> None:
    """Also across the boundaries of clock seconds, minutes and days."""
    window, limit, draw, now = Window(seconds), 100, random.Random(seconds), 1000.0 * seconds - seconds / 2
    granted: list[tuple[float, int]] = []
    for _ in range(3000):
        now += draw.random() * seconds / 20
        window.advance(now)
        amount = draw.randint(1, 30)
        if window.used + amount <= limit:
            window.use(amount)
            granted.append((now, amount))
    most = max(sum(amount for at, amount in granted if end - seconds < at <= end) for end, _ in granted)
    assert limit * 0.8 < most <= limit


def test_the_wait_is_until_enough_has_left_and_the_reset_until_all_has() -> None:
    window = Window(60)
    for at, amount in ((0.0, 10), (5.0, 20), (30.0, 5)):
        window.advance(at)
        window.use(amount)
    wait, reset = window.wait_sec(40.0, 15), window.reset_sec(40.0)
    assert window.wait_sec(40.0, 10) < wait < window.wait_sec(40.0, 31) <= reset
    window.advance(40.0 + wait)
    assert window.used <= 35 - 15
    window.advance(40.0 + reset)
    assert window.used == 0
    assert window.reset_sec(40.0 + reset) == 0


def test_what_is_given_back_is_free_at_once_and_only_once() -> None:
    window = Window(60)
    slot = window.advance(0.0)
    window.use(10)
    window.give_back(slot, 7)
    assert window.used == 3
    window.give_back(slot, 7)
    assert window.used == 0
    window.advance(1000.0)
    window.give_back(slot, 7)
    assert window.used == 0


def test_a_clock_that_goes_back_frees_nothing() -> None:
    window = Window(60)
    window.advance(1000.0)
    window.use(10)
    assert window.advance(10.0) == int(1000 / slot_sec(60))
    assert window.used == 10
