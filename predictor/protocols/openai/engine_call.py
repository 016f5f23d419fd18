"""One request to the engine's own OpenAI app, and its response: cancellable, and rewritten before any of it is passed on."""

import asyncio
import re
from collections.abc import Callable
from contextlib import nullcontext
from uuid import uuid4

from starlette.types import Message, Scope

from predictor.engines.http.headers import whole
from predictor.engines.http.sse import KEEP_ALIVE_SEC, MEDIA_TYPE
from predictor.errors import EngineDead, InternalError, PredictorError
from predictor.inference.compilations import Compilation
from predictor.inference.context import RequestContext
from predictor.inference.masking_cost import is_costly
from predictor.inference.pipeline import Pipeline
from predictor.protocols.openai.complete_response import JSON_TYPE, CompleteResponse, Reply, StreamedResponse, rewrite
from predictor.protocols.openai.engine_errors import SentRequest, error_object, to_api_error
from predictor.protocols.openai.event_stream import EventStream
from predictor.protocols.openai.request_masker import PLAIN
from predictor.protocols.openai.response_ids import ResponseIds
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.openai.usage import note_abandoned

ABORT_SEC = 2.0  # for the engine's app to end after its caller's disconnect
COMPILING_POLL_SEC = 0.05
UNKNOWN_SEC = 1.0  # in which the engine takes a request over; one that it does not know then is done
REQUEST_HEADERS = (b"accept", b"traceparent", b"tracestate", b"x-session-id", b"endpoint-load-metrics-format")
TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
RESPONSE_HEADERS = ("content-type", "metadata", "endpoint-load-metrics")
HEADER_LENGTH = 512  # bytes; W3C's own limit of a tracestate
LEFT_BEHIND: "set[asyncio.Task[None]]" = set()  # aborts that no request waits for


