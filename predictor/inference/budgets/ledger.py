"""The ledger of all keys: what each has used of its limits. All front ends have one, in the supervisor's memory or in a store."""

import time
from collections import defaultdict
from itertools import repeat
from typing import Any, Final, NamedTuple, Protocol

from predictor.inference.budgets.window import Limit, Window
from predictor.inference.limits import RawHeaders
from predictor.telemetry import metrics

NONE_RUNNING: Final[set[object]] = set()


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


class LocalLedger:
    """The ledger in this process' memory. Times are of `time.monotonic`, because a clock that is set would move the windows."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str, int], Window] = {}
        # The latest limits of each account and resource with their windows, because to find these costs as much as to claim.
        self._bound: dict[tuple[str, str], tuple[tuple[Limit, ...], tuple[Window, ...]]] = {}
        self._running: defaultdict[str, set[object]] = defaultdict(set)
        self._used: set[str] = set()  # accounts of which the gauges are not 0

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing."""
        return self.take(claim)

    def take(self, claim: Claim) -> Grant:
        """`claim` without waiting."""
        account, claim_id, limits, amount, most_running, _ = claim
        now, windows = time.monotonic(), self._windows_of(account, limits)
        for limit, window in zip(limits, windows, strict=True):
            window.advance(now)
            if window.used + amount > limit.most:
                return self._refused(claim, now)
        running = self._running[account] if most_running else NONE_RUNNING
        count = len(running)
        if most_running:
            if count >= most_running:
                return self._refused(claim, now)
            running.add(claim_id)
        if claim.settled:
            self._used.add(account)
        states = []
        for limit, window in zip(limits, windows, strict=True):
            reset = window.use(amount, now)
            states.append(State(limit.most - window.used, reset, 0.0, window.slot))
        return Grant(True, count, tuple(states))

    def count(self, account: str, limits: tuple[Limit, ...]) -> tuple[Limit, int, float] | None:
        """Take 1 under each limit. Nothing is given back. Returns the limit with the least left, what is left, and its reset.

        None where nothing was taken, because a limit is reached. It is `take` without the objects by which a claim is settled.
        """
        now, windows, least, place = time.monotonic(), self._windows_of(account, limits), 0, -1
        for index, window in enumerate(windows):
            window.advance(now)
            left = limits[index].most - window.used - 1
            if left < 0:
                return None
            if place < 0 or left < least:
                least, place = left, index
        resets = [window.use(1, now) for window in windows]
        return limits[place], least, resets[place]

    def hold(self, account: str, limits: tuple[Limit, ...], amount: int, most_running: int) -> "LocalHold | None":
        """Hold `amount` under each limit and one of the requests at once; None where one is too small, and `take` says which.

        This is `take` in one step, because a claim that needs to cross no process needs no objects that could.
        """
        now, windows, running = time.monotonic(), self._windows_of(account, limits), self._running[account]
        if most_running and len(running) >= most_running:
            return None
        tightest: tuple[int, int] | None = None
        for index, window in enumerate(windows):
            window.advance(now)
            left = limits[index].most - window.used - amount
            if left < 0:
                return None
            if tightest is None or left < tightest[0]:
                tightest = left, index
        hold = LocalHold(self, account, windows, amount)
        for window in windows:
            hold.slots.append(window.slot)
            hold.resets.append(window.use(amount, now))
        if tightest is not None:
            left, index = tightest
            hold.state = limits[index].most, left, hold.resets[index]
        running.add(hold)
        self._used.add(account)
        return hold

    def end(self, account: str, hold: "LocalHold") -> None:
        """End one of the requests at once of a key."""
        self._running[account].discard(hold)

    def _refused(self, claim: Claim, now: float) -> Grant:
        windows = self._windows_of(claim.account, claim.limits)
        slots = [window.advance(now) for window in windows]
        over = [window.used + claim.amount - limit.most for limit, window in zip(claim.limits, windows, strict=True)]
        states = tuple(map(_state, claim.limits, windows, slots, over, repeat(now)))
        refused = tuple(index for index, excess in enumerate(over) if excess > 0)
        return Grant(False, len(self._running[claim.account]), states, refused)

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted."""
        account, limits = claim.account, claim.limits
        if claim.concurrent:
            self._running[account].discard(claim.id)
        rest = claim.amount - used
        for window, state in zip(self._windows_of(account, limits), grant.states, strict=True):
            if rest > 0:
                window.give_back(state.slot, rest)
            elif rest < 0:
                window.add(window.advance(time.monotonic()), -rest)

    def show(self) -> None:
        """Set `llm_key_tokens_used` to what each key has used or holds now."""
        now = time.monotonic()
        for account in list(self._used):
            limits, windows = self._bound.get((account, "tokens"), ((), ()))
            for limit, window in zip(limits, windows, strict=True):
                window.advance(now)
                metrics.show_tokens_used(account, limit.seconds, window.used)
            if not any(window.used for window in windows):
                self._used.discard(account)

    def close(self) -> None:
        """Nothing is held."""

    def _windows_of(self, account: str, limits: tuple[Limit, ...]) -> tuple[Window, ...]:
        """The windows of limits of one resource."""
        if not limits:
            return ()
        key = (account, limits[0].resource)
        bound = self._bound.get(key)
        if bound is None or bound[0] is not limits:
            bound = self._bound[key] = limits, tuple(self._window(account, limit) for limit in limits)
        return bound[1]

    def _window(self, account: str, limit: Limit) -> Window:
        key = (account, limit.resource, limit.seconds)
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = Window(limit.seconds)
        return window


class LocalHold:
    """What one running request holds in a LocalLedger; `state` is (limit, left, seconds to its reset) of the tightest budget."""

    __slots__ = ("_account", "_amount", "_ledger", "_windows", "resets", "slots", "state")

    def __init__(self, ledger: LocalLedger, account: str, windows: tuple[Window, ...], amount: int) -> None:
        self._ledger = ledger
        self._account = account
        self._windows = windows
        self._amount = amount
        self.slots: list[int] = []
        self.resets: list[float] = []
        self.state: tuple[int, int, float] | None = None

    @property
    def headers(self) -> RawHeaders:
        """The headers of the response."""
        return token_headers(*self.state) if self.state else []

    def settle(self, used: int | None) -> None:
        """End it with the tokens that were used; None counts all that are held."""
        self._ledger.end(self._account, self)
        rest = 0 if used is None else self._amount - max(0, used)
        for window, slot in zip(self._windows, self.slots, strict=True):
            if rest > 0:
                window.give_back(slot, rest)
            elif rest < 0:
                window.add(window.advance(time.monotonic()), -rest)


def token_headers(most: int, remaining: int, reset_sec: float) -> RawHeaders:
    """OpenAI's X-RateLimit headers of a token budget."""
    return [
        (b"x-ratelimit-limit-tokens", b"%d" % most),
        (b"x-ratelimit-remaining-tokens", b"%d" % remaining),
        (b"x-ratelimit-reset-tokens", b"%.3fs" % reset_sec),
    ]


def _state(limit: Limit, window: Window, slot: int, over: int, now: float) -> State:
    return State(max(0, limit.most - window.used), window.reset_sec(now), window.wait_sec(now, over), slot)
