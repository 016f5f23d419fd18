import asyncio

from predictor.errors import EXIT_ENGINE_DEAD, EXIT_ENGINE_FROZEN, EngineDead
from predictor.inference.lifecycle import Lifecycle
from predictor.server.watchdog import Watchdog


class Engine:
    unfinished = 0
    available = True

    def __init__(self, answer_sec: float = 0, dead: bool = False, pings_dead: bool = False) -> None:
        self.answer_sec, self.dead, self.pings_dead = answer_sec, dead, pings_dead

    async def ping(self) -> None:
        if self.pings_dead:
            raise EngineDead
        await asyncio.sleep(self.answer_sec)


async def verdict(engine: Engine, seconds: float = 1.0) -> int | None:
    life = Lifecycle()
    watch = asyncio.create_task(Watchdog(engine, life, limit_sec=0.4).run())  # type: ignore[arg-type]
    try:
        async with asyncio.timeout(seconds):
            await life.ended.wait()
    except TimeoutError:
        pass
    watch.cancel()
    return life.fatal.exit_code if life.fatal else None


async def test_an_engine_that_answers_is_left_alone_even_when_it_is_slow() -> None:
    assert await verdict(Engine(answer_sec=0.2)) is None


async def test_a_dead_engine_is_seen_at_once() -> None:
    assert await verdict(Engine(dead=True), seconds=0.2) == EXIT_ENGINE_DEAD
    assert await verdict(Engine(pings_dead=True), seconds=0.2) == EXIT_ENGINE_DEAD


async def test_an_engine_that_makes_no_step_for_the_set_time_is_frozen() -> None:
    assert await verdict(Engine(answer_sec=60), seconds=0.5) == EXIT_ENGINE_FROZEN
