"""What the supervisor and its front ends say to each other: calls and notices, one JSON object a line over a Unix socket."""

import asyncio
import inspect
import itertools
import json
import logging
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from predictor.engines import subprocesses

log = logging.getLogger("predictor.server.control")
SOCKET = "control"  # its file in the folder of the server's processes
Arguments = dict[str, Any]
Handler = Callable[..., Any]


class ChannelClosed(Exception):
    """The other side is gone."""


def socket_path() -> Path:
    """Where the supervisor listens; the folder is closed to other users."""
    return subprocesses.folder() / SOCKET


class Channel:
    """One connection, the same on both sides. `handlers` are functions, or coroutine functions, by the name that is called."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handlers: Mapping[str, Handler]) -> None:
        self._reader = reader
        self._writer = writer
        self._handlers = dict(handlers)
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    async def run(self) -> None:
        """Serve the other side until it is gone; then every call that waits raises ChannelClosed."""
        try:
            while line := await self._reader.readline():
                self._take(json.loads(line))
        except OSError:
            pass
        finally:
            self.closed = True
            self._writer.close()
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(ChannelClosed())
                    waiting.exception()

    def tell(self, name: str, **arguments: Any) -> None:
        """Call without waiting for an answer."""
        self._send({"call": name, "with": arguments})

    async def call(self, name: str, **arguments: Any) -> Any:
        """Call and return what the other side's handler returns; raises ChannelClosed, or RuntimeError for its exception."""
        if self.closed:
            raise ChannelClosed
        number = next(self._numbers)
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._send({"call": name, "with": arguments, "number": number})
        try:
            return await waiting
        finally:
            del self._waiting[number]

    def _send(self, message: Arguments) -> None:
        if not self.closed:
            self._writer.write(json.dumps(message).encode() + b"\n")

    def _take(self, message: Arguments) -> None:
        if "call" in message:
            task = asyncio.get_running_loop().create_task(self._answer(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        waiting = self._waiting.get(message["number"])
        if waiting is None or waiting.done():
            return
        if "error" in message:
            waiting.set_exception(RuntimeError(message["error"]))
        else:
            waiting.set_result(message["result"])

    async def _answer(self, message: Arguments) -> None:
        answer: Arguments = {"number": message.get("number")}
        try:
            result = self._handlers[message["call"]](**message["with"])
            answer["result"] = await result if inspect.isawaitable(result) else result
        except Exception as error:
            if "number" not in message:
                log.error("a notice between the server's processes failed", exc_info=error)
            answer["error"] = f"{type(error).__name__}: {error}"
        if "number" in message:
            self._send(answer)


class Lines:
    """The same lines, without a loop, for the fork server: notices go out, commands come in."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._rest = b""

    def tell(self, name: str, **arguments: Any) -> None:
        """Send a notice."""
        self.connection.sendall(json.dumps({"call": name, "with": arguments}).encode() + b"\n")

    def take(self) -> list[tuple[str, Arguments]]:
        """The commands that have come; raises ChannelClosed when the supervisor is gone."""
        data = self.connection.recv(65536)
        if not data:
            raise ChannelClosed
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [(message["call"], message["with"]) for message in map(json.loads, lines)]
