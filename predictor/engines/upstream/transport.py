"""Connections to one upstream: kept and used again, and closed whatever becomes of the request."""

import asyncio
import socket
import ssl
from collections.abc import Coroutine
from typing import Any, TypeVar

import anyio
import httpx

# Below uvicorn's and so vLLM's keep-alive (5 s), because a connection that the other side closes meanwhile loses a request.
KEEP_ALIVE_SEC = 4.0
# A peer that vanished (a lost node) is noticed after IDLE + COUNT * INTERVAL = 25 s.
SOCKET_OPTIONS = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
]
T = TypeVar("T")
_running: set[asyncio.Task[Any]] = set()  # the loop itself holds its tasks only weakly


class Transport(httpx.AsyncHTTPTransport):
    """httpx's transport without the client around it: no cookies, no redirects, and half the cost of a request.

    httpcore shields its clean-up from anyio's cancellation and not from a task's own `cancel()`, which would leave connections
    open that it was about to close. So a request is sent in a task of its own that is cancelled anyio's way.
    """

    def __init__(self, verify: ssl.SSLContext) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=KEEP_ALIVE_SEC)
        super().__init__(verify=verify, trust_env=False, limits=limits, socket_options=SOCKET_OPTIONS)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises httpx.TransportError."""
        scope = anyio.CancelScope()
        sending = detached(self._send(request, scope))
        try:
            response = await asyncio.shield(sending)
        except asyncio.CancelledError:
            scope.cancel()
            sending.add_done_callback(_discard)
            raise
        assert response is not None  # only a cancelled scope leaves none
        return response

    async def _send(self, request: httpx.Request, scope: anyio.CancelScope) -> httpx.Response | None:
        with scope:
            try:
                return await super().handle_async_request(request)
            except AttributeError as error:
                # httpcore sets the socket's options after a peer that is dying may have closed it: the stream then has no socket.
                raise httpx.ConnectError("closed while it was being connected") from error
        return None


def detached(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """A task that runs to its end, also where no caller waits for it any more."""
    task = asyncio.get_running_loop().create_task(work)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


def _discard(sending: "asyncio.Task[httpx.Response | None]") -> None:
    """Close the response of a request that was given up just when it came."""
    if not sending.cancelled() and sending.exception() is None and (response := sending.result()) is not None:
        detached(response.aclose())
