"""The benchmarks of a GPU machine, unattended and within ten minutes: `make bench-gpu`.

One server runs at a time, the most important ones first; what does not fit the budget is left out, and the table says so. The model
has random weights in the shape of Qwen2.5-1.5B or, with `--model 7b`, of Qwen2.5-7B. The drills are those that only a GPU can show.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from predictor.errors import EXIT_ENGINE_DEAD, EXIT_LOAD_FAILED
from tests import models
from tests.benchmarks.results import keep, table
from tests.benchmarks.serve import load
from tests.benchmarks.servers import VLLMServe, predictor
from tests.service import Service, free_port

FLAGS = "--load-format dummy --max-num-seqs 512 --max-model-len 4096"
REQUESTS = {1: 2, 16: 3, 64: 2, 256: 2}  # by streams, what each of them sends
TOKENS = 128
OF_PEERS, OF_RUST = 0.95, 0.8  # of their tokens per second, at the most streams
START_SEC = 90.0  # what a server may take, start and load together; less left in the budget is too little for another
RUST = {"VLLM_USE_RUST_FRONTEND": "1"}
# Longer than what vLLM's GPU runner takes: inside the engine's core it would raise, and end the engine for all.
LISTS: tuple[dict[str, Any], ...] = (
    {"stop_token_ids": list(range(129))},
    {"logit_bias": {str(token): 1 for token in range(1025)}},
    {"allowed_token_ids": list(range(1025))},
)


@dataclass
class Run:
    """What has been found so far, and until when another server may be started (time.monotonic, seconds)."""

    model: Path
    folder: Path
    front_ends: int
    end: float
    flags: str = FLAGS
    found: dict[str, dict[int, dict[str, float]]] = field(default_factory=dict)
    drills: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def has_time(self) -> bool:
        """True while another server fits the budget."""
        return time.monotonic() + START_SEC < self.end

    def ours(self, folder: Path, **environment: str) -> Service:
        """The predictor."""
        return predictor(folder, self.model, self.flags, PORT=str(free_port()), **environment)

    def peer(self, folder: Path, *args: str, **environment: str) -> Service:
        """`vllm serve`."""
        return VLLMServe(folder, *args, model=self.model, flags=self.flags, PORT=str(free_port()), **environment)

    def measure(self, name: str, service: Service) -> None:
        """Load a server that is ready at every number of streams."""
        load(service.url, 4, 1, TOKENS)
        self.found[name] = {streams: load(service.url, streams, requests, TOKENS) for streams, requests in REQUESTS.items()}


def lists_are_refused(service: Service) -> str:
    """Send what is longer than the engine takes; returns what came. Raises AssertionError unless it is 400 and harms nothing."""
    ask = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}], "max_tokens": 4}
    statuses = {next(iter(given)): service.post("/v1/chat/completions", ask | given).status_code for given in LISTS}
    assert set(statuses.values()) == {400}, statuses
    assert service.post("/v1/chat/completions", ask).status_code == 200
    return f"{', '.join(statuses)} over the limit: 400, the engine answers"


def core_is_killed(service: Service) -> str:
    """Kill the engine's core; returns how the pod ended."""
    service.child("EngineCor").kill()
    killed = time.monotonic()
    code = service.exit_code(20)
    assert code == EXIT_ENGINE_DEAD, code
    return f"exit {code} after {time.monotonic() - killed:.2f} s: {service.termination_log.read_text()}"


def no_memory(run: Run, folder: Path) -> str:
    """Start with too little GPU memory for a cache; returns how it ended."""
    begun = time.monotonic()
    service = predictor(folder, run.model, run.flags + " --gpu-memory-utilization 0.02", PORT=str(free_port()))
    code = service.exit_code(START_SEC)
    assert code == EXIT_LOAD_FAILED, code
    return f"exit {code} after {time.monotonic() - begun:.0f} s: {service.termination_log.read_text()[:200]}"


def several(run: Run, folder: Path) -> None:
    """The predictor with several front ends: a cold start, load, drills, a warm start."""
    caches = {name: str(run.folder / name) for name in ("VLLM_CACHE_ROOT", "TRITON_CACHE_DIR", "TORCHINDUCTOR_CACHE_DIR")}
    caches["LLM_FRONTENDS"] = str(run.front_ends)
    for start in ("cold", "warm"):
        begun = time.monotonic()
        service = run.ours(folder, **caches).wait_ready()
        run.drills[f"{start} start"] = f"ready after {time.monotonic() - begun:.1f} s"
        if start == "cold":
            run.measure(f"predictor --frontends {run.front_ends}", service)
            run.drills["lists"] = lists_are_refused(service)
            run.drills["core killed"] = core_is_killed(service)
    service.stop()


def upstream(run: Run, folder: Path) -> None:
    """The Rust front end, and the predictor before it."""
    behind = run.peer(folder, **RUST).wait_ready()
    try:
        run.measure("vllm serve, Rust front end", behind)
        before = Service(
            folder,
            LLM_ENGINE="upstream",
            LLM_UPSTREAM_URLS=behind.url,
            LLM_FRONTENDS=str(run.front_ends),
            MAX_CONCURRENT_INFERENCE="512",
            LLM_LOG_LEVEL="WARNING",
        ).wait_ready()
        try:
            run.measure(f"predictor upstream of the Rust front end, --frontends {run.front_ends}", before)
        finally:
            before.stop()
    finally:
        behind.stop()


