"""Predictors behind a predictor, as processes: one upstream killed under load, its return, and what 5,000 requests leave behind."""

import asyncio
import json
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from predictor.errors import EXIT_LOAD_FAILED
from tests.conftest import Start
from tests.service import Service, free_port
from tests.unit.engines.upstream.standin import StandIn
from tests.unit.inference.budgets.callers import bearer, key, write
from tests.waiting import until, wait_until

WORDS = [f"w{number}" for number in range(60)]
TEXT = " ".join(WORDS)
CHAT = "/openai/v1/chat/completions"
MOCK = {"LLM_FALLBACK_MOCK": "1", "LLM_PII": "false"}


def behind(start: Start, *upstreams: Service, **environment: str) -> Service:
    """A predictor before `upstreams`, which get to it by KServe's options of a transformer."""
    hosts = ",".join(f"127.0.0.1:{upstream.port}" for upstream in upstreams)
    given = {"LLM_UPSTREAM_HEALTH_SEC": "0.5", **environment}
    return start("--predictor_host", hosts, "--predictor_protocol", "v2", "--model_name", "front", **given)


def chat(text: str, stream: bool) -> dict[str, Any]:
    return {"model": "front", "messages": [{"role": "user", "content": text}], "max_tokens": 200, "stream": stream}


@dataclass
class Heard:
    """What one caller got."""

    status: int = 0
    text: str = ""
    model: str = ""
    whole: bool = False
    error: str = ""


async def ask(client: httpx.AsyncClient, path: str, body: dict[str, Any], heard: Heard) -> Heard:
    """Send one request of any kind and read its answer to whatever end it has."""
    try:
        async with client.stream("POST", path, json=body) as response:
            heard.status = response.status_code
            if not response.headers["content-type"].startswith("text/event-stream"):
                _read_whole(heard, json.loads(await response.aread()))
                return heard
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    _read_event(heard, line[6:])
    except httpx.TransportError as error:
        heard.error = heard.error or type(error).__name__
        heard.whole = False
    return heard


def _read_whole(heard: Heard, body: dict[str, Any]) -> None:
    heard.whole = heard.status == 200
    heard.error = "" if heard.whole else str(body)
    heard.model = body.get("model", "")
    heard.text = body.get("generated_text") or (body["choices"][0]["message"]["content"] if "choices" in body else "")


def _read_event(heard: Heard, data: str) -> None:
    if data == "[DONE]":
        heard.whole = True
        return
    event = json.loads(data)
    if "error" in event or "detail" in event:
        heard.error = str(event)
        return
    heard.model = event.get("model", "")
    heard.text += event.get("text", "")
    for choice in event.get("choices", ()):
        heard.text += choice["delta"].get("content") or ""


KINDS = {
    "chat stream": (CHAT, chat(TEXT, True)),
    "stream": ("/infer/stream", {"query": TEXT, "max_length": 200}),
    "chat": (CHAT, chat(TEXT, False)),
    "infer": ("/infer", {"query": TEXT, "max_length": 200}),
}


async def killed_under_load(front: Service, victim: Service) -> dict[str, list[Heard]]:
    """32 streams and 16 whole requests; `victim` is killed once half of the streams have begun, while more arrive."""
    heard: dict[str, list[Heard]] = {kind: [] for kind in KINDS}
    asking: list[asyncio.Task[Heard]] = []
    async with httpx.AsyncClient(base_url=front.url, timeout=60, limits=httpx.Limits(max_connections=None)) as client:

        def send(*kinds: str) -> None:
            for kind in kinds:
                heard[kind].append(Heard())
                asking.append(asyncio.create_task(ask(client, *KINDS[kind], heard[kind][-1])))

        for _ in range(16):
            send("chat stream", "stream")
        for _ in range(8):
            send("chat", "infer")
        await until(lambda: sum(bool(one.text) for one in heard["chat stream"] + heard["stream"]) >= 16)
        for number in range(12):
            send("chat stream", "infer")
            await asyncio.sleep(0.01)
            if number == 4:
                victim.process.send_signal(signal.SIGKILL)
        await asyncio.gather(*asking)
    return heard


