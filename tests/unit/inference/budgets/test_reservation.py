"""A key's tokens are reserved for each request and settled by what it used, in every protocol and however it ends."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from predictor.engines.mock import MockEngine
from predictor.inference.budgets.reservation import Reservation
from predictor.telemetry.access_log import AccessLogEntry
from tests.unit.conftest import Client, Serve
from tests.unit.inference.budgets.callers import bearer, key, tokens_used, write

BUDGET = 100_000
QUERY = "하나 둘 셋"  # the mock counts words: 3 of the prompt, and 4 of its answer "[mock] 하나 둘 셋"
CHAT = {"model": "llm", "messages": [{"role": "user", "content": QUERY}], "max_tokens": 50}
TENSOR = {"name": "query", "shape": [1], "datatype": "BYTES", "data": [QUERY]}
Keyed = Callable[..., Client]


@pytest.fixture
def keyed(serve: Serve, tmp_path: Path) -> Keyed:
    """A server with one key, whose rules are given."""

    def make(rules: dict[str, Any] | None = None, **settings: Any) -> Client:
        rules = {"tokens_per_minute": BUDGET, "concurrent_requests": 5} if rules is None else rules
        client = serve(key_file=write(tmp_path / "keys.yaml", key("team", **rules)), **settings)
        client.headers.update(bearer("team"))
        return client

    return make


@pytest.mark.parametrize(
    ("path", "body", "tokens"),
    [
        ("/infer", {"query": QUERY}, 7),
        ("/infer/stream", {"query": QUERY}, 7),
        ("/infer", {"query": QUERY, "num_return_sequences": 5}, 3 + 5 * 4),
        ("/v1/models/llm:predict", {"instances": [{"query": QUERY}, {"query": QUERY}]}, 14),
        ("/v2/models/llm/infer", {"inputs": [TENSOR]}, 7),
        ("/v2/models/llm/infer", {"inputs": [TENSOR | {"shape": [3], "data": [QUERY] * 3}]}, 21),
        ("/v1/chat/completions", CHAT, 7),
        ("/v1/chat/completions", CHAT | {"stream": True}, 7),
        ("/v1/chat/completions", CHAT | {"n": 5}, 3 + 5 * 4),
        ("/openai/v1/completions", {"model": "llm", "prompt": QUERY}, 7),
    ],
)
async def test_what_a_request_used_stays_and_the_rest_of_its_reservation_returns(
    keyed: Keyed, path: str, body: dict[str, Any], tokens: int
) -> None:
    client = keyed()
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    assert tokens_used(client.server.entry.allowances) == tokens
    assert int(answer.headers["x-ratelimit-limit-tokens"]) == BUDGET
    assert int(answer.headers["x-ratelimit-remaining-tokens"]) < BUDGET - tokens
    assert float(answer.headers["x-ratelimit-reset-tokens"].removesuffix("s")) <= 61


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/infer", {"query": ""}),
        ("/infer", {"query": QUERY, "num_return_sequences": 64}),
        ("/v1/chat/completions", CHAT | {"frequency_penalty": 1}),
        ("/v1/chat/completions", CHAT | {"model": "another"}),
        ("/v1/models/llm:predict", {"instances": [{"query": QUERY}, {"query": ""}]}),
        ("/v2/models/llm/infer", {"inputs": [TENSOR | {"shape": [2]}]}),
    ],
)
async def test_a_request_that_is_refused_uses_nothing(keyed: Keyed, path: str, body: dict[str, Any]) -> None:
    client = keyed()
    assert (await client.post(path, json=body)).status_code in (400, 404, 422)
    assert tokens_used(client.server.entry.allowances) == 0


class Scripted:
    """An engine's app that answers with `body`, as JSON or as events."""

    def __init__(self, body: Any) -> None:
        self.body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        events = isinstance(self.body, list)
        kind = b"text/event-stream" if events else b"application/json"
        data = (
            "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in self.body) if events else json.dumps(self.body)
        )
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        await send({"type": "http.response.body", "body": data.encode()})


