"""The HTTP client of the upstreams: sends a request to one, to another where a retry is safe, and streams the response."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import httpx

from predictor.config import Settings
from predictor.engines.http.sse import MEDIA_TYPE
from predictor.engines.upstream.pool import Pool
from predictor.engines.upstream.replica import Replica, log
from predictor.engines.upstream.transport import Transport, detached
from predictor.errors import Unavailable

# The first whole event with data, because a comment alone is no response yet.
FIRST_EVENT = re.compile(rb"^data:.*?\n\r?\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class UpstreamRequest:
    """A request. `body` makes the body for an upstream, because the model may have another name there."""

    method: str
    path: str  # from /v1 on, with its query
    body: Callable[[Replica], bytes]
    headers: dict[str, str] = field(default_factory=dict)


class Lost(Exception):
    """The connection failed before anything of the response was passed on; `how` is `connect` or `reset`."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class UpstreamResponse:
    """An upstream's response: a stream that has begun with its first event, or any other with its whole body."""

    def __init__(self, replica: Replica, response: httpx.Response) -> None:
        self.replica = replica
        self.status = response.status_code
        self.headers = response.headers
        self.streamed = response.headers.get("content-type", "").startswith(MEDIA_TYPE)
        self.body = b""
        self.outcome = "cancelled"
        self._response = response
        self._parts = cast(AsyncGenerator[bytes, None], aiter(cast(httpx.AsyncByteStream, response.stream)))

    async def begin(self) -> None:
        """Read the first event of a stream, or all of another response; raises httpx.TransportError."""
        if self.streamed:
            while not FIRST_EVENT.search(self.body) and (part := await anext(self._parts, b"")):
                self.body += part
        else:
            self.body = b"".join([part async for part in self._parts])
            self._done()

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The stream's bytes as they come, the first event's included; raises Unavailable when it breaks."""
        yield self.body
        try:
            async for part in self._parts:
                yield part
        except httpx.TransportError as error:
            self.outcome = "cut"
            self.replica.on_request_failed()
            raise Unavailable("업스트림의 응답이 도중에 끊어졌습니다", message="The upstream's response broke off") from error
        self._done()

    def _done(self) -> None:
        self.outcome = "ok" if self.status < 400 else "rejected" if self.status < 500 else "failed"

    async def close(self) -> None:
        """Give the connection back, or break it when the response is not at its end, which makes the upstream stop."""
        self.replica.in_flight -= 1
        self.replica.count(self.outcome)
        # A client that leaves just now, or a server that is stopping, must not leave a connection open.
        await asyncio.shield(detached(self._close()))

    async def _close(self) -> None:
        if self.outcome == "cancelled":
            await self._parts.aclose()
        await self._response.aclose()


class UpstreamClient:
    """Sends requests to the pool's upstreams over kept connections."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.pool = pool
        self.key = settings.upstream_api_key.get_secret_value()
        self.retries = settings.upstream_retries
        self.retry_on = settings.upstream_retry_on
        self.timeout = httpx.Timeout(None, connect=settings.upstream_connect_sec).as_dict()
        self.transports = [Transport(pool.verify) for _ in pool.replicas]
        # Checks use the same transport, so that they also close connections that were idle too long.
        self.clients = [httpx.AsyncClient(transport=transport, trust_env=False) for transport in self.transports]
        self._started = False

    def start(self) -> None:
        """Begin to check the upstreams on the running loop; does nothing the second time."""
        if not self._started:
            self._started = True
            self.pool.watch(self.clients)

    @asynccontextmanager
    async def open(self, request: UpstreamRequest) -> AsyncIterator[UpstreamResponse]:
        """Send the request; leaving the context before the response's end aborts it. Raises Unavailable.

        An upstream that cannot be connected to is passed over for another. One that broke the connection, or answered with a status
        of LLM_UPSTREAM_RETRY_ON, before anything of its response was passed on is followed by another LLM_UPSTREAM_RETRIES times: a
        request that kills what it reaches must not go through all of them.
        """
        response = await self._reach(request)
        try:
            if response.status in (401, 403):  # the predictor's own key is wrong
                log.error("upstream refuses LLM_UPSTREAM_API_KEY", extra={"fields": {"upstream": response.replica.index}})
                raise Unavailable(
                    "업스트림이 LLM_UPSTREAM_API_KEY를 거절했습니다", message="The upstream refuses LLM_UPSTREAM_API_KEY"
                )
            yield response
        finally:
            await response.close()

    async def _reach(self, request: UpstreamRequest) -> UpstreamResponse:
        tried: list[Replica] = []
        retries = self.retries
        while (replica := self.pool.pick(tried)) is not None:
            tried.append(replica)
            try:
                response = await self._begin(replica, request)
            except Lost as lost:
                self._note(replica, lost)
                self._check_retry(lost, retries)
                if lost.how == "reset":
                    retries -= 1
                    # The only upstream may just have closed a connection that was idle.
                    tried = tried if len(self.pool.replicas) > 1 else []
                continue
            if not self._may_retry(response, retries, tried):
                return response
            retries -= 1
            self.pool.recheck(replica)
            response.outcome = "refused"
            await response.close()
        raise self.pool.unavailable()

    def _check_retry(self, lost: Lost, retries: int) -> None:
        """Raise Unavailable where LLM_UPSTREAM_RETRY_ON or the retries that are left forbid another try."""
        if lost.how not in self.retry_on or (lost.how == "reset" and not retries):
            raise self.pool.unavailable("업스트림과의 연결이 끊어졌습니다") from lost

    def _may_retry(self, response: UpstreamResponse, retries: int, tried: list[Replica]) -> bool:
        """True where another upstream may answer instead of this one."""
        return str(response.status) in self.retry_on and retries > 0 and self.pool.pick(tried) is not None

    async def _begin(self, replica: Replica, request: UpstreamRequest) -> UpstreamResponse:
        """Send to one upstream and wait for the beginning of its response; raises Lost."""
        replica.in_flight += 1
        response = None
        try:
            received = await self.transports[replica.index].handle_async_request(self._wire(replica, request))
            response = UpstreamResponse(replica, received)
            await response.begin()
        except BaseException as error:
            how = _how(error)
            if response is None:
                replica.in_flight -= 1
                replica.count(how)
            else:
                response.outcome = how
                await response.close()
            if isinstance(error, httpx.TransportError):
                raise Lost(how) from error
            raise
        replica.on_request_ok()
        return response

    def _wire(self, replica: Replica, request: UpstreamRequest) -> httpx.Request:
        headers = {"accept-encoding": "identity", "user-agent": "llm-predictor", **request.headers}
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        extensions: dict[str, Any] = {"timeout": self.timeout}
        url = replica.prefix + request.path
        return httpx.Request(request.method, url, headers=headers, content=request.body(replica), extensions=extensions)

    def _note(self, replica: Replica, lost: Lost) -> None:
        replica.on_request_failed()
        if lost.how == "connect":
            replica.on_probe_failed(f"cannot connect: {lost.__cause__}", certain=isinstance(lost.__cause__, httpx.ConnectError))
        self.pool.recheck(replica)
        log.info("upstream lost a request", extra={"fields": {"upstream": replica.index, "how": lost.how}})

    async def close(self) -> None:
        """End the checks and close every connection."""
        await self.pool.close()
        for client in self.clients:
            await client.aclose()


def _how(error: BaseException) -> str:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return "connect"
    return "reset" if isinstance(error, httpx.TransportError) else "cancelled"
