"""One predictor's life as a process over the mock engine: stages, drain, deadline of the load, second signal."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest

from predictor.engines.subprocesses import GONE_SEC
from predictor.errors import EXIT_LOAD_FAILED, EXIT_PORT_TAKEN, EXIT_SETTINGS
from predictor.server.listener import LINGER_SEC
from predictor.server.supervisor import ABORT_SEC, CLOSE_SEC
from tests.conftest import Start
from tests.service import Service, free_port
from tests.waiting import wait_until


@dataclass(frozen=True)
class Stopped:
    """What a predictor did from SIGTERM on, while one request was in flight."""

    health: int
    stage: str
    late: int
    in_flight: dict[str, str]
    exit_code: int
    log: str


@pytest.fixture(scope="module")
def stopped(start_for_module: Start) -> Stopped:
    service = start_for_module(LLM_FALLBACK_MOCK="1", LLM_MOCK_DELAY_SEC="0.3", LLM_DRAIN_DELAY_SEC="1.5").wait_ready()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.post, service.url + "/infer", json={"query": "가 나 다"}, timeout=20)
        wait_until(lambda: service.metric("llm_inferences_in_flight") == 1)
        service.process.send_signal(signal.SIGTERM)
        wait_until(lambda: service.client.get("/health").status_code == 503, 1)
        late = service.post("/infer", {"query": "늦은"}).status_code
        stage = service.client.get("/").json()["stage"]
        return Stopped(503, stage, late, answer.result().json(), service.exit_code(20), service.log)


def test_readiness_drops_at_once_and_requests_are_served_through_the_drain_delay(stopped: Stopped) -> None:
    assert (stopped.health, stopped.stage, stopped.late) == (503, "draining", 200)


def test_a_request_in_flight_is_finished_before_the_end(stopped: Stopped) -> None:
    assert stopped.in_flight == {"generated_text": "[mock] 가 나 다"}


def test_a_stop_ends_with_zero_and_no_error_in_the_log(stopped: Stopped) -> None:
    assert stopped.exit_code == 0
    assert '"level": "ERROR"' not in stopped.log


def test_every_stage_is_in_the_log_and_the_start_with_its_seconds(stopped: Stopped) -> None:
    for stage in ("loading", "warming", "ready", "draining"):
        assert f'"stage": "{stage}"' in stopped.log
    assert '"stage_seconds"' in stopped.log


def test_what_is_left_at_the_grace_time_is_cut_with_a_503_that_says_why(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_MOCK_DELAY_SEC="0.2", LLM_GRACE_SEC="1").wait_ready()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.post, service.url + "/infer", json={"query": "가 " * 100}, timeout=30)
        wait_until(lambda: service.metric("llm_inferences_in_flight") == 1)
        assert service.stop() == 0
        assert (answer.result().status_code, answer.result().json()["detail"]) == (503, "서버가 종료 중입니다")


def test_a_load_over_its_time_ends_the_process_with_the_setting_in_its_reason(start: Start) -> None:
    service = start(LLM_UPSTREAM_URLS=f"http://127.0.0.1:{free_port()}", LLM_LOAD_TIMEOUT_SEC="2")
    begun = time.monotonic()
    assert service.exit_code(60) == EXIT_LOAD_FAILED
    assert time.monotonic() - begun < 60
    assert "LLM_LOAD_TIMEOUT_SEC" in service.termination_log.read_text()


def test_a_signal_during_the_load_ends_it_with_zero_and_no_error(start: Start) -> None:
    service = start(LLM_UPSTREAM_URLS=f"http://127.0.0.1:{free_port()}")
    service.wait_for("loading")
    assert service.stop() == 0
    assert '"level": "ERROR"' not in service.log


POD_SEC = 15  # between LLM_GRACE_SEC and the pod's end, in the chart's `llm-predictor.gracePeriod`


def test_what_follows_the_grace_time_fits_into_the_pods() -> None:
    """With one front end, and with several, where the front ends end before the engine does."""
    closing = LINGER_SEC + ABORT_SEC + CLOSE_SEC
    assert ABORT_SEC + closing + CLOSE_SEC + GONE_SEC < POD_SEC


def test_a_wrong_masking_setting_and_a_taken_port_leave_their_reason_for_kubernetes(start: Start, mock_server: Service) -> None:
    wrong = start(LLM_FALLBACK_MOCK="1", LLM_PII_PLACEHOLDER="[nothing]")
    assert wrong.exit_code() == EXIT_SETTINGS
    assert "LLM_PII_" in wrong.termination_log.read_text()
    taken = start(LLM_FALLBACK_MOCK="1", PORT=str(mock_server.port))
    assert taken.exit_code() == EXIT_PORT_TAKEN
    assert str(mock_server.port) in taken.termination_log.read_text()
