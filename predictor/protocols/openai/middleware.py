"""The ASGI layer before the engine's own OpenAI app: allow-list, limits, masking, the ceiling, errors and the fallback.

It works on the wire format. Text is not normalised here as `/infer` does it: line breaks and indentation of a conversation are the
caller's, and with nothing to mask the engine gets the caller's own bytes.
"""

import asyncio
import logging
from collections.abc import Mapping

import orjson
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from predictor.errors import InternalError, InvalidRequest, MethodNotAllowed, NotFound, PredictorError, Unsupported
from predictor.model import Predictor
from predictor.protocols import routing as surface
from predictor.protocols.http.sse import Writer
from predictor.protocols.openai import fallback
from predictor.protocols.openai import openapi as description
from predictor.protocols.openai.complete_response import JSON_TYPE, Whole
from predictor.protocols.openai.engine_call import Exchange
from predictor.protocols.openai.engine_errors import Rejected
from predictor.protocols.openai.event_stream import Events
from predictor.protocols.openai.model_list import Models
from predictor.protocols.openai.request_body import Body
from predictor.protocols.openai.request_masker import Limits, Request
from predictor.protocols.openai.response_masker import Answer
from predictor.telemetry.access_log import active

log = logging.getLogger("predictor.openai")
# Bytes from which on masking, up to half a second for a megabyte of short strings, must not keep the loop from everybody else.
LARGE = 65_536
# Where the engine's app has a route under another name.
INNER_PATHS = {"tokenize": "/tokenize", "detokenize": "/detokenize"}


class Door:
    """Answers OpenAI's routes; any other path goes on to `app`."""

    def __init__(self, app: ASGIApp, model: Predictor) -> None:
        self.app = app
        self.model = model
        self.models = Models(app, model)
        self.limits = Limits(model.settings.openai_text_max_length, model.settings.media_links)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises what the caller's leaving raises, and nothing else."""
        path = scope["path"]
        route = surface.openai_route(path) if scope["type"] == "http" else None
        if route is None:
            await self.app(scope, receive, send)
            return
        writer = Writer(send)
        try:
            if path == description.PATH and self.model.settings.docs:
                await self._describe(send)
                return
            if self.models.owns(route):
                await self.models(scope, receive, send, route)
                return
            await self._answer(route, scope, receive, send, writer)
        except PredictorError as error:
            active().error = error
            allowed = {"Allow": "GET, HEAD" if self.models.owns(route) else "POST"} if error.status == 405 else {}
            await self._tell(send, writer, error, error.headers | allowed)

    async def _answer(self, route: str, scope: Scope, receive: Receive, send: Send, writer: Writer) -> None:
        body = await self._read(route, scope, receive)
        status = 200
        try:
            answer = await self._infer(route, scope, body, writer)
        except Rejected as refusal:
            status, answer = refusal.status, Whole(refusal.body)
        except Exception as error:
            answer = await self._fallen_back(route, body, writer, self.model.told(error))
        if not writer.started:
            assert answer is not None
            await _send(send, status, answer.body, answer.headers)
        elif answer is None:
            await writer.finish()
        else:
            # A keep-alive comment went out before the engine answered whole: the status is sent, so that this can only be an event.
            await writer.write(b"data: " + answer.body + b"\n\n")

    async def _describe(self, send: Send) -> None:
        told = description.described(self.model.openai_app, self.model.settings.tokenize_routes)
        if told is None:
            raise NotFound("이 엔진은 OpenAPI 문서를 제공하지 않습니다")
        await _send(send, 200, orjson.dumps(told))

    async def _read(self, route: str, scope: Scope, receive: Receive) -> Body:
        if route not in surface.OPENAI_ROUTES:
            raise NotFound()
        if INNER_PATHS.get(route) and not self.model.settings.tokenize_routes:
            raise NotFound("이 경로는 꺼져 있습니다 (LLM_TOKENIZE_ROUTES=true로 켭니다)")
        if scope["method"] != "POST":
            raise MethodNotAllowed()
        media_type = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise Unsupported("Content-Type이 application/json이어야 합니다")
        self.model.refuse()
        return Body.read((await receive()).get("body", b""))

    async def _infer(self, route: str, scope: Scope, body: Body, writer: Writer) -> Whole | None:
        """The answer, or None where it was streamed."""
        model, record = self.model, active()
        masking = model.masker.begin() if model.masker else None
        self._check(route, body, masked=masking is not None)
        before = body.fields
        with model.admission.ceiling.slots(body.prompts(route)):
            request = Request(masking, self.limits)
            large = len(body.raw) > LARGE
            body.fields = await asyncio.to_thread(request.body, body.fields) if large else request.body(body.fields)
            record.note_query(body.head(route))
            wording = None
            if masking is not None:
                record.masked = dict(masking.counts)
                restore = model.restores()
                if restore or model.settings.pii_output:
                    wording = Answer(masking, restore, model.settings.pii_output, body.structured)
            body.ask_for_usage(route)
            events = Events(wording, body, record)
            exchange = Exchange(model.openai_app, model, wording, events, writer)
            try:
                path = INNER_PATHS.get(route, f"/v1/{route}")
                return await exchange.run(scope, path, body.dump(before), body.stream)
            finally:
                if masking is not None:
                    record.masked_output = dict(masking.output_counts)

    def _check(self, route: str, body: Body, masked: bool) -> None:
        if masked:
            body.refuse_tokens(route)
        if body.sequences() > self.model.settings.max_sequences:
            raise InvalidRequest(f"n은 {self.model.settings.max_sequences} 이하여야 합니다 (LLM_MAX_RETURN_SEQUENCES)")

    async def _fallen_back(self, route: str, body: Body, writer: Writer, error: PredictorError) -> Whole | None:
        """LLM_FALLBACK_RESPONSE in the place of `error`, or `error` raised again where it stands."""
        text = None if writer.started or route not in fallback.ROUTES else self.model.fallback_text(error)
        if text is None:
            raise error
        told = fallback.answer(route, body.model or self.model.name, text, body.sequences())
        if not body.stream:
            return Whole(orjson.dumps(told))
        await writer.write(b"".join(fallback.events(route, told, body.usage_asked)))
        return None

    async def _tell(self, send: Send, writer: Writer, error: PredictorError, headers: Mapping[str, str]) -> None:
        """Answer with `error`; within a stream as an event, after which the connection is broken without its final chunk."""
        told = surface.envelope(error, "openai")
        if writer.started:
            await writer.write(b"data: " + orjson.dumps(told) + b"\n\n")
            return
        if isinstance(error, InternalError):
            log.error("answered with an internal error", exc_info=error.__cause__)
        await _send(send, error.status, orjson.dumps(told), headers)


async def _send(send: Send, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
    fields = {"content-type": JSON_TYPE, "content-length": str(len(body)), **(headers or {})}
    encoded = [(name.lower().encode(), value.encode("latin-1")) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
