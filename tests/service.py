"""A predictor as Kubernetes runs it: a process with an environment, a port, a log and an exit code."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import httpx
import psutil

ROOT = Path(__file__).parent.parent
PORTS = random.SystemRandom()  # because tests seed the common one
START_SEC = float(os.environ.get("TEST_START_SEC", "120"))


def free_port() -> int:
    """A TCP port that is free now, below those that the kernel gives to connections and to servers of tests that run beside."""
    while True:
        port = PORTS.randint(12_000, 29_999)
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


class Service:
    """`python -m predictor` with the settings given as environment variables; its log goes to a file in `folder`."""

    started: ClassVar[list["Service"]] = []
    module: ClassVar[str] = "predictor"

    def __init__(self, folder: Path, *args: str, **environment: str) -> None:
        self.port = int(environment.get("PORT", free_port()))
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = folder / f"predictor-{self.port}-{time.monotonic_ns()}.log"
        self.termination_log = self.log_path.with_suffix(".termination")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LLM_", "OTEL_"))}
        self.environment = {
            **inherited,
            "PORT": str(self.port),
            "LLM_TERMINATION_LOG": str(self.termination_log),
            "LLM_DRAIN_DELAY_SEC": "0.2",
            "HF_HUB_OFFLINE": "1",
            **environment,
        }
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, *args], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.client = httpx.Client(base_url=self.url, timeout=60)
        self.started.append(self)

    @property
    def log(self) -> str:
        """All that the process has written."""
        return self.log_path.read_text()

    def stage(self) -> str:
        """The stage of the life cycle; empty while the port is closed."""
        try:
            return str(self.client.get("/", timeout=5).json()["stage"])
        except httpx.HTTPError:
            return ""

    def wait_for(self, *stages: str, timeout: float = START_SEC) -> str:
        """Return the first of `stages` that is reached; fails with the log when the process ends or time is up."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            stage = self.stage()
            if stage in stages:
                return stage
            assert self.process.poll() is None, f"exited with {self.process.returncode}:\n{self.log}"
            time.sleep(0.02)
        raise AssertionError(f"not {stages} after {timeout} s, but {self.stage()!r}:\n{self.log}")

    def wait_ready(self) -> "Service":
        """Return when it takes traffic."""
        self.wait_for("ready")
        return self

    def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        """POST JSON; the body of an error is kept beside the log, for `tests/test_leaks.py`."""
        answer = self.client.post(path, json=json, **more)
        if answer.status_code >= 400:
            with self.log_path.with_suffix(".errors").open("a") as kept:
                kept.write(answer.text + "\n")
        return answer

    def keep_metrics(self) -> None:
        """Leave the metrics beside the log, where the process still answers."""
        with suppress(httpx.HTTPError, RuntimeError):
            self.log_path.with_suffix(".metrics").write_text(self.client.get("/metrics", timeout=5).text)

    def metric(self, series: str) -> float:
        """The value of one series on /metrics, given with its labels; 0 where it is not there."""
        for line in self._metrics_page().splitlines():
            if line.startswith(series + " "):
                return float(line.rsplit(" ", 1)[1])
        return 0.0

    def _metrics_page(self) -> str:
        try:
            return self.client.get("/metrics").text
        except httpx.TransportError:  # the connection's front end may have been killed
            return self.client.get("/metrics").text

    def descendants(self) -> list[psutil.Process]:
        """Its child processes and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, name: str) -> psutil.Process:
        """The descendant whose title holds `name`."""
        return next(process for process in self.descendants() if name in " ".join(process.cmdline()) + process.name())

    def stop(self, number: int = signal.SIGTERM, timeout: float = 30) -> int:
        """Send a signal and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.exit_code(timeout)

    def exit_code(self, timeout: float = 30) -> int:
        """Wait for the end."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"still running after {timeout} s:\n{self.log}") from None
        finally:
            self.client.close()
