"""What a streamed token and a request cost through the whole chain, over vLLM's own API server: `make bench-token`.

All but the engine's core (scripted_core.py) is real: application, AsyncLLM, ZeroMQ, sockets. The processor time of the serving
process is measured with short answers and with long ones: a token costs the difference over the tokens between, a request what is
left. The servers are measured in turn, as A B … B A, and each difference is taken within its round.
"""

import argparse
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks.results import keep, spread, table
from tests.benchmarks.scripted_service import BareService, ScriptedService, measure

BARE, OFF, ON, FOURS = "vLLM's API server", "predictor, masking off", "predictor, masking on", "masking on, --stream-interval 4"
GOALS = {OFF: 8.0, ON: 15.0}  # µs of a token over the bare server
SHORT, LONG = 32, 288  # tokens of an answer
Costs = dict[str, list[dict[str, float]]]


def servers(folder: Path) -> dict[str, ScriptedService]:
    """All contenders, started."""
    return {
        BARE: BareService(folder),
        OFF: ScriptedService(folder, 1, LLM_PII="false"),
        ON: ScriptedService(folder, 1),
        FOURS: ScriptedService(folder, 1, LLM_VLLM_ARGS="--stream-interval 4"),
    }


def cost(service: ScriptedService, streams: int, requests: int) -> dict[str, float]:
    """Microseconds of the serving process for a token and for a request, and tokens per second of the long answers."""
    short, long = (measure(service, streams, requests, tokens) for tokens in (SHORT, LONG))
    brief, whole = short["front_ends_us_per_token"] * SHORT, long["front_ends_us_per_token"] * LONG
    token = (whole - brief) / (LONG - SHORT)
    return {
        "token_us": token,
        "request_us": brief - token * SHORT,
        "tokens_per_second": long["tokens_per_second"],
        "chunks_per_token": long["chunks_per_token"],
        "ttft_p50_ms": short["ttft_p50_ms"],
    }


def compare(rounds: int, streams: int, requests: int) -> Costs:
    """The costs by server, one of each round."""
    found: Costs = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        started = servers(Path(folder))
        try:
            for service in started.values():
                service.wait_ready()
                measure(service, streams, 1, SHORT)
            for number in range(rounds):
                order = list(started) if number % 2 == 0 else list(reversed(started))
                for name in order:
                    found[name].append(cost(started[name], streams, requests))
        finally:
            for service in started.values():
                service.stop()
    return {name: found[name] for name in started}


def over(found: Costs, name: str, figure: str) -> list[float]:
    """By round, what a server costs more than the bare one."""
    return [mine[figure] - bare[figure] for mine, bare in zip(found[name], found[BARE], strict=True)]


def main() -> int:
    """Measure, keep and print; returns 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description="What a streamed token costs through the whole chain.")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--streams", type=int, default=64)
    parser.add_argument("--requests", type=int, default=2)
    asked = parser.parse_args()
    found = compare(asked.rounds, asked.streams, asked.requests)
    rows = []
    for name, costs in found.items():
        figures = [spread([cost[figure] for cost in costs]) for figure in ("token_us", "request_us", "chunks_per_token")]
        rows.append([name, *figures, spread(over(found, name, "token_us")), f"{GOALS.get(name, '–')}"])
    header = ("server", "µs/token", "µs/request", "chunks/token", "µs/token over the bare server", "goal")
    medians = {name: statistics.median(over(found, name, "token_us")) for name in GOALS}
    keep("token_chain", "A streamed token through the whole chain", {"arguments": vars(asked), "found": found}, table(header, rows))
    return int(any(medians[name] > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
