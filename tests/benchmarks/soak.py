"""A long run of mixed traffic with disconnects: `make soak`, 30 minutes; tests/engine/test_soak.py runs two.

Memory is that of all processes together, shared pages counted once. What the last third of the run has is compared with what the
first third had, after a warm-up in which caches fill.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import httpx
import psutil

from tests.benchmarks.overload import memory
from tests.benchmarks.results import keep, table
from tests.service import Service
from tests.waiting import wait_until

MOST_GROWTH = 0.02
WARM_UP_SHARE = 0.2
QUESTION = "영업시간이 어떻게 되나요? 제 번호는 010-0000-1234 입니다"
TENSOR = {"name": "query", "shape": [1], "datatype": "BYTES", "data": [QUESTION]}
CHAT = {"model": "llm", "messages": [{"role": "user", "content": QUESTION}], "max_tokens": 40}
REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/infer", {"query": QUESTION, "max_length": 40}),
    ("/infer/stream", {"query": QUESTION, "max_length": 200}),
    ("/v1/models/llm:predict", {"instances": [{"query": QUESTION, "max_length": 20}, {"query": "배송", "max_length": 20}]}),
    ("/v2/models/llm/infer", {"inputs": [TENSOR], "parameters": {"max_length": 40}}),
    ("/v1/chat/completions", CHAT),
    ("/v1/chat/completions", {**CHAT, "stream": True, "max_tokens": 200}),
    ("/infer", {"query": ""}),
    ("/no/such/path", {}),
)


def unfinished(service: Service) -> float:
    """Requests that the engine has not finished, and places that are held."""
    return service.metric("llm_engine_unfinished_requests") + service.metric("llm_inferences_in_flight")


async def traffic(service: Service, seconds: float, at_once: int, pause_sec: float, seed: int, most: int = 0) -> Counter[str]:
    """Mixed requests for so long, or `most` of them; a third of the callers leaves at a random moment."""
    chance, outcomes, end = Random(seed), Counter[str](), time.monotonic() + seconds
    asked = 0

    async def caller(client: httpx.AsyncClient) -> None:
        nonlocal asked
        while time.monotonic() < end and (not most or asked < most):
            asked += 1
            path, body = chance.choice(REQUESTS)
            try:
                async with asyncio.timeout(chance.uniform(0.002, 0.3) if chance.random() < 1 / 3 else 120):
                    outcomes[str((await client.post(path, json=body)).status_code)] += 1
            except TimeoutError:
                outcomes["left"] += 1
            await asyncio.sleep(chance.uniform(0, 2 * pause_sec))

    async with httpx.AsyncClient(base_url=service.url, timeout=130, limits=httpx.Limits(max_connections=None)) as client:
        await asyncio.gather(*(caller(client) for _ in range(at_once)))
    return outcomes


def sample(service: Service) -> dict[str, float]:
    """What must not grow."""
    processes = [psutil.Process(service.process.pid), *service.descendants()]
    return {
        "memory_mib": memory(service),
        "tasks": service.metric("llm_event_loop_tasks"),
        "descriptors": sum(process.num_fds() for process in processes),
        "threads": sum(process.num_threads() for process in processes),
    }


def soak(service: Service, minutes: float, at_once: int = 4, pause_sec: float = 0.3) -> tuple[list[dict[str, float]], Counter[str]]:
    """(a sample of each tenth of the run and more, taken while nothing runs; the outcomes)."""
    samples, outcomes = [], Counter[str]()
    rounds = max(10, round(minutes))
    for number in range(rounds):
        outcomes += asyncio.run(traffic(service, minutes * 60 / rounds, at_once, pause_sec, seed=number))
        wait_until(lambda: not unfinished(service), 10)
        time.sleep(0.3)  # connections of the ended callers are closed
        samples.append(sample(service))
    return samples[int(rounds * WARM_UP_SHARE) :], outcomes


def growth(samples: list[dict[str, float]]) -> dict[str, float]:
    """By name, the median of the last third over that of the first, less one."""
    third = max(1, len(samples) // 3)
    found = {}
    for name in samples[0]:
        first = statistics.median(taken[name] for taken in samples[:third])
        last = statistics.median(taken[name] for taken in samples[-third:])
        found[name] = last / first - 1 if first else 0.0
    return found


def main() -> int:
    """Run, keep and print; returns 1 where something grew."""
    parser = argparse.ArgumentParser(description="A long run with disconnects.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--engine", default="vllm")
    parser.add_argument("--frontends", default="2")
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument(
        "--requests", type=int, default=0, help="instead of a time: so many requests, without pauses; the growth is not judged"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(
            Path(folder), LLM_ENGINE=asked.engine, LLM_FRONTENDS=asked.frontends, LLM_LOG_LEVEL="WARNING"
        ).wait_ready()
        try:
            if asked.requests:
                outcomes = asyncio.run(traffic(service, 3600, asked.at_once, 0.0, seed=1, most=asked.requests))
                wait_until(lambda: not unfinished(service), 20, lambda: f"{unfinished(service):g} requests are not finished")
                print(f"{sum(outcomes.values())} requests, {dict(outcomes)}; nothing unfinished")
                return 0
            samples, outcomes = soak(service, asked.minutes, asked.at_once)
        finally:
            service.stop()
    grown = growth(samples)
    rows = [[name, f"{samples[0][name]:.1f}", f"{samples[-1][name]:.1f}", f"{share:+.1%}"] for name, share in grown.items()]
    shown = (
        table(("what", "first", "last", "growth"), rows)
        + f"\n\n{asked.minutes:g} minutes, {sum(outcomes.values())} requests: {dict(outcomes)}"
    )
    keep("soak", "A long run", {"arguments": vars(asked), "samples": samples, "outcomes": outcomes, "growth": grown}, shown)
    return int(any(share > MOST_GROWTH for share in grown.values()))


if __name__ == "__main__":
    raise SystemExit(main())
