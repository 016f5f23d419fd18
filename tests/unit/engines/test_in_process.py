"""What the engines in the server's own process share, seen on the mock engine."""

from predictor.config import Settings
from predictor.engines.in_process import InProcessEngine
from predictor.engines.mock import MockEngine
from predictor.engines.types import Prompt, Usage


async def test_counts_of_a_request_are_known_while_it_runs_and_zero_afterwards() -> None:
    engine: InProcessEngine = MockEngine(Settings(_env_file=None, fallback_mock=True))
    deltas = engine.generate(Prompt("가 나 다"), "id", True)
    await anext(deltas)
    assert (engine.unfinished, engine.usage("id").prompt_tokens) == (1, 3)
    await deltas.aclose()
    assert (engine.unfinished, engine.usage("id")) == (0, Usage())


async def test_it_has_no_process_that_could_die() -> None:
    engine = MockEngine(Settings(_env_file=None, fallback_mock=True))
    await engine.ping()
    assert (engine.core_pids(), engine.dead, engine.begun("unknown")) == ((), False, True)
