"""The HTTP port: uvicorn, and a close that loses no request and waits for none without end."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.errors import EXIT_PORT_TAKEN, Fatal
from predictor.server.strict_http import StrictHTTPProtocol

HEAD_SEC = 30.0  # for a head to arrive, from its first byte or from the connection's begin
STALLED_SEC = 60.0  # for a caller to take anything of an answer that waits for it
LINGER_SEC = 0.5  # for the first request of a connection that was accepted when the port closes
SWEEP_TICKS = 10  # uvicorn ticks ten times a second


class Listener(uvicorn.Server):
    """Serves `app` on a socket of `listen`."""

    def __init__(self, app: ASGIApp, settings: Settings, listening: socket.socket) -> None:
        self.socket = listening
        self._handed_over = False
        self.keep_alive_sec = settings.keep_alive_sec
        # By connection: its latest request with whether a further head has begun, and since when that has not changed.
        self.idle: dict[Any, tuple[tuple[Any, bool], float]] = {}
        # By connection: the bytes of its answer that wait for the caller, and since when it has taken none of them.
        self.unread: dict[Any, tuple[int, float]] = {}
        super().__init__(
            uvicorn.Config(
                app,
                http=StrictHTTPProtocol,  # over h11, because httptools loses the body of a request that offers h2c
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the edge reads X-Forwarded-For, and believes LLM_TRUSTED_PROXIES alone
                timeout_keep_alive=settings.keep_alive_sec,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=settings.header_max_bytes,
            )
        )

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until `should_exit` is set."""
        await super().serve(sockets or [self.socket])

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the Supervisor, because uvicorn would close the port at once."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Once a second close connections that never send a whole head or never read their answer.

        uvicorn's timeout begins after the first response, and it has none for a caller that does not read.
        """
        if counter % SWEEP_TICKS == 0:
            self._sweep()
            self._cut_stalled()
        return await super().on_tick(counter)

    def _sweep(self) -> None:
        now = asyncio.get_running_loop().time()
        before, self.idle = self.idle, {}
        for connection in map(_known, self.server_state.connections):
            cycle = connection.cycle
            state = (cycle, bool(connection.conn.trailing_data[0]))
            known, since = before.get(connection, (state, now))
            if _is_working(connection) or state != known:
                since = now
            self.idle[connection] = (state, since)
            awaits_head = cycle is None or state[1]
            if now - since > (min(HEAD_SEC, self.keep_alive_sec) if awaits_head else self.keep_alive_sec):
                connection.transport.close()

    def _cut_stalled(self) -> None:
        """Cut off callers that read nothing of their answer, because each holds a place, a task and memory meanwhile."""
        now = asyncio.get_running_loop().time()
        before, self.unread = self.unread, {}
        for connection in map(_known, self.server_state.connections):
            waiting = connection.transport.get_write_buffer_size()
            known, since = before.get(connection, (waiting, now))
            still_written = not connection.flow.write_paused and _is_working(connection)
            if waiting < known or still_written:
                since = now
            if waiting:
                self.unread[connection] = (waiting, since)
            if now - since > STALLED_SEC:
                connection.transport.abort()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the port; a connection that the kernel accepted before still gets its answer, where uvicorn would close it."""
        # A copy keeps the kernel's queue of connections alive while uvicorn's own listener closes.
        copies = [] if self._handed_over else [sock.dup() for sock in sockets or []]
        for server in self.servers:
            server.close()
        for connection in [connection for copy in copies for connection in take_accepted(copy)]:
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, connection)
        await self._await_first_requests()
        await super().shutdown(sockets)

    async def hand_over(self) -> None:
        """End where other processes serve the same port: they take what waits, and here the requests that have begun end."""
        for server in self.servers:
            server.close()
        self._handed_over = True
        await self._await_first_requests()
        self.should_exit = True

    def _protocol(self) -> asyncio.Protocol:
        return self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )

    async def _await_first_requests(self) -> None:
        """Wait for the first request of every connection that has not sent one yet."""
        for _ in range(round(LINGER_SEC / 0.01)):
            if all(connection.cycle for connection in map(_known, self.server_state.connections)):
                return
            await asyncio.sleep(0.01)


def _known(connection: object) -> Any:
    """uvicorn's H11Protocol: `cycle` is its latest request, None before the first."""
    return cast(Any, connection)


def _is_working(connection: Any) -> bool:
    return connection.cycle is not None and not connection.cycle.response_complete


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there as soon as it is served; raises Fatal when the port cannot be had."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Fatal(f"cannot listen on {host}:{port}: {error.strerror}", EXIT_PORT_TAKEN) from error
    return listening


def take_accepted(listening: socket.socket) -> list[socket.socket]:
    """Take the connections that the kernel has accepted already, and close the port."""
    taken = []
    with listening, contextlib.suppress(BlockingIOError):
        listening.setblocking(False)
        while True:
            taken.append(listening.accept()[0])
    return taken
