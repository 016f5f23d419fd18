"""A key's own rates, protocols, models and policies, as its callers meet them."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from predictor.inference.budgets.allowance import Allowances
from predictor.inference.budgets.ledger import Claim, Grant, LocalLedger
from predictor.inference.budgets.window import Limit
from predictor.inference.keys import ring
from tests.personal import PHONE
from tests.unit.conftest import Client, Serve
from tests.unit.inference.budgets.callers import bearer, key, write

CHAT = {"model": "llm", "messages": [{"role": "user", "content": f"번호는 {PHONE}"}]}
QUERY = {"query": f"번호는 {PHONE}"}


@pytest.fixture
def keyed(serve: Serve, tmp_path: Path) -> Any:
    def make(*, settings: dict[str, Any] | None = None, **rules: Any) -> Client:
        client = serve(key_file=write(tmp_path / "keys.yaml", key("team", **rules)), **(settings or {}))
        client.headers.update(bearer("team"))
        return client

    return make


async def test_a_keys_own_rates_take_the_place_of_the_deployments(keyed: Any) -> None:
    client = keyed(requests_per_second=2, requests_per_minute=3, settings={"rate_limit": "1/minute"})
    statuses = [(await client.post("/infer", json=QUERY)) for _ in range(3)]
    assert [answer.status_code for answer in statuses] == [200, 200, 429]
    assert statuses[2].headers["retry-after"] in ("1", "2")
    await asyncio.sleep(1.2)
    assert (await client.post("/infer", json=QUERY)).headers["x-ratelimit-remaining-requests"] == "0"
    refused = await client.post("/infer", json=QUERY)
    assert (refused.status_code, refused.headers["x-ratelimit-limit-requests"]) == (429, "3")
    assert 50 < int(refused.headers["retry-after"]) <= 61


async def test_a_key_without_rates_has_the_deployments(keyed: Any) -> None:
    client = keyed(settings={"rate_limit": "1/minute"})
    assert [(await client.post("/infer", json=QUERY)).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/infer", QUERY, 403),
        ("/v1/models/llm:predict", {"instances": [QUERY]}, 200),
        ("/v1/chat/completions", CHAT, 200),
        ("/v2/models/llm/infer", {}, 403),
    ],
)
async def test_a_key_is_held_to_its_protocols(keyed: Any, path: str, body: dict[str, Any], status: int) -> None:
    answer = await keyed(protocols=["openai", "v1"]).post(path, json=body)
    assert answer.status_code == status
    if status == 403:
        assert "openai, v1" in answer.text


@pytest.mark.parametrize(
    ("rules", "model", "status"),
    [
        ({"models": ["llm"]}, "llm", 200),
        ({"models": ["llm"]}, "adapter", 403),
        ({"models": ["llm"], "adapters": ["adapter"]}, "adapter", 404),
        ({"models": ["other"]}, "llm", 403),
        ({"adapters": []}, "adapter", 403),
        ({"adapters": []}, "llm", 200),
        ({}, "adapter", 404),
    ],
)
async def test_a_key_is_held_to_its_models_and_adapters(keyed: Any, rules: dict[str, Any], model: str, status: int) -> None:
    client = keyed(**rules)
    assert (await client.post("/v1/chat/completions", json=CHAT | {"model": model})).status_code == status


async def test_a_key_sees_its_own_models_alone_and_no_route_serves_it_another(keyed: Any) -> None:
    client = keyed(models=["other"])
    assert (await client.get("/openai/v1/models")).json()["data"] == []
    assert (await client.post("/infer", json=QUERY)).status_code == 403
    assert (await client.post("/v1/models/llm:predict", json={"instances": [QUERY]})).status_code == 403


@pytest.mark.parametrize(
    ("rules", "settings", "text"),
    [
        ({}, {}, "[mock] 번호는 [전화번호_1]"),
        ({"pii": "monitor"}, {}, f"[mock] 번호는 {PHONE}"),
        ({"pii": "mask"}, {"pii": False}, "[mock] 번호는 [전화번호_1]"),
        ({"pii": "mask"}, {"pii_actions": {"*": "monitor"}}, "[mock] 번호는 [전화번호_1]"),
        ({"pii": {"phone": "off"}}, {}, f"[mock] 번호는 {PHONE}"),
        ({"pii": {"phone": "mask"}}, {"pii_actions": {"*": "monitor"}}, "[mock] 번호는 [전화번호_1]"),
        ({"restore": "on"}, {}, f"[mock] 번호는 {PHONE}"),
        ({"restore": "off"}, {"pii_restore": "on"}, "[mock] 번호는 [전화번호_1]"),
    ],
)
async def test_a_keys_policy_takes_the_place_of_the_deployments(
    keyed: Any, rules: dict[str, Any], settings: dict[str, Any], text: str
) -> None:
    client = keyed(settings=settings, **rules)
    assert (await client.post("/infer", json=QUERY)).json()["generated_text"] == text
    answer = (await client.post("/v1/chat/completions", json=CHAT)).json()
    assert answer["choices"][0]["message"]["content"] == text


async def test_a_kind_that_the_deployment_refuses_no_key_lets_through(keyed: Any) -> None:
    client = keyed(pii="monitor", settings={"pii_actions": {"phone": "reject"}})
    assert (await client.post("/infer", json=QUERY)).json()["detail"].startswith("개인정보")
    assert (await keyed(pii="reject").post("/infer", json=QUERY)).status_code == 400


async def test_a_key_that_expires_while_a_stream_runs_lets_the_stream_end(keyed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = keyed(expires="2200-01-01T00:00:00+00:00", settings={"mock_delay_sec": 0.02})
    async with client.stream("POST", "/infer/stream", json={"query": "가 " * 12}) as answer:
        monkeypatch.setattr(ring, "time", SimpleNamespace(time=lambda: 7_258_118_400.0))
        late = await client.post("/infer", json=QUERY)
        assert (late.status_code, "만료" in late.json()["detail"]) == (401, True)
        assert (await answer.aread()).endswith(b"data: [DONE]\n\n")


async def test_a_key_that_is_taken_out_while_a_stream_runs_lets_the_stream_end_and_settles_it(keyed: Any, tmp_path: Path) -> None:
    client = keyed(tokens_per_minute=10_000, settings={"mock_delay_sec": 0.02})
    running = asyncio.create_task(client.post("/infer/stream", json={"query": "가 " * 12}))
    await asyncio.sleep(0.1)
    write(tmp_path / "keys.yaml", key("other"))
    await client.server.keys.poll()
    assert (await client.post("/infer", json=QUERY)).status_code == 401
    assert (await running).text.endswith("data: [DONE]\n\n")
    write(tmp_path / "keys.yaml", key("team", tokens_per_minute=10_000))
    await client.server.keys.poll()
    remaining = int((await client.post("/infer", json={"query": "가", "max_length": 1})).headers["x-ratelimit-remaining-tokens"])
    assert 10_000 - 200 < remaining < 10_000 - 25, "the stream's 25 tokens stay used, and the rest of its reservation is free"


@pytest.mark.parametrize(("priority", "refused"), [(-5, True), ("-5", True), (0, False), (None, False)])
async def test_a_flat_key_has_no_priority(serve: Serve, priority: int | str | None, refused: bool) -> None:
    client = serve(api_keys="invented-flat-key")
    client.headers["X-API-Key"] = "invented-flat-key"
    answer = await client.post("/v1/chat/completions", json=CHAT | {"priority": priority})
    assert (answer.status_code == 403) is refused


async def test_a_caller_that_leaves_while_its_claim_is_asked_for_gives_it_back(keyed: Any) -> None:
    inner, answered = LocalLedger(), asyncio.Event()

    class Late:
        async def claim(self, claim: Claim) -> Grant:
            await answered.wait()
            return inner.grant(claim)

        def settle(self, claim: Claim, grant: Grant, used: int) -> None:
            inner.settle(claim, grant, used)

        def show(self) -> None:
            pass

        def close(self) -> None:
            pass

    client = keyed(tokens_per_minute=1000, concurrent_requests=1)
    client.server.model.pipeline.allowances = Allowances(Late(), "refuse", 10)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client.post("/infer", json=QUERY)
    answered.set()
    await asyncio.sleep(0.01)
    assert inner.grant(Claim("team", "", (Limit("tokens", 60, 1000),), amount=0)).states[0].remaining == 1000
    assert (await client.post("/infer", json=QUERY)).status_code == 200


async def test_requests_and_refusals_are_counted_by_the_keys_name_and_never_its_secret(keyed: Any) -> None:
    client = keyed(requests_per_minute=1)
    for _ in range(2):
        await client.post("/infer", json=QUERY)
    page = (await client.get("/metrics")).text
    assert 'llm_key_requests_total{key="team",outcome="rate_limit_exceeded"}' in page
    assert "invented-secret" not in page
