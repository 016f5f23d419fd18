"""OpenAI's chat and completions for engines that only generate text: enough to develop a client against.

What such an engine cannot do is a 400 that names the field, never silently ignored; a field at its neutral value passes.
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import orjson
from pydantic.json_schema import models_json_schema
from starlette.types import Receive, Scope, Send

from predictor.engines.chat.request import FORMS, read
from predictor.engines.chat.response import Reply, send_json
from predictor.errors import NotFound

if TYPE_CHECKING:
    from predictor.engines.base import Engine


class ChatApp:
    """The ASGI app. Raises what the engine raises; the layer above answers it."""

    def __init__(self, engine: "Engine", model_name: str) -> None:
        self.engine = engine
        self.model_name = model_name
        self.started = int(time.time())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises NotFound, InvalidRequest and the engine's errors."""
        path = scope["path"]
        if path == "/v1/models":
            await send_json(send, {"object": "list", "data": [self._card()]})
            return
        form = FORMS.get(path)
        if form is None:
            raise NotFound("이 엔진은 이 경로를 지원하지 않습니다")
        asked = read(form, orjson.loads((await receive())["body"]))
        if asked.model not in (None, self.model_name):
            raise NotFound("모델이 없습니다. GET /v1/models가 이름을 알려 줍니다")
        await _until_gone(receive, Reply(self.engine, self.model_name, form, asked, send).run())

    def _card(self) -> dict[str, Any]:
        card = {"id": self.model_name, "object": "model", "created": self.started, "owned_by": "llm-predictor"}
        return card | {"max_model_len": self.engine.context_length}

    def openapi(self) -> dict[str, Any]:
        """The routes in OpenAPI's form."""
        models = [(form.request, "validation") for form in FORMS.values()]
        named, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
        paths = {
            path: {
                "post": {
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": named[form.request, "validation"]}},
                    },
                    "responses": _responses(),
                }
            }
            for path, form in FORMS.items()
        }
        return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas["$defs"]}}


def _responses() -> dict[str, Any]:
    return {"200": {"description": "JSON, or events where `stream` is true"}, "400": {"description": "What is wrong, by field"}}


async def _until_gone(receive: Receive, work: Coroutine[Any, Any, None]) -> None:
    """Do `work`; a caller that leaves ends it."""

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    loop = asyncio.get_running_loop()
    gone, doing = loop.create_task(watch()), loop.create_task(work)
    try:
        await asyncio.wait({gone, doing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not doing.done():
            doing.cancel()
            await asyncio.wait({doing})
    if not doing.cancelled():
        doing.result()
