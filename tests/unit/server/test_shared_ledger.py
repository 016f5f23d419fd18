"""One budget for each key over front ends, and over predictors with a shared store; one key file for all of them."""

import asyncio
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Start
from tests.service import Service
from tests.unit.inference.budgets.callers import bearer, key, write
from tests.waiting import wait_until

MOCK = {"LLM_FALLBACK_MOCK": "1", "LLM_FRONTENDS": "2", "LLM_MOCK_DELAY_SEC": "0.002"}
BUDGETS = {"team-1": 400, "team-2": 600, "team-3": 1200, "team-4": 1800, "team-5": 2400}
CALLERS, REFUSALS_EACH = 64, 3
WINDOW_SEC = 62
BODY = {"query": "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열", "max_length": 40}  # 10 tokens, and 11 of the answer
RESERVATION = len(str(BODY["query"]).encode()) + 32 + 40


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(
        tmp_path_factory.mktemp("keys") / "keys.yaml", *(key(name, tokens_per_minute=most) for name, most in BUDGETS.items())
    )


@pytest.fixture(scope="module")
def replicas(start_for_module: Start, redis: str, keys: Path) -> list[Service]:
    settings = MOCK | {"LLM_KEY_FILE": str(keys), "LLM_RATE_LIMIT_STORAGE": redis, "LLM_BUDGET_STORE_LOSS": "refuse"}
    return [service.wait_ready() for service in [start_for_module(**settings) for _ in range(2)]]


def quick_client(**settings: Any) -> httpx.AsyncClient:
    """A client that does not read the machine's certificates, which takes longer than the requests of these tests."""
    return httpx.AsyncClient(verify=False, trust_env=False, timeout=30, **settings)


