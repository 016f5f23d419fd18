"""Apps that answer as an engine's OpenAI app might."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import Message, Receive, Scope, Send

Chunk = str | bytes | dict[str, Any] | Exception


class Scripted:
    """Answers each request by its script, and keeps the requests."""

    def __init__(
        self,
        *script: Chunk,
        status: int = 200,
        stream: bool = False,
        hang: bool = False,
        delay: float = 0,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.script = script
        self.headers = headers or {"content-type": "text/event-stream; charset=utf-8" if stream else "application/json"}
        self.status = status
        self.stream = stream
        self.hang = hang
        self.delay = delay
        self.asked: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.scopes: list[Scope] = []
        self.left = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        raw = (await receive()).get("body", b"")
        self.bodies.append(raw)
        self.asked.append(json.loads(raw) if raw else {})
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await asyncio.sleep(self.delay)
        if self.hang:
            await self._until_left(receive)
            return
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for chunk in self.script:
            if isinstance(chunk, Exception):
                raise chunk
            await send({"type": "http.response.body", "body": self._bytes(chunk), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _bytes(self, chunk: str | bytes | dict[str, Any]) -> bytes:
        if isinstance(chunk, bytes):
            return chunk
        if not self.stream:
            return (chunk if isinstance(chunk, str) else json.dumps(chunk)).encode()
        text = chunk if isinstance(chunk, str) else json.dumps(chunk)
        return text.encode() if text.endswith("\n") else f"data: {text}\n\n".encode()

    async def _until_left(self, receive: Callable[[], Awaitable[Message]]) -> None:
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.left += 1


class Handler(Scripted):
    """Works in a task of its own, as vLLM's handlers do, and ends it only by the disconnect message."""

    def __init__(self) -> None:
        super().__init__()
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        work = asyncio.create_task(self._work())
        leaving = asyncio.create_task(self._until_left(receive))
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        work.cancel()

    async def _work(self) -> None:
        self.running += 1
        try:
            await asyncio.sleep(3600)
        finally:
            self.running -= 1


def chunk(content: str | None = None, finish: str | None = None, index: int = 0, **delta: Any) -> dict[str, Any]:
    """A chunk of a streamed chat."""
    answered = ({"content": content} if content is not None else {}) | delta
    choice = {"index": index, "delta": answered, "logprobs": None, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "llm", "choices": [choice]}


def completion(content: str, **choice: Any) -> dict[str, Any]:
    """A whole chat answer."""
    answered = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"} | choice
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "llm", "choices": [answered], "usage": usage}
