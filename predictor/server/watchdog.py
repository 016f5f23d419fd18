"""Watches the engine: a dead one is seen at once, a frozen one when it has answered no ping for a set time."""

import asyncio

from predictor.engines import subprocesses
from predictor.engines.base import Engine
from predictor.errors import EXIT_ENGINE_DEAD, EXIT_ENGINE_FROZEN, EngineDead, Fatal
from predictor.inference.lifecycle import Lifecycle
from predictor.telemetry import metrics

POLL_SEC = 0.1


class Watchdog:
    """Ends the life cycle when the engine cannot go on."""

    def __init__(self, engine: Engine, lifecycle: Lifecycle, limit_sec: float) -> None:
        self.engine = engine
        self.lifecycle = lifecycle
        self.limit_sec = limit_sec

    async def run(self) -> None:
        """Watch until the life cycle ends."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._death())
            group.create_task(self._progress())

    async def _death(self) -> None:
        while self.lifecycle.live:
            metrics.ENGINE_UNFINISHED.set(self.engine.unfinished)
            metrics.TASKS.set(len(asyncio.all_tasks()))
            if self.engine.dead:
                reason = subprocesses.first_error() or "one of its processes ended"
                self.lifecycle.fail(Fatal(f"engine died: {reason}", EXIT_ENGINE_DEAD))
            self.lifecycle.suspend("" if self.engine.available else "no upstream is available")
            await asyncio.sleep(POLL_SEC)

    async def _progress(self) -> None:
        """The engine answers a ping between two of its steps, so a ping without an answer means that no step ends."""
        while self.lifecycle.live:
            try:
                async with asyncio.timeout(self.limit_sec * 3 / 4):
                    await self.engine.ping()
            except TimeoutError:
                self.lifecycle.fail(Fatal(f"engine frozen: no step in {self.limit_sec * 3 / 4:g} s", EXIT_ENGINE_FROZEN))
            except EngineDead:
                self.lifecycle.fail(Fatal("engine died: it does not answer any more", EXIT_ENGINE_DEAD))
            await asyncio.sleep(self.limit_sec / 4)
