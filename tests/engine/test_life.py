"""The life cycle on the real vLLM: start, failing to start, death, freeze, and SIGTERM at every stage."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from predictor.errors import EXIT_ENGINE_FROZEN, EXIT_LOAD_FAILED, EXIT_PORT_TAKEN, EXIT_SETTINGS
from tests.conftest import Start
from tests.engine.steps import ENDLESS, Callers, dies_with_its_core, gone, in_flight, last_line, loses_nothing
from tests.service import ROOT, Service, free_port
from tests.waiting import allowed, wait_until

# --- start ---


def test_the_port_opens_first_and_readiness_waits_for_the_warm_up(start: Start) -> None:
    begun = time.monotonic()
    service = start(LLM_ENGINE="vllm")
    seen: list[str] = []
    while "ready" not in seen:
        assert service.process.poll() is None, service.log
        stage = service.stage()
        if stage and stage not in seen:
            seen.append(stage)
        if stage and stage != "ready":
            health = service.client.get("/health", timeout=5)
            assert health.status_code == (200 if health.json()["stage"] == "ready" else 503)
        time.sleep(0.02)
    seconds = time.monotonic() - begun
    assert seen[0] == "importing"
    assert [stage for stage in seen if stage in ("importing", "loading", "warming", "ready")] == seen
    reported = service.client.get("/").json()["start"]
    assert set(reported) == {"importing", "loading", "warming"}
    for stage, value in reported.items():
        assert service.metric(f'llm_load_stage_seconds{{stage="{stage}"}}') == value
    print(f"start to ready: {seconds:.1f} s, {reported}")
    assert service.metric('vllm:request_success_total{engine="0",finished_reason="stop",model_name="llm"}') == 0
    assert service.metric("llm_prompt_tokens_total") == 0


def test_the_first_answer_after_readiness_is_as_quick_as_the_tenth_and_no_engine_outlives_a_killed_server(start: Start) -> None:
    """Of three starts the best counts: a cold first request is slow each time, a neighbour on the machine is not."""
    for _ in range(3):
        service = start(LLM_ENGINE="vllm").wait_ready()
        everyone = service.descendants()
        assert len(everyone) >= 2
        seconds = []
        for _ in range(10):
            begun = time.perf_counter()
            assert service.post("/infer", {"query": "영업시간이 어떻게 되나요?", "temperature": 0}).status_code == 200
            seconds.append(time.perf_counter() - begun)
        print("ms of ten requests:", [round(second * 1000) for second in seconds])
        service.process.kill()
        assert gone(everyone, timeout=5)
        if seconds[0] <= 2 * max(seconds[9], sorted(seconds)[5]):
            return
    pytest.fail("the first request is slow after every start")


@pytest.mark.parametrize(
    ("environment", "code", "says"),
    [
        ({"LLM_MODEL": "/nowhere/model"}, EXIT_LOAD_FAILED, "model could not be loaded"),
        ({"LLM_VLLM_ARGS": "--max-model-len many"}, EXIT_SETTINGS, "--max-model-len"),
        ({"LLM_VLLM_ARGS": "--no-such-option 1"}, EXIT_SETTINGS, "no-such-option"),
        # What the engine's own process says, where vLLM tells its parent only to look above.
        ({"LLM_VLLM_ARGS": "--num-gpu-blocks-override 1"}, EXIT_LOAD_FAILED, "No available memory for the cache blocks"),
    ],
)
def test_a_load_that_fails_names_the_reason_and_ends_with_its_code(
    environment: dict[str, str], code: int, says: str, start: Start
) -> None:
    service = start(LLM_ENGINE="vllm", **environment)
    assert service.exit_code(90) == code
    assert says in service.termination_log.read_text()
    assert says in str(last_line(service)["message"])
    assert last_line(service)["exit_code"] == code


def test_a_taken_port_ends_the_start_at_once(mock_server: Service, start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", PORT=str(mock_server.port))
    assert service.process.wait(20) == EXIT_PORT_TAKEN
    assert str(mock_server.port) in service.log


def test_a_taken_grpc_port_ends_the_start_too(vllm_server: Service, start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_GRPC_PORT=vllm_server.environment["LLM_GRPC_PORT"])
    assert service.process.wait(20) == EXIT_PORT_TAKEN
    assert "gRPC port" in service.termination_log.read_text()


def test_a_wrong_setting_ends_the_start_with_one_line(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", INFERENCE_TIMEOUT_SEC="soon")
    assert service.process.wait(20) == EXIT_SETTINGS
    assert service.log.splitlines() == [
        "error: INFERENCE_TIMEOUT_SEC: Input should be a valid number, unable to parse string as a number"
    ]


# --- deadline, freeze, death ---


@pytest.fixture(scope="module")
def watched(start_for_module: Start, endless_model: Path) -> Service:
    """A server of which the first test starves the engine, and the second freezes it."""
    return start_for_module(
        LLM_ENGINE="vllm", LLM_MODEL=str(endless_model), INFERENCE_TIMEOUT_SEC="1", LLM_WATCHDOG_SEC="1"
    ).wait_ready()


def test_an_engine_that_gets_no_processor_is_not_frozen(watched: Service) -> None:
    """As on a machine with far more to do than cores: the engine gets a hundredth of one, its server enough."""
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        for process in watched.descendants():
            process.nice(19)
        for _ in range(20):
            assert watched.stage() == "ready", watched.log[-2000:]
            time.sleep(0.5)
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
        for process in watched.descendants():
            process.nice(0)
    wait_until(lambda: watched.post("/infer", {"query": "안녕하세요", "max_length": 4}).status_code == 200, 10)


def test_a_deadline_then_a_frozen_engine(watched: Service) -> None:
    begun = time.monotonic()
    answer = watched.post("/infer", ENDLESS)
    assert time.monotonic() - begun < allowed(1.2)
    assert (answer.status_code, answer.json()) == (503, {"detail": "LLM 추론 타임아웃 (1초)"})
    wait_until(lambda: watched.metric("llm_engine_unfinished_requests") == 0, 1)

    engine, everyone = watched.child("EngineCor"), watched.descendants()
    engine.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert watched.exit_code(60) == EXIT_ENGINE_FROZEN
    assert time.monotonic() - begun < allowed(1 + 4)
    assert "frozen" in watched.termination_log.read_text()
    assert "LLM_WATCHDOG_SEC" in watched.termination_log.read_text()
    assert gone(everyone)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder with a short name: a socket's path has 107 characters at most."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def sockets(folder: Path) -> list[Path]:
    """The sockets at any depth of a folder."""
    return [path for path in folder.rglob("*") if path.is_socket()]


def test_a_dead_engine_core_fails_all_in_flight_within_a_second_and_leaves_no_socket(
    start: Start, endless_model: Path, temporary: Path
) -> None:
    service = start(LLM_ENGINE="vllm", LLM_MODEL=str(endless_model), TMPDIR=str(temporary)).wait_ready()
    assert sockets(temporary)
    assert all(path.parent.stat().st_mode & 0o077 == 0 for path in sockets(temporary)), "nobody else may open them"
    assert dies_with_its_core(service) < allowed(1.0)
    assert sockets(temporary) == []


# --- SIGTERM ---


@pytest.mark.parametrize("stage", ["", "importing", "loading", "warming"])
def test_sigterm_before_readiness_ends_with_0_and_leaves_nothing(stage: str, start: Start) -> None:
    service = start(LLM_ENGINE="vllm")
    if stage:
        service.wait_for(stage, "ready")
    else:
        time.sleep(0.3)
    if stage == "loading":
        wait_until(lambda: service.descendants() or service.stage() == "ready", 20)
    everyone = service.descendants()
    begun = time.monotonic()
    assert service.stop(timeout=60) == 0, service.log
    assert time.monotonic() - begun < allowed(10)
    assert gone(everyone)
    assert not service.termination_log.exists()


def test_sigterm_under_load_drops_readiness_first_loses_nothing_and_leaves_no_socket(start: Start, temporary: Path) -> None:
    settings = {"LLM_DRAIN_DELAY_SEC": "1.5", "LLM_GRACE_SEC": "20", "TMPDIR": str(temporary)}
    service = start(LLM_ENGINE="vllm", **settings).wait_ready()
    assert sockets(temporary)
    everyone = service.descendants()
    body: dict[str, object] = {"query": "영업시간이 어떻게 되나요?", "max_length": 60}
    callers = Callers(service, 8, body)
    time.sleep(1)
    service.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert service.client.get("/health").status_code == 503
    assert service.client.get("/").json()["stage"] == "draining"
    assert service.post("/infer", body).status_code == 200, "requests that still arrive are served in the drain delay"
    loses_nothing(service, callers, everyone)
    assert sockets(temporary) == []


def test_callers_who_never_stop_are_all_answered_and_do_not_hold_up_the_end(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_GRACE_SEC="20").wait_ready()
    stop, heard = threading.Event(), Counter[str]()

    def caller() -> None:
        while not stop.is_set():
            heard[knock(service.port)] += 1

    threads = [threading.Thread(target=caller) for _ in range(16)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    begun = time.monotonic()
    assert service.stop(timeout=60) == 0
    assert time.monotonic() - begun < allowed(5)
    stop.set()
    for thread in threads:
        thread.join(15)
    assert set(heard) <= {"200", "503", "not connected"}, heard


def knock(port: int) -> str:
    """One inference on a connection of its own: the status, or how it was lost after the server's machine had accepted it."""
    with socket.socket() as sock:
        sock.settimeout(10)
        try:
            sock.connect(("127.0.0.1", port))
        except OSError:
            return "not connected"
        try:
            body = b'{"query": "hello"}'
            head = f"POST /infer HTTP/1.1\r\nHost: predictor\r\nContent-Length: {len(body)}\r\n\r\n"
            sock.sendall(head.encode() + body)
            return sock.recv(4096).decode().partition(" ")[2][:3] or "closed without an answer"
        except OSError as error:
            return repr(error)


