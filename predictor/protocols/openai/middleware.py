"""The ASGI layer before the engine's own OpenAI app: allow-list, limits, masking, errors and the fallback.

It works on the wire format. Text is not normalised here as `/infer` does it, because line breaks and indentation of a conversation
are the caller's; with nothing to mask the engine gets the caller's own bytes.
"""

import logging
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.http.sse import EventWriter
from predictor.errors import InternalError, NotFound, PredictorError, forget_frames
from predictor.inference.budgets.reservation import Reservation
from predictor.inference.context import RequestContext
from predictor.inference.keys.rules import KeyRules
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.masking import CallMasking
from predictor.inference.masking_cost import is_costly
from predictor.inference.pipeline import Pipeline
from predictor.protocols.edge import LARGE
from predictor.protocols.error_bodies import error_body
from predictor.protocols.openai import fallback, openapi
from predictor.protocols.openai.complete_response import JSON_TYPE, CompleteResponse, Reply, StreamedResponse
from predictor.protocols.openai.engine_call import EngineCall
from predictor.protocols.openai.engine_errors import SentRequest
from predictor.protocols.openai.event_stream import EventStream
from predictor.protocols.openai.list_limits import check_lists
from predictor.protocols.openai.model_list import ModelList
from predictor.protocols.openai.request_body import RequestBody
from predictor.protocols.openai.request_masker import RequestLimits, RequestMasker
from predictor.protocols.openai.response_ids import ROUTE, ResponseIds
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.openai.structured_output import StructuredOutputLimits
from predictor.protocols.routing import OPENAI_ROUTES, Route, not_found

log = logging.getLogger("predictor.openai")
TOKENIZE_ROUTES = ("tokenize", "detokenize")


