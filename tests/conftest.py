"""Fixtures for all tests: predictors as processes, one of each engine for the whole session."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.service import Service, free_port

Start = Callable[..., Service]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first; what looks at the traces of all others last."""
    order = {"unit": 0, "pii": 1, "chart": 2, "engine": 4}

    def rank(item: pytest.Item) -> int:
        if item.get_closest_marker("last"):
            return 9
        return order.get(item.path.relative_to(item.config.rootpath / "tests").parts[0], 3)

    items.sort(key=rank)


@pytest.fixture(scope="session")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder in which every process of the session leaves its log, and tests leave error bodies."""
    return tmp_path_factory.mktemp("traces")


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
def mock_server(start_shared: Start) -> Service:
    """The mock engine, ready."""
    return start_shared(LLM_FALLBACK_MOCK="1").wait_ready()


@pytest.fixture(scope="session")
def transformers_server(start_shared: Start) -> Service:
    """transformers with the demo model, ready."""
    return start_shared(LLM_ENGINE="transformers").wait_ready()


@pytest.fixture(scope="session")
def vllm_server(start_shared: Start) -> Service:
    """vLLM with the demo model, ready; share it, since each start takes its time."""
    # Without bounds on whitespace a model as small as the demo's writes nothing else when a schema lets it.
    schemas = """--structured-outputs-config '{"backend": "xgrammar", "disable_any_whitespace": true}'"""
    tools = f"--enable-auto-tool-choice --tool-call-parser hermes {schemas}"
    return start_shared(LLM_ENGINE="vllm", LLM_GRPC_PORT=str(free_port()), LLM_VLLM_ARGS=tools).wait_ready()
