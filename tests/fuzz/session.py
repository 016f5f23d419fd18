"""A predictor before a recording engine, the requests of one seed, and the faults that the oracles found."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.fuzz.calls import Calls
from tests.fuzz.grammar import Request, draw_request
from tests.fuzz.oracles import judge, judge_end
from tests.fuzz.recorder import Recorder
from tests.fuzz.wire import exchange
from tests.service import ROOT, free_port

WORKERS = 4
METRICS_SEC = 20.0
START_SEC = 300
SETTLE_SEC = 1.0  # for the last lines, spans and gauges


@dataclass
class Findings:
    """Faults by kind, each with the first request that showed it."""

    tried: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, fault: str, where: str) -> None:
        """Count a fault."""
        self.counts[fault] += 1
        self.examples.setdefault(fault, where)

    def report(self) -> str:
        """One line for each kind of fault."""
        lines = [f"{self.tried} requests in {self.seconds:.0f} s, {len(self.counts)} kinds of faults"]
        lines += [f"{count:5} × {fault}    e.g. {self.examples[fault]}" for fault, count in self.counts.most_common()]
        return "\n".join(lines)


def run(seed: int, seconds: float, requests: int, folder: Path, root: Path = ROOT) -> Findings:
    """Send up to `requests` requests of `seed` in up to `seconds` to the predictor whose source lies in `root`."""
    findings = Findings()
    log_path = folder / f"fuzz-{seed}.log"
    with Recorder().serve() as recorder, _predictor(recorder, root, log_path) as (process, port, grpc_port):
        draw, begun = random.Random(seed), time.monotonic()
        calls = Calls(grpc_port)
        with ThreadPoolExecutor(WORKERS) as pool:
            while findings.tried < requests and time.monotonic() - begun < seconds:
                batch = [draw_request(draw) for _ in range(WORKERS * 4)]
                for request, faults in zip(batch, pool.map(lambda one: _try(port, one), batch), strict=True):
                    for fault in faults:
                        findings.add(fault, f"{request.method} {request.path} {request.mutations}")
                for where, fault in calls.judge(draw):
                    findings.add(f"gRPC: {fault}", where)
                findings.tried += len(batch) + 1
        findings.seconds = time.monotonic() - begun
        time.sleep(SETTLE_SEC)
        try:
            metrics = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=METRICS_SEC).text
        except httpx.TimeoutException:
            findings.add("the predictor hangs; its log says where", "at the end")
            process.send_signal(signal.SIGABRT)
            process.wait(30)
            return findings
        process.terminate()
        code = process.wait(30)
        for fault in judge_end(recorder, log_path.read_text(), metrics):
            findings.add(fault, "at the end")
        if code:
            findings.add(f"exit code {code}", "at the end")
    return findings


def _try(port: int, request: Request) -> list[str]:
    return list(judge(request, exchange(port, request)))


@contextmanager
def _predictor(recorder: Recorder, root: Path, log_path: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int, int]]:
    port, grpc_port = free_port(), free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LLM_", "OTEL_"))}
    settings = {
        "PORT": str(port),
        "LLM_GRPC_PORT": str(grpc_port),
        "LLM_UPSTREAM_URLS": recorder.url,
        "LLM_MODEL_NAME": "llm",
        "LLM_ENGINE": "upstream",
        "LLM_TERMINATION_LOG": str(log_path.with_suffix(".termination")),
        "LLM_DRAIN_DELAY_SEC": "0",
        "PYTHONFAULTHANDLER": "1",
        "LLM_PII_RESTORE": "request",
        "OTEL_EXPORTER_OTLP_ENDPOINT": recorder.url,
    }
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "predictor"], cwd=root, env=kept | settings, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_ready(process, port)
        recorder.received.clear()
        yield process, port, grpc_port
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + START_SEC
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the predictor did not become ready")
