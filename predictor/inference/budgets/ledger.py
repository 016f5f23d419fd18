"""The ledger of all keys: what each has used of its limits. All front ends have one, in the supervisor's memory or in a store."""

import time
from collections import defaultdict
from typing import Any, NamedTuple, Protocol

from predictor.inference.budgets.bound import Bound
from predictor.inference.budgets.window import MOST, Limit, Window
from predictor.inference.keys.rules import KeyRules
from predictor.inference.limits import REQUESTS, TOKENS, RawHeaders
from predictor.telemetry import metrics


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


class Account:
    """What one key has used, and the number of its requests that run."""

    __slots__ = ("requests", "running", "shown", "tokens")

    def __init__(self) -> None:
        self.requests = Bound(REQUESTS)
        self.tokens = Bound(TOKENS)
        self.running = 0
        self.shown = False  # a gauge of it is not 0

    def bound(self, claim: Claim) -> Bound:
        """The bound that a claim takes from."""
        return self.requests if claim.limits and claim.limits[0].resource == "requests" else self.tokens


class Hold:
    """What one running request has taken of an account: `amount` tokens, and a place among those that run."""

    __slots__ = ("_account", "_amount", "_slots", "headers")

    def __init__(self, account: Account, amount: int, headers: RawHeaders) -> None:
        self._account = account
        self._amount = amount
        self._slots = account.tokens.slots
        self.headers = headers

    def settle(self, used: int | None) -> None:
        """End it with the tokens that were used; None counts all that are held. Must be called once."""
        account = self._account
        account.running -= 1
        if used is not None:
            account.tokens.settle(self._slots, self._amount, used if used > 0 else 0)


class LocalLedger:
    """The ledger in this process' memory. Times are of `time.monotonic`, because a clock that is set would move the windows."""

    def __init__(self) -> None:
        self._accounts: defaultdict[str, Account] = defaultdict(Account)

    def count(self, rules: KeyRules) -> RawHeaders | None:
        """Count a request of a key; None where one of its rates refuses it."""
        return self._accounts[rules.name].requests.take(rules.rates, 1)

    def hold(self, rules: KeyRules, amount: int) -> Hold | None:
        """Take `amount` tokens of a key and a place among its requests that run; or take nothing and return None."""
        account = self._accounts[rules.name]
        if account.running >= rules.most_running:
            return None
        headers = account.tokens.take(rules.budgets, amount)
        if headers is None:
            return None
        account.running += 1
        return Hold(account, amount, headers)

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing."""
        return self.grant(claim)

    def grant(self, claim: Claim) -> Grant:
        """`claim` without waiting."""
        account = self._accounts[claim.account]
        bound, running = account.bound(claim), account.running
        granted = running < (claim.concurrent or MOST) and bound.take(claim.limits, claim.amount) is not None
        bound.bind(claim.limits)
        now = time.monotonic()
        windows = bound.windows(now)
        if not granted:
            return _refused(claim, windows, running, now)
        account.running += claim.concurrent > 0
        states = [State(most - window.used, window.reset_sec(now), 0.0, window.slot) for most, window in windows]
        return Grant(True, running, tuple(states))

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted. Must be called once."""
        account = self._accounts[claim.account]
        bound = account.bound(claim)
        account.running -= claim.concurrent > 0
        bound.settle(bound.slots_of(claim.limits, tuple(state.slot for state in grant.states)), claim.amount, used)

    def show(self) -> None:
        """Set `llm_key_tokens_used` to what each key has used or holds now."""
        now = time.monotonic()
        for name, account in self._accounts.items():
            windows = account.tokens.windows(now)
            used = any(window.used for _, window in windows)
            if used or account.shown:
                for limit, (_, window) in zip(account.tokens.limits, windows, strict=True):
                    metrics.show_tokens_used(name, limit.seconds, window.used)
            account.shown = used

    def close(self) -> None:
        """Nothing is held."""


def _refused(claim: Claim, windows: list[tuple[int, Window]], running: int, now: float) -> Grant:
    over = [window.used + claim.amount - most for most, window in windows]
    states = tuple(
        State(max(0, most - window.used), window.reset_sec(now), window.wait_sec(now, excess), window.slot)
        for (most, window), excess in zip(windows, over, strict=True)
    )
    return Grant(False, running, states, tuple(index for index, excess in enumerate(over) if excess > 0))
