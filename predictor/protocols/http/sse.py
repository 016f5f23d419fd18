"""Server-Sent Events of `/infer/stream`: one JSON object an event, usage on the last, then `[DONE]`."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from predictor.errors import PredictorError
from predictor.inference.types import Delta, Usage
from predictor.model import Predictor
from predictor.protocols.kserve.payloads import Call

KEEP_ALIVE_SEC = 15.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),  # asks nginx not to buffer
]


class EventStream(Response):
    """Streams one call.

    The head is sent with the first event, so that an error before it keeps its status. An error after it is an `error` event, and
    then the connection is broken without its final chunk: clients that skip unknown events must not take half an answer for all.
    """

    def __init__(self, model: Predictor, call: Call, keep_alive_sec: float) -> None:
        self.model = model
        self.call = call
        self.keep_alive_sec = keep_alive_sec
        self.background = None
        self.sequences_left = call.prompts[0].sampling.num_return_sequences

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream; raises PredictorError while nothing has been sent."""
        writer = Writer(send)
        idle = asyncio.get_running_loop().create_task(writer.keep_alive(self.keep_alive_sec))
        try:
            async with aclosing(self.model.stream(self.call)) as deltas:
                await self._write(writer, deltas)
        except PredictorError as error:
            idle.cancel()
            if writer.started:
                await writer.event({"detail": error.detail}, name="error")
                return
            answer = self.model.fallback(self.call, error)
            if answer is None:
                raise
            for index, text in enumerate(answer.generations[0].texts):
                await writer.event({"index": index, "text": text})
        finally:
            idle.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await idle
        await writer.end()

    async def _write(self, writer: "Writer", deltas: AsyncGenerator[Delta, None]) -> None:
        async for delta in deltas:
            event: dict[str, Any] = {"index": delta.index, "text": delta.text}
            if delta.finish_reason:
                event["finish_reason"] = delta.finish_reason
                self.sequences_left -= 1
                if not self.sequences_left:
                    event["usage"] = Usage(delta.prompt_tokens, delta.completion_tokens).as_dict()
            await writer.event(event)


class Writer:
    """Writes events to the wire, and a comment whenever it was idle for long."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.started = False
        self.last = asyncio.get_running_loop().time()
        self.lock = asyncio.Lock()

    async def event(self, data: dict[str, Any], name: str = "") -> None:
        """Send one event."""
        head = f"event: {name}\n" if name else ""
        await self.write(f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode())

    async def end(self) -> None:
        """Send `[DONE]` and the end of the response."""
        await self.write(b"data: [DONE]\n\n")
        await self.finish()

    async def finish(self) -> None:
        """Send the end of the response; a stream without it is a broken one."""
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def keep_alive(self, seconds: float) -> None:
        """Send a comment each time nothing was sent for `seconds`."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(0.01, self.last + seconds - loop.time()))
            if loop.time() - self.last >= seconds:
                await self.write(b": keep-alive\n\n")

    async def write(self, data: bytes) -> None:
        """Send bytes, the response's head before the first ones."""
        async with self.lock:
            self.last = asyncio.get_running_loop().time()
            if not self.started:
                self.started = True
                await self.send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await self.send({"type": "http.response.body", "body": data, "more_body": True})
