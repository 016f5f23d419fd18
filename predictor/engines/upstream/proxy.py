"""OpenAI's routes passed on to an upstream: an ASGI app that gets admitted and masked requests."""

import json
from collections.abc import Callable
from urllib.parse import quote
from uuid import uuid4

from opentelemetry import propagate
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from predictor.engines.http.disconnect import run_until_disconnect
from predictor.engines.upstream.client import UpstreamClient, UpstreamRequest, UpstreamResponse
from predictor.engines.upstream.replica import Replica

# No other header goes on, because keys, cookies and hop-by-hop headers belong to the caller's connection.
REQUEST_HEADERS = ("content-type", "accept", "traceparent", "tracestate")
MODELS = "/v1/models"
RESPONSE_HEADERS = ("content-type", "retry-after", "x-should-retry", "cache-control")


class UpstreamProxy:
    """The ASGI app. Raises Unavailable where no upstream answers or a stream breaks; the protocol above writes the error."""

    def __init__(self, client: UpstreamClient, own_name: str) -> None:
        self.client = client
        self.own_name = own_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and its response back as it comes; a disconnect or a cancellation aborts it upstream."""
        body = await _body(receive)
        if body is None:
            return
        path = quote(scope["path"].removeprefix(scope.get("root_path", "")))
        query = scope.get("query_string", b"").decode("latin-1")
        given = Headers(scope=scope)
        headers = upstream_headers(given, given.get("x-request-id", ""))
        request = UpstreamRequest(scope["method"], f"{path}?{query}" if query else path, self._rewritten(body), headers)
        await run_until_disconnect(receive, self._exchange(scope, request, send))

    async def _exchange(self, scope: Scope, request: UpstreamRequest, send: Send) -> None:
        async with self.client.open(request) as response:
            await self._relay(scope, response, send)

    def _rewritten(self, body: bytes) -> Callable[[Replica], bytes]:
        """Makes the body for an upstream: unchanged, but with the upstream's name of the model."""

        def write(replica: Replica) -> bytes:
            if not body or replica.model == self.own_name:
                return body
            try:
                fields = json.loads(body)
            except (ValueError, RecursionError):
                return body
            if not isinstance(fields, dict) or fields.get("model") != self.own_name:
                return body
            return json.dumps({**fields, "model": replica.model}).encode()

        return write

    def _renamed(self, response: UpstreamResponse) -> bytes:
        """The model list with the upstream's name of the model replaced by LLM_MODEL_NAME."""
        try:
            listed = json.loads(response.body)
            for entry in listed["data"]:
                entry["id"] = self.own_name if entry["id"] == response.replica.model else entry["id"]
        except (ValueError, KeyError, TypeError):
            return response.body
        return json.dumps(listed).encode()

    async def _relay(self, scope: Scope, response: UpstreamResponse, send: Send) -> None:
        if scope["path"] == MODELS and response.status == 200:
            response.body = self._renamed(response)
        kept = [(name.encode(), response.headers[name].encode("latin-1")) for name in RESPONSE_HEADERS if name in response.headers]
        if not response.streamed:
            kept.append((b"content-length", str(len(response.body)).encode()))
        await send({"type": "http.response.start", "status": response.status, "headers": kept})
        if response.streamed:
            async for chunk in response.chunks():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"" if response.streamed else response.body})


def upstream_headers(given: Headers, request_id: str) -> dict[str, str]:
    """Headers for the upstream; the running span is the parent of the upstream's, without one the caller's context goes on."""
    kept = {name: given[name] for name in REQUEST_HEADERS if name in given}
    propagate.inject(kept)
    # Unique, because vLLM takes it as its own request's id, and a caller may use one twice.
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
