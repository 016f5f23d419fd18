"""The predictors that clients of every language are tried against, started by name, and the table of what was seen."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.service import Service, free_port
from tests.waiting import wait_until

KEY = "invented-key"
PREDICTORS = {
    "open": {"LLM_MOCK_DELAY_SEC": "0.02"},
    "busy": {"LLM_MOCK_DELAY_SEC": "0.2", "MAX_CONCURRENT_INFERENCE": "1"},
    "slow": {"LLM_MOCK_DELAY_SEC": "20"},
    "failing": {"LLM_MOCK_FAULT": "runtime"},
    "mortal": {"LLM_MOCK_DELAY_SEC": "1.5"},  # so slow that all clients of one test are within their answers at once
    "gone": {},
}
# What stands behind the predictors: "mock"; "upstream", which is the upstream engine before a predictor on the mock engine; or
# "vllm", which has no fault to order, so that only "open" is there.
ENGINE = os.environ.get("CLIENTS_ENGINE", "mock")


class Harness:
    """Predictors on the mock engine, each started at its first use; `results` is the file of the table's cells."""

    def __init__(self, start: Callable[..., Service], folder: Path) -> None:
        self._start = start
        self._running: dict[str, Service] = {}
        self._lock = threading.Lock()
        self.results = folder / "results.tsv"

    def service(self, name: str) -> Service:
        """The predictor of this name, ready."""
        with self._lock:
            if name not in self._running:
                own = PREDICTORS[name] | {"LLM_API_KEYS": KEY, "LLM_GRPC_PORT": str(free_port())}
                self._running[name] = {"mock": self._mock, "upstream": self._upstream, "vllm": self._vllm}[ENGINE](own)
            return self._running[name]

    def _mock(self, own: dict[str, str]) -> Service:
        return self._start(LLM_FALLBACK_MOCK="1", **own).wait_ready()

    def _upstream(self, own: dict[str, str]) -> Service:
        """The mock engine's delays and faults stand behind; they begin after the warm-up, which would wait for them."""
        behind = self._mock({})
        front = self._start(LLM_ENGINE="upstream", LLM_UPSTREAM_URLS=behind.url, LLM_UPSTREAM_HEALTH_SEC="0.2", **own).wait_ready()
        behind.process.kill()
        behind.process.wait()
        self._mock({"PORT": str(behind.port)} | {key: value for key, value in own.items() if key.startswith("LLM_MOCK_")})
        wait_until(lambda: front.client.get("/v2/health/ready").status_code == 200, 20)
        return front

    def _vllm(self, own: dict[str, str]) -> Service:
        if own.get("LLM_MOCK_DELAY_SEC") != PREDICTORS["open"]["LLM_MOCK_DELAY_SEC"]:
            pytest.skip("only the mock engine waits at an order")
        return self._start(LLM_ENGINE="vllm", **own).wait_ready()

    def kill(self, name: str) -> None:
        """Kill a predictor as the kernel would; the next use starts another."""
        with self._lock:
            service = self._running.pop(name)
        service.process.kill()
        service.process.wait()

    def note(self, client: str, protocol: str, asked: str, seen: str) -> None:
        """Keep a cell of the table."""
        with self.results.open("a", encoding="utf-8") as file:
            file.write("\t".join((client, protocol, asked, seen)) + "\n")

    @contextmanager
    def control(self) -> Iterator[str]:
        """The URL of `/start/NAME` and `/kill/NAME`, for clients in processes of their own."""
        harness = self

        class Control(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _, verb, name = self.path.split("/")
                answer = "" if verb == "kill" else harness.service(name).url
                if verb == "kill":
                    harness.kill(name)
                self.send_response(200)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *args: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Control) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