@dataclass(slots=True)
class OpenAICall:
    """One request to an OpenAI route as the pipeline sees it."""

    too_many_sequences: ClassVar[tuple[str, str]] = (
        "n은 {limit} 이하여야 합니다 (LLM_MAX_RETURN_SEQUENCES)",
        "n must be at most {limit} (LLM_MAX_RETURN_SEQUENCES)",
    )

    context: RequestContext
    route: str
    scope: Scope
    body: RequestBody
    writer: EventWriter
    model_name: str
    sequences: int  # the larger of `n` and `best_of`
    ids: ResponseIds | None = None  # of the caller's key, for a response that an engine may keep

    @property
    def places(self) -> int:
        """One place for each prompt of a completion, one for several inputs of a request for vectors or scores."""
        return self.body.prompts(self.route)

    def reserve(self, context_length: int) -> Reservation:
        """The most tokens that the body can use."""
        return Reservation(self.context.log, context_length, *self.body.demand(self.route, self.sequences))

    def obey(self, rules: KeyRules, served: str, by_priority: bool) -> None:
        """Check the model or adapter, and write the key's maximum and priority into the body; raises PredictorError."""
        rules.check_model(self.body.model, served)
        self.body.obey(self.route, rules, by_priority)

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
        self.structured = StructuredOutputLimits(settings)

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
            await self._send_error(error, writer, scope, receive, send)
            forget_frames(error)

    async def _answer(self, route: str, scope: Scope, receive: Receive, send: Send, writer: EventWriter) -> None:
        context = RequestContext.of(scope)
        body = await self._read(route, context, scope, receive)
        call = OpenAICall(context, route, scope, body, writer, self.model_name, body.sequences())
        if route == ROUTE and context.caller is not None:
            call.ids = ResponseIds(context.caller)
            body.replace(call.ids.of_request(body.fields))
        reply: Reply = await self.pipeline.run(call, lambda: self._infer(call))
        if isinstance(reply, StreamedResponse):
            await writer.write(reply.rest)
            await writer.finish()
        elif writer.started:
            # A keep-alive comment went out before the engine answered whole, so the answer can only be an event.
            await writer.event(reply.body)
        else:
            await Response(reply.body, headers=reply.headers)(scope, receive, send)

    async def _describe(self, scope: Scope, receive: Receive, send: Send) -> None:
        description = openapi.describe(self.pipeline.openai_app, self.settings.tokenize_routes)
        if description is None:
            raise NotFound("이 엔진은 OpenAPI 문서를 제공하지 않습니다", message="This engine has no OpenAPI description")
        await Response(orjson.dumps(description), media_type=JSON_TYPE)(scope, receive, send)

    async def _read(self, route: str, context: RequestContext, scope: Scope, receive: Receive) -> RequestBody:
        if route not in OPENAI_ROUTES:
            raise not_found(scope["path"])
        if route in TOKENIZE_ROUTES and not self.settings.tokenize_routes:
            raise NotFound(
                "이 경로는 꺼져 있습니다 (LLM_TOKENIZE_ROUTES=true로 켭니다)",
                message="This path is switched off (LLM_TOKENIZE_ROUTES=true switches it on)",
            )
        self.pipeline.refuse(context)
        raw = (await receive()).get("body", b"")
        if len(raw) > LARGE:
            return await self.pipeline.workers.parse(context.origin, _checked, route, raw)
        return _checked(route, raw)

    async def _infer(self, call: OpenAICall) -> Reply:
        constraint = self.structured.check(call.body.fields)
        masking = self.pipeline.begin_masking(call.context)
        fields = await self._masked(call, masking)
        sent = SentRequest(fields, call.body.constrained)
        masker = ResponseMasker(masking, call.body.structured) if masking.rewrites_output else None
        events = EventStream(masker, call.writer, call.body.usage_requested, call.context.log, call.ids)
        engine_call = EngineCall(self.pipeline, call.context, masker, events, constraint, call.ids)
        try:
            return await engine_call.run(call.scope, OPENAI_ROUTES[call.route], call.body.dump(fields), sent, call.body.stream)
        finally:
            call.context.log.masked_output = dict(masking.output_counts)
            call.context.log.most_held = masking.most_held if call.body.stream else 0
            call.context.log.restored = masking.restored

    async def _masked(self, call: OpenAICall, masking: CallMasking) -> dict[str, Any]:
        """The fields for the engine: the caller's own object where nothing in it had to be changed."""
        body, entry = call.body, call.context.log
        if masking.enabled:
            body.refuse_tokens(call.route)
        masked = await self._rewritten(call, masking)
        entry.note_query(body.last_text(call.route, masked))
        entry.masked, entry.monitored = dict(masking.counts), dict(masking.monitored)
        return body.with_usage(call.route, masked)

    async def _rewritten(self, call: OpenAICall, masking: CallMasking) -> dict[str, Any]:
        """The fields with masked text, within the limits of a request; raises InvalidRequest, PersonalDataRejected."""
        body, text = call.body, call.body.unescaped
        if not masking.enabled and self.limits.hold(text):
            return body.fields
        masker = RequestMasker(masking, self.limits)
        if is_costly(self.pipeline.masker_of(call.context), text, body.raw.count(b'"') // 2):
            return await self.pipeline.workers.run(call.context.origin, masker.body, body.fields)
        return masker.body(body.fields)

    async def _send_error(self, error: PredictorError, writer: EventWriter, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with `error`; within a stream as an event, after which the connection is broken without its final chunk."""
        RequestContext.of(scope).log.error_code = error.code
        body = orjson.dumps(error_body(error, "openai"))
        if writer.started:
            await writer.event(body)
            return
        if isinstance(error, InternalError):
            log.error("answered with an internal error", exc_info=error.__cause__)
        headers = {"content-type": JSON_TYPE, **error.headers}
        await Response(body, error.status, headers)(scope, receive, send)


def _checked(route: str, raw: bytes) -> RequestBody:
    """The body that `raw` holds; raises InvalidRequest."""
    body = RequestBody.read(raw)
    check_lists(route, body.fields)
    body.check(route)
    return body