RESPONSE = {"id": "resp_1", "object": "response", "status": "completed", "model": "llm", "output": []}
USAGE = {"input_tokens": 11, "output_tokens": 5, "total_tokens": 16}
VECTORS = {"object": "list", "model": "llm", "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}]}


@pytest.mark.parametrize(
    ("route", "asked", "body", "tokens"),
    [
        ("responses", {"input": QUERY, "max_output_tokens": 20}, RESPONSE | {"usage": USAGE}, 16),
        (
            "responses",
            {"input": QUERY, "max_output_tokens": 20, "stream": True},
            [{"type": "response.completed", "response": RESPONSE | {"usage": USAGE}}],
            16,
        ),
        ("embeddings", {"input": [QUERY, QUERY]}, VECTORS | {"usage": {"prompt_tokens": 12, "total_tokens": 12}}, 12),
        ("rerank", {"query": "하나", "documents": [QUERY]}, {"results": [], "usage": {"total_tokens": 9}}, 9),
        ("embeddings", {"input": QUERY}, VECTORS | {"usage": {"prompt_tokens": -900, "total_tokens": -900}}, None),
        ("embeddings", {"input": QUERY}, VECTORS, None),
        ("tokenize", {"prompt": QUERY}, {"tokens": [1, 2], "count": 2}, 0),
    ],
)
async def test_other_routes_of_openai_count_the_usage_of_their_answer(
    keyed: Keyed, route: str, asked: dict[str, Any], body: Any, tokens: int | None
) -> None:
    """Without a usage that can be true the whole reservation counts."""
    client = keyed(tokenize_routes=True)
    client.server.model.pipeline.openai_app = Scripted(body)
    answer = await client.post(f"/openai/v1/{route}", json={"model": "llm", **asked})
    assert answer.status_code == 200, answer.text
    reserved = len(httpx.Request("POST", "http://a", json={"model": "llm", **asked}).content)
    assert tokens_used(client.server.entry.allowances) == (reserved if tokens is None else tokens)


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
@pytest.mark.parametrize("rules", [{"tokens_per_minute": BUDGET}, {"tokens_per_minute": BUDGET, "max_tokens": 3}])
async def test_a_maximum_of_zero_gets_no_more_than_the_reservation(keyed: Keyed, field: str, rules: dict[str, Any]) -> None:
    client = keyed(rules)
    body = {name: value for name, value in CHAT.items() if name != "max_tokens"} | {field: 0}
    answer = await client.post("/v1/chat/completions", json=body)
    if answer.status_code == 400:
        return
    written = answer.json()["usage"]["completion_tokens"]
    assert written <= BUDGET - int(answer.headers["x-ratelimit-remaining-tokens"])
    assert written <= rules.get("max_tokens", written)


FALLBACKS: dict[str, dict[str, Any]] = {
    "/infer": {"query": QUERY},
    "/v1/models/llm:predict": {"instances": [{"query": QUERY}]},
    "/v2/models/llm/infer": {"inputs": [TENSOR]},
    "/v1/chat/completions": CHAT,
}


@pytest.mark.parametrize("path", FALLBACKS)
async def test_a_fallback_counts_what_the_engine_wrote_before_it_failed(keyed: Keyed, path: str) -> None:
    client = keyed(fallback_response="잠시 뒤에", mock_fault="runtime")
    answer = await client.post(path, json=FALLBACKS[path])
    assert (answer.status_code, answer.headers["x-llm-fallback"]) == (200, "engine_failure")
    assert tokens_used(client.server.entry.allowances) <= 4


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/infer", {"query": QUERY}),
        ("/infer/stream", {"query": QUERY}),
        ("/v1/models/llm:predict", {"instances": [{"query": QUERY}]}),
        ("/v2/models/llm/infer", {"inputs": [TENSOR]}),
        ("/v1/chat/completions", CHAT),
        ("/v1/chat/completions", CHAT | {"stream": True}),
    ],
)
async def test_an_aborted_request_counts_what_the_engine_had_written(keyed: Keyed, path: str, body: dict[str, Any]) -> None:
    client = keyed(mock_delay_sec=0.2)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.7):
            await client.post(path, json=body)
    await asyncio.sleep(0.05)
    assert 3 < tokens_used(client.server.entry.allowances) < 3 + 4 + 1


async def test_a_deadline_counts_what_the_engine_had_written(keyed: Keyed) -> None:
    client = keyed(mock_delay_sec=0.2, timeout_sec=0.7)
    assert (await client.post("/v1/chat/completions", json=CHAT)).status_code == 503
    assert 3 < tokens_used(client.server.entry.allowances) < 8


class Silent(MockEngine):
    """Reports no counts before its end, as an upstream does."""

    def usage(self, request_id: str) -> Any:
        return type(super().usage(request_id))()


async def test_an_aborted_request_of_an_engine_that_reports_nothing_counts_its_bound(keyed: Keyed) -> None:
    client = keyed(mock_delay_sec=0.05)
    client.server.model.pipeline.engine = Silent(client.server.settings)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.18):
            await client.post("/v1/chat/completions", json=CHAT)
    assert tokens_used(client.server.entry.allowances) == len(httpx.Request("POST", "http://a", json=CHAT).content) + 50


