"""A bound counts an amount once, and is what its windows would be if each were counted by itself."""

import random

import pytest

from predictor.inference.budgets.bound import Bound, Slots
from predictor.inference.budgets.window import Limit, Window
from predictor.inference.limits import TOKENS, as_text

LIMITS = (Limit("tokens", 60, 5000), Limit("tokens", 86_400, 30_000))


class Plain:
    """The same limits, with each window counted by itself at each step."""

    def __init__(self) -> None:
        self.windows = {60: Window(60), 86_400: Window(86_400)}

    def take(self, limits: tuple[Limit, ...], amount: int, now: float) -> list[tuple[Window, int]] | None:
        windows = [self.windows[limit.seconds] for limit in limits]
        for window in windows:
            window.advance(now)
        if any(window.used + amount > limit.most for limit, window in zip(limits, windows, strict=True)):
            return None
        for window in windows:
            window.use(amount)
        return [(window, window.slot) for window in windows]

    def settle(self, taken: list[tuple[Window, int]], amount: int, used: int, now: float) -> None:
        for window, slot in taken:
            window.advance(now)
            if used > amount:
                window.use(used - amount)
            else:
                window.give_back(slot, amount - used)


@pytest.mark.parametrize("step", [0.05, 3.0, 900.0])
def test_a_bound_grants_and_counts_what_its_windows_would(step: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests end in their own second and in later ones, use less or more than they took, and the limits change meanwhile."""
    draw, now = random.Random(str(step)), 1000.0
    limits: tuple[Limit, ...] = LIMITS
    bound, plain = Bound(TOKENS), Plain()
    running: list[tuple[Slots, list[tuple[Window, int]], int]] = []
    granted = 0
    for _ in range(3000):
        now += draw.random() * step
        monkeypatch.setattr("time.monotonic", lambda now=now: now)
        if draw.random() < 0.01:
            limits = draw.choice([LIMITS, LIMITS[:1], LIMITS[1:], (Limit("tokens", 60, 3000), LIMITS[1])])
        amount = draw.randint(1, 200)
        headers, taken = bound.take(limits, amount), plain.take(limits, amount, now)
        assert (headers is None) is (taken is None)
        if headers is not None and taken is not None:
            granted += 1
            least = min(limit.most - plain.windows[limit.seconds].used for limit in limits)
            assert as_text(headers)["x-ratelimit-remaining-tokens"] == str(least)
            running.append((bound.slots, taken, amount))
        while running and draw.random() < 0.6:
            slots, own, held = running.pop(draw.randrange(len(running)))
            used = draw.choice([0, 1, held // 2, held, held + 30])
            bound.settle(slots, held, used)
            plain.settle(own, held, used, now)
    assert granted > 200
    assert [window.used for _, window in bound.windows(now)] == [plain.windows[limit.seconds].used for limit in limits]


def test_the_headers_name_the_limit_that_has_the_least_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 1000.0)
    bound = Bound(TOKENS)
    limits = (Limit("tokens", 60, 500), Limit("tokens", 86_400, 600))
    for amount, most, left in ((100, "500", "400"), (350, "500", "50")):
        headers = as_text(bound.take(limits, amount) or [])
        assert (headers["x-ratelimit-limit-tokens"], headers["x-ratelimit-remaining-tokens"]) == (most, left)
    monkeypatch.setattr("time.monotonic", lambda: 1070.0)
    headers = as_text(bound.take(limits, 100) or [])
    assert (headers["x-ratelimit-limit-tokens"], headers["x-ratelimit-remaining-tokens"]) == ("600", "50")


def test_without_limits_nothing_is_counted_and_none_is_refused_later() -> None:
    bound = Bound(TOKENS)
    assert bound.take((), 1 << 60) == []
    bound.settle(bound.slots, 1 << 60, 1 << 61)
    headers = as_text(bound.take(LIMITS, 5000) or [])
    assert headers["x-ratelimit-remaining-tokens"] == "0"
    assert bound.take(LIMITS, 1) is None
