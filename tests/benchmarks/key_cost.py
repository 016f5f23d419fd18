"""What named keys, their budgets and the audit record add to a streamed chat: `python -m tests.benchmarks.door --keys`.

All doors stand in one process and one loop before the same scripted app. A round asks each of them in turn and then in the reversed
order (A B C … C B A), each time WARM + BLOCK requests without pause. Doors that alternate by request would drive each other out of
the processor's caches, which the only door of a process does not meet, and WARM covers the lines that the audit record's writer of
the door before still writes. All figures are differences to the door without keys of the same round. A second door without keys
shows how far from 0 the measurement itself is.

- request: processor time of the event loop's thread, from the call of the ASGI application to its return; the median of a block.
- undisturbed: the same, of the tenth percentiles of all requests of a door. A virtual machine of which a neighbour shares the
  physical core runs the same code at half the speed for seconds; the quickest tenth were not disturbed so.
- process: processor time of all threads, the audit record's writer included; the mean of a block.
- token: from the first text of the answer to the last, divided by the tokens between; the median of a block.
- bytecodes: Python's instructions on the event loop's thread, which no neighbour changes; the mean of TRACED requests.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from prometheus_client import Histogram
from starlette.types import ASGIApp

from predictor.config import Settings
from tests.benchmarks.door import KEY, TEXT, build, timed
from tests.benchmarks.results import keep, percentile, table, yardstick

BLOCK, WARM, TRACED = 100, 50, 30
GOAL_US, GOAL_TOKEN_US = 60.0, 0.5
LIMITS = (
    "requests_per_second: 1000000, requests_per_minute: 10000000, concurrent_requests: 50, tokens_per_minute: 1000000000, "
    "tokens_per_day: 1000000000, max_tokens: 4096, protocols: [openai], models: [llm], priority: 0"
)


class Cost(NamedTuple):
    """One door in one round, in µs; `all_requests` are those of its blocks."""

    request: float
    process: float
    token: float
    all_requests: list[float]


def key_file(folder: str, limits: bool = True) -> Path:
    """A file of 100 keys, each with every limit that a key may have or with none; the first one's secret is `KEY`-0."""
    rules = f", {LIMITS}" * limits
    file = Path(folder) / f"keys-{limits}.yaml"
    file.write_text("keys:\n" + "".join(f"  - {{name: key-{n}, secrets: [{KEY}-{n}]{rules}}}\n" for n in range(100)))
    return file


async def block(app: ASGIApp, body: bytes, tokens: int) -> Cost:
    """Ask `app` WARM + BLOCK times, of which the last BLOCK count."""
    for _ in range(WARM):
        await timed(app, body, time.thread_time)
    begun = time.process_time()
    times = [await timed(app, body, time.thread_time) for _ in range(BLOCK)]
    process = (time.process_time() - begun) / BLOCK
    request = statistics.median(seen.end for seen in times)
    token = statistics.median(seen.last_text - seen.first_text for seen in times) / (tokens - 1)
    return Cost(request * 1e6, process * 1e6, token * 1e6, [seen.end * 1e6 for seen in times])


async def measure(apps: Sequence[ASGIApp], body: bytes, tokens: int, rounds: int) -> list[list[Cost]]:
    """For each app its cost in each round, the mean of its two blocks."""
    seen: list[list[Cost]] = [[] for _ in apps]
    for number in range(rounds):
        order = [(place + number) % len(apps) for place in range(len(apps))]
        blocks: list[list[Cost]] = [[] for _ in apps]
        for index in order + order[::-1]:
            blocks[index].append(await block(apps[index], body, tokens))
        for index, (one, other) in enumerate(blocks):
            request, process, token = ((first + second) / 2 for first, second in zip(one[:3], other[:3], strict=True))
            seen[index].append(Cost(request, process, token, one.all_requests + other.all_requests))
    return seen


