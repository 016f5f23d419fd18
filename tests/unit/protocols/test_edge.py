"""The gate, as a client meets it; slow, large and abandoned bodies are sent by hand over ASGI."""

import asyncio
import time

import pytest

from predictor.telemetry import metrics
from tests.personal import PHONE
from tests.unit.conftest import Serve
from tests.unit.wire import Wire
from tests.waiting import until


async def test_without_the_key_nothing_but_probes_and_metrics_answers(serve: Serve) -> None:
    client = serve(api_keys="invented-key")
    for path in ("/", "/health", "/metrics", "/v2/health/live", "/v2/health/ready", "/v1/models/llm", "/v2/models/llm/ready"):
        assert (await client.get(path)).status_code == 200, path
    infer = {"query": "a"}
    for path in ("/infer", "/infer/stream", "/v1/models/llm:predict", "/v2/models/llm/infer"):
        refused = await client.post(path, json=infer)
        assert refused.status_code == 401, path
        assert refused.headers["www-authenticate"] == "Bearer"
    assert (await client.post("/infer", json=infer, headers={"authorization": "Bearer invented-key"})).status_code == 200
    assert (await client.post("/infer", json=infer, headers={"x-api-key": "invented-key"})).status_code == 200


async def test_over_the_rate_it_is_429_with_the_seconds_to_wait(serve: Serve) -> None:
    client = serve(rate_limit="1/minute")
    assert (await client.post("/infer", json={"query": "a"})).status_code == 200
    refused = await client.post("/infer", json={"query": "a"})
    assert (refused.status_code, refused.json()) == (429, {"detail": "요청 속도 한도 초과"})
    assert int(refused.headers["retry-after"]) >= 1
    assert (await client.get("/health")).status_code == 200


async def test_a_large_body_is_413_before_it_is_read(serve: Serve) -> None:
    client = serve(body_max_bytes=1024)
    refused = await client.post("/infer", json={"query": "가" * 1000})
    assert refused.status_code == 413
    assert "LLM_BODY_MAX_BYTES" in refused.json()["detail"]
    assert refused.headers["connection"] == "close"


async def test_a_large_body_in_chunks_is_413_as_soon_as_it_is_too_large(serve: Serve) -> None:
    wire = Wire(serve(body_max_bytes=1024))
    wire.body(b" " * 1000, more=True)
    wire.body(b" " * 1000, more=True)
    await wire.task
    assert wire.status == 413


async def test_a_body_that_does_not_arrive_is_408_and_holds_no_place(serve: Serve) -> None:
    client = serve(body_timeout_sec=0.05)
    wire = Wire(client)
    wire.body(b'{"query"', more=True)
    await asyncio.sleep(0.02)
    assert client.server.model.pipeline.concurrency.running == 0
    await wire.task
    assert wire.status == 408


async def test_a_client_that_leaves_ends_its_generation(serve: Serve) -> None:
    client = serve(mock_delay_sec=60)
    before = metrics.ABORTS.labels("client")._value.get()
    wire = Wire(client)
    wire.body(b'{"query": "a b c"}')
    await until(lambda: client.server.model.inference_engine.unfinished)
    wire.leave()
    await asyncio.wait_for(wire.task, 1)
    assert client.server.model.inference_engine.unfinished == 0
    assert client.server.model.pipeline.concurrency.running == 0
    assert metrics.ABORTS.labels("client")._value.get() == before + 1
    assert wire.sent == []


@pytest.mark.parametrize("path", ["/v1/models/llm:predict", "/v2/models/llm/infer"])
async def test_a_client_that_leaves_ends_it_on_kserves_routes_too(path: str, serve: Serve) -> None:
    client = serve(mock_delay_sec=60)
    wire = Wire(client, path, {"content-type": "application/json"})
    tensor = b'{"name": "query", "shape": [1], "datatype": "BYTES", "data": ["a b"]}'
    wire.body(b'{"instances": [{"query": "a b"}]}' if "v1" in path else b'{"inputs": [' + tensor + b"]}")
    await until(lambda: client.server.model.inference_engine.unfinished)
    wire.leave()
    await asyncio.wait_for(wire.task, 1)
    assert client.server.model.inference_engine.unfinished == 0


async def test_a_client_that_leaves_while_sending_is_no_error(serve: Serve) -> None:
    wire = Wire(serve())
    wire.body(b"{", more=True)
    wire.leave()
    await asyncio.wait_for(wire.task, 1)
    assert wire.sent == []


async def test_a_request_id_or_a_path_with_personal_data_is_not_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client = serve()
    answer = await client.post(f"/v1/models/{PHONE}:predict", json={"instances": ["a"]}, headers={"x-request-id": PHONE})
    assert answer.status_code == 404
    assert PHONE not in str(answer.headers) + answer.text
    assert all(PHONE not in str(vars(record)) for record in caplog.records if record.name.startswith("predictor"))


