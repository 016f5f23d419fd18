"""Offered load from half of the capacity to eight times: `make bench-overload`.

The load is open: requests leave at set times, whatever becomes of those before. Goodput counts answers of 200; refusals are 429.
The capacity is the goodput of a closed loop with as many callers as MAX_CONCURRENT_INFERENCE.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import uvloop

from tests.benchmarks.results import keep, percentile, table
from tests.service import Service

GOODPUT, REFUSAL_MS = 0.95, 20.0
SHARES = (0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass
class Seen:
    """Seconds of the answers by status."""

    by_status: dict[int, list[float]] = field(default_factory=dict)

    def add(self, status: int, seconds: float) -> None:
        """Count one answer."""
        self.by_status.setdefault(status, []).append(seconds)


class Caller:
    """Connections that are kept alive and used by one request at a time, without a client library's cost."""

    def __init__(self, port: int, body: dict[str, Any]) -> None:
        self.port = port
        content = json.dumps(body, ensure_ascii=False).encode()
        head = (
            f"POST /infer HTTP/1.1\r\nhost: benchmark\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
        )
        self.request = head.encode() + content
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, seen: Seen) -> None:
        """One request."""
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        begun = time.perf_counter()
        writer.write(self.request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError):
            seen.add(0, time.perf_counter() - begun)
            writer.close()
            return
        seen.add(int(head[9:12]), time.perf_counter() - begun)
        self.idle.append((reader, writer))


async def capacity(caller: Caller, places: int, seconds: float) -> float:
    """Answers per second of a closed loop that keeps every place taken."""
    seen, end = Seen(), time.perf_counter() + seconds

    async def one() -> None:
        while time.perf_counter() < end:
            await caller.ask(seen)

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(places)))
    return len(seen.by_status.get(200, ())) / (time.perf_counter() - begun)


async def offer(caller: Caller, rate: float, seconds: float) -> dict[str, float]:
    """Offer `rate` requests a second."""
    seen, tasks, loop = Seen(), set(), asyncio.get_running_loop()
    begun = loop.time()
    for number in range(int(rate * seconds)):
        if (wait := begun + number / rate - loop.time()) > 0:
            await asyncio.sleep(wait)
        tasks.add(loop.create_task(caller.ask(seen)))
    sent = loop.time() - begun
    await asyncio.gather(*tasks)
    refused = seen.by_status.get(429, [])
    others = sum(len(times) for status, times in seen.by_status.items() if status not in (200, 429))
    return {
        "offered": len(tasks) / sent,
        "goodput": len(seen.by_status.get(200, ())) / (loop.time() - begun),
        "refused": len(refused),
        "other": others,
        "refusal_p50_ms": percentile(refused, 50) * 1e3,
        "refusal_p99_ms": percentile(refused, 99) * 1e3,
    }


def memory(service: Service) -> float:
    """MiB of the server and its processes, shared pages counted once."""
    processes = [psutil.Process(service.process.pid), *service.descendants()]
    return sum(process.memory_full_info().pss for process in processes) / 2**20


async def measure(service: Service, places: int, seconds: float, body: dict[str, Any]) -> tuple[float, list[dict[str, float]]]:
    """(capacity in answers per second, figures of each offered load)."""
    caller = Caller(service.port, body)
    able = statistics.median([await capacity(caller, places, seconds / 2) for _ in range(3)])
    found = []
    for share in SHARES:
        figures = {"share": share, **await offer(caller, able * share, seconds), "memory_mib": memory(service)}
        found.append(figures)
    return able, found


def main() -> int:
    """Measure, keep and print; returns 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description="Overload from half to eight times the capacity.")
    parser.add_argument("--engine", default="vllm")
    parser.add_argument("--frontends", default="1")
    parser.add_argument("--places", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=10.0)
    asked = parser.parse_args()
    body = {"query": "영업시간이 어떻게 되나요? " * 20, "max_length": asked.tokens, "temperature": 1.0}
    with tempfile.TemporaryDirectory() as folder:
        service = Service(
            Path(folder),
            LLM_ENGINE=asked.engine,
            LLM_FRONTENDS=asked.frontends,
            MAX_CONCURRENT_INFERENCE=str(asked.places),
            LLM_MOCK_DELAY_SEC="0.005",
            LLM_LOG_LEVEL="WARNING",
        ).wait_ready()
        try:
            able, found = uvloop.new_event_loop().run_until_complete(measure(service, asked.places, asked.seconds, body))
        finally:
            service.stop()
    best = max(figures["goodput"] for figures in found)
    rows = [
        [
            f"{figures['share']:g}×",
            *(f"{figures[name]:.1f}" for name in ("offered", "goodput")),
            f"{figures['goodput'] / best:.2f}",
            *(f"{figures[name]:.0f}" for name in ("refused", "other")),
            *(f"{figures[name]:.1f}" for name in ("refusal_p50_ms", "refusal_p99_ms", "memory_mib")),
        ]
        for figures in found
    ]
    header = ("load", "offered/s", "goodput/s", "of its peak", "429", "other", "429 p50 ms", "429 p99 ms", "memory MiB")
    shown = f"Capacity {able:.1f} answers/s, {asked.engine}, {asked.frontends} front end(s), {asked.places} places.\n\n" + table(
        header, rows
    )
    keep("overload", "Overload", {"arguments": vars(asked), "capacity": able, "found": found}, shown)
    over = [figures for figures in found if figures["share"] > 1]
    kept = all(
        figures["goodput"] >= GOODPUT * best and figures["refusal_p99_ms"] <= REFUSAL_MS and not figures["other"]
        for figures in over
    )
    return int(not kept)


if __name__ == "__main__":
    raise SystemExit(main())
