"""Many at once: storms of cancelled requests, floods over the ceiling."""

import asyncio
import multiprocessing
import random
import time
from collections import Counter

import httpx

from tests.conftest import Start
from tests.engine.steps import idle_tasks, probing, settle
from tests.service import Service
from tests.waiting import allowed, wait_until

LONG = {"max_length": 150, "temperature": 1.5}


async def cancelled_storm(service: Service, count: int, at_once: int, seed: int) -> Counter[str]:
    """Send `count` requests over all protocols, `at_once` at a time; a third of them is cancelled within 60 ms, at random."""
    chance = random.Random(seed)
    places = asyncio.Semaphore(at_once)
    outcomes: Counter[str] = Counter()
    tensor = {"name": "query", "shape": [1], "datatype": "BYTES", "data": ["안녕하세요"]}
    protocols = [
        ("/infer", {"query": "안녕하세요", **LONG}),
        ("/infer/stream", {"query": "안녕하세요", **LONG}),
        ("/v1/models/llm:predict", {"instances": [{"query": "안녕하세요", **LONG}, {"query": "배송", **LONG}]}),
        ("/v2/models/llm/infer", {"inputs": [tensor], "parameters": {"max_length": 150}}),
    ]

    async def one(client: httpx.AsyncClient, number: int) -> None:
        path, body = protocols[number % len(protocols)]
        async with places:
            try:
                async with asyncio.timeout(chance.uniform(0.001, 0.06) if number % 3 == 0 else 60):
                    answer = await client.post(path, json=body)
                outcomes[str(answer.status_code)] += 1
            except TimeoutError:
                outcomes["cancelled"] += 1

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=service.url, timeout=60, limits=limits) as client:
        await asyncio.gather(*(one(client, number) for number in range(count)))
    return outcomes


def test_nothing_is_left_of_200_requests_of_which_a_third_is_cancelled(vllm_server: Service) -> None:
    tasks = idle_tasks(vllm_server)
    outcomes = asyncio.run(cancelled_storm(vllm_server, 200, 32, seed=7))
    assert outcomes["200"] + outcomes["cancelled"] == 200, outcomes
    assert outcomes["cancelled"] > 40
    settle(vllm_server)
    wait_until(lambda: idle_tasks(vllm_server) <= tasks, 2)


async def flood(url: str, count: int) -> tuple[Counter[int], list[float], set[str]]:
    """`count` requests at once; statuses, seconds of each refusal, Retry-After values."""
    statuses: Counter[int] = Counter()
    refused: list[float] = []
    waits: set[str] = set()

    async def one(client: httpx.AsyncClient) -> None:
        begun = time.perf_counter()
        answer = await client.post("/infer", json={"query": "안녕하세요", **LONG})
        statuses[answer.status_code] += 1
        if answer.status_code == 429:
            refused.append(time.perf_counter() - begun)
            waits.add(answer.headers["retry-after"])

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        await asyncio.gather(*(one(client) for _ in range(count)))
    return statuses, refused, waits


def flooded(url: str, count: int) -> tuple[Counter[int], list[float], set[str]]:
    """The outcome of `flood`; a module's function, because another process finds it by its name."""
    return asyncio.run(flood(url, count))


def test_a_flood_of_four_times_the_ceiling_is_served_or_refused_at_once(start: Start) -> None:
    service = start(MAX_CONCURRENT_INFERENCE="16").wait_ready()
    # The client has a process of its own, because a garbage collection of all that pytest holds would count as a wait.
    with multiprocessing.get_context("spawn").Pool(1) as client, probing(service) as probes:
        statuses, refused, waits = client.apply(flooded, (service.url, 64))
        statuses += client.apply(flooded, (service.url, 64))[0]
    assert set(statuses) == {200, 429}
    assert statuses[200] >= 16
    assert waits == {"1"}
    assert {status for status, _ in probes} == {200}
    seconds = sorted(second for _, second in probes)
    print(f"probes: {len(seconds)}, middle {seconds[len(seconds) // 2]:.3f} s, 95 % {seconds[len(seconds) * 95 // 100]:.3f} s")
    print(f"refusals: middle {sorted(refused)[len(refused) // 2]:.3f} s, last {max(refused):.3f} s")
    assert seconds[len(seconds) * 9 // 10] < allowed(0.1)
    # The client's own work on the two cores is in these.
    assert sorted(refused)[len(refused) // 2] < allowed(1.0)
    settle(service)
