"""What a key may still use, for one request: claimed before it begins, settled by its real usage when it has ended."""

import asyncio
import itertools
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
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
from predictor.inference.budgets.ledger import Claim, Grant, Ledger, LedgerUnavailable, Limit, LocalLedger
from predictor.inference.keys.rules import KeyRules
from predictor.inference.limits import RateWindow
from predictor.telemetry import metrics

LEASE_SEC: Final = 30.0  # beyond the longest inference, after which a request at once counts as gone with its process
MINUTE: Final = 60
DAY: Final = 86_400
UNITS: Final = {1: ("초당", "a second"), MINUTE: ("분당", "a minute"), DAY: ("하루", "a day")}
WINDOW_NAMES: Final = {MINUTE: "minute", DAY: "day"}
Loss = Literal["refuse", "allow"]


class Allowances:
    """Claims and settles at one ledger. `front_end` begins the ids of claims, which are unique over replicas too."""

    def __init__(self, ledger: Ledger, on_loss: Loss, timeout_sec: float, front_end: int = 0) -> None:
        self._ledger = ledger
        self._on_loss = on_loss
        self._lease_sec = timeout_sec + LEASE_SEC
        self._prefix = f"{front_end}-{uuid4().hex[:12]}"
        self._numbers = itertools.count()

    async def count_request(self, rules: KeyRules) -> RateWindow | None:
        """Count a request under the key's own rates; returns the one with the fewest requests left. Raises RateLimited."""
        limits = rate_limits(rules)
        if not limits:
            return None
        claim = Claim(rules.name, self._next_id(), limits, amount=1)
        grant = await self._claimed(claim)
        if grant is None:
            return None
        pairs = zip(claim.limits, grant.states, strict=True)
        windows = [RateWindow(limit.most, state.remaining, state.reset_sec) for limit, state in pairs]
        if not grant.granted:
            index = _longest_wait(grant)
            raise RateLimited(
                retry_after=max(1, math.ceil(grant.states[index].wait_sec)), headers=windows[index].response_headers()
            )
        return min(windows, key=lambda window: window.remaining)

    @asynccontextmanager
    async def held(self, rules: KeyRules | None, amount: int, used: Callable[[], int | None]) -> AsyncIterator[dict[str, str]]:
        """Hold `amount` tokens, and one of the key's concurrent requests, for the block; yields the response's headers.

        When the block has ended, `used` gives the tokens that it used; None leaves the whole amount used. Raises
        TokenBudgetExceeded, KeyConcurrencyExceeded and BudgetStoreUnavailable.
        """
        limits = token_limits(rules) if rules is not None else ()
        if rules is None or not (limits or rules.concurrent_requests):
            yield {}
            return
        _check_possible(limits, amount)
        claim = Claim(rules.name, self._next_id(), limits, amount, rules.concurrent_requests or 0, self._lease_sec)
        grant = await self._claimed(claim)
        if grant is None:
            yield {}
            return
        if not grant.granted:
            raise _refusal(claim, grant)
        try:
            yield _headers(claim, grant)
        finally:
            spent = used()
            spent = amount if spent is None else spent
            self._ledger.settle(claim, grant, spent)
            _show(claim, grant, spent)

    def close(self) -> None:
        """Close the ledger."""
        self._ledger.close()

    def _next_id(self) -> str:
        return f"{self._prefix}-{next(self._numbers)}"

    async def _claimed(self, claim: Claim) -> Grant | None:
        """The ledger's answer; None where it is lost and the request may pass. A caller that leaves gives its claim back."""
        if isinstance(self._ledger, LocalLedger):
            return self._ledger.take(claim)
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


def rate_limits(rules: KeyRules) -> tuple[Limit, ...]:
    """The key's own rates."""
    rates = ((1, rules.requests_per_second), (MINUTE, rules.requests_per_minute))
    return tuple(Limit("requests", seconds, most) for seconds, most in rates if most)


def token_limits(rules: KeyRules) -> tuple[Limit, ...]:
    """The key's token budgets."""
    budgets = ((MINUTE, rules.tokens_per_minute), (DAY, rules.tokens_per_day))
    return tuple(Limit("tokens", seconds, most) for seconds, most in budgets if most)


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
        headers=_headers(claim, grant, index),
    )


def _longest_wait(grant: Grant) -> int:
    """The index of the limit that refuses the claim for the longest time."""
    return max(grant.refused, key=lambda index: grant.states[index].wait_sec)


def _headers(claim: Claim, grant: Grant, index: int | None = None) -> dict[str, str]:
    """OpenAI's X-RateLimit headers of the budget `index`, or of the one with the fewest tokens left."""
    if not claim.limits:
        return {}
    if index is None:
        index = min(range(len(claim.limits)), key=lambda place: grant.states[place].remaining)
    state = grant.states[index]
    return {
        "X-RateLimit-Limit-Tokens": str(claim.limits[index].most),
        "X-RateLimit-Remaining-Tokens": str(state.remaining),
        "X-RateLimit-Reset-Tokens": f"{state.reset_sec:.3f}s",
    }


def _show(claim: Claim, grant: Grant, spent: int) -> None:
    """Set the gauges of the key's budgets after a claim was settled."""
    for limit, state in zip(claim.limits, grant.states, strict=True):
        used = limit.most - state.remaining - claim.amount + spent
        metrics.KEY_TOKENS_USED.labels(claim.account, WINDOW_NAMES[limit.seconds]).set(max(0, used))
