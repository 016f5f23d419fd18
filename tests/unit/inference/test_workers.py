"""The worker pool: bounded for all and for each caller, and the loop goes on meanwhile."""

import asyncio
import threading
import time
from itertools import pairwise
from typing import Any

import pytest

from predictor.errors import TooManyRequests
from predictor.inference.workers import WorkerPool


async def test_it_returns_what_the_work_returns_and_raises_what_it_raises() -> None:
    pool = WorkerPool(1, 4, 1)
    assert await pool.run("a", lambda: threading.current_thread().name) == "worker_0"
    with pytest.raises(ValueError, match="no number"):
        await pool.run("a", int, "no number")
    pool.close()


@pytest.mark.parametrize("way", [WorkerPool.run, WorkerPool.parse])
async def test_a_full_pool_refuses_at_once_and_one_caller_gets_half_of_it(way: Any) -> None:
    pool = WorkerPool(1, 4, 7)
    going = threading.Event()
    jobs = [asyncio.create_task(way(pool, "greedy", going.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests) as refused:
        await way(pool, "greedy", going.wait)
    assert refused.value.headers["Retry-After"] == "7"
    jobs += [asyncio.create_task(pool.run(origin, going.wait)) for origin in ("other", "third")]
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests):
        await way(pool, "fourth", going.wait)
    going.set()
    assert set(await asyncio.gather(*jobs)) == {True}
    await asyncio.sleep(0)
    assert await pool.run("fourth", lambda: 1) == 1
    pool.close()


async def test_an_answer_waits_where_a_request_is_refused() -> None:
    pool = WorkerPool(1, 2, 1)
    going = threading.Event()
    jobs = [asyncio.create_task(pool.run(origin, going.wait)) for origin in ("a", "b")]
    await asyncio.sleep(0)
    answer = asyncio.create_task(pool.run_answer(lambda: "masked"))
    going.set()
    assert await answer == "masked"
    await asyncio.gather(*jobs)
    pool.close()


@pytest.mark.parametrize(("way", "threads"), [(WorkerPool.run, 1), (WorkerPool.parse, 2)])
async def test_a_job_is_followed_by_a_rest_as_long_of_its_thread_and_a_parse_by_one_of_all(way: Any, threads: int) -> None:
    pool = WorkerPool(threads, 8, 1)
    spans: list[tuple[float, float, float]] = []

    def compute() -> None:
        began, spent = time.monotonic(), time.thread_time()
        sum(range(400_000))
        spans.append((began, time.monotonic(), time.thread_time() - spent))

    await asyncio.gather(*(way(pool, origin, compute) for origin in "abc"))
    for (_, end, spent), (begin, _, _) in pairwise(spans):
        assert begin - end >= spent
    pool.close()


async def test_a_caller_who_leaves_frees_the_place_of_a_job_that_has_not_begun() -> None:
    pool = WorkerPool(1, 2, 1)
    going = threading.Event()
    running = asyncio.create_task(pool.run("a", going.wait))
    waiting = asyncio.create_task(pool.run("b", going.wait))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    await asyncio.sleep(0)
    going.set()
    assert await pool.run("c", lambda: 1) == 1
    await running
    pool.close()
