"""The ledger of all keys: what each has used of its limits. All front ends have one, in the supervisor's memory or in a store."""

import time
from collections import defaultdict
from itertools import repeat
from typing import Any, NamedTuple, Protocol

from predictor.inference.budgets.window import Window


class LedgerUnavailable(Exception):
    """The ledger does not answer."""


class Limit(NamedTuple):
    """At most `most` of `resource` ("requests" or "tokens") in any `seconds`, which are a key of `window.SLOTS`."""

    resource: str
    seconds: int
    most: int


class Claim(NamedTuple):
    """A demand of the key `account`: `amount` under each limit, and one of `concurrent` requests at once (0: no such limit).

    `id` is unique; it begins with the front end's index and a hyphen. `lease_sec` is how long the request can run at most; 0 is a
    claim that is not settled, because what it takes is never given back.
    """

    account: str
    id: str
    limits: tuple[Limit, ...]
    amount: int
    concurrent: int = 0
    lease_sec: float = 0.0

    @property
    def settled(self) -> bool:
        """True where the claim ends with its request."""
        return self.lease_sec > 0


class State(NamedTuple):
    """One limit after a claim. `wait_sec` is when the claim would fit, `reset_sec` when nothing is used any more."""

    remaining: int
    reset_sec: float
    wait_sec: float
    slot: int


class Grant(NamedTuple):
    """The answer to a claim: `states` by limit. `refused` holds the indices of the limits that are too small for it."""

    granted: bool
    running: int = 0
    states: tuple[State, ...] = ()
    refused: tuple[int, ...] = ()

    def pack(self) -> list[Any]:
        """The grant as JSON's values."""
        states = [[state.remaining, state.reset_sec, state.wait_sec, state.slot] for state in self.states]
        return [self.granted, self.running, states, list(self.refused)]

    @classmethod
    def unpack(cls, packed: list[Any]) -> "Grant":
        """The grant that `pack` wrote."""
        granted, running, states, refused = packed
        return cls(bool(granted), running, tuple(State(*state) for state in states), tuple(refused))


class Ledger(Protocol):
    """Grants claims, exactly: no limit is ever exceeded by what was granted."""

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing; raises LedgerUnavailable in bounded time."""

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted: what was not used is given back, what was used beyond it is added. Never waits."""

    def close(self) -> None:
        """Close the connections to a shared store."""


class LocalLedger:
    """The ledger in this process' memory. Times are of `time.monotonic`, because a clock that is set would move the windows."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str, int], Window] = {}
        self._running: defaultdict[str, set[str]] = defaultdict(set)

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing."""
        return self.take(claim)

    def take(self, claim: Claim) -> Grant:
        """`claim` without waiting."""
        now, amount, most_running = time.monotonic(), claim.amount, claim.concurrent
        windows = [self._window(claim.account, limit) for limit in claim.limits]
        slots = [window.advance(now) for window in windows]
        over = [window.used + amount - limit.most for limit, window in zip(claim.limits, windows, strict=True)]
        refused = tuple(index for index, excess in enumerate(over) if excess > 0)
        running = self._running[claim.account] if most_running else set()
        count = len(running)
        granted = not refused and not (most_running and count >= most_running)
        if granted:
            running.add(claim.id)
            for window, slot in zip(windows, slots, strict=True):
                window.add(slot, amount)
        return Grant(granted, count, tuple(map(_state, claim.limits, windows, slots, over, repeat(now))), refused)

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted."""
        if claim.concurrent:
            self._running[claim.account].discard(claim.id)
        rest = claim.amount - used
        for limit, state in zip(claim.limits, grant.states, strict=True):
            window = self._window(claim.account, limit)
            if rest > 0:
                window.give_back(state.slot, rest)
            elif rest < 0:
                window.add(window.advance(time.monotonic()), -rest)

    def close(self) -> None:
        """Nothing is held."""

    def _window(self, account: str, limit: Limit) -> Window:
        key = (account, limit.resource, limit.seconds)
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = Window(limit.seconds)
        return window


def _state(limit: Limit, window: Window, slot: int, over: int, now: float) -> State:
    return State(max(0, limit.most - window.used), window.reset_sec(now), window.wait_sec(now, over), slot)
