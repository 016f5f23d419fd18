"""Servers over the scripted core, and the processor time of their processes for each token."""

import json
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.benchmarks.servers import wait_for_health
from tests.service import START_SEC, Service

ENVIRONMENT = {"MAX_CONCURRENT_INFERENCE": "512", "LLM_LOG_LEVEL": "WARNING"}


class ScriptedService(Service):
    """The predictor over the scripted core."""

    module = "tests.benchmarks.scripted_core"

    def __init__(self, folder: Path, front_ends: int, **environment: str) -> None:
        self.make_counter(folder)
        super().__init__(folder, str(front_ends), str(self.counter), **ENVIRONMENT, **environment)

    def make_counter(self, folder: Path) -> None:
        """The file in which the load generator counts what it has received."""
        self.counter = folder / f"received-{time.monotonic_ns()}"
        self.counter.write_bytes(bytes(8))

    def front_ends(self) -> list[psutil.Process]:
        """The processes that answer HTTP."""
        return [child for child in self._children() if _serves(child)]

    def _children(self) -> list[psutil.Process]:
        (fork_server,) = psutil.Process(self.process.pid).children()
        return fork_server.children()

    def processor(self) -> dict[str, float]:
        """Processor seconds so far, of the front ends together and of the core."""
        used = {"front_ends": 0.0, "core": 0.0}
        for child in self._children():
            used["front_ends" if _serves(child) else "core"] += sum(child.cpu_times()[:2])
        return used


def _serves(process: psutil.Process) -> bool:
    return any(sock.status == psutil.CONN_LISTEN for sock in process.connections("tcp"))


class BareService(ScriptedService):
    """vLLM's own API server over the scripted core."""

    module = "tests.benchmarks.bare_app"

    def __init__(self, folder: Path, **environment: str) -> None:
        self.make_counter(folder)
        Service.__init__(self, folder, str(self.counter), **ENVIRONMENT, **environment)

    def wait_ready(self) -> "BareService":
        """Return when `/health` is 200."""
        wait_for_health(self, START_SEC)
        return self

    def processor(self) -> dict[str, float]:
        """The same of its one process and the core."""
        process = psutil.Process(self.process.pid)
        core = sum(sum(child.cpu_times()[:2]) for child in process.children())
        return {"front_ends": sum(process.cpu_times()[:2]), "core": core}


def measure(service: ScriptedService, streams: int, requests: int, tokens: int) -> dict[str, float]:
    """One run of the load generator, in a process of its own."""
    before = service.processor()
    words = ["--tokens", str(tokens), "--received", str(service.counter), "--period-ms", "1"]
    command = [sys.executable, "-m", "tests.benchmarks.load", service.url, str(streams), str(requests), *words]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    after = service.processor()
    written = figures["answered"] * tokens
    for name in before:
        figures[f"{name}_us_per_token"] = round((after[name] - before[name]) / written * 1e6, 1)
    return figures
