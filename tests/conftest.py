"""Fixtures for all tests: predictors as processes, one of each engine for the whole session."""

import gc
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

from tests import rules
from tests.service import Service, free_port
from tests.waiting import wait_until

Start = Callable[..., Service]

# The same examples for the same code, since a run that fails by chance would blame the wrong change; HYPOTHESIS_PROFILE=explore
# draws new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


RULES = rules.read()
# Folder of the traces and outcomes that the processes of one run share. `make test` sets it, because it runs the tests in several
# processes, and those marked last after all of them.
SHARED_TRACES = os.environ.get("LLM_TEST_TRACES")
# Beside the folder and not in it, because test_leaks searches the folder for personal data and parameters in node ids hold some.
# A file for each process, because two that end at once would overwrite each other's.
SHARED_OUTCOMES = Path(f"{SHARED_TRACES}.outcomes") if SHARED_TRACES else None
OUTCOMES: dict[str, str] = {}  # of each test that ran, by its node id


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the rule map names, so that `pytest -m rule` proves the contract; quick tests first, those marked last, last."""
    for item in items:
        if any(rule.holds(item.nodeid) for rule in RULES):
            item.add_marker("rule")
    order = {"unit": 0, "pii": 1, "chart": 2, "engine": 4}

    def rank(item: pytest.Item) -> int:
        if item.get_closest_marker("last"):
            return 9
        return order.get(item.path.relative_to(item.config.rootpath / "tests").parts[0], 3)

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """Take the collected tests out of garbage collection: one collection of 8,000 of them stops a client under test for 0.4 s."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep the worst outcome of a test's set-up, call and tear-down."""
    if OUTCOMES.get(report.nodeid, "passed") == "passed":
        OUTCOMES[report.nodeid] = report.outcome


def pytest_sessionstart(session: pytest.Session) -> None:
    """Read the outcomes of the processes that ran before."""
    if SHARED_OUTCOMES:
        for file in SHARED_OUTCOMES.glob("*.json"):
            OUTCOMES.update(json.loads(file.read_text()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the outcomes for the process that runs the tests marked last."""
    if SHARED_OUTCOMES:
        SHARED_OUTCOMES.mkdir(parents=True, exist_ok=True)
        (SHARED_OUTCOMES / f"{os.getpid()}.json").write_text(json.dumps(OUTCOMES))


@pytest.fixture(scope="session")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder in which every process of the session leaves its log, and tests leave error bodies."""
    if not SHARED_TRACES:
        return tmp_path_factory.mktemp("traces")
    Path(SHARED_TRACES).mkdir(parents=True, exist_ok=True)
    return Path(SHARED_TRACES)


@pytest.fixture(scope="session")
def start_shared(traces: Path) -> Iterator[Start]:
    """Starts predictors that live until the end of the session."""
    yield from _starter(traces)


@pytest.fixture(scope="module")
def start_for_module(traces: Path) -> Iterator[Start]:
    """Starts predictors that live as long as the module's tests: each vLLM takes some gigabytes."""
    yield from _starter(traces)


@pytest.fixture
def start(traces: Path) -> Iterator[Start]:
    """Starts predictors that live as long as the test."""
    yield from _starter(traces)


def _starter(folder: Path) -> Iterator[Start]:
    started: list[Service] = []

    def starter(*args: str, **environment: str) -> Service:
        started.append(Service(folder, *args, **environment))
        return started[-1]

    yield starter
    for service in started:
        if service.process.poll() is None:
            service.keep_metrics()
            service.process.kill()
            service.process.wait()
        service.client.close()


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URI of a Redis of the session."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    port = free_port()
    command = [binary, "--port", str(port), "--save", "", "--dir", str(tmp_path_factory.mktemp("redis"))]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        wait_until(lambda: _answers(port), passing=(OSError,))
        yield f"redis://127.0.0.1:{port}"
        process.terminate()


def _answers(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True


@pytest.fixture(scope="session")
def collector(traces: Path) -> Iterator[str]:
    """Address of an OpenTelemetry collector that keeps what it gets beside the logs, for `tests/test_leaks.py`."""

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with (traces / "received.spans").open("ab") as kept:
                kept.write(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    (traces / "received.spans").touch()
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def mock_server(start_shared: Start) -> Service:
    """The mock engine, ready."""
    return start_shared(LLM_FALLBACK_MOCK="1").wait_ready()


@pytest.fixture(scope="session")
def transformers_server(start_shared: Start) -> Service:
    """transformers with the demo model, ready."""
    return start_shared(LLM_ENGINE="transformers").wait_ready()


@pytest.fixture(scope="session")
def vllm_server(start_shared: Start, collector: str) -> Service:
    """vLLM with the demo model, ready; share it, since each start takes its time."""
    # Without bounds on whitespace a model as small as the demo's writes nothing else when a schema lets it.
    schemas = """--structured-outputs-config '{"backend": "xgrammar", "disable_any_whitespace": true}'"""
    tools = f"--enable-auto-tool-choice --tool-call-parser hermes {schemas}"
    return start_shared(
        LLM_ENGINE="vllm", LLM_GRPC_PORT=str(free_port()), LLM_VLLM_ARGS=tools, OTEL_EXPORTER_OTLP_ENDPOINT=collector
    ).wait_ready()
