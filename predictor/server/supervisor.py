"""The process of a predictor from its port to its exit code: stages, signals, drain, watchdog, termination log."""

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable
from typing import Protocol

from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.errors import EXIT_ENGINE_DEAD, EXIT_LOAD_FAILED, EXIT_OK, Draining, EngineDead, Fatal, PredictorError, leave_reason
from predictor.inference.lifecycle import Lifecycle, Stage
from predictor.server.listener import LINGER_SEC, Listener
from predictor.server.watchdog import Watchdog, WatchedEngine
from predictor.telemetry.loop_lag import measure_loop_lag

log = logging.getLogger("predictor.server")
ABORT_SEC = 1.0  # for the answers to those in flight when all inferences are aborted
CLOSE_SEC = 2.0  # for the engine, and for front ends of their own processes, to stop by themselves

# For a person at a terminal, which LLM_LOG_FORMAT=text stands for.
INVITATION = """ready: look at {url}/ in a browser, or type
  curl -s {url}/infer -H 'Content-Type: application/json' -d '{{"query": "안녕하세요, 영업시간이 어떻게 되나요?"}}'"""


class FrontEnds(Protocol):
    """What answers HTTP: one front end in this process, or several in processes of their own."""

    app: ASGIApp  # served by this process until `start` returns, and longer where `in_process`
    in_process: bool
    lifecycle: Lifecycle

    async def start(self) -> WatchedEngine:
        """Load and warm the model and open gRPC, entering the stages; returns the engine to watch. Raises Fatal."""

    async def open(self) -> None:
        """Take the traffic; readiness follows."""

    def refuse_new(self) -> None:
        """Refuse every inference that arrives from now on."""

    async def quiet(self) -> None:
        """Return once no inference runs."""

    def abort_all(self, reason: PredictorError) -> None:
        """Cancel every running inference; each answers with `reason`."""

    async def close(self, engine_lives: bool) -> None:
        """Close the ports; the engine too, where it lives and can stop by itself."""


class Supervisor:
    """One predictor's life. Must be made on the event loop that serves it."""

    def __init__(self, settings: Settings, front_ends: FrontEnds, listening: socket.socket) -> None:
        self.settings = settings
        self.front_ends = front_ends
        self.lifecycle = front_ends.lifecycle
        self.listener = Listener(front_ends.app, settings, listening)
        self._second_signal = asyncio.Event()

    async def serve(self) -> int:
        """Serve until a signal or a failure; returns the exit code once every child process is gone."""
        self._handle_signals()
        serving = asyncio.create_task(self.listener.serve())
        starting = asyncio.create_task(self._start())
        measuring = asyncio.create_task(measure_loop_lag())
        await self.lifecycle.ended.wait()
        if self.lifecycle.fatal is None:
            await self._drain()
        else:
            await self._fail(self.lifecycle.fatal)
        starting.cancel()
        measuring.cancel()
        self.listener.should_exit = True
        if not self.front_ends.in_process:
            await self._within(CLOSE_SEC, self.front_ends.close(self.lifecycle.fatal is None))
        await asyncio.wait({serving}, timeout=LINGER_SEC + ABORT_SEC + CLOSE_SEC)
        if self.front_ends.in_process:
            await self._within(CLOSE_SEC, self.front_ends.close(self.lifecycle.fatal is None))
        subprocesses.stop_all()
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
        """Load and warm the model, become ready and watch the engine."""
        limit = self.settings.load_timeout_sec or None
        try:
            async with asyncio.timeout(limit):
                engine = await self.front_ends.start()
                if not self.front_ends.in_process:
                    await self.listener.hand_over()
                await self.front_ends.open()
            self.lifecycle.enter(Stage.READY)
            if self.settings.log_format == "text":
                log.info(INVITATION.format(url=f"http://localhost:{self.settings.port}"))
            await Watchdog(engine, self.lifecycle, self.settings.watchdog_sec).run()
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
        self.front_ends.refuse_new()
        quiet = asyncio.create_task(self.front_ends.quiet())
        left = end - asyncio.get_running_loop().time()
        await asyncio.wait({signalled, quiet}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if not quiet.done():
            await self._abort_all(Draining(retry_after=1))

    async def _fail(self, fatal: Fatal) -> None:
        leave_reason(self.settings.termination_log, fatal.reason)
        await self._abort_all(EngineDead())

    async def _abort_all(self, reason: PredictorError) -> None:
        self.front_ends.abort_all(reason)
        await self._within(ABORT_SEC, self.front_ends.quiet())

    async def _within(self, seconds: float, work: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(seconds):
                await work
        except TimeoutError:
            pass
        except Exception as error:
            log.warning("the end is not orderly: %s", type(error).__name__)

    def _exit_code(self) -> int:
        fatal = self.lifecycle.fatal
        code = fatal.exit_code if fatal else EXIT_OK
        reason = fatal.reason if fatal else "stopped by a signal"
        log.log(logging.ERROR if code else logging.INFO, "exit: %s", reason, extra={"fields": {"exit_code": code}})
        return code
