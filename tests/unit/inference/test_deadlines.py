import asyncio

import pytest

from predictor.errors import Draining, InferenceTimeout
from predictor.inference.deadlines import Deadlines
from predictor.telemetry import metrics


def aborts(reason: str) -> float:
    return float(metrics.ABORTS.labels(reason)._value.get())


async def hang(deadlines: Deadlines, seconds: float = 60) -> None:
    async with deadlines.bounded(seconds):
        await asyncio.sleep(60)


async def test_work_that_ends_in_time_is_left_alone() -> None:
    async with Deadlines().bounded(1):
        await asyncio.sleep(0)


async def test_work_over_its_time_is_ended_with_the_contracts_text_and_counted() -> None:
    before = aborts("timeout")
    with pytest.raises(InferenceTimeout) as ended:
        await hang(Deadlines(), 0.02)
    assert ended.value.detail == "LLM 추론 타임아웃 (0.02초)"
    assert aborts("timeout") == before + 1


async def test_a_caller_that_leaves_stays_a_cancellation_and_is_counted() -> None:
    before = aborts("client")
    task = asyncio.create_task(hang(Deadlines()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert aborts("client") == before + 1


async def test_an_abort_of_all_ends_each_with_the_reason() -> None:
    deadlines = Deadlines()
    before = aborts("draining")
    tasks = [asyncio.create_task(hang(deadlines)) for _ in range(3)]
    await asyncio.sleep(0)
    deadlines.abort_all(Draining())
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Draining] * 3
    assert aborts("draining") == before + 3


async def test_after_an_abort_the_task_can_go_on_to_write_its_error() -> None:
    deadlines = Deadlines()

    async def answer() -> str:
        try:
            await hang(deadlines)
        except Draining:
            await asyncio.sleep(0)
            return "503"
        return "200"

    task = asyncio.create_task(answer())
    await asyncio.sleep(0)
    deadlines.abort_all(Draining())
    assert await task == "503"


async def test_an_ended_inference_is_not_aborted_any_more() -> None:
    deadlines = Deadlines()

    async def done_then_other_work() -> str:
        async with deadlines.bounded(1):
            pass
        await asyncio.sleep(0.01)
        return "done"

    task = asyncio.create_task(done_then_other_work())
    await asyncio.sleep(0)
    deadlines.abort_all(Draining())
    assert await task == "done"
