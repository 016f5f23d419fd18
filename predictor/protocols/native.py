"""The contract's own routes (chapter 2): `/`, `/health`, `/infer` and `/infer/stream`."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from predictor.engines.http.sse import DONE, KEEP_ALIVE_SEC, MEDIA_TYPE, EventWriter
from predictor.engines.types import Delta, Generation, Usage
from predictor.errors import NotReady, PredictorError, forget_frames
from predictor.inference.context import RequestContext
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.pipeline import TextCall
from predictor.model import Predictor
from predictor.protocols.json_body import read_object, read_text
from predictor.protocols.page import files
from predictor.protocols.page.accept import prefers_page
from predictor.protocols.schemas import InferAnswer, InferBody, infer_answer

AI_GENERATED = {"ai_generated": True}
BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": InferBody.model_json_schema()}}}}


def router(model: Predictor, lifecycle: Lifecycle, keep_alive_sec: float = KEEP_ALIVE_SEC) -> APIRouter:
    """The native routes over `model`."""
    routes = APIRouter(tags=["native"])

    @routes.get("/", summary="Server status; 200 from the first second on, 503 once only a restart helps; a page for browsers")
    async def root(request: Request) -> Response:
        if prefers_page(",".join(request.headers.getlist("accept"))):
            answer: Response = files.send(files.STATUS_PAGE, 200 if lifecycle.live else 503)
        else:
            answer = _status({"model": model.name, **lifecycle.status()}, lifecycle.live)
        answer.headers["Vary"] = "Accept"
        return answer

    @routes.get("/health", summary="Readiness; 200 only once the model is warm")
    async def health() -> JSONResponse:
        status = {**lifecycle.status(), "status": "ok" if lifecycle.ready else "unavailable"}
        return _status(status, lifecycle.ready)

    @routes.post("/infer", response_model=InferAnswer, openapi_extra=BODY)
    async def infer(request: Request) -> JSONResponse:
        (generation,), _ = await model(await _read(request))
        answer = infer_answer(generation)
        return JSONResponse(answer | AI_GENERATED if _is_marked(RequestContext.of(request.scope)) else answer)

    @routes.post("/infer/stream", openapi_extra=BODY, responses={200: {"content": {MEDIA_TYPE: {}}}})
    async def infer_stream(request: Request) -> Response:
        return StreamedInference(model, await _read(request), keep_alive_sec)

    return routes


def _status(fields: dict[str, object], is_good: bool) -> JSONResponse:
    return JSONResponse(fields) if is_good else JSONResponse(fields, 503, NotReady().headers)


async def _read(request: Request) -> TextCall:
    context, raw = RequestContext.of(request.scope), await request.body()
    fields = read_object(read_text(raw)) if context.parsed is None else context.parsed
    return TextCall(context, [InferBody.parse(fields).prompt])


class StreamedInference(Response):
    """One call as Server-Sent Events: a JSON object for each delta, usage on the last, then `[DONE]`.

    An error after the first event is an `error` event, and the connection is broken without its final chunk, because clients that
    skip unknown events must not take a part of an answer for the whole.
    """

    def __init__(self, model: Predictor, call: TextCall, keep_alive_sec: float) -> None:
        self.model = model
        self.call = call
        self.keep_alive_sec = keep_alive_sec
        self.background = None
        self.sequences_left = call.sequences

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream; raises PredictorError while nothing has been sent."""
        writer = EventWriter(send)

        async def emit(delta: Delta) -> None:
            await writer.event(self._event(delta))

        self.call.emit = emit
        try:
            async with writer.kept_alive(self.keep_alive_sec):
                generations, _ = await self.model(self.call)
        except PredictorError as error:
            if not writer.started:
                raise
            await writer.event(_json({"detail": error.detail}), name="error")
            forget_frames(error)
            return
        finally:
            self.call.emit = None  # it holds this response, which holds the call
        if not self.call.emitted:
            await self._send_fallback(writer, generations[0])
        await writer.write(DONE)
        await writer.finish()

    def _event(self, delta: Delta) -> bytes:
        event: dict[str, Any] = {"index": delta.index, "text": delta.text}
        if delta.finish_reason:
            event["finish_reason"] = delta.finish_reason
            self.sequences_left -= 1
            if not self.sequences_left:
                event["usage"] = Usage(delta.prompt_tokens, delta.completion_tokens).as_dict()
                event |= AI_GENERATED if _is_marked(self.call.context) else {}
        return _json(event)

    async def _send_fallback(self, writer: EventWriter, generation: Generation) -> None:
        for index, text in enumerate(generation.texts):
            await writer.event(_json({"index": index, "text": text}))


def _is_marked(context: RequestContext) -> bool:
    return context.log.ai_notice == "field" and not context.log.fallback


def _json(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()
