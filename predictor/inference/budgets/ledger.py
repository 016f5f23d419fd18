"""The ledger of all keys: what each has used of its limits. All front ends have one, in the supervisor's memory or in a store."""

import time
from collections import defaultdict
from typing import Any, Final, NamedTuple, Protocol

from predictor.inference.budgets.window import Limit, Window
from predictor.inference.limits import REQUESTS, TOKENS, HeaderNames, RawHeaders
from predictor.telemetry import metrics

MOST: Final = 1 << 62  # above every limit


class LedgerUnavailable(Exception):
    """The ledger does not answer."""


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

    def show(self) -> None:
        """Set `llm_key_tokens_used` of the keys that have claimed tokens; called each second."""

    def close(self) -> None:
        """Close the connections to a shared store."""


Windows = tuple[tuple[int, Window], ...]  # the most and the window of each limit


class Bound(NamedTuple):
    """Limits of one resource, their windows, and the names of their headers."""

    limits: tuple[Limit, ...] = ()
    windows: Windows = ()
    names: HeaderNames = REQUESTS


NOTHING_BOUND: Final = Bound()


class Account:
    """What one key has used, and the number of its requests that run. `bounds` are its latest limits by resource."""

    __slots__ = ("_windows", "bounds", "running", "shown")

    def __init__(self) -> None:
        self.bounds: dict[str, Bound] = {}
        self.running = 0
        self.shown = False  # a gauge of it is not 0
        self._windows: dict[tuple[str, int], Window] = {}

    def bind(self, limits: tuple[Limit, ...]) -> Bound:
        """Limits with their windows; a window stays when its limit changes."""
        if not limits:
            return NOTHING_BOUND
        resource = limits[0].resource
        latest = self.bounds.get(resource)
        if latest is not None and latest.limits == limits:
            return latest
        windows = [(limit.most, self._windows.setdefault((resource, limit.seconds), Window(limit.seconds))) for limit in limits]
        bound = self.bounds[resource] = Bound(limits, tuple(windows), REQUESTS if resource == "requests" else TOKENS)
        return bound


class Hold:
    """What one request has taken of an account: `amount` in a slot of each window, and a place among those that run if it `runs`.

    `left` is what the limit with the least left has, and `headers` are those of that limit.
    """

    __slots__ = ("_account", "_amount", "_runs", "_taken", "headers", "left")

    def __init__(self, account: Account, taken: list[tuple[Window, int]], amount: int, runs: int) -> None:
        self._account = account
        self._taken = taken
        self._amount = amount
        self._runs = runs
        self.left = 0
        self.headers: RawHeaders = []

    def settle(self, used: int | None) -> None:
        """End it with the tokens that were used; None counts all that are held. Must be called once."""
        self._account.running -= self._runs
        if used is None:
            return
        rest = self._amount - max(0, used)
        for window, slot in self._taken:
            if rest < 0:
                window.advance(time.monotonic())
                window.use(-rest)
            elif slot == window.slot:
                window.current -= rest
                window.used -= rest
            else:
                window.give_back(slot, rest)


class LocalLedger:
    """The ledger in this process' memory. Times are of `time.monotonic`, because a clock that is set would move the windows."""

    def __init__(self) -> None:
        self._accounts: defaultdict[str, Account] = defaultdict(Account)

    def take(
        self, name: str, resource: str, limits: tuple[Limit, ...], amount: int, most_running: int = MOST, runs: int = 0
    ) -> Hold | None:
        """Take `amount` under each limit of `resource`, and count the request as running where it `runs`; or take nothing.

        Everything that this ledger grants is granted here.
        """
        account = self._accounts[name]
        bound = account.bounds.get(resource, NOTHING_BOUND)
        if bound.limits != limits:
            bound = account.bind(limits)
        if account.running >= most_running:
            return None
        now, windows, least = time.monotonic(), bound.windows, MOST
        for most, window in windows:
            if now >= window.ends_at:
                window.advance(now)
            left = most - window.used - amount
            if left < 0:
                return None
            if left < least:
                least, most_of_least, tightest = left, most, window
        taken: list[tuple[Window, int]] = []
        for _, window in windows:
            window.current += amount
            window.used += amount
            taken.append((window, window.slot))
        account.running += runs
        hold = Hold(account, taken, amount, runs)
        if taken:
            hold.left, reset_sec = least, tightest.leaves_at - now if amount else tightest.reset_sec(now)
            limit, remaining, reset = bound.names
            hold.headers = [(limit, b"%d" % most_of_least), (remaining, b"%d" % least), (reset, b"%.3fs" % reset_sec)]
        return hold

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing."""
        return self.grant(claim)

    def grant(self, claim: Claim) -> Grant:
        """`claim` without waiting."""
        account = self._accounts[claim.account]
        running = account.running
        resource = claim.limits[0].resource if claim.limits else ""
        runs = int(claim.concurrent > 0)
        taken = self.take(claim.account, resource, claim.limits, claim.amount, claim.concurrent or MOST, runs)
        now, bound = time.monotonic(), account.bind(claim.limits)
        if taken is None:
            return _refused(claim, bound, running, now)
        states = [State(most - window.used, window.reset_sec(now), 0.0, window.slot) for most, window in bound.windows]
        return Grant(True, running, tuple(states))

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted. Must be called once."""
        account = self._accounts[claim.account]
        windows = account.bind(claim.limits).windows
        taken = [(window, state.slot) for (_, window), state in zip(windows, grant.states, strict=True)]
        Hold(account, taken, claim.amount, int(claim.concurrent > 0)).settle(used)

    def show(self) -> None:
        """Set `llm_key_tokens_used` to what each key has used or holds now."""
        now = time.monotonic()
        for name, account in self._accounts.items():
            bound = account.bounds.get("tokens", NOTHING_BOUND)
            for _, window in bound.windows:
                window.advance(now)
            used = any(window.used for _, window in bound.windows)
            if used or account.shown:
                for limit, (_, window) in zip(bound.limits, bound.windows, strict=True):
                    metrics.show_tokens_used(name, limit.seconds, window.used)
            account.shown = used

    def close(self) -> None:
        """Nothing is held."""


def _refused(claim: Claim, bound: Bound, running: int, now: float) -> Grant:
    for _, window in bound.windows:
        window.advance(now)
    over = [window.used + claim.amount - most for most, window in bound.windows]
    states = tuple(
        State(max(0, most - window.used), window.reset_sec(now), window.wait_sec(now, excess), window.slot)
        for (most, window), excess in zip(bound.windows, over, strict=True)
    )
    return Grant(False, running, states, tuple(index for index, excess in enumerate(over) if excess > 0))