async def test_a_request_id_is_kept_or_made(serve: Serve) -> None:
    client = serve()
    kept = await client.post("/infer", json={"query": "a"}, headers={"x-request-id": "order-17.a:b"})
    assert kept.headers["x-request-id"] == "order-17.a:b"
    for odd in ("번호".encode(), b"x" * 200, b"a b"):
        made = await client.post("/infer", json={"query": "a"}, headers={b"x-request-id": odd})
        assert len(made.headers["x-request-id"]) == 32


@pytest.mark.parametrize("path", ["/infer", "/v1/models/llm:predict"])
@pytest.mark.parametrize("charset", ["; charset=utf-8", ";charset=UTF-8", '; charset="utf-8"'])
async def test_a_charset_in_the_content_type_changes_nothing(path: str, charset: str, serve: Serve) -> None:
    body = {"query": "가"} if path == "/infer" else {"instances": [{"query": "가"}]}
    answer = await serve().post(path, json=body, headers={"content-type": f"application/json{charset}"})
    assert answer.status_code == 200
    assert "[mock] 가" in answer.text


async def test_an_empty_content_encoding_is_none(serve: Serve) -> None:
    answer = await serve().post("/infer", json={"query": "안녕"}, headers={"content-encoding": ""})
    assert answer.status_code == 200


async def test_other_charsets_and_compressed_bodies_are_415_that_says_what_to_send(serve: Serve) -> None:
    client = serve()
    for headers in ({"content-type": "application/json; charset=euc-kr"}, {"content-encoding": "gzip"}):
        refused = await client.post("/infer", content=b"{}", headers=headers)
        assert refused.status_code == 415
        assert "UTF-8 JSON" in refused.json()["detail"]


async def test_a_path_that_is_not_served_leaves_no_trace_of_itself(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    answer = await serve().get(f"/search/{PHONE}")
    assert answer.status_code == 404
    assert PHONE not in answer.text
    assert all(PHONE not in str(vars(record)) for record in caplog.records if record.name.startswith("predictor"))


async def test_while_draining_answers_close_their_connection(serve: Serve) -> None:
    client = serve()
    client.server.lifecycle.drain()
    answer = await client.post("/infer", json={"query": "a"})
    assert (answer.status_code, answer.headers["connection"]) == (200, "close")
    client.server.lifecycle.refuse_new()
    refused = await client.post("/infer", json={"query": "a"})
    assert (refused.status_code, refused.json()["detail"]) == (503, "서버가 종료 중입니다")


async def test_guessing_keys_uses_up_the_address_rate(serve: Serve) -> None:
    client = serve(api_keys="right", rate_limit="2/minute")
    statuses = []
    for key in ("wrong", "wrong", "wrong", "right"):
        answer = await client.post("/infer", json={"query": "a"}, headers={"authorization": f"Bearer {key}"})
        statuses.append(answer.status_code)
    assert statuses == [401, 401, 429, 200]


COSTLY = {
    "V1's model": ("/v1/models/" + "1 2-" * 7_500 + ":predict", {}),
    "V2's version": ("/v2/models/llm/versions/" + "구 구" * 10_000 + "/infer", {}),
    "an unknown path": ("/" + "010-" * 7_500, {}),
    "the documentation's path": ("/docs" + "1 2-" * 7_500, {}),
    "V2's readiness": ("/v2/models/" + "1 2-" * 7_500 + "/ready", {}),
    "a request id": ("/infer", {"x-request-id": "39::510." * 16}),
    "a forwarded address": ("/infer", {"x-forwarded-for": "1," * 15_000}),
    "a key": ("/infer", {"authorization": "Bearer " + "1 2-" * 7_500}),
}


@pytest.mark.parametrize(("path", "headers"), COSTLY.values(), ids=COSTLY)
async def test_without_a_key_the_work_is_the_same_whatever_is_sent(path: str, headers: dict[str, str], serve: Serve) -> None:
    client = serve(api_keys="invented-key")
    await client.post("/infer")
    seconds = []
    for _ in range(5):
        wire = Wire(client, path, headers)
        began = time.thread_time()
        wire.body(b"{}")
        await wire.task
        seconds.append(time.thread_time() - began)
    assert wire.status in (200, 401, 404, 405, 429)
    assert min(seconds) < 0.005


async def test_a_models_name_is_logged_only_where_it_is_the_deployments(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    client = serve()
    for name in ("llm", "홍길동"):
        await client.post(f"/v1/models/{name}:predict", json={"instances": ["a"]})
    logged = [vars(record)["fields"]["path"] for record in caplog.records if record.name == "predictor.request"]
    assert logged == ["/v1/models/llm:predict", "/v1/models/{models}:predict"]