async def bytecodes(app: ASGIApp, body: bytes) -> float:
    """Python's instructions on this thread for a request, without the search for a histogram's bucket, which depends on times."""
    count = 0

    def within(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "opcode"
        return within

    def begin(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code is Histogram.observe.__code__:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return within

    sys.settrace(begin)
    try:
        for _ in range(TRACED):
            await timed(app, body, time.thread_time)
    finally:
        sys.settrace(None)
    return count / TRACED


def difference(own: Sequence[float], base: Sequence[float], digits: int = 0) -> list[str]:
    """The median of the rounds' differences with its 95 % interval (by order statistics), and the difference of lower quartiles."""
    pairs = sorted(one - other for one, other in zip(own, base, strict=True))
    middle, reach = len(pairs) / 2, 0.98 * len(pairs) ** 0.5
    low, high = pairs[max(0, int(middle - reach))], pairs[min(len(pairs) - 1, int(middle + reach))]
    quartile = percentile(own, 25) - percentile(base, 25)
    return [f"{statistics.median(pairs):+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})", f"{quartile:+.{digits}f}"]


async def run(rounds: int, tokens: int, kept: bool) -> int:
    """Measure and print, with `kept` into README.md too; returns 1 where a goal is missed."""
    body = json.dumps({"model": "llm", "messages": [{"role": "user", "content": TEXT}], "max_tokens": tokens, "stream": True})
    with tempfile.TemporaryDirectory() as folder:
        keys = {"key_file": key_file(folder)}
        doors: dict[str, dict[str, Any]] = {
            "none": {},
            "none again": {},
            "a key without limits": {"key_file": key_file(folder, limits=False)},
            "a key with every limit": keys,
            "audit record": {"audit": "file", "audit_folder": Path(folder) / "audit"},
            "every limit, audit record": {**keys, "audit": "file", "audit_folder": Path(folder) / "both"},
        }
        built = [
            await build(Settings(_env_file=None, fallback_mock=True, rate_limit="", **row), "scripted", tokens)
            for row in doors.values()
        ]
        apps = [server.app for server, _, _ in built]
        costs = await measure(apps, body.encode(), tokens, rounds)
        counts = [await bytecodes(app, body.encode()) for app in apps]
        for server, _, close in built:
            server.close()
            close()
    shown = describe(dict(zip(doors, costs, strict=True)), counts, rounds, tokens)
    if kept:
        data = {"rounds": rounds, "costs": [_kept(seen) for seen in costs], "bytecodes": counts}
        keep("keys", "Named keys, budgets and the audit record", data, shown)
    else:
        print(f"load {os.getloadavg()[0]:.1f}\n{shown}")
    both, none = costs[-1], costs[0]
    token = statistics.median(one.token - other.token for one, other in zip(both, none, strict=True))
    return int(undisturbed(both) - undisturbed(none) > GOAL_US or token > GOAL_TOKEN_US)


def undisturbed(seen: Sequence[Cost]) -> float:
    """The tenth percentile of all requests of a door."""
    return percentile([request for cost in seen for request in cost.all_requests], 10)


def _kept(seen: list[Cost]) -> list[tuple[float, float, float]]:
    return [cost[:3] for cost in seen]


def describe(costs: dict[str, list[Cost]], counts: list[float], rounds: int, tokens: int) -> str:
    """The table of all doors, of which the first is the one without keys; `counts` are the bytecodes of each."""
    none = costs.pop("none")
    rows = []
    for (name, seen), count in zip(costs.items(), counts[1:], strict=True):
        request = difference([cost.request for cost in seen], [cost.request for cost in none])
        process = difference([cost.process for cost in seen], [cost.process for cost in none])
        token = difference([cost.token for cost in seen], [cost.token for cost in none], 2)
        rows.append(
            [name, *request, f"{undisturbed(seen) - undisturbed(none):+.0f}", process[0], token[0], f"{count - counts[0]:+,.0f}"]
        )
    request_us, process_us = (
        statistics.median(values) for values in zip(*((cost.request, cost.process) for cost in none), strict=True)
    )
    base = f"{request_us:,.0f} µs a request ({undisturbed(none):,.0f} undisturbed) and {process_us:,.0f} µs of the process"
    header = ["", "request µs", "of lower quartiles", "undisturbed", "process µs", "token µs", "bytecodes"]
    return (
        f"{rounds} rounds of {2 * BLOCK} streams of {tokens} tokens for each door; median (95 % interval) of the "
        f"differences to the door without keys, which costs {base}, and {counts[0]:,.0f} bytecodes. The goal is {GOAL_US:g} µs for "
        "a request with all of it, and nothing for a token; it was set where ten thousand squares take 0.262 ms, and here they "
        f"take {yardstick():.3f}.\n\n" + table(header, rows)
    )
