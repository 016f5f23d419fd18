"""OpenAI's chat and completions for engines that only generate text: enough to develop a client against.

A field that such an engine cannot honour is a 400 that names it; a field at its neutral value passes.
"""

import time
from typing import TYPE_CHECKING, Any

import orjson
from pydantic.json_schema import models_json_schema
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from predictor.engines.chat.request import ROUTES, read
from predictor.engines.chat.response import ChatResponse
from predictor.engines.http.disconnect import run_until_disconnect
from predictor.errors import NotFound

if TYPE_CHECKING:
    from predictor.engines.base import Engine

RESPONSES = {"200": {"description": "JSON, or events where `stream` is true"}, "400": {"description": "The wrong fields, by name"}}


class ChatApp:
    """The ASGI app. The engine's exceptions pass through it."""

    def __init__(self, engine: "Engine", model_name: str) -> None:
        self.engine = engine
        self.model_name = model_name
        self.started = int(time.time())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises NotFound, InvalidRequest and the engine's errors."""
        path = scope["path"]
        if path == "/v1/models":
            models = orjson.dumps({"object": "list", "data": [self._card()]})
            await Response(models, media_type="application/json")(scope, receive, send)
            return
        route = ROUTES.get(path)
        if route is None:
            raise NotFound(
                "이 엔진은 이 경로를 지원하지 않습니다. LLM_ENGINE=vllm이 지원합니다",
                message="This engine does not serve the path; LLM_ENGINE=vllm does",
            )
        request = read(route, orjson.loads((await receive())["body"]))
        if request.model not in (None, self.model_name):
            raise NotFound(
                "모델이 없습니다. GET /v1/models가 이름을 알려 줍니다",
                message="There is no such model; GET /v1/models lists the names",
            )
        await run_until_disconnect(receive, ChatResponse(self.engine, self.model_name, route, request).send(scope, receive, send))

    def _card(self) -> dict[str, Any]:
        card = {"id": self.model_name, "object": "model", "created": self.started, "owned_by": "llm-predictor"}
        return card | {"max_model_len": self.engine.context_length}

    def openapi(self) -> dict[str, Any]:
        """The routes in OpenAPI's form."""
        models = [(route.request, "validation") for route in ROUTES.values()]
        named, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
        paths = {}
        for path, route in ROUTES.items():
            content = {"application/json": {"schema": named[route.request, "validation"]}}
            paths[path] = {"post": {"requestBody": {"required": True, "content": content}, "responses": RESPONSES}}
        return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas["$defs"]}}
