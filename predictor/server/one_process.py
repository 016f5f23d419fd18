"""One front end in the supervisor's own process, together with its engine."""

import asyncio

from predictor.config import Settings
from predictor.engines.base import Engine
from predictor.errors import PredictorError
from predictor.pii import Masker
from predictor.server.front_end import FrontEnd
from predictor.server.loader_thread import run_in_loader_thread
from predictor.server.warm_up import WarmUp
from predictor.server.watchdog import keep_gauges
from predictor.telemetry import metrics


class OneProcess:
    """The FrontEnds of LLM_FRONTENDS=1. Must be made on the event loop that serves it."""

    in_process = True

    def __init__(self, settings: Settings, engine: Engine, masker: Masker | None) -> None:
        self.settings = settings
        self.engine = engine
        self.front_end = FrontEnd(settings, engine, masker)
        self.app = self.front_end.app
        self.lifecycle = self.front_end.lifecycle
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> Engine:
        """Load and warm the model in a thread, and open gRPC; raises Fatal."""
        loop, warm_up = asyncio.get_running_loop(), WarmUp(self.app, self.settings)
        self._tasks.append(loop.create_task(self.front_end.watch_keys()))
        await run_in_loader_thread(lambda: self.front_end.model.load(loop, warm_up))
        if self.settings.grpc_port:
            await self.front_end.start_grpc()
        self._tasks.append(loop.create_task(keep_gauges(self.engine)))
        return self.engine

    async def open(self) -> None:
        """The port is open from the start."""
        self.front_end.open_audit()
        metrics.FRONT_ENDS.set(1)

    def refuse_new(self) -> None:
        """Refuse every inference that arrives from now on."""
        self.lifecycle.refuse_new()

    async def quiet(self) -> None:
        """Return once no inference runs."""
        await self.lifecycle.quiet.wait()

    def abort_all(self, reason: PredictorError) -> None:
        """Cancel every running inference; each answers with `reason`."""
        self.front_end.model.pipeline.deadlines.abort_all(reason)

    async def close(self, engine_lives: bool) -> None:
        """Close gRPC, and the engine unless it is dead or frozen, because then it does not stop by itself."""
        for task in self._tasks:
            task.cancel()
        await self.front_end.stop_grpc()
        try:
            if engine_lives:
                await self.engine.close()
        finally:
            self.front_end.close()
