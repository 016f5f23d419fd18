"""How a second front end pays: `make bench-frontends`.

A scripted engine core (scripted_core.py) costs next to nothing, so that what is measured is the predictor: one front end against
two, ABBA, masking on, streamed chats. The load generator and the core run on the same cores; what they cost is in the table, and
`front end` is the processor time of the front ends alone for each token. The last line has what two processes that share nothing
gain over one on this machine, because two threads of one core gain less than two cores.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.results import keep, spread, table
from tests.benchmarks.scripted_service import ScriptedService, measure

GOAL = 1.7
SPIN_SEC = 2.0


def count_rounds(seconds: float) -> int:
    """Rounds of work in Python's interpreter that fit into `seconds`."""
    end, rounds = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        sum(range(10_000))
        rounds += 1
    return rounds


def gain_of_two_processes() -> float:
    """The work of two processes that share nothing, over that of one, in the same time."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(count_rounds, [0.1] * 4, chunksize=1)
        (alone,) = pool.map(count_rounds, [SPIN_SEC])
        together = pool.map(count_rounds, [SPIN_SEC] * 2, chunksize=1)
    return sum(together) / alone


def compare(rounds: int, streams: int, requests: int, tokens: int) -> dict[int, list[dict[str, float]]]:
    """By number of front ends: the figures of each round, one and two in turn, as ABBA."""
    found: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        services = {count: ScriptedService(Path(folder), count) for count in found}
        try:
            for service in services.values():
                service.wait_ready()
                measure(service, streams, 1, tokens)
            for number in range(rounds):
                for count in (1, 2) if number % 2 == 0 else (2, 1):
                    found[count].append(measure(services[count], streams, requests, tokens))
        finally:
            for service in services.values():
                service.stop()
    return found


def main() -> int:
    """Measure, keep and print; returns 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description="One front end against two over a scripted core.")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--streams", type=int, default=64)
    parser.add_argument("--requests", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=128)
    asked = parser.parse_args()
    found = compare(asked.rounds, asked.streams, asked.requests, asked.tokens)
    ratios = [two["tokens_per_second"] / one["tokens_per_second"] for one, two in zip(found[1], found[2], strict=True)]
    outcome: dict[str, Any] = {"arguments": vars(asked), "found": found, "ratios": ratios}
    columns = (
        "tokens_per_second",
        "chunks_per_token",
        "front_ends_us_per_token",
        "core_us_per_token",
        "load_us_per_token",
        "ttft_p50_ms",
    )
    rows = [[count, *(spread([figures[name] for figures in runs]) for name in columns)] for count, runs in found.items()]
    header = ("front ends", "tokens/s", "chunks/token", "front end µs/token", "core µs/token", "load µs/token", "TTFT p50 ms")
    ratio = statistics.median(ratios)
    gain = outcome["gain_of_two_processes"] = statistics.median(gain_of_two_processes() for _ in range(3))
    shown = table(header, rows) + f"\n\nTwo front ends give {spread(ratios)} times the tokens of one (goal {GOAL})."
    shown += f" Two processes that share nothing do {gain:.2f} times the work of one here."
    keep("frontends", "One front end against two", outcome, shown)
    return int(ratio < GOAL)


if __name__ == "__main__":
    raise SystemExit(main())
