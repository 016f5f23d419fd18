"""How many inferences at once, and how many requests over time."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol

from limits import RateLimitItem, parse_many
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from predictor.errors import InvalidRequest, RateLimited, TooManyRequests
from predictor.telemetry import metrics

log = logging.getLogger("predictor.limits")
STORE_TIMEOUT_SEC = 0.25


class Places(Protocol):
    """Counts the places that are held under a limit."""

    @property
    def held(self) -> int:
        """Places that this process holds."""

    def take(self, places: int, limit: int) -> bool:
        """Take so many places; False where more than `limit` would then be held."""

    def give_back(self, places: int) -> None:
        """Give places back."""


class OwnPlaces:
    """The places of a predictor with one front end."""

    def __init__(self) -> None:
        self.held = 0

    def take(self, places: int, limit: int) -> bool:
        """Take so many places; False where more than `limit` would then be held."""
        if self.held + places > limit:
            return False
        self.held += places
        return True

    def give_back(self, places: int) -> None:
        """Give places back."""
        self.held -= places


class ConcurrencyLimit:
    """The hard limit of inferences at once (MAX_CONCURRENT_INFERENCE); there is no queue.

    `places` counts them: those of this process, or of all front ends.
    """

    def __init__(self, limit: int, retry_after_sec: int, places: Places | None = None) -> None:
        self.limit = limit
        self.retry_after_sec = retry_after_sec
        self._places = places or OwnPlaces()
        metrics.CONCURRENCY_LIMIT.set(limit)

    @property
    def running(self) -> int:
        """Places that this process holds."""
        return self._places.held

    def check(self, places: int) -> None:
        """Raise InvalidRequest where so many places can never be free."""
        if places > self.limit:
            raise InvalidRequest(
                f"한 요청의 입력은 {self.limit}개까지입니다 (MAX_CONCURRENT_INFERENCE)",
                message=f"One request may hold at most {self.limit} inputs (MAX_CONCURRENT_INFERENCE)",
            )

    @contextmanager
    def acquire(self, places: int) -> Iterator[None]:
        """Hold so many places; raises TooManyRequests while they are not free, InvalidRequest where they never can be."""
        self.check(places)
        if not self._places.take(places, self.limit):
            raise TooManyRequests(retry_after=self.retry_after_sec)
        metrics.IN_FLIGHT.inc(places)
        try:
            yield
        finally:
            self._places.give_back(places)
            metrics.IN_FLIGHT.dec(places)


RawHeaders = list[tuple[bytes, bytes]]


def as_text(headers: RawHeaders) -> dict[str, str]:
    """ASGI's headers as texts."""
    return {name.decode(): value.decode() for name, value in headers}


HeaderNames = tuple[bytes, bytes, bytes]  # of a limit, of what is left of it, of the seconds until it is unused
REQUESTS: Final[HeaderNames] = (b"x-ratelimit-limit-requests", b"x-ratelimit-remaining-requests", b"x-ratelimit-reset-requests")
TOKENS: Final[HeaderNames] = (b"x-ratelimit-limit-tokens", b"x-ratelimit-remaining-tokens", b"x-ratelimit-reset-tokens")


def limit_headers(names: HeaderNames, most: int, left: int, reset_sec: float) -> RawHeaders:
    """OpenAI's headers of a limit as ASGI has them."""
    return [(names[0], b"%d" % most), (names[1], b"%d" % left), (names[2], b"%.3fs" % reset_sec)]


class RateWindow(NamedTuple):
    """A caller's state under one rate: requests in all, requests left, seconds until a request is free again."""

    limit: int
    remaining: int
    reset_sec: float

    def raw_headers(self) -> RawHeaders:
        """OpenAI's headers of the rate as ASGI has them."""
        return limit_headers(REQUESTS, *self)

    def response_headers(self) -> dict[str, str]:
        """The same as texts."""
        return as_text(self.raw_headers())


class Rate(Protocol):
    """Counts the requests of each caller."""

    async def check(self, caller: str) -> RateWindow | None:
        """Count a request of `caller`; returns the window with the fewest requests left. Raises RateLimited."""

    def close(self) -> None:
        """Close the connections to a shared store."""


class RateLimit:
    """Requests over time for each caller, by the `limits` library; replicas that share a store count together.

    `rates` is such as `10/second;300/minute`, or empty. `store` is a URI of the library's, `async+memory://` or
    `async+redis://HOST:PORT`.
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
