"""The spec's own surface: `/`, `/health`, `/infer` and `/infer/stream` (spec, chapter 2)."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from predictor.inference.lifecycle import Lifecycle
from predictor.inference.types import InferAnswer, InferBody
from predictor.model import Predictor
from predictor.protocols.http.sse import KEEP_ALIVE_SEC, EventStream
from predictor.protocols.kserve import payloads as codec

BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": InferBody.model_json_schema()}}}}


def router(model: Predictor, lifecycle: Lifecycle, keep_alive_sec: float = KEEP_ALIVE_SEC) -> APIRouter:
    """The native routes over `model`."""
    routes = APIRouter(tags=["native"])

    @routes.head("/", include_in_schema=False)
    @routes.get("/", summary="Server status; 200 from the first second on, 503 once only a restart helps")
    async def root() -> JSONResponse:
        return JSONResponse({"model": model.name, **lifecycle.status()}, 200 if lifecycle.live else 503)

    @routes.head("/health", include_in_schema=False)
    @routes.get("/health", summary="Readiness; 200 only once the model is warm")
    async def health() -> JSONResponse:
        status = {**lifecycle.status(), "status": "ok" if lifecycle.ready else "unavailable"}
        return JSONResponse(status, 200 if lifecycle.ready else 503)

    @routes.post("/infer", response_model=InferAnswer, openapi_extra=BODY)
    async def infer(request: Request) -> JSONResponse:
        body = InferBody.parse(await request.body())
        (generation,), _ = await model(codec.native(body))
        return JSONResponse(codec.prediction(generation))

    @routes.post("/infer/stream", openapi_extra=BODY, responses={200: {"content": {"text/event-stream": {}}}})
    async def infer_stream(request: Request) -> Response:
        body = InferBody.parse(await request.body())
        return EventStream(model, codec.native(body), keep_alive_sec)

    return routes
