from collections.abc import AsyncGenerator

import pytest

from predictor.config import Settings
from predictor.engines.mock import MockEngine
from predictor.engines.types import Delta, Prompt
from predictor.errors import InvalidRequest
from predictor.inference.lifecycle import Stage
from predictor.server.warm_up import WarmUp
from predictor.telemetry import metrics
from tests.unit.conftest import Serve


class Heard(MockEngine):
    """Keeps the prompts, and has a short context."""

    def __init__(self, context: int = 10_000) -> None:
        super().__init__(Settings(_env_file=None, fallback_mock=True))
        self.context = context
        self.prompts: list[Prompt] = []

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        self.prompts.append(prompt)
        if len(prompt.text) > self.context:
            raise InvalidRequest("too long")
        async for delta in super().generate(prompt, request_id, stream):
            yield delta


async def warmed(serve: Serve, engine: MockEngine, **settings: object) -> None:
    client = serve(engine=engine, stage=Stage.WARMING, **settings)
    await WarmUp(client.server.app, client.server.settings)()


async def test_it_sends_short_and_long_single_and_several(serve: Serve) -> None:
    engine = Heard()
    await warmed(serve, engine)
    lengths = [len(prompt.text) for prompt in engine.prompts]
    assert min(lengths) < 10
    assert max(lengths) > 2000
    assert {prompt.sampling.num_return_sequences for prompt in engine.prompts} == {1, 2}


async def test_it_passes_keys_rates_and_a_ceiling_of_one(serve: Serve) -> None:
    await warmed(serve, Heard(), api_keys="invented", rate_limit="1/hour", max_concurrent=1)


async def test_a_context_shorter_than_the_longest_query_is_no_failure(serve: Serve) -> None:
    await warmed(serve, Heard(context=500))


async def test_it_is_in_no_metric(serve: Serve) -> None:
    before = metrics.PROMPT_TOKENS._value.get()
    await warmed(serve, Heard())
    assert metrics.PROMPT_TOKENS._value.get() == before


@pytest.mark.parametrize("fault", ["oom", "runtime", "bug"])
async def test_a_model_that_cannot_answer_fails_the_warm_up(fault: str, serve: Serve) -> None:
    engine = MockEngine(Settings(_env_file=None, fallback_mock=True, mock_fault=fault))
    with pytest.raises(RuntimeError, match="warm-up request"):
        await warmed(serve, engine, fallback_response="대신")


class OneSequence(Heard):
    """Refuses several sequences, as some servers behind LLM_UPSTREAM_URLS do."""

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        if prompt.sampling.num_return_sequences > 1:
            raise InvalidRequest("n must be 1")
        async for delta in super().generate(prompt, request_id, stream):
            yield delta


async def test_an_engine_that_gives_one_sequence_only_gets_ready(serve: Serve) -> None:
    engine = OneSequence()
    await warmed(serve, engine)
    assert {prompt.sampling.num_return_sequences for prompt in engine.prompts} == {1}
