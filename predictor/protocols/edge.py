"""The ASGI layer around the whole application: request id, key, rate, body limits, a client that leaves, the record.

It reads the body before the application runs, so that slow and large bodies cost no place under the ceiling, and so that the
connection can be watched meanwhile: a client that goes away ends its request, whatever the surface.
"""

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.config import Settings
from predictor.errors import BodyTooLarge, InternalError, PredictorError, SlowBody, Unsupported
from predictor.model import Predictor
from predictor.protocols import routing as surfaces
from predictor.telemetry import metrics
from predictor.telemetry.access_log import Record, current
from predictor.telemetry.tracing import Tracing

log = logging.getLogger("predictor.protocols.edge")
REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}$")
WARM_UP = "predictor.warm_up"  # key in the ASGI scope, which no client can set


class ClientGone(Exception):
    """The client closed the connection before its body was read."""


def request_id(given: str, redact: Callable[[str], str]) -> str:
    """The caller's id where it is fit for logs and holds nothing personal, else a new one."""
    return given if REQUEST_ID.match(given) and redact(given) == given else uuid4().hex


class Gate:
    """Holds configuration only; each request's state lives in its `Passage`."""

    def __init__(self, app: ASGIApp, settings: Settings, model: Predictor, tracing: Tracing) -> None:
        self.app = app
        self.settings = settings
        self.admission = model.admission
        self.lifecycle = model.lifecycle
        self.redact = model.redact
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on; other kinds of connection are not served."""
        if scope["type"] != "http":
            return
        passage = Passage(self, scope, receive, send)
        counted = self.lifecycle.passage() if passage.record.inference else nullcontext()
        try:
            with counted, self.tracing.span(passage.record, dict(passage.headers)):
                await passage.run()
        finally:
            passage.record.finish()


class Passage:
    """One request on its way through the gate."""

    def __init__(self, gate: Gate, scope: Scope, receive: Receive, send: Send) -> None:
        self.gate = gate
        self.scope = scope
        self.receive = receive
        self.send = send
        self.headers = Headers(scope=scope)
        self.started = self.completed = False
        self.surface = surfaces.of(scope["path"])
        given = self.headers.get("x-request-id", "")
        self.record = Record(
            id=request_id(given, gate.redact),
            surface=self.surface,
            # An unknown path is the caller's text, and so is the name of a model in a known one.
            path=gate.redact(scope["path"])
            if surfaces.inference(scope["path"]) or surfaces.is_open(scope["path"])
            else self.surface,
            silent=WARM_UP in scope,
            inference=scope["method"] == "POST" and surfaces.inference(scope["path"]) is not None,
            restore=self.headers.get("x-pii-restore", "").lower() == "true",
        )

    async def run(self) -> None:
        """Let the request in, read its body, and run the application until it ends or the client goes."""
        token = current.set(self.record)
        try:
            await self._enter()
            body = await self._body()
            await self._watched(body)
        except ClientGone:
            self.record.outcome = "cancelled"
        except PredictorError as error:
            await self.refuse(error)
        except Exception as error:
            await self._unforeseen(error)
        finally:
            current.reset(token)

    async def _enter(self) -> None:
        if self.record.silent or surfaces.is_open(self.scope["path"]):
            return
        headers, admission = self.headers, self.gate.admission
        peer = self.scope["client"][0] if self.scope.get("client") else "unknown"
        address = admission.address(peer, headers.get("x-forwarded-for"))
        self.record.key = await admission.enter(headers.get("authorization"), headers.get("x-api-key"), address)
        encoding = headers.get("content-encoding", "identity").lower()
        charset = re.search(r"charset=[\"']?([^\s;\"']+)", headers.get("content-type", ""), re.IGNORECASE)
        if encoding != "identity" or (charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii")):
            raise Unsupported()
        if headers.get("content-type", "").lower().startswith("application/json"):
            # KServe compares the whole header, so a charset, which many Java clients add, would make it skip the decoding.
            MutableHeaders(scope=self.scope)["content-type"] = "application/json"

    async def _body(self) -> bytes:
        if self.scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return b""
        limit = self.gate.settings.body_max_bytes
        declared = self.headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > limit:
            raise BodyTooLarge(f"요청 본문이 너무 큽니다 (최대 {limit}바이트, LLM_BODY_MAX_BYTES)")
        parts, size = [], 0
        try:
            async with asyncio.timeout(self.gate.settings.body_timeout_sec):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise ClientGone
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > limit:
                        raise BodyTooLarge(f"요청 본문이 너무 큽니다 (최대 {limit}바이트, LLM_BODY_MAX_BYTES)")
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            raise SlowBody(f"요청 본문이 {self.gate.settings.body_timeout_sec:g}초 안에 도착하지 않았습니다") from None

    async def _watched(self, body: bytes) -> None:
        """Run the application beside a watch on the connection; the one that ends first ends the other."""
        gone = asyncio.get_running_loop().create_task(self._disconnect())
        work = asyncio.get_running_loop().create_task(self._work(body))
        try:
            await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and not self.completed:
                work.cancel()
                self.record.outcome = "cancelled"
            await work
        except asyncio.CancelledError:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            if self.record.outcome is None:
                raise
        finally:
            gone.cancel()

    async def _work(self, body: bytes) -> None:
        await self.gate.app(self.scope, self._replay(body), self._sent)

    async def _disconnect(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass

    def _replay(self, body: bytes) -> Receive:
        messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await asyncio.get_running_loop().create_future()  # the watch ends the request when the client goes
            raise AssertionError

        return receive

    async def _sent(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.record.status = message["status"]
            self._add_headers(MutableHeaders(scope=message))
        elif message["type"] == "http.response.body" and not message.get("more_body", False):
            self.completed = True
        await self.send(message)

    def _add_headers(self, headers: MutableHeaders) -> None:
        record = self.record
        for name, value in record.headers().items():
            headers[name] = value
        if self.surface == "openai":
            headers["OpenAI-Processing-Ms"] = str(round((time.perf_counter() - record.arrived) * 1000))
        if record.rate is not None:
            limit, remaining, seconds = record.rate
            headers["X-RateLimit-Limit-Requests"] = str(limit)
            headers["X-RateLimit-Remaining-Requests"] = str(remaining)
            headers["X-RateLimit-Reset-Requests"] = f"{seconds:.3f}s"
        if not self.gate.lifecycle.ready and not self.gate.lifecycle.starting:
            headers["Connection"] = "close"  # the client's next request should find another replica

    async def refuse(self, error: PredictorError) -> None:
        """Answer with `error` in the surface's envelope."""
        self.record.error = error
        if self.record.inference:
            metrics.REFUSALS.labels(error.code).inc()
        extra = {"Connection": "close"} if error.status in (408, 413) else {}
        await self._answer(error.status, surfaces.envelope(error, self.surface), {**error.headers, **extra})

    async def _unforeseen(self, error: Exception) -> None:
        """Starlette's outermost layer raises again what its handler has answered; anything else is a bug and is answered here."""
        if self.completed:
            return
        log.error("unhandled error", exc_info=error)
        if not self.started:
            await self.refuse(InternalError())

    async def _answer(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        if self.started:
            return
        raw = json.dumps(body, ensure_ascii=False).encode()
        fields = {"content-type": "application/json", "content-length": str(len(raw)), **headers}
        encoded = [(name.lower().encode(), value.encode()) for name, value in fields.items()]
        await self._sent({"type": "http.response.start", "status": status, "headers": encoded})
        await self._sent({"type": "http.response.body", "body": raw})