class EngineCall:
    """Runs the engine's app in a task of its own.

    The app gets a disconnect message and is cancelled only after it, because vLLM's handlers run in tasks of their own, which would
    go on to generate if their caller were cancelled.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        context: RequestContext,
        masker: ResponseMasker | None,
        events: EventStream,
        constraint: str | None = None,
        ids: ResponseIds | None = None,
    ) -> None:
        """`constraint` is the digest of what the engine must compile first, None where that is nothing; `ids` are the key's."""
        self.pipeline = pipeline
        self.context = context
        self.masker = masker
        self.events = events
        self.constraint = constraint
        self.ids = ids
        self.compilation: Compilation | None = None
        self.body: bytes | None = None
        self.sent = SentRequest({})
        self.disconnected = asyncio.Event()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.streams = self.complete = self.abandoned = False
        self.parts: list[bytes] = []

    async def run(self, scope: Scope, path: str, body: bytes, sent: SentRequest, stream: bool) -> Reply:
        """Send `body`, which holds what `sent` says, to `path`; raises PredictorError, or the exception of the engine's app."""
        self.body, self.sent = body, sent
        self.context.log.note_submitted()
        request_id = self.context.engine_request_id(uuid4().hex)
        inner = engine_scope(scope, path, request_id, len(body), self.pipeline.redact)
        if self.constraint is not None:
            self.compilation = self.pipeline.compilations.begin(self.context.origin, self.constraint)
        async with self.events.writer.kept_alive(KEEP_ALIVE_SEC) if stream else nullcontext():
            error = await self._serve(inner, request_id)
        if self.events.error is not None:
            raise self._error_of_stream()
        if not self.complete:
            raise error or InternalError()
        if self.streams:
            return StreamedResponse(self.events.end())
        return await self._whole(b"".join(self.parts))

    async def _serve(self, inner: Scope, request_id: str) -> BaseException | None:
        """Run the app to its end; returns the exception that ended it."""
        work = asyncio.get_running_loop().create_task(self._app(inner))
        compiled = None
        if self.compilation is not None:
            compiled = asyncio.create_task(self._await_compilation(self.compilation, work, request_id))
        try:
            await asyncio.wait({work})
        finally:
            if not work.done():
                self.abandoned = True
                note_abandoned(self.context.log, self.pipeline.engine.usage(request_id))
                await self._leave(work, compiled)
        return None if work.cancelled() else work.exception()

    async def _leave(self, work: "asyncio.Task[None]", compiled: "asyncio.Task[None] | None") -> None:
        """Abort the request; while the engine compiles its constraint only later, because the engine stops no compilation."""
        if compiled is None or compiled.done():
            await self._abort(work)
            return

        async def later() -> None:
            await compiled
            await self._abort(work)

        LEFT_BEHIND.add(task := asyncio.create_task(later()))
        task.add_done_callback(LEFT_BEHIND.discard)

    async def _await_compilation(self, compilation: Compilation, work: "asyncio.Task[None]", request_id: str) -> None:
        """Free the place of the constraint once the engine has compiled it, or has refused it."""
        engine, waited, prepares = self.pipeline.engine, 0.0, False
        while not (work.done() or engine.dead):
            if not engine.begun(request_id):
                prepares = True
            elif prepares or waited > UNKNOWN_SEC:
                break
            await asyncio.wait({work}, timeout=COMPILING_POLL_SEC)
            waited += COMPILING_POLL_SEC
        compilation.end(compiled=not engine.dead and (not work.done() or self.status == 200))

    async def _abort(self, work: "asyncio.Task[None]") -> None:
        """Give the app its caller's disconnect, and cancel it where it does not end by it."""
        self.disconnected.set()
        await asyncio.wait({work}, timeout=ABORT_SEC)
        work.cancel()

    async def _app(self, inner: Scope) -> None:
        await self.pipeline.openai_app(inner, self._receive, self._send)

    async def _receive(self) -> Message:
        if self.body is not None:
            body, self.body = self.body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.disconnected.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if self.abandoned or self.disconnected.is_set():
            return
        if message["type"] == "http.response.start":
            self._start(message)
            return
        data = message.get("body", b"")
        if not self.streams:
            self.parts.append(data)
        elif data and (ready := self.events.feed(data)):
            await self.events.writer.write(ready)
        if self.events.error is not None:
            self.disconnected.set()  # the rest of the stream is not read; the app ends by itself
        self.complete = not message.get("more_body", False)

    def _start(self, message: Message) -> None:
        self.status = message["status"]
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message.get("headers", ())}
        self.headers.setdefault("content-type", JSON_TYPE)
        self.streams = self.status == 200 and self.headers["content-type"].startswith(MEDIA_TYPE)

    def _error_of_stream(self) -> PredictorError:
        """The error of a stream; it has its own status where no event went out, although vLLM answered 200."""
        if self.pipeline.engine.dead:
            return EngineDead()
        assert self.events.error is not None
        return to_api_error(self.events.error.get("code"), self.events.error, self.sent, self.masker)

    async def _whole(self, body: bytes) -> Reply:
        if self.status == 200:
            kept = {name: self.headers[name] for name in RESPONSE_HEADERS if name in self.headers}
            response = CompleteResponse(body, kept)
            if self.masker is not None and is_costly(self.pipeline.masker_of(self.context), body, body.count(b'"') // 2):
                return await self.pipeline.workers.run_answer(rewrite, response, self.masker, self.context.log, self.ids)
            return rewrite(response, self.masker, self.context.log, self.ids)
        if self.status >= 500 and self.pipeline.engine.dead:
            raise EngineDead()
        after = whole(self.headers.get("retry-after", ""))
        raise to_api_error(self.status, error_object(body), self.sent, self.masker, after)


def engine_scope(scope: Scope, path: str, request_id: str, length: int, redact: Callable[[str], str]) -> Scope:
    """The ASGI scope for the engine's app; of the caller's headers only those that do not identify the caller."""
    passed = [(name, value) for name, value in scope["headers"] if name in REQUEST_HEADERS and len(value) <= HEADER_LENGTH]
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
    """True for a header without personal data; generated ids pass, because they can look like a number by chance."""
    return bool(PLAIN.fullmatch(value) or TRACEPARENT.fullmatch(value)) or redact(value) == value
