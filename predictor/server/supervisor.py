"""The process of a predictor from its port to its exit code: stages, signals, drain, watchdog, termination log."""

import asyncio
import contextlib
import logging
import signal

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.engines.base import Engine
from predictor.errors import EXIT_ENGINE_DEAD, EXIT_LOAD_FAILED, EXIT_OK, Draining, EngineDead, Fatal, PredictorError
from predictor.inference.lifecycle import Stage
from predictor.pii import Masker
from predictor.server.front_end import FrontEnd
from predictor.server.listener import LINGER_SEC, Listener
from predictor.server.loader_thread import run_in_loader_thread
from predictor.server.warm_up import WarmUp
from predictor.server.watchdog import Watchdog

log = logging.getLogger("predictor.server")
ABORT_SEC = 1.0  # for the answers to those in flight when all inferences are aborted
CLOSE_SEC = 2.0  # for the engine to stop by itself


class Supervisor:
    """One predictor's life. Must be made on the event loop that serves it."""

    def __init__(self, settings: Settings, engine: Engine, masker: Masker | None) -> None:
        self.settings = settings
        self.engine = engine
        self.front_end = FrontEnd(settings, engine, masker)
        self.lifecycle = self.front_end.lifecycle
        self._second_signal = asyncio.Event()

    async def serve(self) -> int:
        """Serve until a signal or a failure; returns the exit code once every child process is gone. Raises Fatal for the port."""
        listener = Listener(self.front_end.app, self.settings)
        subprocesses.prepare(self.settings.port)
        self._handle_signals()
        serving = asyncio.create_task(listener.serve())
        starting = asyncio.create_task(self._start())
        await self.lifecycle.ended.wait()
        if self.lifecycle.fatal is None:
            await self._drain()
        else:
            await self._fail(self.lifecycle.fatal)
        starting.cancel()
        listener.should_exit = True
        await asyncio.wait({serving}, timeout=LINGER_SEC + ABORT_SEC + CLOSE_SEC)
        await self._close()
        return self._exit_code()

    def _handle_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._on_signal)

    def _on_signal(self) -> None:
        """Begin to drain; a second signal aborts the inferences that are left."""
        if self.lifecycle.stage is Stage.DRAINING:
            self._second_signal.set()
        self.lifecycle.drain()

    async def _start(self) -> None:
        """Load and warm the model, open gRPC, become ready and watch the engine."""
        limit = self.settings.load_timeout_sec or None
        try:
            async with asyncio.timeout(limit):
                loop, warm_up = asyncio.get_running_loop(), WarmUp(self.front_end.app, self.settings)
                await run_in_loader_thread(lambda: self.front_end.model.load(loop, warm_up))
            if self.settings.grpc_port:
                await self.front_end.start_grpc()
            self.lifecycle.enter(Stage.READY)
            await Watchdog(self.engine, self.lifecycle, self.settings.watchdog_sec).run()
        except TimeoutError:
            self.lifecycle.fail(Fatal(f"model was not ready after {limit:g} s (LLM_LOAD_TIMEOUT_SEC)", EXIT_LOAD_FAILED))
        except Fatal as fatal:
            self.lifecycle.fail(fatal)
        except Exception as error:
            log.error("the engine cannot be watched any more", exc_info=error)
            self.lifecycle.fail(Fatal(f"unforeseen: {type(error).__name__}", EXIT_ENGINE_DEAD))

    async def _drain(self) -> None:
        """Serve on for the drain delay, then refuse new requests, wait for the others, and abort the rest at the grace time."""
        if Stage.READY.value not in self.lifecycle.seconds:
            return
        end = asyncio.get_running_loop().time() + self.settings.grace_sec
        signalled = asyncio.create_task(self._second_signal.wait())
        await asyncio.wait({signalled}, timeout=self.settings.drain_delay_sec)
        self.lifecycle.refuse_new()
        quiet = asyncio.create_task(self.lifecycle.quiet.wait())
        left = end - asyncio.get_running_loop().time()
        await asyncio.wait({signalled, quiet}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if not quiet.done():
            await self._abort_all(Draining(retry_after=1))

    async def _fail(self, fatal: Fatal) -> None:
        with contextlib.suppress(OSError):
            self.settings.termination_log.write_text(fatal.reason[:4096] + "\n")
        await self._abort_all(EngineDead())

    async def _abort_all(self, reason: PredictorError) -> None:
        self.front_end.model.pipeline.deadlines.abort_all(reason)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ABORT_SEC):
                await self.lifecycle.quiet.wait()

    async def _close(self) -> None:
        await self.front_end.stop_grpc()
        if self.lifecycle.fatal is None:  # a dead or frozen engine does not stop by itself
            with contextlib.suppress(Exception):
                async with asyncio.timeout(CLOSE_SEC):
                    await self.engine.close()
        subprocesses.stop_all()
        self.front_end.close()

    def _exit_code(self) -> int:
        fatal = self.lifecycle.fatal
        code = fatal.exit_code if fatal else EXIT_OK
        reason = fatal.reason if fatal else "stopped by a signal"
        log.log(logging.ERROR if code else logging.INFO, "exit: %s", reason, extra={"fields": {"exit_code": code}})
        return code
