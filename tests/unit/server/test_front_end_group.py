"""Two front ends as processes, over the mock engine; over the real one: tests/engine/test_frontends.py."""

import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from predictor.errors import EXIT_LOAD_FAILED, EXIT_PORT_TAKEN
from tests.conftest import Start
from tests.service import Service, free_port
from tests.waiting import allowed, wait_until

SLOW = {"query": "가 " * 400, "max_length": 400}  # 4 s of the mock


SETTINGS = {"LLM_FALLBACK_MOCK": "1", "LLM_FRONTENDS": "2", "LLM_MOCK_DELAY_SEC": "0.01", "MAX_CONCURRENT_INFERENCE": "8"}


@pytest.fixture(scope="module")
def shared(start_for_module: Start) -> Service:
    """Two front ends that no test ends."""
    return start_for_module(**SETTINGS).wait_ready()


@pytest.fixture
def two(start: Start) -> Service:
    """Two front ends for one test."""
    return start(**SETTINGS).wait_ready()


def front_ends(service: Service) -> list[psutil.Process]:
    (fork_server,) = psutil.Process(service.process.pid).children()
    return fork_server.children()


def ask(service: Service, body: dict[str, object]) -> int:
    try:
        return httpx.post(service.url + "/infer", json=body, timeout=30).status_code
    except httpx.HTTPError:
        return 0


def test_the_supervisor_answers_until_the_front_ends_do(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_FRONTENDS="2")
    seen = [service.wait_for("importing", "loading", "warming")]
    with httpx.Client(base_url=service.url) as client:
        while not seen.count("ready"):
            answer = client.post("/infer", json={"query": "hi"})
            assert answer.status_code in (200, 503), answer.text
            seen.append(client.get("/").json()["stage"])
    assert set(service.client.get("/").json()["start"]) == {"importing", "loading", "warming"}
    assert service.post("/infer", {"query": "hi"}).status_code == 200
    assert service.stop() == 0
    assert "Traceback" not in service.log


def test_many_callers_get_as_many_places_as_there_are(shared: Service) -> None:
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda _: ask(shared, SLOW), range(32)))
    assert statuses == {200: 8, 429: 24}
    wait_until(lambda: shared.metric("llm_inferences_in_flight") == 0)
    assert shared.metric("llm_inferences_limit") == 8


def test_a_killed_front_end_is_replaced_and_gives_its_places_back(shared: Service) -> None:
    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(ask, shared, SLOW) for _ in range(8)]
        wait_until(lambda: shared.metric("llm_inferences_in_flight") == 8, 4)
        killed = front_ends(shared)[0]
        killed.kill()
        begun = time.monotonic()
        wait_until(lambda: shared.metric("llm_front_end_restarts_total") == 1 and shared.metric("llm_front_ends") == 2, 8)
        print(f"back after {time.monotonic() - begun:.2f} s")
        statuses = Counter(future.result() for future in running)
    assert set(statuses) == {0, 200}
    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(lambda _: ask(shared, SLOW), range(8))) == {200: 8}
    assert f'"pid": {killed.pid}' in shared.log


def test_one_that_is_killed_before_its_first_word_is_replaced_too(shared: Service) -> None:
    before = shared.metric("llm_front_end_restarts_total")
    known = front_ends(shared)
    known[0].kill()
    while not (begun := [process for process in front_ends(shared) if process not in known]):
        pass
    begun[0].kill()
    wait_until(
        lambda: shared.metric("llm_front_end_restarts_total") == before + 2 and shared.metric("llm_front_ends") == 2,
        30,
        passing=(httpx.TransportError,),
    )
    assert ask(shared, {"query": "안녕"}) == 200


def test_connections_are_spread_evenly(shared: Service) -> None:
    """At once, as a gateway opens them that keeps them alive."""
    everyone = [socket.create_connection(("127.0.0.1", shared.port)) for _ in range(64)]
    try:
        for connection in everyone:
            connection.sendall(b"GET /health HTTP/1.1\r\nhost: a\r\n\r\n")
        for connection in everyone:
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        counts = [len(process.connections("tcp")) for process in front_ends(shared)]
        print(f"connections: {counts}")
        assert min(counts) >= 30
    finally:
        for connection in everyone:
            connection.close()


def test_one_drain_waits_for_both(two: Service) -> None:
    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(ask, two, {"query": "가 " * 100, "max_length": 100}) for _ in range(8)]
        wait_until(lambda: two.metric("llm_inferences_in_flight") == 8)
        assert two.stop() == 0
        assert Counter(future.result() for future in running) == {200: 8}
    assert "ERROR" not in two.log


def test_what_does_not_end_is_cut_at_the_grace_time_with_an_error(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_FRONTENDS="2", LLM_MOCK_DELAY_SEC="0.05", LLM_GRACE_SEC="1").wait_ready()
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(ask, service, SLOW) for _ in range(4)]
        wait_until(lambda: service.metric("llm_inferences_in_flight") == 4)
        begun = time.monotonic()
        assert service.stop() == 0
        assert time.monotonic() - begun < allowed(1 + 4.5)
        assert Counter(future.result() for future in running) == {503: 4}


def test_a_load_that_fails_and_a_taken_port_end_with_their_codes(shared: Service, start: Start) -> None:
    grpc_port = free_port()
    with socket.socket(socket.AF_INET6) as holder:
        holder.bind(("::", grpc_port))
        holder.listen()
        failed = start(LLM_FALLBACK_MOCK="1", LLM_FRONTENDS="2", LLM_MOCK_FAULT="load")
        taken = start(LLM_FALLBACK_MOCK="1", LLM_FRONTENDS="2", PORT=str(shared.port))
        refused = start(LLM_FALLBACK_MOCK="1", LLM_FRONTENDS="2", LLM_GRPC_PORT=str(grpc_port))
        assert refused.exit_code(60) == EXIT_PORT_TAKEN
    assert failed.exit_code(60) == EXIT_LOAD_FAILED
    assert "LLM_MOCK_FAULT=load" in failed.termination_log.read_text()
    assert taken.exit_code(60) == EXIT_PORT_TAKEN
    assert str(shared.port) in taken.termination_log.read_text()


def test_nothing_outlives_a_killed_supervisor(two: Service) -> None:
    everyone = two.descendants()
    assert len(everyone) == 3
    two.process.kill()
    _, alive = psutil.wait_procs(everyone, timeout=3)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
