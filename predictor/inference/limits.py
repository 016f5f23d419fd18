"""How many inferences at once, and how many requests over time."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from limits import RateLimitItem, parse_many
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from predictor.errors import InvalidRequest, RateLimited, TooManyRequests
from predictor.telemetry import metrics

log = logging.getLogger("predictor.limits")
STORE_TIMEOUT_SEC = 0.25


class ConcurrencyLimit:
    """The hard limit of inferences at once (MAX_CONCURRENT_INFERENCE); there is no queue."""

    def __init__(self, limit: int, retry_after_sec: int) -> None:
        self.limit = limit
        self.retry_after_sec = retry_after_sec
        self.running = 0
        metrics.CONCURRENCY_LIMIT.set(limit)

    @contextmanager
    def acquire(self, places: int) -> Iterator[None]:
        """Hold so many places; raises TooManyRequests while they are not free, InvalidRequest where they never can be."""
        if places > self.limit:
            raise InvalidRequest(f"한 요청의 입력은 {self.limit}개까지입니다 (MAX_CONCURRENT_INFERENCE)")
        if self.running + places > self.limit:
            raise TooManyRequests(retry_after=self.retry_after_sec)
        self.running += places
        metrics.IN_FLIGHT.inc(places)
        try:
            yield
        finally:
            self.running -= places
            metrics.IN_FLIGHT.dec(places)


@dataclass(frozen=True, slots=True)
class RateWindow:
    """A caller's state under one rate: requests in all, requests left, seconds until a request is free again."""

    limit: int
    remaining: int
    reset_sec: float

    def response_headers(self) -> dict[str, str]:
        """OpenAI's X-RateLimit headers."""
        return {
            "X-RateLimit-Limit-Requests": str(self.limit),
            "X-RateLimit-Remaining-Requests": str(self.remaining),
            "X-RateLimit-Reset-Requests": f"{self.reset_sec:.3f}s",
        }


class RateLimit:
    """Requests over time for each caller, by the `limits` library; replicas that share a store count together.

    `rates` is such as `10/second;300/minute`, or empty; `store` is a URI of the library's, `async+memory://` or `async+redis://HOST:PORT`.
    """

    def __init__(self, rates: str, store: str) -> None:
        self._rates: list[RateLimitItem] = parse_many(rates) if rates else []
        storage = storage_from_string(store)
        assert isinstance(storage, Storage)
        self._limiter = MovingWindowRateLimiter(storage)

    async def check(self, caller: str) -> RateWindow | None:
        """Count a request of `caller`; returns the window with the fewest requests left. Raises RateLimited.

        A store that does not answer lets the request through, because a broken counter must not stop the service. It is counted and
        logged.
        """
        tightest: RateWindow | None = None
        for rate in self._rates:
            try:
                async with asyncio.timeout(STORE_TIMEOUT_SEC):
                    allowed = await self._limiter.hit(rate, caller)
                    stats = await self._limiter.get_window_stats(rate, caller)
            except Exception as error:
                metrics.RATE_STORE_ERRORS.inc()
                log.warning("rate limit store does not answer: %s", type(error).__name__)
                return tightest
            window = RateWindow(rate.amount, stats.remaining, max(0.0, stats.reset_time - time.time()))
            if not allowed:
                raise RateLimited(retry_after=max(1, round(window.reset_sec)), headers=window.response_headers())
            if tightest is None or window.remaining <= tightest.remaining:
                tightest = window
        return tightest

    def close(self) -> None:
        """Close the connections to a shared store."""
        bridge = getattr(self._limiter.storage, "bridge", None)
        if bridge is not None:
            bridge.storage.connection_pool.disconnect()
