"""What a key may still use, for one request: claimed before it begins, settled by its real usage when it has ended."""

import asyncio
import itertools
import math
from collections.abc import Callable
from typing import Final, Literal
from uuid import uuid4

from predictor.errors import (
    BudgetStoreUnavailable,
    KeyConcurrencyExceeded,
    PredictorError,
    RateLimited,
    TokenBudgetExceeded,
    TokenBudgetImpossible,
)
from predictor.inference.budgets.ledger import Claim, Grant, Hold, Ledger, LedgerUnavailable, LocalLedger
from predictor.inference.budgets.window import DAY, MINUTE, Limit
from predictor.inference.keys.rules import KeyRules
from predictor.inference.limits import REQUESTS, TOKENS, RawHeaders, as_text, limit_headers

LEASE_SEC: Final = 30.0  # beyond the longest inference, after which a request at once counts as gone with its process
UNITS: Final = {1: ("초당", "a second"), MINUTE: ("분당", "a minute"), DAY: ("하루", "a day")}
NOT_SETTLED: Final = ""  # the id of a claim that nothing refers to
SHOW_SEC: Final = 1.0
Loss = Literal["refuse", "allow"]


class Allowances:
    """Claims and settles at one ledger. `front_end` begins the ids of claims, which are unique over replicas too.

    `count_at_once` counts a request of a key, and `hold_at_once` holds tokens for one, without waiting. They return None where the
    ledger is elsewhere or refuses: `count_request` and `hold` then answer.
    """

    def __init__(self, ledger: Ledger, on_loss: Loss, timeout_sec: float, front_end: int = 0) -> None:
        self._ledger = ledger
        self._local = ledger if isinstance(ledger, LocalLedger) else None
        # The ledger's own functions, because a call between costs as much as the count itself.
        self.count_at_once: Callable[[KeyRules], RawHeaders | None] = self._local.count if self._local else _not_here
        self.hold_at_once: Callable[[KeyRules, int], Hold | None] = self._local.hold if self._local else _not_here
        self._on_loss = on_loss
        self._lease_sec = timeout_sec + LEASE_SEC
        self._prefix = f"{front_end}-{uuid4().hex[:12]}"
        self._numbers = itertools.count()

    async def count_request(self, rules: KeyRules) -> RawHeaders:
        """Count a request under the rates of a key that has some; returns the headers of the tightest one. Raises RateLimited."""
        claim = Claim(rules.name, NOT_SETTLED, rules.rates, 1)
        grant = await self._claimed(claim)
        if grant is None:
            return []
        index = _longest_wait(grant) if grant.refused else _tightest(grant)
        state = grant.states[index]
        headers = limit_headers(REQUESTS, claim.limits[index].most, state.remaining, state.reset_sec)
        if not grant.granted:
            raise RateLimited(retry_after=max(1, math.ceil(state.wait_sec)), headers=as_text(headers))
        return headers

    async def hold(self, rules: KeyRules, amount: int) -> "Held | None":
        """Hold `amount` tokens, and one of the concurrent requests, of a key that `holds`, until `Held.settle`.

        None where the ledger is lost and the request may pass. Raises TokenBudgetExceeded, KeyConcurrencyExceeded and
        BudgetStoreUnavailable.
        """
        _check_possible(rules.budgets, amount)
        claim = Claim(rules.name, self._next_id(), rules.budgets, amount, rules.concurrent_requests or 0, self._lease_sec)
        grant = await self._claimed(claim)
        if grant is None:
            return None
        if not grant.granted:
            raise _refusal(claim, grant)
        return Held(self._ledger, claim, grant)

    async def watch(self) -> None:
        """Show what the keys have used, until cancelled."""
        while True:
            await asyncio.sleep(SHOW_SEC)
            self._ledger.show()

    def close(self) -> None:
        """Close the ledger."""
        self._ledger.close()

    def _next_id(self) -> str:
        return f"{self._prefix}-{next(self._numbers)}"

    async def _claimed(self, claim: Claim) -> Grant | None:
        """The ledger's answer; None where it is lost and the request may pass. A caller that leaves gives its claim back."""
        asked = asyncio.ensure_future(self._ledger.claim(claim))
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            asked.add_done_callback(lambda done: self._give_back(claim, done))
            raise
        except LedgerUnavailable:
            if self._on_loss == "refuse":
                raise BudgetStoreUnavailable() from None
            return None

    def _give_back(self, claim: Claim, done: "asyncio.Future[Grant]") -> None:
        if claim.settled and not done.cancelled() and done.exception() is None and done.result().granted:
            self._ledger.settle(claim, done.result(), 0)


