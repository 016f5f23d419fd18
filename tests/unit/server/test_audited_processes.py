"""The audit record of a whole server: front ends that are killed, a disk that is full, a restart.

`AUDIT_REQUESTS=10000 python -m pytest tests/unit/server/test_audited_processes.py` sends that many requests instead of 400.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from predictor.telemetry.audit.verify import Verdict
from tests.conftest import Start
from tests.personal import PROMPT, RAW
from tests.service import ROOT, Service
from tests.unit.telemetry.audit.writing import KEY, judge, requests
from tests.waiting import wait_until

REQUESTS = int(os.environ.get("AUDIT_REQUESTS", "400"))
CALLERS = 16
SETTINGS = {"LLM_FALLBACK_MOCK": "1", "LLM_FRONTENDS": "2", "LLM_AUDIT": "file", "LLM_LOG_LEVEL": "WARNING"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 16 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "audit", folder], check=False).returncode:
        pytest.skip("only root may mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


class Callers:
    """Callers that send requests until reported to stop; `outcomes` counts the statuses, 0 for a connection that broke."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.outcomes: Counter[int] = Counter()
        self._lock = threading.Lock()

    def send(self, number: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        with ThreadPoolExecutor(CALLERS + 1) as pool:
            acting = pool.submit(meanwhile)
            for _ in range(CALLERS):
                pool.submit(self._send, number // CALLERS)
        acting.result()

    def answered(self, least: int) -> bool:
        return self.outcomes.total() >= least

    def _send(self, number: int) -> None:
        with httpx.Client(base_url=self.service.url, timeout=30) as client:
            for _ in range(number):
                try:
                    status = client.post("/infer", json={"query": PROMPT}).status_code
                except httpx.TransportError:
                    status = 0
                with self._lock:
                    self.outcomes[status] += 1


def reported(verdict: Verdict) -> tuple[int, int]:
    """Requests on record, and requests that the record says are lost."""
    lost = sum(state.lost for state in verdict.chains.values()) + verdict.untold
    return sum(state.requests for state in verdict.chains.values()), lost


def fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"0" * 65_536) == 65_536:
                pass
        except OSError:
            pass
    return ballast


def front_end_pids(service: Service) -> list[int]:
    (fork_server,) = psutil.Process(service.process.pid).children()
    return [process.pid for process in fork_server.children()]


def kill(service: Service, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pid not in front_end_pids(service), 60)


@pytest.mark.parametrize("policy", ["count", "refuse"])
def test_on_a_full_disk_each_request_is_on_record_or_told_as_lost(start: Start, small_disk: Path, policy: str) -> None:
    more = {"LLM_AUDIT_ON_FAILURE": policy, "LLM_AUDIT_QUEUE": "200", "LLM_AUDIT_FILE_MAX_BYTES": "262144"}
    service = start(**SETTINGS, LLM_AUDIT_FOLDER=str(small_disk / "audit"), **more).wait_ready()
    callers = Callers(service)
    callers.send(REQUESTS // 4)
    ballast = fill(small_disk)
    callers.send(REQUESTS // 2)
    assert service.metric("llm_audit_failing") == 1 or service.metric("llm_audit_lost_lines_total") > 0
    ballast.unlink()
    wait_until(lambda: service.metric("llm_audit_failing") == 0, 60)
    callers.send(REQUESTS // 4)
    assert service.stop() == 0
    verdict = judge(small_disk / "audit")
    recorded, lost = reported(verdict)
    print(f"{policy}: {dict(callers.outcomes)}, {recorded} on record, {lost} reported as lost")
    assert verdict.faults == []
    assert recorded + lost == callers.outcomes.total()
    assert set(callers.outcomes) == ({200} if policy == "count" else {200, 503})
    if policy == "refuse":
        answered = Counter(line["status"] for line in requests(small_disk / "audit"))
        assert answered[200] == callers.outcomes[200]


def test_after_kills_each_request_is_on_record_or_told_as_lost(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    key = tmp_path / "key"
    key.write_bytes(KEY)
    settings = SETTINGS | {"LLM_AUDIT_FOLDER": str(folder), "LLM_AUDIT_KEY_FILE": str(key), "LLM_AUDIT_FILE_MAX_BYTES": "262144"}
    service = start(**settings).wait_ready()
    outcomes: Counter[int] = Counter()

    def kill_front_ends() -> None:
        """Kill the older one twice, to which most connections are open."""
        for least in (REQUESTS // 8, REQUESTS // 4):
            wait_until(partial(callers.answered, least), 60)
            wait_until(lambda: len(front_end_pids(service)) == 2, 60)
            kill(service, min(front_end_pids(service), key=lambda pid: psutil.Process(pid).create_time()))

    callers = Callers(service)
    callers.send(REQUESTS // 2, kill_front_ends)
    assert callers.outcomes[0], "no kill met a request"
    outcomes += callers.outcomes
    wait_until(lambda: len(front_end_pids(service)) == 2, 60)
    ended = [psutil.Process(service.process.pid), *service.descendants()]
    for process in ended:
        process.kill()
    service.process.wait()
    assert not psutil.wait_procs(ended, 60)[1]
    service = start(**settings).wait_ready()
    callers = Callers(service)
    callers.send(REQUESTS // 2)
    outcomes += callers.outcomes
    assert service.stop() == 0
    verdict = judge(folder, keys=(KEY,))
    recorded, lost = reported(verdict)
    print(f"kills: {dict(outcomes)}, {recorded} on record, {lost} reported as lost")
    assert verdict.faults == []
    # A broken connection's request may have reached the edge or not.
    assert outcomes.total() - outcomes[0] <= recorded + lost <= outcomes.total()
    assert not any(value.encode() in path.read_bytes() for path in folder.iterdir() for value in RAW)


def test_lines_on_standard_output_can_be_checked_and_summed_up(start: Start) -> None:
    service = start(**SETTINGS | {"LLM_AUDIT": "stdout", "LLM_LOG_LEVEL": "INFO"}).wait_ready()
    for _ in range(10):
        service.post("/infer", {"query": PROMPT})
    assert service.stop() == 0
    verdict = judge(service.log_path)
    assert verdict.faults == []
    assert reported(verdict) == (10, 0)
    command = [sys.executable, "-m", "predictor", "audit", "verify", str(service.log_path), "--heads", str(service.log_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_folder_that_cannot_be_written_ends_the_start_with_its_name(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    service = start(**SETTINGS, LLM_AUDIT_FOLDER=str(tmp_path / "file" / "audit"))
    assert service.exit_code() == 2
    assert "LLM_AUDIT_FOLDER" in service.log
