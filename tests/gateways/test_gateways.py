"""No request through a gateway is lost: paused around the idle time-out, streamed, or in flight while the predictor stops."""

import json
import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import yaml

from predictor.config import Settings
from tests.benchmarks.results import put, table
from tests.conftest import Start
from tests.gateways.gateway import IDLE_MS, KINDS, PAGE, Gateway, Kind
from tests.service import ROOT

# Numbers of front ends, each tried with every gateway; `make test-gateways` tries one and two, and keeps the table of the page.
FRONT_ENDS = os.environ.get("GATEWAY_FRONTENDS", "1").split(",")
TABLE = "GATEWAY_TABLE" in os.environ
BEGIN, END = "<!-- made by make test-gateways -->", "<!-- end -->"
REQUESTS = int(os.environ.get("GATEWAY_REQUESTS", "72"))  # through each gateway
CALLERS = min(40, REQUESTS // 9)  # of each gateway
EACH = -(-REQUESTS // CALLERS)
WORDS = "배송은 내일 오전에 도착합니다 그리고 주문은 다음 주에 처리됩니다"
MOCK = {"LLM_FALLBACK_MOCK": "1", "LLM_MOCK_DELAY_SEC": "0.03", "LLM_KEEP_ALIVE_SEC": "5", "MAX_CONCURRENT_INFERENCE": "200"}
EVERY = pytest.mark.parametrize("name", list(KINDS))


def installed(name: str) -> Kind:
    """The gateway's kind; skips the test where its program is missing."""
    if KINDS[name].program() is None:
        pytest.skip(f"{name} is not installed")
    return KINDS[name]


@pytest.fixture(scope="module", params=FRONT_ENDS)
def front_ends(request: pytest.FixtureRequest) -> str:
    """The number of front ends of the predictor behind the gateways."""
    return str(request.param)


@pytest.fixture(scope="module")
def measured() -> Iterator[list[list[object]]]:
    """The rows of the page's table, which is written at the end."""
    rows: list[list[object]] = []
    yield rows
    if TABLE and rows:
        header = ["gateway", "front ends", "requests", "answered by 200", "reset", "502, 503, 504", "other"]
        put(ROOT / "docs/gateways.md", BEGIN, END, table(header, sorted(rows, key=str)))


@pytest.fixture(scope="module")
def gateways(front_ends: str, start_for_module: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Gateway]]:
    """Those that are installed, before one predictor."""
    port = start_for_module(**MOCK, LLM_FRONTENDS=front_ends).wait_ready().port
    kinds = {name: kind for name, kind in KINDS.items() if kind.program() is not None}
    started = {name: Gateway(kind, port, tmp_path_factory.mktemp(name)) for name, kind in kinds.items()}
    yield started
    for gateway in started.values():
        gateway.stop()


@pytest.fixture(scope="module")
def paused(gateways: dict[str, Gateway]) -> dict[str, Counter[str]]:
    """The outcomes of REQUESTS through each gateway, all at once, each after a pause around the idle time-out."""
    outcomes: dict[str, Counter[str]] = {name: Counter() for name in gateways}

    def call(name: str, draw: random.Random) -> None:
        with httpx.Client(base_url=gateways[name].url, timeout=30) as client:
            for _ in range(EACH):
                try:
                    outcomes[name][str(client.post("/infer", json={"query": "가"}).status_code)] += 1
                except httpx.TransportError as error:
                    outcomes[name][type(error).__name__] += 1
                time.sleep(IDLE_MS / 1000 + draw.uniform(-0.1, 0.1))

    with ThreadPoolExecutor(max(1, CALLERS * len(gateways))) as callers:
        calls = [callers.submit(call, name, random.Random(seed)) for name in gateways for seed in range(CALLERS)]
    for done in calls:
        done.result()
    return outcomes


def columns(outcomes: Counter[str]) -> list[int]:
    """Requests, those answered by 200, those broken, those that the gateway could not pass on, and all others."""
    broken = sum(number for outcome, number in outcomes.items() if not outcome.isdigit())
    lost = sum(outcomes[status] for status in ("502", "503", "504"))
    total = outcomes.total()
    return [total, outcomes["200"], broken, lost, total - outcomes["200"] - broken - lost]


def stream(url: str) -> Iterator[tuple[float, str]]:
    """The seconds since the call's begin and the data of each event."""
    begun = time.monotonic()
    with httpx.stream("POST", f"{url}/infer/stream", json={"query": WORDS}, timeout=30) as answer:
        assert answer.status_code == 200, answer.read()
        for line in answer.iter_lines():
            if line.startswith("data: "):
                yield time.monotonic() - begun, line.removeprefix("data: ")


@EVERY
def test_requests_with_pauses_around_the_idle_time_are_all_answered(
    name: str, front_ends: str, paused: dict[str, Counter[str]], measured: list[list[object]]
) -> None:
    installed(name)
    measured.append([name, front_ends, *columns(paused[name])])
    assert dict(paused[name]) == {"200": EACH * CALLERS}


@EVERY
def test_a_stream_comes_word_by_word(name: str, gateways: dict[str, Gateway]) -> None:
    installed(name)
    events = list(stream(gateways[name].url))
    assert events[-1][1] == "[DONE]"
    assert json.loads(events[-2][1])["finish_reason"]
    first, last = events[0][0], events[-1][0]
    assert last - first > 0.1, "the first word arrived long before the last"
    assert len({round(seconds, 2) for seconds, _ in events}) > 3


@pytest.mark.parametrize("front_ends", FRONT_ENDS)
def test_streams_are_finished_and_requests_served_while_the_predictor_stops(front_ends: str, start: Start, tmp_path: Path) -> None:
    """One predictor behind every gateway that is installed; all send on during LLM_DRAIN_DELAY_SEC, which a second signal ends."""
    kinds = [kind for kind in KINDS.values() if kind.program() is not None]
    if not kinds:
        pytest.skip("no gateway is installed")
    service = start(
        **MOCK | {"LLM_FRONTENDS": front_ends, "LLM_MOCK_DELAY_SEC": "0.1", "LLM_DRAIN_DELAY_SEC": "60", "LLM_GRACE_SEC": "60"}
    ).wait_ready()
    streaming = threading.Barrier(len(kinds) + 1, timeout=30)

    def through(kind: Kind) -> tuple[str, list[int]]:
        folder = tmp_path / kind.language
        folder.mkdir()
        gateway = Gateway(kind, service.port, folder)
        try:
            events = stream(gateway.url)
            next(events)
            streaming.wait()
            service.wait_for("draining")
            meanwhile = [httpx.post(f"{gateway.url}/infer", json={"query": "가"}, timeout=30).status_code for _ in range(3)]
            return [data for _, data in events][-1], meanwhile
        finally:
            gateway.stop()

    with ThreadPoolExecutor() as callers:
        seen = [callers.submit(through, kind) for kind in kinds]
        streaming.wait()
        service.process.terminate()
        assert [future.result(60) for future in seen] == [("[DONE]", [200, 200, 200])] * len(kinds)
    assert service.stop() == 0


def test_the_keep_alive_time_is_longer_than_every_gateway_s_own() -> None:
    row = re.compile(r"^\| [^|]+ \| (\d+) \| ", re.MULTILINE)
    _, _, by_hand = PAGE.partition("<!-- end -->")  # the table before it is of the requests
    idle = [int(seconds) for seconds in row.findall(by_hand)]
    chart = yaml.safe_load((ROOT / "charts/llm-predictor/values.yaml").read_text(encoding="utf-8"))
    assert len(idle) == 5
    assert max(idle) < chart["server"]["keepAliveSeconds"] == Settings.model_fields["keep_alive_sec"].default
