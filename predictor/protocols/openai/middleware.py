"""The ASGI layer before the engine's own OpenAI app: allow-list, limits, masking, errors and the fallback.

It works on the wire format. Text is not normalised here as `/infer` does it, because line breaks and indentation of a conversation
are the caller's; with nothing to mask the engine gets the caller's own bytes.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import ClassVar

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.http.sse import EventWriter
from predictor.errors import InternalError, MethodNotAllowed, NotFound, PredictorError, UnsupportedMediaType
from predictor.inference.context import RequestContext
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.masking import CallMasking
from predictor.inference.pipeline import Pipeline
from predictor.protocols.error_bodies import error_body
from predictor.protocols.openai import fallback, openapi
from predictor.protocols.openai.complete_response import JSON_TYPE, CompleteResponse, Reply, StreamedResponse
from predictor.protocols.openai.engine_call import EngineCall
from predictor.protocols.openai.event_stream import EventStream
from predictor.protocols.openai.model_list import ModelList
from predictor.protocols.openai.request_body import RequestBody
from predictor.protocols.openai.request_masker import RequestLimits, RequestMasker
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.routing import OPENAI_ROUTES, Route

log = logging.getLogger("predictor.openai")
# Bytes from which on masking runs in a thread, because a megabyte of short strings would hold the event loop for half a second.
LARGE = 65_536
# Routes that the engine's app serves under another path.
ENGINE_PATHS = {"tokenize": "/tokenize", "detokenize": "/detokenize"}


@dataclass(slots=True)
class OpenAICall:
    """One request to an OpenAI route as the pipeline sees it."""

    too_many_sequences: ClassVar[str] = "n은 {limit} 이하여야 합니다 (LLM_MAX_RETURN_SEQUENCES)"

    context: RequestContext
    route: str
    scope: Scope
    body: RequestBody
    writer: EventWriter
    model_name: str

    @property
    def places(self) -> int:
        """One place for each prompt of a completion."""
        return self.body.prompts(self.route)

    @property
    def sequences(self) -> int:
        """The larger of `n` and `best_of`."""
        return self.body.sequences()

    def fallback(self, text: str) -> Reply | None:
        """The response with `text` as its answer; None once an event went out, and for routes that generate no text."""
        if self.writer.started or self.route not in fallback.ROUTES:
            return None
        response = fallback.response(self.route, self.body.model or self.model_name, text, self.sequences)
        if self.body.stream:
            return StreamedResponse(b"".join(fallback.events(self.route, response, self.body.usage_requested)))
        return CompleteResponse(orjson.dumps(response))


class OpenAIMiddleware:
    """Answers OpenAI's routes; any other path goes on to `app`."""

    def __init__(self, app: ASGIApp, model_name: str, settings: Settings, pipeline: Pipeline, lifecycle: Lifecycle) -> None:
        self.app = app
        self.model_name = model_name
        self.settings = settings
        self.pipeline = pipeline
        self.models = ModelList(app, model_name, pipeline, lifecycle)
        self.limits = RequestLimits(settings.openai_text_max_length, settings.media_links)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises nothing but the cancellation of a caller that disconnected."""
        route = Route.of(scope).openai
        if route is None:
            await self.app(scope, receive, send)
            return
        writer = EventWriter(send)
        try:
            if scope["path"] == openapi.PATH and self.settings.docs:
                await self._describe(scope, receive, send)
            elif self.models.owns(route):
                await self.models(scope, receive, send, route)
            else:
                await self._answer(route, scope, receive, send, writer)
        except PredictorError as error:
            await self._send_error(error, route, writer, scope, receive, send)

    async def _answer(self, route: str, scope: Scope, receive: Receive, send: Send, writer: EventWriter) -> None:
        context = RequestContext.of(scope)
        body = await self._read(route, context, scope, receive)
        call = OpenAICall(context, route, scope, body, writer, self.model_name)
        reply: Reply = await self.pipeline.run(call, lambda: self._infer(call))
        if isinstance(reply, StreamedResponse):
            await writer.write(reply.rest)
            await writer.finish()
        elif writer.started:
            # A keep-alive comment went out before the engine answered whole, so the answer can only be an event.
            await writer.event(reply.body)
        else:
            await Response(reply.body, reply.status, reply.headers)(scope, receive, send)

    async def _describe(self, scope: Scope, receive: Receive, send: Send) -> None:
        description = openapi.describe(self.pipeline.openai_app, self.settings.tokenize_routes)
        if description is None:
            raise NotFound("이 엔진은 OpenAPI 문서를 제공하지 않습니다")
        await Response(orjson.dumps(description), media_type=JSON_TYPE)(scope, receive, send)

    async def _read(self, route: str, context: RequestContext, scope: Scope, receive: Receive) -> RequestBody:
        if route not in OPENAI_ROUTES:
            raise NotFound()
        if route in ENGINE_PATHS and not self.settings.tokenize_routes:
            raise NotFound("이 경로는 꺼져 있습니다 (LLM_TOKENIZE_ROUTES=true로 켭니다)")
        if scope["method"] != "POST":
            raise MethodNotAllowed()
        media_type = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if media_type != JSON_TYPE:
            raise UnsupportedMediaType("Content-Type이 application/json이어야 합니다")
        self.pipeline.refuse(context)
        return RequestBody.read((await receive()).get("body", b""))

    async def _infer(self, call: OpenAICall) -> Reply:
        masking = self.pipeline.begin_masking(call.context)
        body = await self._masked(call, masking)
        masker = ResponseMasker(masking, call.body.structured) if masking.rewrites_output else None
        events = EventStream(masker, call.writer, call.body.usage_requested, call.context.log)
        engine_call = EngineCall(self.pipeline, call.context, masker, events)
        try:
            path = ENGINE_PATHS.get(call.route, f"/v1/{call.route}")
            return await engine_call.run(call.scope, path, body, call.body.stream)
        finally:
            call.context.log.masked_output = dict(masking.output_counts)

    async def _masked(self, call: OpenAICall, masking: CallMasking) -> bytes:
        """The body for the engine: the caller's own bytes where nothing in it had to be changed."""
        body, entry = call.body, call.context.log
        if masking.enabled:
            body.refuse_tokens(call.route)
        masker = RequestMasker(masking, self.limits)
        large = len(body.raw) > LARGE
        masked = await asyncio.to_thread(masker.body, body.fields) if large else masker.body(body.fields)
        entry.note_query(body.last_text(call.route, masked))
        entry.masked = dict(masking.counts)
        return body.dump(body.with_usage(call.route, masked))

    async def _send_error(
        self, error: PredictorError, route: str, writer: EventWriter, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer with `error`; within a stream as an event, after which the connection is broken without its final chunk."""
        RequestContext.of(scope).log.error_code = error.code
        body = orjson.dumps(error_body(error, "openai"))
        if writer.started:
            await writer.event(body)
            return
        if isinstance(error, InternalError):
            log.error("answered with an internal error", exc_info=error.__cause__)
        allow = {"Allow": "GET, HEAD" if self.models.owns(route) else "POST"} if error.status == 405 else {}
        headers = {"content-type": JSON_TYPE, **error.headers, **allow}
        await Response(body, error.status, headers)(scope, receive, send)
