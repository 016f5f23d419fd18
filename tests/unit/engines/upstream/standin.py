"""An OpenAI-compatible server on a real socket, in the test's own loop, that fails by its `fault`."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from tests.waiting import until

# What of a stream is written before it breaks off, by fault.
BEFORE_FIRST = {"head": b"", "comment": b": keep-alive\n\n", "part": b'data: {"choices": [{"index": 0, "de'}


@dataclass(frozen=True)
class Seen:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class StandIn:
    """Answers with the last message's words, one an event.

    `fault` is what befalls an inference: reset (before any byte), head (after the head of a stream), comment (after a comment in
    it), part (within its first event), cut (after two events), half (in the middle of a JSON body), hang, error (an error event),
    garbage, early (no finish reason), or a status such as 503.
    """

    def __init__(self, name: str = "llm") -> None:
        self.name = name
        self.fault = ""
        self.delay = 0.0
        self.health: int | None = 200
        self.models_path = "/v1/models"
        self.models: Any = {"object": "list", "data": [{"id": name, "max_model_len": 512}]}
        self.key = ""
        self.retry_after = "7"
        self.seen: list[Seen] = []
        self.responses: list[str] = []  # the ids of those that are kept
        self.open = 0
        self.left = 0
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def inferences(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.method == "POST"]

    async def start(self) -> "StandIn":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """As if killed: connections reset, new ones refused."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await until(lambda: not self.open)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.open += 1
        try:
            while (seen := await _read(reader)) is not None:
                self.seen.append(seen)
                answering = asyncio.ensure_future(self._answer(seen, writer))
                leaving = asyncio.ensure_future(reader.read(1))
                await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if not answering.done():
                    answering.cancel()
                    self.left += 1
                leaving.cancel()
                await asyncio.gather(answering, leaving, return_exceptions=True)
                if answering.cancelled() or writer.transport.is_closing():
                    return
        finally:
            self._writers.discard(writer)
            writer.close()
            self.open -= 1

    async def _answer(self, seen: Seen, writer: asyncio.StreamWriter) -> None:
        path = seen.path.partition("?")[0]
        if path == "/health":
            await _send(writer, self.health or 404, {})
        elif self.key and seen.headers.get("authorization") != f"Bearer {self.key}":
            await _send(writer, 401, {"error": {"message": "wrong key"}})
        elif path == self.models_path:
            await _send(writer, 200, self.models)
        elif path.endswith("/responses"):
            await self._respond(seen.json, writer)
        elif not path.endswith(("/completions", "/embeddings")):
            await _send(writer, 404, {"error": {"message": f"no {path}"}})
        elif self.fault.isdigit():
            await _send(
                writer,
                int(self.fault),
                {"error": {"message": f"reported to say {self.fault}"}},
                f"retry-after: {self.retry_after}\r\n",
            )
        elif self.fault == "hang":
            await asyncio.sleep(60)
        elif self.fault == "reset":
            writer.transport.abort()
        elif seen.json.get("stream"):
            await self._stream(seen, writer)
        else:
            await self._whole(seen, writer)

    async def _respond(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        """Keep the response; continue one that was kept, whoever asks."""
        before = asked.get("previous_response_id")
        if before is not None and before not in self.responses:
            await _send(writer, 404, {"error": {"message": f"Response with id '{before}' not found."}})
            return
        self.responses.append(f"resp_{len(self.responses)}")
        await _send(writer, 200, {"id": self.responses[-1], "object": "response", "output": [], "previous_response_id": before})

    def _words(self, seen: Seen) -> list[str]:
        asked = seen.json
        text = asked["messages"][-1]["content"] if "messages" in asked else asked.get("prompt", "x")
        return f"{self.name}: {text}".split(" ")[: asked.get("max_tokens", 100)]

    def _choice(self, seen: Seen, index: int, text: str | None, holder: str, reason: str | None = None) -> dict[str, Any]:
        held = {"text": text or ""} if seen.path.endswith("/v1/completions") else {holder: {"content": text} if text else {}}
        return {"index": index, **held, "finish_reason": reason}

    async def _whole(self, seen: Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.delay)
        words, count = self._words(seen), seen.json.get("n", 1)
        choices = [self._choice(seen, index, " ".join(words), "message", "stop") for index in range(count)]
        usage = {"prompt_tokens": 5, "completion_tokens": len(words) * count}
        if self.fault == "early":
            choices = choices[1:]
        if self.fault == "half":
            writer.write(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"choices": [')
            await writer.drain()
            writer.close()
            return
        await _send(writer, 200, {"model": seen.json.get("model"), "choices": choices, "usage": usage})

    async def _stream(self, seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nset-cookie: a=b\r\n")
        writer.write(b"transfer-encoding: chunked\r\n\r\n")
        await writer.drain()
        words, count = self._words(seen), seen.json.get("n", 1)
        for number, word in enumerate(words):
            await asyncio.sleep(self.delay)
            if self.fault in BEFORE_FIRST or (self.fault == "cut" and number == 2):
                await self._break_off(writer)
                return
            if self.fault in ("error", "garbage") and number == 1:
                self._event(writer, {"error": {"message": "reported to fail", "code": 500}} if self.fault == "error" else "{broken")
                break
            for index in range(count):
                self._event(writer, {"choices": [self._choice(seen, index, word if number == 0 else f" {word}", "delta")]})
        else:
            if self.fault != "early":
                self._event(writer, {"choices": [self._choice(seen, index, None, "delta", "stop") for index in range(count)]})
                usage = {"prompt_tokens": 5, "completion_tokens": len(words) * count}
                self._event(writer, {"choices": [], "usage": usage})
            self._event(writer, "[DONE]")
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def _break_off(self, writer: asyncio.StreamWriter) -> None:
        if begun := BEFORE_FIRST.get(self.fault):
            writer.write(b"%x\r\n%s\r\n" % (len(begun), begun))
            await writer.drain()
            await asyncio.sleep(0.02)  # an abort would overtake what was written
        writer.transport.abort()

    def _event(self, writer: asyncio.StreamWriter, data: Any) -> None:
        raw = f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()
        writer.write(b"%x\r\n%s\r\n" % (len(raw), raw))


async def _read(reader: asyncio.StreamReader) -> Seen | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:] if line}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return Seen(method, path, headers, body)


async def _send(writer: asyncio.StreamWriter, status: int, body: Any, more: str = "") -> None:
    raw = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(raw)}\r\nset-cookie: a=b\r\n{more}\r\n"
    writer.write(head.encode() + raw)
    await writer.drain()
