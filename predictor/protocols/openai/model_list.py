"""The list of models, where OpenAI's and KServe's paths meet.

`GET /v1/models` is `{"object": "list", "data": […], "models": ["llm"]}`: OpenAI's clients read `data`, KServe's read `models`.
`GET /v1/models/{m}` is KServe's readiness `{"name": …, "ready": true}` with the fields of OpenAI's model object beside it. While
the model is not ready both answer as KServe does: the list names the model and has no `data`, and the model's own path is a 503.
"""

import asyncio
from typing import Any

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.errors import MethodNotAllowed, NotFound
from predictor.model import Predictor
from predictor.protocols.openai.engine_call import inner_scope


class Models:
    """Answers for `models` and `models/{id}`."""

    def __init__(self, app: ASGIApp, model: Predictor) -> None:
        self.app = app
        self.model = model

    def owns(self, route: str) -> bool:
        """True for the list and for one model's path."""
        return route == "models" or route.startswith("models/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send, route: str) -> None:
        """Answer one request; raises NotFound, MethodNotAllowed or the refusal of a model that is not ready."""
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodNotAllowed()
        kserve = not scope["path"].startswith("/openai/")
        if kserve and not self.model.lifecycle.ready:
            await self.app(scope, receive, send)
            return
        if not kserve:
            self.model.refuse()
        cards = await self._cards(scope)
        name = route.partition("/")[2]
        if not name:
            await _answer(send, {"object": "list", "data": cards, "models": [self.model.name]})
            return
        card = next((card for card in cards if card["id"] == name), None)
        if card is None and not kserve:
            raise NotFound("모델이 없습니다")
        if card is None:
            await self.app(scope, receive, send)
            return
        await _answer(send, {"name": name, "ready": True} | card)

    async def _cards(self, scope: Scope) -> list[dict[str, Any]]:
        """The engine's own list: the model, and its adapters where it has any."""
        parts: list[bytes] = []
        statuses: list[int] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            else:
                parts.append(message.get("body", b""))

        async with asyncio.timeout(self.model.settings.timeout_sec):
            inner = inner_scope({**scope, "method": "GET"}, "/v1/models", "models", 0, self.model.redact)
            await self.model.openai_app(inner, receive, send)
        cards: list[dict[str, Any]] = orjson.loads(b"".join(parts))["data"] if statuses == [200] else []
        return cards


async def _answer(send: Send, told: dict[str, Any]) -> None:
    body = orjson.dumps(told)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
