"""Two front ends over one real vLLM engine core: one service to its callers, and no model is loaded twice."""

import asyncio
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from predictor.errors import EXIT_ENGINE_FROZEN
from tests.conftest import Start
from tests.engine.steps import Callers, dies_with_its_core, gone, in_flight, loses_nothing, settle
from tests.service import Service
from tests.waiting import allowed, wait_until

pytestmark = pytest.mark.quiet

LIMIT = 96  # MAX_CONCURRENT_INFERENCE of the shared server
QUESTION: dict[str, object] = {"query": "영업시간이 어떻게 되나요?", "max_length": 20}
MIB = 1 << 20


@pytest.fixture(scope="module")
def two(start_for_module: Start, endless_model: Path) -> Service:
    """Two front ends whose model writes without end."""
    return start_for_module(
        LLM_ENGINE="vllm",
        LLM_MODEL=str(endless_model),
        LLM_FRONTENDS="2",
        MAX_CONCURRENT_INFERENCE=str(LIMIT),
        LLM_VLLM_ARGS="--max-num-seqs 128 --max-model-len 4096",
    ).wait_ready()


def front_ends(service: Service) -> list[psutil.Process]:
    """The processes that answer HTTP: the fork server's children that are no engine."""
    (fork_server,) = psutil.Process(service.process.pid).children()
    return [child for child in fork_server.children() if "EngineCor" not in child.name() + " ".join(child.cmdline())]


async def read_stream(client: httpx.AsyncClient, tokens: int, begun: list[int]) -> str:
    """One streamed answer to its end: `whole` where `[DONE]` came, else how it broke."""
    last, seen = "", False
    try:
        async with client.stream("POST", "/infer/stream", json={"query": "안녕하세요", "max_length": tokens}) as answer:
            if answer.status_code != 200:
                return str(answer.status_code)
            async for line in answer.aiter_lines():
                if line.startswith("data: {") and not seen:
                    seen = True
                    begun.append(1)
                last = line or last
    except httpx.HTTPError as error:
        return f"broken: {type(error).__name__}"
    return "whole" if last == "data: [DONE]" else f"cut after {last[:80]}"


def test_each_front_end_answers_and_says_the_same(two: Service) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: httpx.get(two.url + "/", timeout=30).json(), range(16)))
    assert {answer["stage"] for answer in answers} == {"ready"}
    assert len({tuple(answer["start"].items()) for answer in answers}) == 1
    assert two.metric("llm_front_ends") == 2
    assert len(front_ends(two)) == 2


def test_a_killed_front_end_breaks_only_its_own_streams_and_is_back_within_two_seconds(two: Service) -> None:
    """64 streams over two front ends; one is killed while all of them run. Of three kills the quickest counts, as of starts."""
    seconds: list[float] = []
    while not seconds or (min(seconds) >= allowed(2) and len(seconds) < 3):
        seconds.append(killed_under_streams(two))
    assert min(seconds) < allowed(2)


def killed_under_streams(two: Service) -> float:
    """Kill a front end under 64 streams; returns the seconds until two serve again."""
    restarts, aborted = two.metric("llm_front_end_restarts_total"), front_ends(two)[0]

    async def run() -> tuple[list[str], float]:
        begun: list[int] = []
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=two.url, timeout=120, limits=limits) as client:
            streams = [asyncio.create_task(read_stream(client, 300, begun)) for _ in range(64)]
            async with asyncio.timeout(60):
                while len(begun) < 64:
                    await asyncio.sleep(0.05)
            aborted.kill()
            killed = time.monotonic()
            while two.metric("llm_front_end_restarts_total") == restarts or two.metric("llm_front_ends") < 2:
                assert time.monotonic() - killed < 30
                await asyncio.sleep(0.02)
            back = time.monotonic() - killed
            return await asyncio.gather(*streams), back

    outcomes, seconds = asyncio.run(run())
    counts = Counter(outcomes)
    print(f"back after {seconds:.2f} s; {counts}")
    assert counts["whole"] + counts["broken: RemoteProtocolError"] + counts["broken: ReadError"] == 64, counts
    assert 24 <= counts["whole"] <= 40, counts
    assert two.post("/infer", QUESTION).status_code == 200
    settle(two)
    assert '"front end 0 ended' in two.log or '"front end 1 ended' in two.log
    return seconds


def test_what_a_killed_front_end_left_is_aborted_in_the_engine(two: Service) -> None:
    """Its 3,900 tokens a request would keep the engine busy for a minute. No later request is needed for it."""
    running = 'vllm:num_requests_running{engine="0",model_name="llm"}'
    requests = in_flight(two, 16, {"query": "안녕하세요", "max_length": 3900})
    for process in front_ends(two):
        process.kill()
    statuses = {request.result(20)[0] for request in requests}
    assert statuses == {0}
    wait_until(lambda: two.stage() == "ready" and two.metric("llm_front_ends") == 2, 30)
    begun = time.monotonic()
    wait_until(lambda: two.metric(running) == 0, 5)
    print(f"nothing runs {time.monotonic() - begun:.1f} s after the front ends are back")
    settle(two)
    assert two.post("/infer", QUESTION).status_code == 200


def test_the_ceiling_is_exact_over_both(two: Service) -> None:
    limit = LIMIT

    async def run() -> Counter[str]:
        begun: list[int] = []
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=two.url, timeout=120, limits=limits) as client:
            return Counter(await asyncio.gather(*(read_stream(client, 200, begun) for _ in range(limit + 32))))

    outcomes = asyncio.run(run())
    # A slow client sends its last requests when the first answers are whole, so a few more may be answered; none may hang.
    assert set(outcomes) <= {"whole", "429"}, outcomes
    assert outcomes["whole"] >= limit
    assert outcomes["429"] > 0
    settle(two)