def test_of_32_streams_only_those_begun_on_a_killed_upstream_end_with_an_error_and_it_gets_traffic_again(start: Start) -> None:
    first = start(LLM_MODEL_NAME="first", LLM_MOCK_DELAY_SEC="0.03", **MOCK)
    second = start(LLM_MODEL_NAME="second", LLM_MOCK_DELAY_SEC="0.03", **MOCK)
    front = behind(start, first.wait_ready(), second.wait_ready(), LLM_PII="false").wait_ready()
    wait_until(lambda: _healthy(front) == [1, 1], 15)

    heard = asyncio.run(killed_under_load(front, first))

    streams = heard["chat stream"] + heard["stream"]
    failed = [one for one in streams if not one.whole]
    assert len(failed) >= 4, "the kill has to hit streams"
    assert [one for one in failed if not (one.status == 200 and one.text and one.error)] == [], "only a stream that has begun"
    assert all(f"[mock] {TEXT}".startswith(one.text) for one in failed)
    assert {one.model for one in heard["chat stream"] if not one.whole} == {"first"}
    assert all(one.text == f"[mock] {TEXT}" for one in streams if one.whole)
    whole = heard["chat"] + heard["infer"]
    assert [one.error for one in whole if not one.whole] == []
    assert all(one.text == f"[mock] {TEXT}" for one in whole)
    assert front.metric(_series(0, "cut")) == len(failed)
    assert front.metric(_series(0, "reset")) >= 1
    assert _healthy(front) == [0, 1]

    before = front.metric(_series(0, "ok"))
    start(PORT=str(first.port), LLM_MODEL_NAME="first", **MOCK).wait_ready()
    wait_until(lambda: _healthy(front) == [1, 1], 15)
    for _ in range(10):
        assert front.post("/infer", {"query": "다시"}).status_code == 200
    assert front.metric(_series(0, "ok")) >= before + 4


def test_with_all_upstreams_gone_the_predictor_is_unready_but_lives_and_returns_with_them(start: Start) -> None:
    upstream = start(**MOCK).wait_ready()
    front = behind(start, upstream).wait_ready()
    upstream.stop(signal.SIGKILL)
    answer = front.post("/infer", {"query": "안녕"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    chatted = front.post(CHAT, chat("안녕", False))
    assert (chatted.status_code, chatted.headers["retry-after"]) == (503, "1")
    assert chatted.json()["error"]["code"] == "service_unavailable"
    wait_until(lambda: front.client.get("/health").status_code == 503, 15)
    assert front.client.get("/").status_code == 200
    assert front.process.poll() is None
    start(PORT=str(upstream.port), **MOCK).wait_ready()
    wait_until(lambda: front.client.get("/health").status_code == 200, 15)
    assert front.post(CHAT, chat("안녕", False)).status_code == 200
    assert front.stop() == 0


def test_it_waits_for_its_upstream_and_is_ready_only_with_it(start: Start) -> None:
    port = free_port()
    front = start(LLM_UPSTREAM_URLS=f"http://127.0.0.1:{port}", LLM_UPSTREAM_HEALTH_SEC="0.2")
    front.wait_for("loading")
    time.sleep(0.5)
    assert front.stage() == "loading"
    assert front.post("/infer", {"query": "안녕"}).status_code == 503
    start(PORT=str(port), **MOCK)
    front.wait_ready()
    assert front.post("/infer", {"query": "안녕"}).json() == {"generated_text": "[mock] 안녕"}


def test_a_wrong_upstream_key_stops_the_start_and_says_so(start: Start) -> None:
    upstream = start(LLM_API_KEYS="invented-key", **MOCK).wait_ready()
    front = behind(start, upstream, LLM_UPSTREAM_API_KEY="wrong")
    assert front.exit_code() == EXIT_LOAD_FAILED
    assert "LLM_UPSTREAM_API_KEY" in front.termination_log.read_text()
    right = behind(start, upstream, LLM_UPSTREAM_API_KEY="invented-key").wait_ready()
    assert right.post(CHAT, chat("안녕", False)).status_code == 200


def test_personal_data_is_masked_before_it_leaves_and_restored_only_for_its_caller(start: Start) -> None:
    upstream = start(**MOCK).wait_ready()
    front = behind(start, upstream, LLM_PII_RESTORE="request").wait_ready()
    answer = front.post(CHAT, chat("제 번호는 010-1234-5678", False))
    assert answer.json()["choices"][0]["message"]["content"] == "[mock] 제 번호는 [전화번호_1]"
    restored = front.post(CHAT, chat("제 번호는 010-1234-5678", False), headers={"x-pii-restore": "true"})
    assert restored.json()["choices"][0]["message"]["content"] == "[mock] 제 번호는 010-1234-5678"
    assert "010-1234-5678" not in upstream.log + front.log


async def storm(front: Service, count: int) -> Counter[str]:
    """`count` requests of all kinds, 32 at a time; every tenth is given up at a random moment."""
    chance = random.Random(5)
    outcomes: Counter[str] = Counter()
    kinds = [(path, json.loads(json.dumps(body).replace(TEXT, "w0 w1 w2 w3"))) for path, body in KINDS.values()]
    numbers = iter(range(count))

    async def worker(client: httpx.AsyncClient) -> None:
        for number in numbers:
            path, body = kinds[number % len(kinds)]
            try:
                async with asyncio.timeout(chance.uniform(0.001, 0.05) if number % 10 == 0 else 60):
                    heard = await ask(client, path, body, Heard())
                outcomes["whole" if heard.whole else f"{heard.status} {heard.error}"] += 1
            except TimeoutError:
                outcomes["given up"] += 1

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=front.url, timeout=60, limits=limits) as client:
        await asyncio.gather(*(worker(client) for _ in range(32)))
    return outcomes


@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [800, pytest.param(5000, marks=pytest.mark.quiet)])
def test_many_requests_leave_no_socket_no_task_and_no_memory_behind(count: int, start: Start) -> None:
    upstreams = [start(LLM_MOCK_DELAY_SEC="0.001", **MOCK).wait_ready() for _ in range(2)]
    front = behind(start, *upstreams, LLM_PII="false", LLM_LOG_LEVEL="WARNING").wait_ready()
    process = psutil.Process(front.process.pid)
    asyncio.run(storm(front, 500))  # fills what is filled once: pools, caches, the allocator
    files, tasks, memory = _rested(front, process)

    outcomes = asyncio.run(storm(front, count))

    assert outcomes["whole"] + outcomes["given up"] == count, outcomes
    assert outcomes["given up"] > count // 100
    after = _rested(front, process)
    assert after[0] <= files + 4  # a check of each upstream may be under way, with a connection at either end
    wait_until(lambda: front.metric("llm_event_loop_tasks") <= tasks)  # such a check is a task while it runs
    assert after[2] - memory < 8 * 2**20, f"{(after[2] - memory) / 2**20:.1f} MiB more"
    assert front.metric("llm_engine_unfinished_requests") == 0
    assert all(upstream.metric("llm_inferences_in_flight") == 0 for upstream in upstreams)


