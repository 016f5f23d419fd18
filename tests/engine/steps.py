"""Steps that tests of one front end and of several share: requests in flight, callers through a drain, an engine's death."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import psutil

from predictor.errors import EXIT_ENGINE_DEAD
from tests.service import Service
from tests.waiting import wait_until

ENDLESS = {"query": "안녕하세요", "max_length": 16000}
NEVER_ACCEPTED = -1
UNFINISHED = ("llm_engine_unfinished_requests", "llm_inferences_in_flight")
# In a process of its own, as the kubelet is: in the client's it would time the client.
PROBE = """
import http.client, sys, time
connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
while True:
    begun = time.perf_counter()
    connection.request("GET", "/health")
    answer = connection.getresponse()
    answer.read()
    print(answer.status, time.perf_counter() - begun, flush=True)
    time.sleep(0.01)
"""


def last_line(service: Service) -> dict[str, object]:
    """The last line of the log that is JSON."""
    line: dict[str, object] = json.loads([line for line in service.log.splitlines() if line.startswith("{")][-1])
    return line


def settle(service: Service, seconds: float = 2) -> None:
    """Wait until the engine has nothing unfinished and no request holds a place."""
    wait_until(
        lambda: not any(service.metric(one) for one in UNFINISHED),
        seconds,
        lambda: f"{ {one: service.metric(one) for one in UNFINISHED} }\n{service.log[-3000:]}",
    )


def idle_tasks(service: Service) -> float:
    """The tasks of the event loop while no request is there. They are counted ten times a second, a look at them included."""
    time.sleep(0.3)
    return service.metric("llm_event_loop_tasks")


def in_flight(service: Service, count: int, body: dict[str, object]) -> list["Future[tuple[int, float, str]]"]:
    """Start `count` requests and return when the engine has them; each gives status, end time and text."""

    def one() -> tuple[int, float, str]:
        try:
            answer = httpx.post(service.url + "/infer", json=body, timeout=60)
            return answer.status_code, time.monotonic(), answer.text
        except httpx.HTTPError as error:
            return 0, time.monotonic(), repr(error)

    pool = ThreadPoolExecutor(count)
    futures = [pool.submit(one) for _ in range(count)]
    wait_until(lambda: service.metric("llm_inferences_in_flight") >= count, 20)
    pool.shutdown(wait=False)
    return futures


def gone(processes: list[psutil.Process], timeout: float = 3.0) -> bool:
    """True once all of them have ended."""
    _, alive = psutil.wait_procs(processes, timeout=timeout)
    return not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def dies_with_its_core(service: Service) -> float:
    """Kill the engine's core under 16 requests: all are 503, and the pod ends. Returns the seconds until the last answer."""
    everyone = service.descendants()
    requests = in_flight(service, 16, ENDLESS)
    service.child("EngineCor").kill()
    killed = time.monotonic()
    answers = [request.result(10) for request in requests]
    assert {status for status, _, _ in answers} == {503}, answers
    assert service.exit_code(10) == EXIT_ENGINE_DEAD
    assert "died" in service.termination_log.read_text()
    assert last_line(service).get("exit_code") == EXIT_ENGINE_DEAD, service.log[-3000:]
    assert gone(everyone)
    return max(at for _, at, _ in answers) - killed


class Callers:
    """`count` threads that send one request after another until `stop`."""

    def __init__(self, service: Service, count: int, body: dict[str, object]) -> None:
        self.answers: list[int | str] = []
        self._service = service
        self._body = body
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._call) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def _call(self) -> None:
        while not self._stopped.is_set():
            try:
                self.answers.append(httpx.post(self._service.url + "/infer", json=self._body, timeout=30).status_code)
            except httpx.ConnectError:
                self.answers.append(NEVER_ACCEPTED)
            except httpx.HTTPError as error:
                self.answers.append(repr(error))

    def stop(self) -> list[int | str]:
        """What they got: statuses, NEVER_ACCEPTED, or how an answer broke."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(30)
        return self.answers


def loses_nothing(service: Service, callers: Callers, everyone: list[psutil.Process]) -> None:
    """The service ends with 0 after SIGTERM; each caller whose connection it accepted was answered."""
    assert service.exit_code(30) == 0, service.log[-3000:]
    answers = callers.stop()
    assert set(answers) <= {200, 503, NEVER_ACCEPTED}, [answer for answer in answers if answer not in (200, 503, NEVER_ACCEPTED)]
    assert answers.count(200) > 8
    assert gone(everyone)
    assert not service.termination_log.exists()
    assert '"level": "ERROR"' not in service.log


@contextmanager
def probing(service: Service) -> Iterator[list[tuple[int, float]]]:
    """Status and seconds of each probe that another process sent meanwhile; filled at the end."""
    reported: list[tuple[int, float]] = []
    with subprocess.Popen([sys.executable, "-c", PROBE, str(service.port)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it has started
        yield reported
        process.terminate()
        # The signal may cut the last line.
        lines = [line.split() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        reported += [(int(words[0]), float(words[1])) for words in lines]
