"""Who may come in, how often, and how many at once."""

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network

from limits import parse_many
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter

from predictor.config import Settings, rate_store
from predictor.errors import InvalidRequest, RateLimited, TooManyRequests, Unauthorized
from predictor.telemetry import metrics
from predictor.telemetry.access_log import active

log = logging.getLogger("predictor.inference.limits")
STORE_TIMEOUT_SEC = 0.25


class Keys:
    """The API keys, several at once so that they can be rotated."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.digests = [hashlib.sha256(key.encode()).digest() for key in keys]

    def check(self, authorization: str | None, api_key: str | None) -> str | None:
        """Return a short name of the key used, safe to log, or None where no key is asked for; raises Unauthorized.

        Takes `Authorization: Bearer KEY` or `X-API-Key: KEY`. Digests of equal length are compared, each in constant time,
        and all of them, so that time tells neither which key matched nor how much of it.
        """
        if not self.digests:
            return None
        scheme, _, token = (authorization or "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else (api_key or "")
        digest = hashlib.sha256(given.encode()).digest()
        matched = [hmac.compare_digest(digest, known) for known in self.digests]
        if not any(matched):
            raise Unauthorized()
        return digest.hex()[:8]


class Rate:
    """Requests over time for each caller, on the `limits` library; replicas agree where they share a store."""

    def __init__(self, rates: str, store: str) -> None:
        self.items = parse_many(rates) if rates else []
        storage = rate_store(store)
        assert isinstance(storage, Storage)
        self.limiter = MovingWindowRateLimiter(storage)

    async def check(self, caller: str) -> None:
        """Count a request of `caller`; raises RateLimited with the seconds to wait.

        A store that does not answer lets the request through: a broken counter must not stop the service. It is counted and logged.
        """
        for item in self.items:
            try:
                async with asyncio.timeout(STORE_TIMEOUT_SEC):
                    allowed = await self.limiter.hit(item, caller)
                    window = await self.limiter.get_window_stats(item, caller)
            except Exception as error:
                metrics.RATE_STORE_ERRORS.inc()
                log.warning("rate limit store does not answer: %s", type(error).__name__)
                return
            seconds = max(0.0, window.reset_time - time.time())
            active().note_rate(item.amount, window.remaining, seconds)
            if not allowed:
                raise RateLimited(retry_after=max(1, round(seconds)))

    def close(self) -> None:
        """Close the connections to a shared store."""
        bridge = getattr(self.limiter.storage, "bridge", None)
        if bridge is not None:
            bridge.storage.connection_pool.disconnect()


class Ceiling:
    """The hard ceiling of inferences at once; there is no queue."""

    def __init__(self, limit: int, retry_after_sec: int) -> None:
        self.limit = limit
        self.retry_after_sec = retry_after_sec
        self.running = 0
        metrics.CEILING.set(limit)

    @contextmanager
    def slots(self, count: int) -> Iterator[None]:
        """Hold `count` places; raises TooManyRequests when they are not free, InvalidRequest when they never can be."""
        if count > self.limit:
            raise InvalidRequest(f"한 요청의 입력은 {self.limit}개까지입니다 (MAX_CONCURRENT_INFERENCE)")
        if self.running + count > self.limit:
            raise TooManyRequests(retry_after=self.retry_after_sec)
        self.running += count
        metrics.IN_FLIGHT.inc(count)
        try:
            yield
        finally:
            self.running -= count
            metrics.IN_FLIGHT.dec(count)


class Admission:
    """Keys, rate and ceiling of one server."""

    def __init__(self, settings: Settings) -> None:
        self.keys = Keys(settings.keys)
        self.rate = Rate(settings.rate_limit, settings.rate_limit_storage)
        self.ceiling = Ceiling(settings.ceiling, settings.retry_after_sec)
        self.proxies = [ip_network(network) for network in settings.trusted_proxies]

    def address(self, peer: str, forwarded: str | None) -> str:
        """The caller's address: the last forwarded one that is not itself a trusted proxy, believed only from such proxies."""
        hops = [hop.strip() for hop in (forwarded or "").split(",") if hop.strip()]
        while hops and self._trusted(peer):
            peer = hops.pop()
        return peer

    def _trusted(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self.proxies)
        except ValueError:
            return False

    async def enter(self, authorization: str | None, api_key: str | None, address: str) -> str | None:
        """Check key and rate; returns the key's loggable name. Raises Unauthorized or RateLimited."""
        # An address that guesses keys is counted too, before its key is looked at.
        name = None
        try:
            name = self.keys.check(authorization, api_key)
        except Unauthorized:
            await self.rate.check(f"address:{address}")
            raise
        await self.rate.check(f"key:{name}" if name else f"address:{address}")
        return name