async def test_a_budget_that_is_used_up_is_a_429_that_says_what_and_when(keyed: Keyed) -> None:
    client = keyed({"tokens_per_minute": 400, "tokens_per_day": 100_000}, mock_delay_sec=0.02)
    answers = await asyncio.gather(*(client.post("/v1/chat/completions", json=CHAT | {"max_tokens": 200}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 429, 429]
    refused = next(answer for answer in answers if answer.status_code == 429)
    error = refused.json()["error"]
    assert (error["code"], error["type"]) == ("token_budget_exceeded", "tokens")
    assert "분당 400개" in error["detail"]
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    assert refused.headers["x-ratelimit-limit-tokens"] == "400"
    assert (await client.post("/v1/chat/completions", json=CHAT | {"max_tokens": 200})).status_code == 200


async def test_a_request_larger_than_the_budget_is_refused_without_a_time_that_would_help(keyed: Keyed) -> None:
    client = keyed({"tokens_per_minute": 400})
    for body in (
        CHAT | {"max_tokens": 2**31 - 1},
        CHAT | {"max_tokens": 399},
        {k: v for k, v in CHAT.items() if k != "max_tokens"},
    ):
        refused = await client.post("/v1/chat/completions", json=body)
        assert refused.status_code == 429
        assert "retry-after" not in refused.headers
        assert refused.headers["x-should-retry"] == "false"
    assert tokens_used(client.server.entry.allowances) == 0


async def test_the_keys_maximum_is_the_default_and_the_bound(keyed: Keyed) -> None:
    client = keyed({"max_tokens": 2})
    whole = await client.post("/v1/chat/completions", json={"model": "llm", "messages": CHAT["messages"]})
    assert whole.json()["usage"]["completion_tokens"] == 2
    assert (await client.post("/infer", json={"query": QUERY})).json() == {"generated_text": "[mock] 하나"}
    for path, body in (
        ("/v1/chat/completions", CHAT),
        ("/v1/chat/completions", CHAT | {"max_tokens": None, "max_completion_tokens": "3"}),
        ("/infer", {"query": QUERY, "max_length": 3}),
    ):
        refused = await client.post(path, json=body)
        assert (refused.status_code, "2 이하" in refused.text) == (400, True)


async def test_requests_at_once_of_a_key_are_limited_and_returned(keyed: Keyed) -> None:
    client = keyed({"concurrent_requests": 2}, mock_delay_sec=0.02)
    answers = await asyncio.gather(*(client.post("/infer", json={"query": QUERY}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 429, 429]
    assert (await client.post("/infer", json={"query": QUERY})).status_code == 200


async def test_the_tokens_of_a_key_are_counted_by_model_and_kind(keyed: Keyed) -> None:
    client = keyed()
    series = 'llm_tokens_total{{key="team",kind="{}",model="llm"}} '

    async def counted(kind: str) -> float:
        lines = (await client.get("/metrics")).text.splitlines()
        return next((float(line.split()[-1]) for line in lines if line.startswith(series.format(kind))), 0)

    before = [await counted("prompt"), await counted("completion")]
    usage = [(await client.post("/v1/chat/completions", json=CHAT)).json()["usage"] for _ in range(2)]
    after = [await counted("prompt"), await counted("completion")]
    assert after[0] - before[0] == sum(one["prompt_tokens"] for one in usage)
    assert after[1] - before[1] == sum(one["completion_tokens"] for one in usage)


@pytest.mark.parametrize(
    ("demand", "context", "tokens"),
    [
        ((100, 1, 1, 50), 8192, 150),
        ((100, 1, 5, 50), 8192, 350),
        ((100, 1, 1, None), 8192, 8192),
        ((100, 1, 3, None), 8192, 3 * 8192),
        ((1 << 40, 1, 1, 50), 8192, 8192),
        ((100, 2, 1, 2**31 - 1), 4096, 2 * 4096),
        ((100, 1, 1, None), 0, 100 + 8192),
        ((0, 0), 8192, 0),
    ],
)
def test_no_request_can_use_more_than_its_reservation(demand: tuple[int, ...], context: int, tokens: int) -> None:
    assert Reservation(AccessLogEntry("id", "native", "/infer"), context, *demand).tokens == tokens


async def test_a_stream_shows_its_budget_before_its_first_event(keyed: Keyed) -> None:
    async with keyed().stream("POST", "/infer/stream", json={"query": QUERY}) as answer:
        assert "x-ratelimit-remaining-tokens" in answer.headers
        events = [json.loads(line[6:]) async for line in answer.aiter_lines() if line.startswith("data: {")]
    assert events[-1]["usage"]["total_tokens"] == 7
