"""The one way to the engine: each step happens for every call, in its order, and nothing of a call is left behind."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from predictor.config import Settings
from predictor.engines.mock import MockEngine
from predictor.engines.types import Delta, Generation, Prompt, Sampling
from predictor.errors import (
    EngineFailure,
    InferenceTimeout,
    InternalError,
    InvalidRequest,
    NotReady,
    OutOfMemory,
    PersonalDataRejected,
    PredictorError,
    TooManyRequests,
)
from predictor.inference.context import RequestContext
from predictor.inference.pipeline import Pipeline, TextCall
from predictor.pii import Masker, Policy
from predictor.telemetry.access_log import AccessLogEntry
from tests.personal import EMAIL, PHONE


class Recording(MockEngine):
    """Keeps what reaches the engine, and can fail."""

    def __init__(self, settings: Settings, error: Exception | None = None) -> None:
        super().__init__(settings)
        self.error = error
        self.prompts: list[str] = []
        self.request_ids: list[str] = []

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        self.prompts.append(prompt.text)
        self.request_ids.append(request_id)
        if self.error is not None:
            raise self.error
        async for delta in super().generate(prompt, request_id, stream):
            yield delta


def pipeline(
    error: Exception | None = None, refusal: PredictorError | None = None, policy: Policy | None = None, **fields: Any
) -> Pipeline:
    settings = Settings(_env_file=None, **{"fallback_mock": True, **fields})
    return Pipeline(settings, Recording(settings, error), Masker(policy) if settings.pii else None, [lambda: refusal])


def engine(of: Pipeline) -> Recording:
    assert isinstance(of.engine, Recording)
    return of.engine


def call(*texts: str, sequences: int = 1, seconds: float = 10, **decisions: Any) -> TextCall:
    context = RequestContext(AccessLogEntry("id", "native", "/infer", is_inference=True), seconds, **decisions)
    return TextCall(context, [Prompt(text, Sampling(num_return_sequences=sequences)) for text in texts or ("안녕",)])


async def run(through: Pipeline, made: TextCall) -> list[Generation]:
    async def work() -> list[Generation]:
        await through.prepare(made)
        return await through.generate(made)

    return await through.run(made, work)


async def test_whitespace_is_normalised_then_values_masked_then_the_text_cut() -> None:
    through = pipeline(input_max_length=11)
    made = call(f"  연락처\n\n{PHONE}   입니다")
    await run(through, made)
    assert engine(through).prompts == ["연락처"]  # the placeholder would cross the limit, so it is left out whole
    assert made.context.log.masked == {"전화번호": 1}


async def test_the_access_log_has_masked_text_lengths_and_tokens() -> None:
    made = call(f"메일 {EMAIL}")
    (generation,) = await run(pipeline(), made)
    entry = made.context.log
    assert entry.query == "메일 [이메일_1]"
    assert entry.answer_length == len(generation.texts[0])
    assert (entry.prompt_tokens, entry.completion_tokens) == (2, 3)
    assert entry.submitted_at is not None
    assert entry.first_token_at is not None


async def test_what_is_refused_never_reaches_the_engine() -> None:
    for through, made, kind in (
        (pipeline(refusal=NotReady()), call(), NotReady),
        (pipeline(max_sequences=2), call(sequences=3), InvalidRequest),
        (pipeline(max_concurrent=2), call("하나", "둘", "셋"), InvalidRequest),
        (pipeline(policy=Policy(actions={"phone": "reject"})), call(PHONE), PersonalDataRejected),
    ):
        with pytest.raises(kind):
            await run(through, made)
        assert engine(through).prompts == []
        assert through.concurrency.running == 0


async def test_only_the_warm_up_passes_while_the_predictor_is_not_ready() -> None:
    through = pipeline(refusal=NotReady())
    assert (await run(through, call(is_warmup=True)))[0].texts == ["[mock] 안녕"]


async def test_over_the_limit_a_call_is_refused_and_the_next_one_passes_again() -> None:
    through = pipeline(max_concurrent=1, mock_delay_sec=0.02)
    first = asyncio.create_task(run(through, call()))
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests):
        await run(through, call())
    await first
    await run(through, call())


async def test_a_call_over_its_time_is_ended_and_leaves_nothing_behind() -> None:
    through = pipeline(mock_delay_sec=60)
    with pytest.raises(InferenceTimeout):
        await run(through, call("하나", "둘", seconds=0.03))
    assert (through.concurrency.running, through.engine.unfinished) == (0, 0)


@pytest.mark.parametrize(
    ("raised", "kind", "detail"),
    [
        (MemoryError(), OutOfMemory, "LLM 추론 중 메모리 부족"),
        (RuntimeError(f"cannot encode {PHONE}"), EngineFailure, "cannot encode [전화번호_1]"),
        (KeyError("bug"), InternalError, "서버 내부 오류가 발생했습니다"),
    ],
)
async def test_an_engines_exception_becomes_the_contracts_row_without_personal_data(
    raised: Exception, kind: type[PredictorError], detail: str
) -> None:
    made = call("하나", "둘")  # two prompts fail together, as a group of exceptions
    with pytest.raises(kind) as ended:
        await run(pipeline(raised), made)
    assert ended.value.detail == detail
    assert made.context.log.error_code == kind.code


async def test_the_fallback_stands_for_each_prompt_and_sequence_and_is_noted() -> None:
    made = call("하나", "둘", sequences=2)
    generations = await run(pipeline(MemoryError(), fallback_response="잠시 후에"), made)
    assert [generation.texts for generation in generations] == [["잠시 후에"] * 2] * 2
    assert made.context.log.outcome == "fallback"


async def test_the_warm_up_gets_the_error_and_no_fallback() -> None:
    with pytest.raises(OutOfMemory):
        await run(pipeline(MemoryError(), fallback_response="잠시 후에"), call(is_warmup=True))


async def test_once_a_part_was_streamed_the_error_stands() -> None:
    through = pipeline(mock_fault="oom", fallback_response="잠시 후에")
    made = call("가 나 다")
    pieces: list[str] = []

    async def emit(delta: Delta) -> None:
        pieces.append(delta.text)

    made.emit = emit
    made.emitted = True
    with pytest.raises(OutOfMemory):
        await run(through, made)


async def test_a_streamed_answer_joined_is_the_whole_answer() -> None:
    made = call(f"제 번호는 {PHONE} 입니다", restore=True)
    pieces: list[str] = []

    async def emit(delta: Delta) -> None:
        pieces.append(delta.text)

    made.emit = emit
    (generation,) = await run(pipeline(), made)
    assert len(pieces) > 1
    assert "".join(pieces) == generation.texts[0] == f"[mock] 제 번호는 {PHONE} 입니다"


async def test_the_engine_gets_another_id_for_each_prompt_and_none_of_the_callers_alone() -> None:
    through = pipeline()
    await run(through, call("하나", "둘"))
    first, second = engine(through).request_ids
    assert first != second
    assert first.startswith("id-")


async def test_before_the_engine_is_built_openais_app_is_not_ready() -> None:
    with pytest.raises(NotReady):
        await pipeline().openai_app({}, None, None)  # type: ignore[arg-type]
