"""The predictor beside `vllm serve` with the same flags: `make bench-serve`.

One server runs at a time, in the order A B … B A, because two on one machine would measure each other; the load generator tells
its own cost. Each figure is of streamed chats in a closed loop.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks.results import keep, spread, table
from tests.benchmarks.servers import Contender, contenders
from tests.service import free_port

Found = dict[str, dict[int, list[dict[str, float]]]]


def load(url: str, streams: int, requests: int, tokens: int) -> dict[str, float]:
    """One run of the load generator, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.load", url, str(streams), str(requests), "--tokens", str(tokens)]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


def measure(contender: Contender, sizes: list[int], tokens: int, found: Found) -> None:
    """Start a server, measure it at every number of streams, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        service = contender.start(Path(folder), str(free_port())).wait_ready()
        try:
            load(service.url, 4, 1, tokens)
            for streams in sizes:
                found[contender.name][streams].append(load(service.url, streams, max(1, 32 // streams), tokens))
        finally:
            service.stop()


def main() -> int:
    """Measure, keep and print."""
    parser = argparse.ArgumentParser(description="The predictor beside vllm serve.")
    parser.add_argument("--streams", default="1,4,16,64,256")
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=1, help="of A B … B A: each server starts twice in a round")
    parser.add_argument("--frontends", type=int, default=1)
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.streams.split(",")]
    found: Found = defaultdict(lambda: defaultdict(list))
    order = contenders(asked.frontends)
    for _ in range(asked.rounds):
        for contender in [*order, *reversed(order)]:
            measure(contender, sizes, asked.tokens, found)
    rows = []
    for streams in sizes:
        for name, by_size in found.items():
            runs = by_size[streams]
            columns = ("tokens_per_second", "ttft_p50_ms", "itl_p50_ms", "itl_p99_ms", "load_us_per_token")
            rows.append([streams, name, *(spread([figures[column] for figures in runs]) for column in columns)])
    shown = table(("streams", "server", "tokens/s", "TTFT p50 ms", "ITL p50 ms", "ITL p99 ms", "load µs/token"), rows)
    keep("serve", "The predictor beside vllm serve", {"arguments": vars(asked), "found": found}, shown)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
