"""Named keys over the real vLLM: what an aborted request had used, and priority as vLLM schedules it."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Start
from tests.service import Service
from tests.unit.inference.budgets.callers import bearer, key, write
from tests.waiting import until

pytestmark = pytest.mark.vllm
LONG = {"ignore_eos": True, "max_tokens": 200}
CHAT = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}]}
WRITTEN = 'vllm:generation_tokens_total{engine="0",model_name="llm"}'
NAMES = ("native", "streamed", "whole", "several")


@pytest.fixture(scope="module")
def server(start_for_module: Start, tmp_path_factory: pytest.TempPathFactory, endless_model: Path) -> Service:
    rows = [key(name, tokens_per_day=10**6) for name in NAMES]
    file = write(tmp_path_factory.mktemp("keys") / "keys.yaml", *rows, key("urgent", priority=-5), key("plain"))
    arguments = "--scheduling-policy priority"
    environment = {"LLM_MODEL": str(endless_model), "LLM_KEY_FILE": str(file), "VLLM_ENABLE_RESPONSES_API_STORE": "1"}
    return start_for_module(LLM_VLLM_ARGS=arguments, **environment).wait_ready()


@pytest.mark.parametrize(
    ("name", "path", "body", "sequences"),
    [
        ("native", "/infer", {"query": "안녕하세요", "max_length": 200}, 1),
        ("streamed", "/v1/chat/completions", CHAT | LONG | {"stream": True}, 1),
        ("whole", "/v1/chat/completions", CHAT | LONG, 1),
        ("several", "/v1/chat/completions", CHAT | LONG | {"n": 3, "temperature": 1, "stream": True}, 3),
    ],
)
async def test_an_aborted_request_counts_the_tokens_that_vllm_had_read_and_written(
    server: Service, name: str, path: str, body: dict[str, Any], sequences: int
) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers=bearer(name), timeout=60) as client:
        short = (await client.post("/v1/chat/completions", json=CHAT | {"max_tokens": 1})).json()["usage"]["prompt_tokens"]
        written = server.metric(WRITTEN)
        running = asyncio.create_task(client.post(path, json=body))
        await until(lambda: server.metric(WRITTEN) >= written + 2 * (1 + sequences))
        running.cancel()
        await asyncio.wait({running})
        assert running.cancelled(), "the engine was quicker than the test"

    def counted(kind: str) -> float:
        return server.metric(f'llm_tokens_total{{key="{name}",kind="{kind}",model="llm"}}')

    await until(lambda: counted("prompt") == 2 * short, but=lambda: server.client.get("/metrics").text)
    assert 1 + sequences < counted("completion") < 200 * sequences
    series = f'llm_key_tokens_used{{key="{name}",window="day"}}'
    await until(lambda: short * 2 < server.metric(series) < short * 2 + 200 * sequences, 10)


def test_a_priority_is_its_keys_and_refused_where_the_key_has_none(server: Service) -> None:
    for name, priority, status in (
        ("urgent", None, 200),
        ("urgent", -100, 200),
        ("urgent", 5, 200),
        ("plain", 1, 403),
        ("plain", 0, 200),
    ):
        body = CHAT | {"max_tokens": 2} | ({} if priority is None else {"priority": priority})
        answer = server.post("/v1/chat/completions", body, headers=bearer(name))
        assert answer.status_code == status, answer.text
    assert server.post("/infer", {"query": "안녕", "max_length": 2}, headers=bearer("urgent")).status_code == 200


def test_a_response_that_vllm_keeps_is_continued_by_its_own_key_alone(server: Service) -> None:
    def ask(name: str, **fields: Any) -> httpx.Response:
        body = {"model": "llm", "input": "안녕하세요", "max_output_tokens": 2, **fields}
        return server.post("/openai/v1/responses", body, headers=bearer(name))

    kept = ask("plain").json()["id"]
    owned = ask("plain", previous_response_id=kept)
    assert (owned.status_code, owned.json()["previous_response_id"]) == (200, kept)
    unknown = ask("urgent", previous_response_id="resp_" + "0" * 32)
    for name in (kept, kept.rpartition("_")[0]):
        ask("urgent", request_id=name)
        refused = ask("urgent", previous_response_id=name)
        assert (refused.status_code, refused.content) == (404, unknown.content)
    read = ask("plain", previous_response_id=kept, input="").json()["usage"]["input_tokens"]
    assert read > ask("plain", input="").json()["usage"]["input_tokens"]