def one(name: str, start: Callable[[Run, Path], Service]) -> Callable[[Run, Path], None]:
    """A step that starts a server, measures and stops it."""

    def step(run: Run, folder: Path) -> None:
        service = start(run, folder).wait_ready()
        try:
            run.measure(name.format(run.front_ends), service)
        finally:
            service.stop()

    return step


FAULTS = (AssertionError, OSError, ValueError, subprocess.SubprocessError, httpx.HTTPError)  # of a step, as is its time-out
PEERS = "vllm serve --api-server-count {}"
STEPS: dict[str, Callable[[Run, Path], None]] = {
    "several front ends": several,
    "vllm serve, several": one(PEERS, lambda run, folder: run.peer(folder, "--api-server-count", str(run.front_ends))),
    "the Rust front end": upstream,
    "out of memory": lambda run, folder: run.drills.update({"out of memory": no_memory(run, folder)}),
    "vllm serve": one("vllm serve", lambda run, folder: run.peer(folder)),
    "predictor": one("predictor", lambda run, folder: run.ours(folder, LLM_FRONTENDS="1")),
    "masking off": one("predictor, masking off", lambda run, folder: run.ours(folder, LLM_FRONTENDS="1", LLM_PII="false")),
}


def take(run: Run, steps: dict[str, Callable[[Run, Path], None]]) -> None:
    """Run the steps for which there is time; a step that fails is left out, and does not end the others."""
    for name, step in steps.items():
        if not run.has_time:
            run.left_out.append(f"{name} (no time left)")
            continue
        before = list(Service.started)
        with tempfile.TemporaryDirectory() as folder:
            try:
                step(run, Path(folder))
            except FAULTS as error:
                run.left_out.append(f"{name} ({type(error).__name__}: {str(error)[:300]})")
            finally:
                stop([service for service in Service.started if service not in before])


def stop(services: list[Service]) -> None:
    """End what a step has left, the engine's processes included, because they hold the GPU's memory."""
    for service in services:
        if service.process.poll() is None:
            for process in service.descendants():
                process.kill()
            service.process.kill()
            service.process.wait()


def ratios(run: Run) -> dict[str, tuple[float, float]]:
    """By peer, our tokens per second over its own at the most streams, and the goal; without those that were left out."""
    most = max(REQUESTS)
    ours = run.found.get(f"predictor --frontends {run.front_ends}")
    peers = {PEERS.format(run.front_ends): OF_PEERS, "vllm serve, Rust front end": OF_RUST}
    if ours is None:
        return {}
    rates = {name: (run.found[name][most]["tokens_per_second"], goal) for name, goal in peers.items() if name in run.found}
    return {name: (ours[most]["tokens_per_second"] / theirs, goal) for name, (theirs, goal) in rates.items()}


def shown(run: Run) -> str:
    """The tables."""
    columns = ("tokens_per_second", "ttft_p50_ms", "itl_p50_ms", "itl_p99_ms", "load_us_per_token")
    rows = [
        [streams, name, *(f"{figures[column]:,.4g}" for column in columns)]
        for streams in REQUESTS
        for name, by_streams in run.found.items()
        for figures in [by_streams[streams]]
    ]
    header = ("streams", "server", "tokens/s", "TTFT p50 ms", "ITL p50 ms", "ITL p99 ms", "load µs/token")
    compared = [f"{ratio:.2f} of {name} (goal {goal:g})." for name, (ratio, goal) in ratios(run).items()]
    left = [f"Left out: {name}." for name in run.left_out]
    drills = table(("drill", "outcome"), list(run.drills.items()))
    return "\n\n".join([table(header, rows), *compared, drills, *left])


def main() -> int:
    """Measure, keep and print; returns 1 where a goal is missed or a step was left out."""
    parser = argparse.ArgumentParser(description="The benchmarks of a GPU machine.")
    parser.add_argument("--model", choices=tuple(models.SHAPES), default="1b5")
    parser.add_argument("--frontends", type=int, default=max(1, min(8, (os.cpu_count() or 4) // 4)))
    parser.add_argument("--budget-sec", type=float, default=570.0)
    asked = parser.parse_args()
    end = time.monotonic() + asked.budget_sec
    with tempfile.TemporaryDirectory() as folder:
        run = Run(models.shaped(Path(folder) / "model", asked.model), Path(folder), asked.frontends, end)
        take(run, STEPS)
    keep(
        "gpu",
        "On a GPU",
        {"arguments": vars(asked), "found": run.found, "drills": run.drills, "left_out": run.left_out},
        shown(run),
    )
    return int(bool(run.left_out) or any(ratio < goal for ratio, goal in ratios(run).values()))


if __name__ == "__main__":
    raise SystemExit(main())
