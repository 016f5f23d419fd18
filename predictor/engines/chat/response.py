"""The response of a text engine in OpenAI's form, whole or as a stream."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from predictor.engines.chat.request import ChatRequest, CompletionRequest, Route, prompt
from predictor.engines.chat.stop_words import StopWords
from predictor.engines.http.sse import DONE, EventWriter
from predictor.engines.types import Delta, Usage

if TYPE_CHECKING:
    from predictor.engines.base import Engine

Request = ChatRequest | CompletionRequest


class ChatResponse:
    """The response to one request."""

    def __init__(self, engine: "Engine", model_name: str, route: Route, request: Request) -> None:
        self.engine = engine
        self.route = route
        self.request = request
        self.is_chat = isinstance(request, ChatRequest)
        self.sequences = request.n or 1
        self.request_id = uuid4().hex  # for the engine; that of the header, where there is one
        self.head = {"id": f"{route.id_prefix}-{uuid4().hex}", "created": int(time.time()), "model": model_name}
        self.usage = Usage()

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Generate and send; raises the engine's errors."""
        self.request_id = Headers(scope=scope).get("x-request-id", self.request_id)
        async with aclosing(self._deltas()) as deltas:
            if self.request.stream:
                await self._send_stream(deltas, EventWriter(send))
            else:
                body = orjson.dumps(await self._whole(deltas))
                await Response(body, media_type="application/json")(scope, receive, send)

    async def _deltas(self) -> AsyncGenerator[Delta, None]:
        """The engine's deltas, each sequence cut at its first stop word."""
        asked = prompt(self.request, self.engine.context_length)
        stops = [StopWords(self.request.stop_words) for _ in range(self.sequences)]
        async with aclosing(self.engine.generate(asked, self.request_id, bool(self.request.stream))) as deltas:
            async for delta in deltas:
                self.usage = Usage(delta.prompt_tokens, delta.completion_tokens)
                stop = stops[delta.index]
                if stop.reached:
                    continue
                text = stop.feed(delta.text)
                if delta.finish_reason and not stop.reached:
                    text += stop.flush()
                yield Delta(delta.index, text, finish_reason="stop" if stop.reached else delta.finish_reason)
                if all(other.reached for other in stops):
                    return

    async def _whole(self, deltas: AsyncGenerator[Delta, None]) -> dict[str, Any]:
        texts, reasons = [""] * self.sequences, [""] * self.sequences
        async for delta in deltas:
            texts[delta.index] += delta.text
            reasons[delta.index] = delta.finish_reason or reasons[delta.index]
        choices = []
        for index, (text, reason) in enumerate(zip(texts, reasons, strict=True)):
            answer = {"message": {"role": "assistant", "content": text}} if self.is_chat else {"text": text}
            choices.append({"index": index, **answer, "logprobs": None, "finish_reason": reason})
        return self.head | {"object": self.route.object, "choices": choices, "usage": self.usage.as_dict()}

    async def _send_stream(self, deltas: AsyncGenerator[Delta, None], writer: EventWriter) -> None:
        begun: set[int] = set()
        async for delta in deltas:
            await writer.event(self._chunk([self._choice(delta, first=delta.index not in begun)]))
            begun.add(delta.index)
        if self.request.stream_options and self.request.stream_options.include_usage:
            await writer.event(self._chunk([], usage=self.usage.as_dict()))
        await writer.write(DONE)
        await writer.finish()

    def _choice(self, delta: Delta, first: bool) -> dict[str, Any]:
        answer: dict[str, Any] = {"text": delta.text}
        if self.is_chat:
            answer = {"delta": ({"role": "assistant"} if first else {}) | {"content": delta.text}}
        return {"index": delta.index, **answer, "logprobs": None, "finish_reason": delta.finish_reason}

    def _chunk(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        return orjson.dumps(self.head | {"object": self.route.chunk_object, "choices": choices} | more)