class Held:
    """What one running request holds; `headers` are those of its response."""

    __slots__ = ("_claim", "_grant", "_ledger", "headers")

    def __init__(self, ledger: Ledger, claim: Claim, grant: Grant) -> None:
        self._ledger = ledger
        self._claim = claim
        self._grant = grant
        self.headers = _headers(claim, grant)

    def settle(self, used: int | None) -> None:
        """End it with the tokens that were used; None counts all that are held. Must be called once, and never waits."""
        claim = self._claim
        self._ledger.settle(claim, self._grant, claim.amount if used is None else max(0, used))


def _not_here(*_: object) -> None:
    """The answer of a ledger that must be waited for."""


def _check_possible(limits: tuple[Limit, ...], amount: int) -> None:
    """Raise TokenBudgetImpossible for a request that is larger than a whole budget."""
    for limit in limits:
        if amount > limit.most:
            korean, english = UNITS[limit.seconds]
            raise TokenBudgetImpossible(
                f"이 요청은 토큰을 {amount}개까지 쓸 수 있어 이 API 키의 한도({korean} {limit.most}개)를 넘습니다. "
                "max_tokens나 입력을 줄여 주세요",
                message=f"The request may use up to {amount} tokens, more than the API key's budget of {limit.most} {english}; "
                "lower max_tokens or shorten the input",
            )


def _refusal(claim: Claim, grant: Grant) -> PredictorError:
    if not grant.refused:
        return KeyConcurrencyExceeded(
            f"이 API 키의 동시 요청 한도({claim.concurrent}개) 초과",
            message=f"The API key has {claim.concurrent} requests running already, which is its limit",
        )
    index = _longest_wait(grant)
    limit, state = claim.limits[index], grant.states[index]
    korean, english = UNITS[limit.seconds]
    seconds = max(1, math.ceil(state.wait_sec))
    return TokenBudgetExceeded(
        f"토큰 한도 초과: {korean} {limit.most}개 중 {state.remaining}개가 남았고 이 요청에는 {claim.amount}개가 필요합니다. "
        f"늦어도 {seconds}초 뒤에 다시 보낼 수 있습니다",
        message=f"The token budget is used up: of {limit.most} {english} {state.remaining} are left, and the request needs "
        f"{claim.amount}; try again in {seconds} s at the latest",
        retry_after=seconds,
        headers=as_text(_headers(claim, grant, index)),
    )


def _longest_wait(grant: Grant) -> int:
    """The index of the limit that refuses the claim for the longest time."""
    return max(grant.refused, key=lambda index: grant.states[index].wait_sec)


def _tightest(grant: Grant) -> int:
    """The index of the limit with the least left."""
    remaining = [state.remaining for state in grant.states]
    return remaining.index(min(remaining))


def _headers(claim: Claim, grant: Grant, index: int | None = None) -> RawHeaders:
    """OpenAI's X-RateLimit headers of the budget `index`, or of the one with the fewest tokens left."""
    if not claim.limits:
        return []
    if index is None:
        index = _tightest(grant)
    state = grant.states[index]
    return limit_headers(TOKENS, claim.limits[index].most, state.remaining, state.reset_sec)