def _rested(front: Service, process: psutil.Process) -> tuple[int, float, int]:
    """(open files, event loop tasks, resident bytes), once idle connections have been closed."""
    time.sleep(6)
    return process.num_fds(), front.metric("llm_event_loop_tasks"), process.memory_info().rss


def _healthy(front: Service) -> list[float]:
    return [front.metric(f'llm_upstream_healthy{{upstream="{index}"}}') for index in (0, 1)]


def _series(index: int, outcome: str) -> str:
    return f'llm_upstream_requests_total{{outcome="{outcome}",upstream="{index}"}}'


async def test_a_response_that_an_upstream_keeps_is_its_keys_alone_at_every_front_end(start: Start, tmp_path: Path) -> None:
    upstream = await StandIn().start()
    keys = write(tmp_path / "keys.yaml", key("one"), key("other"))
    settings = {"LLM_UPSTREAM_URLS": upstream.url, "LLM_KEY_FILE": str(keys), "LLM_FRONTENDS": "2", "LLM_PII": "false"}
    front = await asyncio.to_thread(start(**settings).wait_ready)

    anew = httpx.Limits(max_keepalive_connections=0)  # a connection for each request, so that both front ends get some
    async with httpx.AsyncClient(base_url=front.url, timeout=60, limits=anew) as client:

        async def ask(name: str, before: str | None) -> httpx.Response:
            body = {"model": "llm", "input": "안녕하세요", "previous_response_id": before}
            return await client.post("/openai/v1/responses", json=body, headers=bearer(name))

        kept = (await ask("one", None)).json()["id"]
        own = await asyncio.gather(*(ask("one", kept) for _ in range(10)))
        refused = await asyncio.gather(*(ask("other", asked) for asked in (kept, "resp_0", "resp_9") for _ in range(5)))
    assert [answer.json()["previous_response_id"] for answer in own] == [kept] * 10
    assert {(answer.status_code, answer.content) for answer in refused} == {(404, refused[-1].content)}
    served = {json.loads(line).get("front_end") for line in front.log.splitlines() if '"/openai/v1/responses"' in line}
    assert served == {0, 1}
    await upstream.stop()
