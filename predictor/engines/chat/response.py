"""An answer of a plain engine in OpenAI's form."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
from starlette.types import Send

from predictor.engines.chat.request import ChatRequest, CompletionRequest, Form, prompt
from predictor.engines.chat.stop_words import StopWords
from predictor.inference.types import Delta

if TYPE_CHECKING:
    from predictor.engines.base import Engine


class Reply:
    """One answer, whole or as a stream."""

    def __init__(self, engine: "Engine", model_name: str, form: Form, asked: ChatRequest | CompletionRequest, send: Send) -> None:
        self.engine = engine
        self.form = form
        self.asked = asked
        self.send = send
        self.sequences = asked.n or 1
        self.head = {"id": f"{form.prefix}-{uuid4().hex}", "created": int(time.time()), "model": model_name}
        self.usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}

    async def run(self) -> None:
        """Generate and send."""
        async with aclosing(self._deltas()) as deltas:
            await (self._stream(deltas) if self.asked.stream else self._whole(deltas))

    async def _deltas(self) -> AsyncGenerator[Delta, None]:
        """The engine's deltas, each sequence cut at its first stop word."""
        asked = prompt(self.asked, self.engine.context_length)
        stops = [StopWords(self.asked.stop_words) for _ in range(self.sequences)]
        async with aclosing(self.engine.generate(asked, str(self.head["id"]), bool(self.asked.stream))) as deltas:
            async for delta in deltas:
                total = delta.prompt_tokens + delta.completion_tokens
                self.usage = {
                    "prompt_tokens": delta.prompt_tokens,
                    "completion_tokens": delta.completion_tokens,
                    "total_tokens": total,
                }
                stop = stops[delta.index]
                if stop.reached:
                    continue
                text = stop.feed(delta.text)
                if delta.finish_reason and not stop.reached:
                    text += stop.flush()
                yield Delta(delta.index, text, finish_reason="stop" if stop.reached else delta.finish_reason)
                if all(other.reached for other in stops):
                    return

    async def _whole(self, deltas: AsyncGenerator[Delta, None]) -> None:
        texts, reasons = [""] * self.sequences, [""] * self.sequences
        async for delta in deltas:
            texts[delta.index] += delta.text
            reasons[delta.index] = delta.finish_reason or reasons[delta.index]
        chat = self.form.prefix == "chatcmpl"
        choices = [
            {"index": index, **({"message": {"role": "assistant", "content": text}} if chat else {"text": text})}
            | {"logprobs": None, "finish_reason": reason}
            for index, (text, reason) in enumerate(zip(texts, reasons, strict=True))
        ]
        await send_json(self.send, self.head | {"object": self.form.whole, "choices": choices, "usage": self.usage})

    async def _stream(self, deltas: AsyncGenerator[Delta, None]) -> None:
        begun: set[int] = set()
        async for delta in deltas:
            if not begun:
                headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
                await self.send({"type": "http.response.start", "status": 200, "headers": headers})
            await self._chunk([self._piece(delta, first=delta.index not in begun)])
            begun.add(delta.index)
        if self.asked.stream_options and self.asked.stream_options.include_usage:
            await self._chunk([], usage=self.usage)
        await self.send({"type": "http.response.body", "body": b"data: [DONE]\n\n", "more_body": False})

    def _piece(self, delta: Delta, first: bool) -> dict[str, Any]:
        said: dict[str, Any] = {"text": delta.text}
        if self.form.prefix == "chatcmpl":
            said = {"delta": ({"role": "assistant"} if first else {}) | {"content": delta.text}}
        return {"index": delta.index, **said, "logprobs": None, "finish_reason": delta.finish_reason}

    async def _chunk(self, choices: list[dict[str, Any]], **more: Any) -> None:
        chunk = self.head | {"object": self.form.chunk, "choices": choices} | more
        await self.send({"type": "http.response.body", "body": b"data: " + orjson.dumps(chunk) + b"\n\n", "more_body": True})


async def send_json(send: Send, told: dict[str, Any]) -> None:
    """Send a whole answer."""
    body = orjson.dumps(told)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
