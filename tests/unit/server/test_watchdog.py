import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from predictor.errors import EXIT_ENGINE_DEAD, EXIT_ENGINE_FROZEN, EngineDead, Fatal
from predictor.inference.lifecycle import Lifecycle
from predictor.server.activity import Activity, State, judge
from predictor.server.watchdog import Watchdog

IDLE = "import time; time.sleep(60)"
COMPILES = "while True: kept = [bytearray(8192 * 4) for _ in range(200)]"
SPINS = "while True: pass"


class Engine:
    unfinished = 0
    available = True

    def __init__(self, answer_sec: float = 0, dead: bool = False, pings_dead: bool = False, pids: tuple[int, ...] = ()) -> None:
        self.answer_sec, self.dead, self.pings_dead, self.pids = answer_sec, dead, pings_dead, pids

    def core_pids(self) -> tuple[int, ...]:
        return self.pids

    async def ping(self) -> None:
        if self.pings_dead:
            raise EngineDead
        await asyncio.sleep(self.answer_sec)


@pytest.fixture
def process(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs the given code."""
    with subprocess.Popen([sys.executable, "-c", request.param]) as started:
        yield started
        started.send_signal(signal.SIGCONT)
        started.kill()


async def verdict(engine: Engine, seconds: float = 10.0, limit_sec: float = 0.4) -> Fatal | None:
    life = Lifecycle()
    watch = asyncio.create_task(Watchdog(engine, life, limit_sec).run())
    try:
        async with asyncio.timeout(seconds):
            await life.ended.wait()
    except TimeoutError:
        pass
    watch.cancel()
    return life.fatal


async def code(engine: Engine, seconds: float = 10.0) -> int | None:
    fatal = await verdict(engine, seconds)
    return fatal.exit_code if fatal else None


async def test_an_engine_that_answers_is_left_alone_even_when_it_is_slow() -> None:
    assert await code(Engine(answer_sec=0.2), seconds=1.5) is None


async def test_a_dead_engine_is_seen_at_once() -> None:
    assert await code(Engine(dead=True), seconds=2) == EXIT_ENGINE_DEAD
    assert await code(Engine(pings_dead=True), seconds=2) == EXIT_ENGINE_DEAD


@pytest.mark.parametrize("process", [IDLE], indirect=True)
async def test_the_end_of_its_process_is_seen_at_once(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    assert await code(Engine(answer_sec=60, pids=(process.pid,)), seconds=2) == EXIT_ENGINE_DEAD


async def test_an_engine_without_a_process_that_makes_no_step_for_the_set_time_is_frozen() -> None:
    assert await code(Engine(answer_sec=60)) == EXIT_ENGINE_FROZEN


@pytest.mark.parametrize("process", [SPINS], indirect=True)
async def test_a_stopped_engine_is_frozen_and_the_message_names_the_setting(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGSTOP)
    fatal = await verdict(Engine(answer_sec=60, pids=(process.pid,)))
    assert fatal is not None
    assert fatal.exit_code == EXIT_ENGINE_FROZEN
    assert "LLM_WATCHDOG_SEC=0.4" in fatal.reason
    assert "stopped by a signal" in fatal.reason


@pytest.mark.parametrize("process", [IDLE], indirect=True)
async def test_a_deadlocked_engine_is_frozen(process: subprocess.Popen[bytes]) -> None:
    await asyncio.sleep(0.5)  # the interpreter has started
    fatal = await verdict(Engine(answer_sec=60, pids=(process.pid,)))
    assert fatal is not None
    assert "do nothing" in fatal.reason


@pytest.mark.parametrize("process", [COMPILES], indirect=True)
async def test_a_long_compile_is_not_frozen(process: subprocess.Popen[bytes]) -> None:
    assert await code(Engine(answer_sec=60, pids=(process.pid,)), seconds=4) is None


@pytest.mark.parametrize("process", [SPINS], indirect=True)
async def test_a_pause_of_this_process_is_not_held_against_the_engine(process: subprocess.Popen[bytes]) -> None:
    """As a paused container or a starved machine looks from inside: the loop did not turn."""
    life = Lifecycle()
    watch = asyncio.create_task(Watchdog(Engine(answer_sec=1.0), life, limit_sec=0.8).run())
    await asyncio.sleep(0.1)
    pause = await asyncio.create_subprocess_exec(sys.executable, "-c", PAUSE, str(os.getpid()))
    await pause.wait()
    await asyncio.sleep(0.05)
    watch.cancel()
    assert life.fatal is None


PAUSE = (
    "import os, signal, sys, time; p = int(sys.argv[1]); os.kill(p, signal.SIGSTOP); time.sleep(1.5); os.kill(p, signal.SIGCONT)"
)


def test_who_waits_for_a_processor_is_starved_and_who_computes_for_ever_is_stuck() -> None:
    def seen(ran: float, queued: float, faults: int) -> State:
        return judge(Activity(0.0, processes=1), Activity(10.0, ran, queued, faults, processes=1))[0]

    assert seen(ran=0.3, queued=9.0, faults=0) is State.STARVED
    assert seen(ran=9.9, queued=0.1, faults=0) is State.STUCK
    assert seen(ran=9.9, queued=0.1, faults=5000) is State.WORKING
    assert seen(ran=0.05, queued=0.05, faults=0) is State.FROZEN


@pytest.mark.parametrize("process", [SPINS], indirect=True)
def test_activity_is_read_from_the_kernel(process: subprocess.Popen[bytes]) -> None:
    before = Activity.of([process.pid])
    while psutil.Process(process.pid).cpu_times().user < 0.3:
        pass
    now = Activity.of([process.pid, 2**22 + 1])
    assert now.processes == 1
    assert now.ran - before.ran > 0.1
    process.send_signal(signal.SIGSTOP)
    while not Activity.of([process.pid]).stopped:
        pass
