"""Watches the engine: a dead one is seen at once, a frozen one when it has answered no ping for a set time."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Protocol

from predictor.engines import subprocesses
from predictor.engines.base import Engine
from predictor.errors import EXIT_ENGINE_DEAD, EXIT_ENGINE_FROZEN, EngineDead, Fatal
from predictor.inference.lifecycle import Lifecycle
from predictor.server.activity import Activity, State, judge
from predictor.telemetry import metrics

log = logging.getLogger("predictor.server.watchdog")
POLL_SEC = 0.1
SETTING = "LLM_WATCHDOG_SEC"
PING_GAP_SEC = 1.0  # between an answer and the next ping, less where the limit is short
PATIENT_LIMITS = 5  # of a process that computes without end, or waits for its device: only then it counts as frozen


class WatchedEngine(Protocol):
    """What the watchdog needs of an engine, or of several front ends over one."""

    @property
    def dead(self) -> bool:
        """True when the engine is known to be dead; costs nothing."""

    @property
    def available(self) -> bool:
        """False while requests would only be refused, though the engine lives; costs nothing."""

    def core_pids(self) -> Sequence[int]:
        """The processes without which it is dead."""

    async def ping(self) -> None:
        """Return once the engine has made a step, work or none; raises EngineDead when it cannot any more."""


class Watchdog:
    """Ends the life cycle when the engine cannot go on."""

    def __init__(self, engine: WatchedEngine, lifecycle: Lifecycle, limit_sec: float) -> None:
        self.engine = engine
        self.lifecycle = lifecycle
        self.limit_sec = limit_sec

    async def run(self) -> None:
        """Watch until the life cycle ends."""
        with watched_processes(self.engine.core_pids(), self._on_death):
            async with asyncio.TaskGroup() as group:
                group.create_task(self._state())
                group.create_task(self._progress())

    def _on_death(self) -> None:
        if self.lifecycle.fatal is None and not self.lifecycle.ended.is_set():
            reason = subprocesses.first_error() or "one of its processes ended"
            self.lifecycle.fail(Fatal(f"engine died: {reason}", EXIT_ENGINE_DEAD))

    async def _state(self) -> None:
        while self.lifecycle.live:
            if self.engine.dead:
                self._on_death()
            self.lifecycle.suspend("" if self.engine.available else "no upstream is available")
            await asyncio.sleep(POLL_SEC)

    async def _progress(self) -> None:
        patience = Patience("engine", self.engine.ping, self.engine.core_pids, self.limit_sec)
        try:
            self.lifecycle.fail(Fatal(await patience.until_frozen(), EXIT_ENGINE_FROZEN))
        except EngineDead:
            self._on_death()


class Patience:
    """Pings something that runs in other processes, and tells a frozen one from one that is slow, starved or paused.

    A ping is answered between two steps, so a ping without an answer means that no step ends. Then the processes decide: one that
    neither runs nor wants to run is frozen. Only time in which this loop turns is counted, because a pause of the machine and a
    lack of processor time hit both sides.
    """

    def __init__(
        self, name: str, ping: Callable[[], Awaitable[object]], pids: Callable[[], Sequence[int]], limit_sec: float
    ) -> None:
        self.name = name
        self.ping = ping
        self.pids = pids
        self.limit_sec = limit_sec
        self.gap_sec = min(PING_GAP_SEC, limit_sec / 10)

    async def until_frozen(self) -> str:
        """Return the reason once it is frozen; raises what `ping` raises."""
        while True:
            asked = asyncio.ensure_future(self.ping())
            try:
                reason = await self._wait(asked)
            finally:
                asked.cancel()
            if reason:
                return reason
            asked.result()
            await asyncio.sleep(self.gap_sec)

    async def _wait(self, asked: "asyncio.Future[object]") -> str:
        """Wait for the answer; returns the reason where it cannot come any more."""
        silent, limits = self.gap_sec, 0
        before: Activity | None = None
        while not await self._answered(asked):
            silent += self.tick_sec
            if before is None and silent >= self.limit_sec / 2:
                before = Activity.of(self.pids())
            if before is None or silent < self.limit_sec:
                continue
            now = Activity.of(self.pids())
            state, how = judge(before, now)
            limits += 1
            if state is State.FROZEN or (state is State.STUCK and limits >= PATIENT_LIMITS):
                return f"{self.name} frozen: no step in {self.limit_sec * limits:g} s ({SETTING}={self.limit_sec:g}); {how}"
            log.warning("%s makes no step for %g s (%s), but is not frozen: %s", self.name, self.limit_sec * limits, SETTING, how)
            silent, before = 0.0, now
        return ""

    @property
    def tick_sec(self) -> float:
        """Seconds of one look."""
        return min(POLL_SEC, self.limit_sec / 20)

    async def _answered(self, asked: "asyncio.Future[object]") -> bool:
        done, _ = await asyncio.wait({asked}, timeout=self.tick_sec)
        return bool(done)


@contextlib.contextmanager
def watched_processes(pids: Sequence[int], on_end: Callable[[], None]) -> Iterator[None]:
    """Call `on_end` in the running loop when one of these processes ends; the kernel says it at once."""
    loop = asyncio.get_running_loop()
    descriptors = []
    for pid in pids:
        try:
            descriptors.append(os.pidfd_open(pid))
        except ProcessLookupError:
            loop.call_soon(on_end)
    for descriptor in descriptors:
        loop.add_reader(descriptor, _once, loop, descriptor, on_end)
    try:
        yield
    finally:
        for descriptor in descriptors:
            loop.remove_reader(descriptor)
            os.close(descriptor)


def _once(loop: asyncio.AbstractEventLoop, descriptor: int, on_end: Callable[[], None]) -> None:
    loop.remove_reader(descriptor)
    on_end()


async def keep_gauges(engine: Engine) -> None:
    """Set the gauges of the engine and of this loop ten times a second, without end."""
    while True:
        metrics.ENGINE_UNFINISHED.set(engine.unfinished)
        metrics.TASKS.set(len(asyncio.all_tasks()))
        await asyncio.sleep(POLL_SEC)
