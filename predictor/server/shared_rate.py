"""One rate for each caller over all front ends: the supervisor counts, the front ends ask it."""

import asyncio
import logging
from typing import Any

from predictor.errors import RateLimited
from predictor.inference.limits import STORE_TIMEOUT_SEC, RateLimit, RateWindow
from predictor.server.control import Channel, ChannelClosed
from predictor.telemetry import metrics

log = logging.getLogger("predictor.limits")


class RateKeeper:
    """The supervisor's side."""

    def __init__(self, rate: RateLimit) -> None:
        self._rate = rate

    def close(self) -> None:
        """Close the store."""
        self._rate.close()

    async def check(self, caller: str) -> dict[str, Any]:
        """Count a request of `caller`; returns the arguments of a RateWindow, or those of a RateLimited below `refused`."""
        try:
            window = await self._rate.check(caller)
        except RateLimited as error:
            return {"refused": {"retry_after": error.retry_after, "headers": error.kept_headers}}
        return {} if window is None else {"limit": window.limit, "remaining": window.remaining, "reset_sec": window.reset_sec}


class SharedRate:
    """A front end's side."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def check(self, caller: str) -> RateWindow | None:
        """Count a request of `caller`; raises RateLimited. Without an answer of the supervisor's the request passes."""
        try:
            async with asyncio.timeout(STORE_TIMEOUT_SEC):
                reply = await self._channel.call("rate", caller=caller)
        except (TimeoutError, ChannelClosed) as error:
            metrics.RATE_STORE_ERRORS.inc()
            log.warning("rate limit store does not answer: %s", type(error).__name__)
            return None
        if refused := reply.get("refused"):
            raise RateLimited(**refused)
        return RateWindow(**reply) if reply else None

    def close(self) -> None:
        """Nothing is held."""
