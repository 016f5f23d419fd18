"""One of several front ends: the whole HTTP stack in a process of its own, over the engine that all of them share."""

import asyncio
import gc
import logging
import os
import signal
import socket
from typing import Any, NoReturn

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.engines.base import Engine, EngineHost
from predictor.errors import Draining, EngineDead, Fatal, PredictorError
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.shared_table import SharedPlaces, SharedTable
from predictor.model import load_failures
from predictor.pii import Masker
from predictor.server.balanced_listener import BalancedListener
from predictor.server.control import Channel, socket_path
from predictor.server.event_loop import new_event_loop
from predictor.server.front_end import FrontEnd, Shared
from predictor.server.loader_thread import run_in_loader_thread
from predictor.server.shared_ledger import SharedLedger
from predictor.server.shared_rate import SharedRate
from predictor.server.warm_up import WarmUp
from predictor.server.watchdog import POLL_SEC, keep_gauges
from predictor.telemetry.logging import add_field
from predictor.telemetry.loop_lag import measure_loop_lag

log = logging.getLogger("predictor.server")
KEYS = "keys"  # the latest good content of the key file, in the same folder
TABLE = "table"  # the SharedTable's file in the folder of the server's processes
REACH_SEC = 0.1  # after which the engine is asked once more, while no question has been answered
ABORTS: dict[str, type[PredictorError]] = {error.code: error for error in (Draining, EngineDead)}


class FrontEndProcess:
    """A front end and its channel to the supervisor, which decides the life cycle and calls the public methods.

    Must be made on the loop that serves it. `again` where a front end of this `index` has ended.
    """

    def __init__(
        self, settings: Settings, masker: Masker | None, host: EngineHost, index: int, again: bool, listening: socket.socket
    ) -> None:
        self.settings = settings
        self.masker = masker
        self.host = host
        self.index = index
        self.again = again
        self.listening = listening
        self.lifecycle = Lifecycle(masker.redact if masker else str)
        self.engine: Engine
        self.front_end: FrontEnd
        self.listener: BalancedListener
        self._serving: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Serve until the supervisor says `close`, or is gone."""
        names = ("follow", "warm", "end_warm_up", "begin", "refuse", "abort", "quiet", "ping", "alive", "close")
        reader, writer = await asyncio.open_unix_connection(str(socket_path()))
        self.channel = Channel(reader, writer, {name: getattr(self, name) for name in names})
        connected = asyncio.create_task(self.channel.run())
        starting = asyncio.create_task(self._start())
        await asyncio.wait({connected, starting}, return_when=asyncio.FIRST_COMPLETED)
        if not connected.done():
            try:
                await starting
            except Fatal as fatal:
                self.channel.tell("failed", reason=fatal.reason, exit_code=fatal.exit_code)
                await connected
                return
            watching = asyncio.create_task(self._watch())
            await connected
            watching.cancel()

    async def _start(self) -> None:
        self.channel.tell("hello", index=self.index, pid=os.getpid(), again=self.again)
        with load_failures():
            self.engine = self.host.engine(self.index, self.again)
            table = SharedTable(subprocesses.folder() / TABLE, self.settings.frontend_count)
            self.front_end = FrontEnd(self.settings, self.engine, self.masker, self.lifecycle, self._shared(table))
            await run_in_loader_thread(lambda: self.engine.build(lambda: None))
            if self.again:
                await self._reach_engine()
            await self.front_end.model.connect()
        self.listener = BalancedListener(self.front_end.app, self.settings, self.listening, table, self.index)
        self.channel.tell("attached", index=self.index)

    def _shared(self, table: SharedTable) -> Shared:
        counts_here = self.settings.key_file is not None and self.settings.counts_budgets_here
        return Shared(
            index=self.index,
            rate=SharedRate(self.channel) if self.settings.counts_rates_here else None,
            places=SharedPlaces(table, self.index),
            ledger=SharedLedger(self.channel) if counts_here else None,
            kept_keys=subprocesses.folder() / KEYS,
        )

    async def _reach_engine(self) -> None:
        """Ask until the engine answers once, because it drops what is sent before it has connected to this process."""
        asked: set[asyncio.Task[None]] = set()
        answered: set[asyncio.Task[None]] = set()
        while not answered:
            asked.add(asyncio.create_task(self.engine.ping()))
            answered, _ = await asyncio.wait(asked, timeout=REACH_SEC, return_when=asyncio.FIRST_COMPLETED)
        for task in asked - answered:
            task.cancel()
        for task in answered:
            task.result()

    async def _watch(self) -> None:
        work = (keep_gauges(self.engine), measure_loop_lag(), self.front_end.watch_keys())
        running = [asyncio.create_task(each) for each in work]
        available = True
        try:
            while True:
                if self.engine.dead:
                    self.channel.tell("engine_died")
                    return
                if self.engine.available != available:
                    available = self.engine.available
                    self.channel.tell("available", index=self.index, available=available)
                await asyncio.sleep(POLL_SEC)
        finally:
            for task in running:
                task.cancel()

    def follow(self, **state: Any) -> None:
        """Be in the supervisor's stage."""
        self.lifecycle.follow(**state)

    async def warm(self) -> None:
        """Send the warm-up requests through this process."""
        await WarmUp(self.front_end.app, self.settings)()

    async def end_warm_up(self) -> None:
        """Empty the engine's caches; one front end does it for all."""
        await self.front_end.model.end_warm_up()

    async def begin(self) -> None:
        """Count, and accept connections; raises Fatal where gRPC's port is taken."""
        self.front_end.model.begin_counting()
        self.front_end.open_audit()
        if self.settings.grpc_port:
            await self.front_end.start_grpc()
        self._serving = asyncio.create_task(self.listener.serve())
        await self.listener.accepting.wait()

    def refuse(self) -> None:
        """Refuse every inference that arrives from now on."""
        self.lifecycle.refuse_new()

    def abort(self, code: str) -> None:
        """Cancel every running inference; each answers with the error of that code."""
        error = ABORTS[code]
        self.front_end.model.pipeline.deadlines.abort_all(error(retry_after=1) if error is Draining else error())

    async def quiet(self) -> None:
        """Return once no inference runs here."""
        await self.lifecycle.quiet.wait()

    async def ping(self) -> None:
        """Return once the engine has answered."""
        await self.engine.ping()

    def alive(self) -> None:
        """Answer, which proves that this loop turns."""

    async def close(self) -> None:
        """Close the ports without losing a request."""
        if self._serving is not None:
            self.listener.should_exit = True
            await asyncio.wait({self._serving})
        await self.front_end.stop_grpc()
        await self.engine.close()
        self.front_end.close()


def run(settings: Settings, masker: Masker | None, host: EngineHost, index: int, again: bool, listening: socket.socket) -> NoReturn:
    """A front end's process, forked by the fork server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor ends its front ends in order
    add_field("front_end", index)
    gc.enable()

    async def serve() -> None:
        await FrontEndProcess(settings, masker, host, index, again, listening).serve()

    code = 1
    try:
        new_event_loop().run_until_complete(serve())
        code = 0
    except BaseException as error:
        log.error("the front end failed", exc_info=error)
    finally:
        logging.shutdown()
        os._exit(code)  # no thread that hangs, and no finalizer of an object of the fork server's, holds the end up
