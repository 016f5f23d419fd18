"""What `vllm serve` and the predictor do with the same requests, for the comparison in README.md: `make bench-beside`."""

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.benchmarks.results import keep, table
from tests.benchmarks.servers import VLLMServe, predictor
from tests.personal import PHONE
from tests.service import Service, free_port

PLACES = 8
AT_ONCE = 64
SERVERS: dict[str, Callable[[Path, str], Service]] = {
    "vllm serve": lambda folder, port: VLLMServe(folder, PORT=port),
    "vllm serve --max-num-queued-reqs 8": lambda folder, port: VLLMServe(folder, "--max-num-queued-reqs", str(PLACES), PORT=port),
    "predictor": lambda folder, port: predictor(folder, PORT=port, MAX_CONCURRENT_INFERENCE=str(PLACES)),
}


def completion(client: httpx.Client, **fields: object) -> httpx.Response:
    """The answer to a completion of a few tokens."""
    return client.post("/v1/completions", json={"model": "llm", "prompt": "안녕하세요", "max_tokens": 8} | fields)


def seconds(client: httpx.Client) -> float:
    """How long a completion takes."""
    asked = time.monotonic()
    completion(client).raise_for_status()
    return time.monotonic() - asked


def at_once(client: httpx.Client) -> str:
    """The statuses of AT_ONCE requests, and the seconds of the slowest that was not refused and of the slowest that was."""

    def call(_: int) -> tuple[int, float]:
        asked = time.monotonic()
        status = completion(client, max_tokens=64, ignore_eos=True).status_code
        return status, time.monotonic() - asked

    with ThreadPoolExecutor(AT_ONCE) as callers:
        outcomes = list(callers.map(call, range(AT_ONCE)))
    counts = Counter(status for status, _ in outcomes)
    slowest = {status: max(took for one, took in outcomes if one == status) for status in counts}
    return ", ".join(f"{counts[status]} × {status} within {slowest[status]:.1f} s" for status in sorted(counts))


def measure(start: Callable[[Path, str], Service]) -> dict[str, str]:
    """What one server did, by question."""
    with tempfile.TemporaryDirectory() as folder:
        service = start(Path(folder), str(free_port())).wait_ready()
        with httpx.Client(base_url=service.url, timeout=300, limits=httpx.Limits(max_connections=AT_ONCE)) as client:
            first, later = seconds(client), min(seconds(client) for _ in range(5))
            echoed = completion(client, prompt=f"제 번호는 {PHONE} 입니다", echo=True).json()["choices"][0]["text"]
            wrong = completion(client, temperature="hot").text
            seen = {
                "a telephone number in the prompt, echoed": "as it was sent" if PHONE in echoed else "as [전화번호_1]",
                "a wrong field": "Korean and English" if re.search("[가-힣]", wrong) else "English",
                "the first request after readiness": f"{first / later:.1f} times as long as a later one",
                f"{AT_ONCE} requests at once": at_once(client),
            }
        service.stop()
        return seen


def main() -> int:
    """Measure, keep and print."""
    argparse.ArgumentParser(description="What servers do with the same requests.").parse_args()
    found = {name: measure(start) for name, start in SERVERS.items()}
    rows = [[question, *(seen[question] for seen in found.values())] for question in next(iter(found.values()))]
    keep("beside", "Beside vllm serve: the same requests", {"seen": found}, table(["", *found], rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
