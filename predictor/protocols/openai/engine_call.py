"""One request to the engine's own app and its answer: bounded in time, cancellable, nothing passed on that was not looked at."""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

from starlette.types import ASGIApp, Message, Scope

from predictor.errors import EngineDead, InternalError
from predictor.model import Predictor
from predictor.protocols.http.sse import KEEP_ALIVE_SEC, Writer
from predictor.protocols.openai import complete_response as answer
from predictor.protocols.openai.complete_response import Whole
from predictor.protocols.openai.engine_errors import broken, failure, reworded, told
from predictor.protocols.openai.event_stream import Events
from predictor.protocols.openai.request_masker import PLAIN
from predictor.protocols.openai.response_masker import Answer
from predictor.telemetry.access_log import active

ABORT_SEC = 2.0  # for the engine's app to end after it was told that its caller has gone
PASSED_HEADERS = (b"accept", b"traceparent", b"tracestate", b"x-session-id", b"endpoint-load-metrics-format")
TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
ANSWERED_HEADERS = ("content-type", "metadata", "endpoint-load-metrics")


class Exchange:
    """Runs the engine's app in a task of its own.

    The app is stopped by a disconnect message and only then cancelled: vLLM's handlers run in tasks of their own, which a cancelled
    caller would leave behind, generating.
    """

    def __init__(self, app: ASGIApp, model: Predictor, wording: Answer | None, events: Events, writer: Writer) -> None:
        self.app = app
        self.model = model
        self.wording = wording
        self.events = events
        self.writer = writer
        self.body: bytes | None = None
        self.gone = asyncio.Event()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.streams = self.complete = False
        self.parts: list[bytes] = []

    async def run(self, scope: Scope, path: str, body: bytes, stream: bool) -> Whole | None:
        """Send `body` to `path`; returns the whole answer, or None where it was streamed to the writer.

        Raises PredictorError, Rejected, or what the engine's app raised.
        """
        self.body = body
        record = active()
        record.handed_over = time.perf_counter()
        inner = inner_scope(scope, path, f"{record.id[:64]}-{uuid4().hex[:12]}", len(body), self.model.redact)
        work = asyncio.get_running_loop().create_task(self._served(inner))
        async with self._alive(stream):
            await self._bounded(work)
        error = None if work.cancelled() else work.exception()
        if self.events.error is not None:
            raise EngineDead() if self.model.inference_engine.dead else self._broken(reworded(self.events.error, self.wording))
        if not self.complete:
            raise error or InternalError()
        if self.streams:
            await self.writer.write(self.events.end())
            return None
        return self._whole(b"".join(self.parts))

    def _broken(self, fields: dict[str, Any]) -> Exception:
        """The error of a stream: with its own status where nothing was passed on, though vLLM has answered 200 already."""
        return broken(fields) if self.writer.started else failure(fields.get("code"), fields)

    async def _served(self, inner: Scope) -> None:
        await self.app(inner, self._receive, self._send)

    async def _bounded(self, work: "asyncio.Task[None]") -> None:
        async with self.model.generator.bounded(), asyncio.timeout(self.model.settings.timeout_sec):
            try:
                await asyncio.wait({work})
            finally:
                if not work.done():
                    self.gone.set()
                    await asyncio.wait({work}, timeout=ABORT_SEC)
                    work.cancel()

    @contextlib.asynccontextmanager
    async def _alive(self, stream: bool) -> AsyncIterator[None]:
        """Keep a stream's connection from falling idle."""
        if not stream:
            yield
            return
        idle = asyncio.get_running_loop().create_task(self.writer.keep_alive(KEEP_ALIVE_SEC))
        try:
            yield
        finally:
            idle.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await idle

    async def _receive(self) -> Message:
        if self.body is not None:
            body, self.body = self.body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if self.gone.is_set():
            return
        if message["type"] == "http.response.start":
            self._start(message)
            return
        data = message.get("body", b"")
        if not self.streams:
            self.parts.append(data)
        elif data and (ready := self.events.feed(data)):
            await self.writer.write(ready)
        if self.events.error is not None:
            self.gone.set()  # what follows is of no use; the app ends by itself
        self.complete = not message.get("more_body", False)

    def _start(self, message: Message) -> None:
        self.status = message["status"]
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message.get("headers", ())}
        self.headers.setdefault("content-type", answer.JSON_TYPE)
        self.streams = self.status == 200 and self.headers["content-type"].startswith("text/event-stream")

    def _whole(self, body: bytes) -> Whole:
        if self.status == 200:
            kept = {name: self.headers[name] for name in ANSWERED_HEADERS if name in self.headers}
            return answer.rewrite(Whole(body, kept), self.wording, active())
        if self.status >= 500 and self.model.inference_engine.dead:
            raise EngineDead()
        after = self.headers.get("retry-after", "")
        raise failure(self.status, told(body, self.wording), int(after) if after.isdigit() else None)


def inner_scope(scope: Scope, path: str, request_id: str, length: int, redact: Callable[[str], str]) -> Scope:
    """The scope for the engine's app: its own path, and of the caller's headers only those that say nothing of the caller."""
    passed = [(name, value) for name, value in scope["headers"] if name in PASSED_HEADERS]
    headers = [
        (b"host", b"engine"),
        (b"content-type", b"application/json"),
        (b"content-length", str(length).encode()),
        (b"x-request-id", request_id.encode()),
        *((name, value) for name, value in passed if _is_harmless(value.decode("latin-1"), redact)),
    ]
    return {
        "type": "http",
        "asgi": scope["asgi"],
        "http_version": "1.1",
        "method": scope["method"],
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": None,
        "server": ("engine", 80),
        "state": {},
    }


def _is_harmless(value: str, redact: Callable[[str], str]) -> bool:
    """True for a header without personal data; ids as programs make them may look like a number by chance."""
    return bool(PLAIN.fullmatch(value) or TRACEPARENT.fullmatch(value)) or redact(value) == value
