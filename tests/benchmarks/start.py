"""From the start of the process to readiness, by stage, beside `vllm serve`: `make bench-start`."""

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

from tests.benchmarks.results import keep, spread, table
from tests.benchmarks.servers import Contender, contenders
from tests.service import Service, free_port

STAGES = ("port", "importing", "loading", "warming")


def measure(contender: Contender) -> dict[str, float]:
    """Seconds until the port answers, of each stage, and until the first answer of a model."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        service = contender.start(Path(folder), str(free_port()))
        seconds: dict[str, float] = {"port": _first_answer(service) - begun}
        service.wait_ready()
        seconds["ready"] = time.monotonic() - begun
        seconds |= httpx.get(service.url + "/").json().get("start", {}) if contender.name.startswith("predictor") else {}
        body = {"model": "llm", "prompt": "안녕하세요", "max_tokens": 8}
        asked = time.monotonic()
        httpx.post(service.url + "/v1/completions", json=body, timeout=120).raise_for_status()
        seconds["first answer"] = time.monotonic() - asked
        service.stop()
        return seconds


def _first_answer(service: Service) -> float:
    while True:
        try:
            service.client.get("/health", timeout=5)
            return time.monotonic()
        except httpx.HTTPError:
            assert service.process.poll() is None, service.log[-3000:]
            time.sleep(0.02)


def main() -> int:
    """Measure, keep and print."""
    parser = argparse.ArgumentParser(description="Seconds from the start to readiness.")
    parser.add_argument("--rounds", type=int, default=2, help="of A B … B A: each server starts twice in a round")
    parser.add_argument("--frontends", type=int, default=2)
    asked = parser.parse_args()
    order = [contender for contender in contenders(asked.frontends) if "masking" not in contender.name]
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for _ in range(asked.rounds):
        for contender in [*order, *reversed(order)]:
            found[contender.name].append(measure(contender))
    columns = (*STAGES, "ready", "first answer")
    rows = []
    for name, runs in found.items():
        row: list[Any] = [name]
        for column in columns:
            values = [seconds[column] for seconds in runs if column in seconds]
            row.append(spread(values) if values else "–")
        rows.append(row)
    shown = table(("server", *(f"{column} s" for column in columns)), rows)
    keep("start", "From the start to readiness", {"arguments": vars(asked), "found": found}, shown)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