def test_one_page_counts_what_both_have_answered(two: Service) -> None:
    ours, engines = (
        'llm_requests_total{outcome="ok",protocol="native"}',
        'vllm:request_success_total{engine="0",finished_reason="length",model_name="llm"}',
    )
    before = two.metric(ours), two.metric(engines)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: httpx.post(two.url + "/infer", json=QUESTION, timeout=60).status_code, range(40)))
    assert statuses == [200] * 40
    wait_until(lambda: (two.metric(ours), two.metric(engines)) == (before[0] + 40, before[1] + 40))
    assert {two.metric(ours) for _ in range(8)} == {before[0] + 40}, "whichever front end is asked"


def test_a_storm_of_disconnects_leaves_nothing_in_the_engine(two: Service) -> None:
    """`python -m tests.benchmarks.soak` sends 10,000; here are 600."""
    chance = random.Random(11)
    outcomes: Counter[str] = Counter()

    async def one(client: httpx.AsyncClient, places: asyncio.Semaphore) -> None:
        async with places:
            try:
                async with asyncio.timeout(chance.uniform(0.001, 0.4)):
                    outcomes[await read_stream(client, 400, [])] += 1
            except TimeoutError:
                outcomes["left"] += 1

    async def run() -> None:
        places = asyncio.Semaphore(48)
        async with httpx.AsyncClient(base_url=two.url, timeout=120, limits=httpx.Limits(max_connections=None)) as client:
            await asyncio.gather(*(one(client, places) for _ in range(600)))

    asyncio.run(run())
    assert outcomes["left"] > 300, outcomes
    wait_until(lambda: two.metric("llm_engine_unfinished_requests") == 0, 10)
    assert two.post("/infer", QUESTION).status_code == 200
    wait_until(lambda: two.metric('vllm:num_requests_running{engine="0",model_name="llm"}') == 0, 5)
    settle(two)


def test_one_rate_counts_for_a_caller_whichever_front_end_it_meets(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_FRONTENDS="2", LLM_RATE_LIMIT="20/hour").wait_ready()
    with ThreadPoolExecutor(16) as pool:
        statuses = Counter(
            pool.map(lambda _: httpx.post(service.url + "/infer", json={"query": "hi"}, timeout=30).status_code, range(50))
        )
    assert statuses == {200: 20, 429: 30}


def test_sigterm_under_load_loses_nothing(start: Start) -> None:
    service = start(LLM_ENGINE="vllm", LLM_FRONTENDS="2", LLM_DRAIN_DELAY_SEC="1.5", LLM_GRACE_SEC="20").wait_ready()
    everyone = service.descendants()
    callers = Callers(service, 8, QUESTION)
    time.sleep(1)
    service.process.send_signal(signal.SIGTERM)
    time.sleep(0.4)
    assert {httpx.get(service.url + "/health", timeout=10).status_code for _ in range(6)} == {503}
    loses_nothing(service, callers, everyone)


def test_no_front_end_holds_the_model(start: Start) -> None:
    """A model of 1.2 GB of dummy weights: one process has it. A shared page counts in part for each process that has it (PSS)."""
    layers = (
        '{"num_hidden_layers": 12, "hidden_size": 1280, "intermediate_size": 5120, '
        '"num_attention_heads": 10, "num_key_value_heads": 10, "head_dim": 128}'
    )
    arguments = f"--load-format dummy --hf-overrides '{layers}' --dtype float32 --max-model-len 512 --max-num-seqs 4"
    service = start(LLM_ENGINE="vllm", LLM_FRONTENDS="2", LLM_VLLM_ARGS=arguments, VLLM_CPU_KVCACHE_SPACE="1")
    service.wait_for("ready", timeout=400)  # the warm-up computes with all weights
    weights = 12 * (4 * 1280 * 1280 + 3 * 1280 * 5120) * 4
    own = {process.pid: process.memory_full_info().pss for process in service.descendants()}
    heads = [own[process.pid] for process in front_ends(service)]
    in_mib = [round(memory / MIB) for memory in own.values()]
    print(f"weights {weights / MIB:.0f} MiB, front ends {[round(head / MIB) for head in heads]}, all {in_mib}")
    assert sum(memory > weights for memory in own.values()) == 1, own
    assert max(heads) < weights / 4


def test_a_dead_core_ends_the_pod_and_answers_everybody(start: Start, endless_model: Path) -> None:
    seconds = dies_with_its_core(start(LLM_ENGINE="vllm", LLM_MODEL=str(endless_model), LLM_FRONTENDS="2").wait_ready())
    print(f"last answer {seconds:.2f} s after the core's end")
    assert seconds < allowed(1.0)


def test_a_frozen_core_is_found_and_a_frozen_front_end_is_replaced(start: Start) -> None:
    service = start(LLM_ENGINE="vllm", LLM_FRONTENDS="2", LLM_WATCHDOG_SEC="3").wait_ready()
    everyone = service.descendants()
    front_ends(service)[1].send_signal(signal.SIGSTOP)
    wait_until(lambda: service.metric("llm_front_end_restarts_total") == 1 and service.metric("llm_front_ends") == 2, 8)
    assert service.stage() == "ready"
    service.child("EngineCor").send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert service.exit_code(15) == EXIT_ENGINE_FROZEN
    print(f"exit {time.monotonic() - begun:.1f} s after the core's freeze")
    message = service.termination_log.read_text()
    assert "frozen" in message
    assert "LLM_WATCHDOG_SEC" in message
    assert gone(everyone)