async def _flood(services: list[Service], callers: int, used: dict[str, list[int]], refused: Counter[str]) -> None:
    """Let callers ask without pause, each until it has been refused REFUSALS_EACH times."""
    names = list(BUDGETS)

    async def caller(number: int) -> None:
        name, left = names[number % len(names)], REFUSALS_EACH
        url = services[number // len(names) % len(services)].url + "/v1/models/llm:predict"
        async with quick_client(headers=bearer(name)) as client:
            while left:
                answer = await client.post(url, json={"instances": [BODY]})
                if answer.status_code == 200:
                    used[name].append(21)
                elif answer.status_code == 503:  # a busy machine's store may be late
                    await asyncio.sleep(0.1)
                else:
                    assert answer.status_code == 429, answer.text
                    assert 1 <= int(answer.headers["retry-after"]) <= 61
                    refused[name] += 1
                    left -= 1
                    await asyncio.sleep(0.02)

    await asyncio.gather(*(caller(number) for number in range(callers)))


def check(used: dict[str, list[int]], seconds: float) -> None:
    """No budget is exceeded, and none is left by more than two reservations; a busy machine may need a second window."""
    windows = 1 + int(seconds // 55)
    for name, most in BUDGETS.items():
        assert sum(used[name]) <= most * windows
        assert windows > 1 or sum(used[name]) > most - RESERVATION * 2


@pytest.mark.parametrize("callers", [10, pytest.param(CALLERS, marks=pytest.mark.quiet)])
async def test_callers_of_5_keys_exceed_no_budget_over_2_front_ends_and_2_predictors(
    replicas: list[Service], capsys: pytest.CaptureFixture[str], callers: int
) -> None:
    await asyncio.sleep(WINDOW_SEC if callers == CALLERS else 0)  # what an earlier case used has left the window
    used: dict[str, list[int]] = defaultdict(list)
    refused: Counter[str] = Counter()
    begun = time.monotonic()
    await _flood(replicas, callers, used, refused)
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(f"\n{callers} callers, 2 predictors of 2 front ends, {seconds:.1f} s; a request reserves {RESERVATION} and uses 21")
        print(f"{'key':8}{'budget':>8}{'answers':>9}{'tokens':>8}{'left':>7}{'refused':>9}")
        for name, most in BUDGETS.items():
            tokens = sum(used[name])
            print(f"{name:8}{most:8}{len(used[name]):9}{tokens:8}{most - tokens:7}{refused[name]:9}")
    check(used, seconds)


async def test_front_ends_of_one_predictor_share_a_budget_in_memory(start: Start, keys: Path) -> None:
    service = start(**MOCK, LLM_KEY_FILE=str(keys)).wait_ready()
    used: dict[str, list[int]] = defaultdict(list)
    begun = time.monotonic()
    await _flood([service], 10, used, Counter())
    check(used, time.monotonic() - begun)


@pytest.mark.parametrize("times", [20, pytest.param(100, marks=pytest.mark.quiet)])
async def test_the_key_file_replaced_under_load_refuses_and_lets_in_nobody_wrongly(
    start: Start, tmp_path: Path, times: int
) -> None:
    """Every file holds `steady` and never `stranger`; `coming` is in every second one, whole or not at all."""
    file, rows = tmp_path / "keys.yaml", [key(f"filler-{number}") for number in range(50)]
    write(file, key("steady"), *rows)
    service = start(**MOCK, LLM_KEY_FILE=str(file)).wait_ready()
    outcomes: dict[str, Counter[int]] = defaultdict(Counter)
    done = asyncio.Event()

    async def caller(name: str) -> None:
        async with quick_client(base_url=service.url, headers=bearer(name)) as client:
            while not done.is_set():
                outcomes[name][(await client.post("/infer", json={"query": "안녕"})).status_code] += 1

    async def status_of(name: str) -> int:
        async with quick_client(base_url=service.url, headers=bearer(name)) as client:
            return (await client.post("/infer", json={"query": "안녕"})).status_code

    callers = [asyncio.create_task(caller(name)) for name in ("steady", "steady", "stranger", "filler-49", "coming")]
    for number in range(times):
        write(file, *([key("coming")] if number % 2 == 0 else []), *rows, key("steady"))
        await asyncio.sleep(0.05)
    # The last file has no `coming`. Each front end reads it by itself, and a new connection reaches any of them.
    end, refused = time.monotonic() + 60, 0
    while refused < 20:
        assert time.monotonic() < end
        refused = refused + 1 if await status_of("coming") == 401 else 0
    done.set()
    await asyncio.gather(*callers)
    print({name: dict(counts) for name, counts in outcomes.items()})
    assert set(outcomes["steady"]) == set(outcomes["filler-49"]) == {200}
    assert set(outcomes["stranger"]) == {401}
    assert set(outcomes["coming"]) <= {200, 401}
    assert {await status_of("coming") for _ in range(20)} == {401}


def test_a_broken_file_keeps_the_keys_also_of_a_front_end_that_is_started_again(start: Start, tmp_path: Path) -> None:
    file = write(tmp_path / "keys.yaml", key("team"))
    service = start(**MOCK, LLM_KEY_FILE=str(file)).wait_ready()
    file.write_text("keys: [{name: team, secrets: [")
    wait_until(lambda: service.metric("llm_key_file_valid") == 0, 60)
    children: list[Any] = service.descendants()
    front_end = max(children, key=lambda child: child.pid)
    front_end.kill()
    wait_until(lambda: service.metric("llm_front_end_restarts_total") == 1 and service.metric("llm_front_ends") == 2, 60)
    statuses = {
        httpx.post(service.url + "/infer", json={"query": "안녕"}, headers=bearer("team"), verify=False).status_code
        for _ in range(8)
    }
    assert statuses == {200}
    assert "the keys stay as they were" in service.log
    assert "invented-secret" not in service.log


def test_a_broken_file_at_the_start_ends_the_predictor_with_the_place(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("keys:\n  - {name: team, secrets: [invented-secret], tokens_per_minute: many}\n")
    service = start(**MOCK, LLM_KEY_FILE=str(file))
    assert service.exit_code() == 2
    assert "LLM_KEY_FILE: team: keys.0.tokens_per_minute" in service.termination_log.read_text()