def test_sigterm_with_a_request_that_does_not_end_cuts_it_at_the_grace_period(start: Start, endless_model: Path) -> None:
    service = start(LLM_ENGINE="vllm", LLM_MODEL=str(endless_model), LLM_DRAIN_DELAY_SEC="0", LLM_GRACE_SEC="2").wait_ready()
    (request,) = in_flight(service, 1, ENDLESS)
    begun = time.monotonic()
    assert service.stop(timeout=60) == 0
    assert time.monotonic() - begun < allowed(7)
    status, _, text = request.result(5)
    assert status == 503, text
    assert "종료 중" in text


def test_ctrl_c_in_a_terminal_drains_too(start: Start) -> None:
    """A terminal signals the whole process group; the engine must not end before the server has drained."""
    environment = {**os.environ, "PORT": str(free_port()), "LLM_ENGINE": "vllm", "LLM_DRAIN_DELAY_SEC": "1", "HF_HUB_OFFLINE": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "predictor"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        url = f"http://127.0.0.1:{environment['PORT']}"
        wait_until(lambda: httpx.get(url + "/health").status_code == 200, 90, passing=(httpx.HTTPError,))
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.3)
        assert httpx.post(url + "/infer", json={"query": "안녕하세요"}, timeout=20).status_code == 200
        assert process.wait(15) == 0


