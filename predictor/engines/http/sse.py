"""Server-Sent Events, written and read (WHATWG HTML, 9.2)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from starlette.types import Send

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE_SEC = 15.0
DONE = b"data: [DONE]\n\n"  # OpenAI's mark of a stream's end
HEADERS = [
    (b"content-type", f"{MEDIA_TYPE}; charset=utf-8".encode()),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),  # nginx then does not buffer
]


def encode_event(data: bytes, name: str = "") -> bytes:
    """One event; `data` must hold no line break."""
    return (f"event: {name}\n".encode() if name else b"") + b"data: " + data + b"\n\n"


def split_event(block: bytes) -> tuple[bytes, bytes]:
    """(the lines of an event that are no data, its data) of an event without its closing empty line."""
    if block.startswith(b"data: ") and b"\n" not in block:
        return b"", block[6:]
    fields, data = [], []
    for line in block.split(b"\n"):
        if line.startswith(b"data:"):
            data.append(line[5:].removeprefix(b" "))
        else:
            fields.append(line + b"\n")
    return b"".join(fields), b"\n".join(data)


class EventReader:
    """Cuts bytes into events, whatever the pieces they arrive in."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def pending(self) -> bool:
        """True while the beginning of an event waits for its end."""
        return bool(self._rest)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The events that are complete now, each without its closing empty line, comments included."""
        if not self._rest and data.find(b"\n\n") == len(data) - 2 >= 0 and b"\r" not in data:
            yield data[:-2]  # one whole event, as most servers write them
            return
        self._rest += data
        if b"\r" in self._rest:
            self._rest = self._rest.replace(b"\r\n", b"\n")
        *blocks, self._rest = self._rest.split(b"\n\n")
        yield from (block for block in blocks if block)


class EventWriter:
    """Writes an event stream to ASGI's `send`.

    The head is sent with the first event, so that an error before it keeps its own status. `started` is True from then on.
    """

    def __init__(self, send: Send) -> None:
        self.started = False
        self._send = send
        self._clock = asyncio.get_running_loop().time
        self._last = self._clock()
        self._lock = asyncio.Lock()

    async def event(self, data: bytes, name: str = "") -> None:
        """Send one event."""
        await self.write(encode_event(data, name))

    async def write(self, data: bytes) -> None:
        """Send encoded events, the head before the first ones."""
        self._last = self._clock()
        if not self.started or self._lock.locked():
            await self._write_first(data)
        else:
            await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def _write_first(self, data: bytes) -> None:
        async with self._lock:
            if not self.started:
                self.started = True
                await self._send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def finish(self) -> None:
        """Send the end of the response; a stream without it is a broken one."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    @asynccontextmanager
    async def kept_alive(self, seconds: float = KEEP_ALIVE_SEC) -> AsyncIterator[None]:
        """Within the block send a comment each time nothing was sent for so many seconds."""
        idle = asyncio.get_running_loop().create_task(self._comment(seconds))
        try:
            yield
        finally:
            idle.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await idle

    async def _comment(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(0.01, self._last + seconds - loop.time()))
            if loop.time() - self._last >= seconds:
                await self.write(b": keep-alive\n\n")
