"""One HTTP port for several front ends: a connection goes to the one that has least to do."""

import asyncio
import logging
import socket

from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.inference.shared_table import CLOSED, CONNECTIONS, SharedTable
from predictor.server.listener import Listener, take_accepted

log = logging.getLogger("predictor.server")
DEFERRALS, DEFERRAL_SEC = 5, 0.001  # in which a front end with less to do may take a connection
RETRY_SEC = 1.0  # after an error such as too many open files


class BalancedListener(Listener):
    """Accepts from a socket that all front ends share, when none of them has less to do.

    With the loop's own server whichever process wakes first would take every connection that waits: 51, 11, 2 and 0 of 64.
    """

    def __init__(self, app: ASGIApp, settings: Settings, shared: socket.socket, table: SharedTable, row: int) -> None:
        super().__init__(app, settings, shared)
        self._table = table
        self._row = row
        self.accepting = asyncio.Event()
        self._accept_task: asyncio.Task[None]
        self._tasks: set[asyncio.Task[None]] = set()  # of connections that were accepted, until they have their protocol

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept; uvicorn itself gets no socket."""
        await super().startup([])
        self.socket.listen(self.config.backlog)
        self.socket.setblocking(False)
        self._publish()
        self._accept_task = asyncio.get_running_loop().create_task(self._accept())
        self.accepting.set()

    async def on_tick(self, counter: int) -> bool:
        """Publish what has been closed meanwhile."""
        self._publish()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take what waits, close the port at once and let the others accept; then as a single front end closes.

        uvicorn would close the port last, and the kernel would reset the connections that it takes meanwhile.
        """
        self._accept_task.cancel()
        await asyncio.gather(self._accept_task, *self._tasks, return_exceptions=True)
        self._table.set(self._row, CONNECTIONS, CLOSED)
        for connection in take_accepted(self.socket):
            await self._connect(connection)
        await super().shutdown([])

    def _publish(self) -> None:
        if not self.should_exit:
            self._table.set(self._row, CONNECTIONS, len(self.server_state.connections) + len(self._tasks))

    def _has_least(self) -> bool:
        self._publish()
        loads = self._table.loads()
        return loads[self._row] <= min(loads)

    async def _accept(self) -> None:
        while True:
            await self._readable()
            for _ in range(DEFERRALS):
                if self._has_least():
                    break
                await asyncio.sleep(DEFERRAL_SEC)
            try:
                connection, _ = self.socket.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                continue  # another front end took it
            except OSError as error:
                log.error("a connection cannot be accepted: %s", error.strerror)
                await asyncio.sleep(RETRY_SEC)
                continue
            task = asyncio.get_running_loop().create_task(self._connect(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            self._publish()

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        loop.add_reader(self.socket, lambda: None if ready.done() else ready.set_result(None))
        try:
            await ready
        finally:
            loop.remove_reader(self.socket)

    async def _connect(self, connection: socket.socket) -> None:
        try:
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, connection)
        except OSError:
            connection.close()