@contextmanager
def made(command: list[str], log: Path, **environment: str) -> Iterator[None]:
    """A call of make, as README has it, until it invites a person to look."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_until(lambda: "ready: look at" in log.read_text(), 150)
        yield
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def test_make_serve_answers_the_call_of_the_readme(tmp_path: Path) -> None:
    """The last line that a person sees before the first request names the page and the call, which README has too."""
    port, log = free_port(), tmp_path / "log"
    (call,) = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("curl ")]
    call = call.replace("localhost:8000", f"localhost:{port}")
    with made(["make", "serve", f"ARGS=--port {port}"], log):
        assert f"http://localhost:{port}/ in a browser" in log.read_text()
        done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["generated_text"]
        assert call.replace("localhost", "http://localhost", 1) in log.read_text()


def test_make_serve_with_a_fault_answers_503(tmp_path: Path) -> None:
    """README's way to see a 503 without waiting for one."""
    port = free_port()
    with made(["make", "serve", f"ARGS=--port {port}"], tmp_path / "log", LLM_FALLBACK_MOCK="1", LLM_MOCK_FAULT="runtime"):
        answer = httpx.post(f"http://localhost:{port}/infer", json={"query": "안녕하세요"}, timeout=20)
        assert answer.status_code == 503
        assert answer.headers["X-Should-Retry"] == "true"
        assert answer.json()["detail"]


def test_a_second_signal_aborts_what_is_left(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_MOCK_DELAY_SEC="0.05", LLM_DRAIN_DELAY_SEC="20").wait_ready()
    (request,) = in_flight(service, 1, {"query": "가 " * 600, "max_length": 600})
    service.process.send_signal(signal.SIGINT)
    service.wait_for("draining")
    service.process.send_signal(signal.SIGINT)
    assert service.exit_code(6) == 0
    assert request.result(5)[0] == 503


def test_the_environment_of_the_tests_is_byte_compiled() -> None:
    """The start times in the README hold for byte-compiled packages, as `make` installs them."""
    import vllm

    assert vllm.__cached__ is not None
    assert Path(vllm.__cached__).is_file()
