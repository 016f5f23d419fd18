"""The list of models, where OpenAI's and KServe's paths meet.

`GET /v1/models` is `{"object": "list", "data": […], "models": ["llm"]}`: OpenAI's clients read `data`, KServe's read `models`.
`GET /v1/models/{m}` is KServe's readiness `{"name": …, "ready": true}` with the fields of OpenAI's model object beside it. While
the model is not ready both answer as KServe does: the list names the model and has no `data`, and the model's own path is a 503.
"""

import asyncio
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.inference.context import RequestContext
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.pipeline import Pipeline
from predictor.protocols.error_bodies import model_not_found
from predictor.protocols.openai.engine_call import engine_scope


class ModelList:
    """Answers for `models` and `models/{id}`; KServe's own answer comes from `app`."""

    def __init__(self, app: ASGIApp, model_name: str, pipeline: Pipeline, lifecycle: Lifecycle) -> None:
        self.app = app
        self.model_name = model_name
        self.pipeline = pipeline
        self.lifecycle = lifecycle

    def owns(self, route: str) -> bool:
        """True for the list and for one model's path."""
        return route == "models" or route.startswith("models/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send, route: str) -> None:
        """Answer one request; raises NotFound or the refusal of a model that is not ready."""
        is_kserve = not scope["path"].startswith("/openai/")
        if is_kserve and not self.lifecycle.ready:
            await self.app(scope, receive, send)
            return
        if not is_kserve:
            self.pipeline.refuse(RequestContext.of(scope))
        cards = await self._cards(scope)
        rules = RequestContext.of(scope).rules
        if rules is not None:
            cards = [card for card in cards if rules.allows_model(card["id"], self.model_name)]
        name = route.partition("/")[2]
        card = next((card for card in cards if card["id"] == name), None)
        if not name:
            await _json({"object": "list", "data": cards, "models": [self.model_name]}, scope, receive, send)
        elif card is not None:
            await _json({"name": name, "ready": True} | card, scope, receive, send)
        elif is_kserve:
            await self.app(scope, receive, send)
        else:
            raise model_not_found()

    async def _cards(self, scope: Scope) -> list[dict[str, Any]]:
        """The engine's own list: the model, and its adapters where it has any."""
        parts: list[bytes] = []
        statuses: list[int] = []

        requests: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if requests:
                return requests.pop()
            # An app may watch for the caller's disconnect, which cancels this request from outside.
            await asyncio.get_running_loop().create_future()
            raise AssertionError

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            else:
                parts.append(message.get("body", b""))

        async with asyncio.timeout(RequestContext.of(scope).timeout_sec):
            inner = engine_scope({**scope, "method": "GET"}, "/v1/models", "models", 0, self.pipeline.redact)
            await self.pipeline.openai_app(inner, receive, send)
        cards: list[dict[str, Any]] = orjson.loads(b"".join(parts))["data"] if statuses == [200] else []
        return cards


async def _json(fields: dict[str, Any], scope: Scope, receive: Receive, send: Send) -> None:
    await Response(orjson.dumps(fields), media_type="application/json")(scope, receive, send)
