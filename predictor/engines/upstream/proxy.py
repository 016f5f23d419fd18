"""OpenAI's routes, passed on: a raw ASGI app between a request that is admitted and masked, and an upstream."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import quote
from uuid import uuid4

from opentelemetry import propagate
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from predictor.engines.upstream.client import Answer, Exchange, Request
from predictor.engines.upstream.replica import Replica
from predictor.telemetry.access_log import active

# Everything else stays here: keys and cookies above all, and what belongs to the other connection.
ASKED_HEADERS = ("content-type", "accept", "traceparent", "tracestate")
MODELS = "/v1/models"
ANSWERED_HEADERS = ("content-type", "retry-after", "x-should-retry", "cache-control")


class Proxy:
    """The ASGI app. Raises Unavailable where no upstream answers or a stream breaks; the door above words it."""

    def __init__(self, exchange: Exchange, own_name: str) -> None:
        self.exchange = exchange
        self.own_name = own_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its answer back as it comes; a client that leaves, or a cancellation, aborts it upstream."""
        body = await _body(receive)
        if body is None:
            return
        path = quote(scope["path"].removeprefix(scope.get("root_path", "")))
        query = scope.get("query_string", b"").decode("latin-1")
        given = headers(Headers(scope=scope), active().id)
        request = Request(scope["method"], f"{path}?{query}" if query else path, self._written(body), given)
        async with _until_gone(receive), self.exchange.open(request) as answer:
            await self._relay(scope, answer, send)

    def _written(self, body: bytes) -> Callable[[Replica], bytes]:
        """The body for each upstream: as it is, but for the model's name where it has another one there."""

        def write(replica: Replica) -> bytes:
            if not body or replica.model == self.own_name:
                return body
            try:
                asked = json.loads(body)
            except (ValueError, RecursionError):
                return body
            if not isinstance(asked, dict) or asked.get("model") != self.own_name:
                return body
            return json.dumps({**asked, "model": replica.model}).encode()

        return write

    def _renamed(self, answer: Answer) -> bytes:
        """The model list, with the model under the name that callers know it by."""
        try:
            listed = json.loads(answer.body)
            for entry in listed["data"]:
                entry["id"] = self.own_name if entry["id"] == answer.replica.model else entry["id"]
        except (ValueError, KeyError, TypeError):
            return answer.body
        return json.dumps(listed).encode()

    async def _relay(self, scope: Scope, answer: Answer, send: Send) -> None:
        if scope["path"] == MODELS and answer.status == 200:
            answer.body = self._renamed(answer)
        kept = [(name.encode(), answer.headers[name].encode("latin-1")) for name in ANSWERED_HEADERS if name in answer.headers]
        if not answer.streamed:
            kept.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": kept})
        if answer.streamed:
            async for chunk in answer.chunks():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"" if answer.streamed else answer.body})


def headers(given: Headers, request_id: str) -> dict[str, str]:
    """Headers for the upstream. The running span becomes the parent of the upstream's; without one the caller's context goes on."""
    kept = {name: given[name] for name in ASKED_HEADERS if name in given}
    propagate.inject(kept)
    # Unique, since vLLM takes it for the id of its request, and a caller may use one twice.
    kept["x-request-id"] = f"{request_id[:64]}-{uuid4().hex[:12]}"
    return kept


async def _body(receive: Receive) -> bytes | None:
    """The whole body, which may have to be sent twice; None when the client left before its end."""
    parts = []
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


@asynccontextmanager
async def _until_gone(receive: Receive) -> AsyncIterator[None]:
    """End the block quietly when the client leaves."""
    task = asyncio.current_task()
    assert task is not None
    gone = False

    async def watch() -> None:
        nonlocal gone
        # After the body nothing else can come, so one message tells; reading on could spin where a caller repeats the body.
        if (await receive())["type"] == "http.disconnect":
            gone = True
            task.cancel()

    watching = asyncio.get_running_loop().create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        if not gone or task.uncancel():
            raise
    finally:
        watching.cancel()
