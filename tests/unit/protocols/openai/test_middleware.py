"""The guards of OpenAI's routes: what comes in, what goes on to the engine, and what becomes of errors."""

import asyncio
import json
import logging
import threading
from typing import Any

import httpx
import pytest

from predictor.errors import EngineDead
from predictor.protocols.openai.request_masker import RequestMasker
from tests.unit.protocols.openai.apps import Handler, Scripted, chunk, completion
from tests.unit.protocols.openai.conftest import Connect

PHONE = "010-1234-5678"
CHAT = "/v1/chat/completions"
ASK = {"model": "llm", "messages": [{"role": "user", "content": f"제 번호는 {PHONE} 입니다"}]}


def events(response: httpx.Response) -> list[Any]:
    blocks = [block for block in response.text.split("\n\n") if block]
    return [block if block.endswith("[DONE]") else json.loads(block.partition("data: ")[2]) for block in blocks]


def content(response: httpx.Response) -> str:
    return "".join(
        choice["delta"].get("content") or "" for event in events(response) if isinstance(event, dict) for choice in event["choices"]
    )


@pytest.mark.parametrize("prefix", ["/v1", "/openai/v1"])
async def test_the_model_gets_masked_text_and_the_caller_the_counts(connect: Connect, prefix: str) -> None:
    app = Scripted(completion("네"))
    client = await connect(app)
    response = await client.post(f"{prefix}/chat/completions", json=ASK)
    assert response.status_code == 200
    assert app.asked[0]["messages"][0]["content"] == "제 번호는 [전화번호_1] 입니다"
    assert app.scopes[0]["path"] == CHAT
    assert response.headers["x-pii-masked"].endswith("=1")
    assert response.headers["x-request-id"]
    assert int(response.headers["openai-processing-ms"]) >= 0


async def test_with_nothing_to_mask_the_engine_gets_the_callers_own_bytes(connect: Connect) -> None:
    app = Scripted(completion("네"))
    raw = '{ "model":"llm",\n "messages":[{"role":"user","content":"\\uc548녕  하세요\\n"}], "temperature":0.70, "x":[1e-5] }'
    await (await connect(app)).post(CHAT, content=raw, headers={"content-type": "application/json; charset=utf-8"})
    assert app.bodies == [raw.encode()]


async def test_the_callers_key_and_address_stay_here(connect: Connect) -> None:
    app = Scripted(completion("네"))
    client = await connect(app, api_keys="secret")
    headers = {"authorization": "Bearer secret", "cookie": "a=b", "x-forwarded-for": "10.0.0.1", "traceparent": "00-1-2-01"}
    await client.post(CHAT + "?q=1", json=ASK, headers=headers)
    passed = dict(app.scopes[0]["headers"])
    assert passed[b"traceparent"] == b"00-1-2-01"
    assert not {b"authorization", b"cookie", b"x-forwarded-for"} & passed.keys()
    assert app.scopes[0]["query_string"] == b""


async def test_a_header_that_holds_a_value_does_not_go_on(connect: Connect) -> None:
    app = Scripted(completion("네"))
    headers = {"tracestate": f"shop={PHONE}", "accept": f"text/{PHONE}", "x-session-id": PHONE, "user-agent": PHONE}
    await (await connect(app)).post(CHAT, json=ASK, headers=headers)
    assert PHONE not in str(app.scopes[0]["headers"])
    await (await connect(app)).post(CHAT, json=ASK, headers={"x-session-id": "shop-7"})
    assert dict(app.scopes[1]["headers"])[b"x-session-id"] == b"shop-7"


async def test_vectors_as_bytes_come_back_untouched_with_what_describes_them(connect: Connect) -> None:
    vectors = PHONE.encode() + bytes(range(256))
    reported = {"content-type": "application/octet-stream", "metadata": '{"usage": {"prompt_tokens": 7}}', "server": "inner"}
    client = await connect(Scripted(vectors, headers=reported))
    response = await client.post("/v1/embeddings", json={"input": "가", "encoding_format": "bytes"})
    assert response.content == vectors
    assert (response.headers["content-type"], response.headers["metadata"]) == (reported["content-type"], reported["metadata"])
    assert "server" not in response.headers


async def test_own_values_return_only_where_restoring_is_switched_on(connect: Connect) -> None:
    for settings, expected in (({}, "[전화번호_1]로"), ({"pii_restore": "on"}, f"{PHONE}로")):
        client = await connect(Scripted(completion("[전화번호_1]로 전화")), **settings)
        answer = (await client.post(CHAT, json=ASK)).json()["choices"][0]["message"]["content"]
        assert answer.startswith(expected)


@pytest.mark.parametrize(
    ("raw", "answered"),
    [
        (b"{", "JSON"),
        (b"[1]", "객체"),
        (b'"a"', "객체"),
        (b'{"a": 1, "a": 2}', "두 번"),
        (b'{"a": {"b": 1, "b": 1}}', "두 번"),
        (b'{"a": NaN}', "수"),
        (b'{"a": 1e999}', "수"),
        (b'{"a": ' + b"9" * 5000 + b"}", "수"),
        (b'{"a": "\\ud800"}', "서로게이트"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "중첩"),
        (b"[" * 300_000, "중첩"),
        (b'{"a": "' + b'\\"' * 200_000 + b"[" * 70, "중첩|JSON"),
        ('{"model": "llm"}'.encode("utf-16"), "UTF-8|JSON"),
        (b"", "비어"),
    ],
)
async def test_a_body_that_could_be_read_in_two_ways_is_refused(connect: Connect, raw: bytes, answered: str) -> None:
    app = Scripted(completion("네"))
    response = await (await connect(app)).post(CHAT, content=raw, headers={"content-type": "application/json"})
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert any(word in error["detail"] for word in answered.split("|"))
    assert error["message"].startswith("The request body ")
    assert not app.asked


async def test_a_large_body_is_masked_beside_the_loop_and_a_small_one_on_it(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    body_of = RequestMasker.body

    def seen(self: RequestMasker, body: dict[str, Any]) -> dict[str, Any]:
        threads.append(threading.current_thread() is threading.main_thread())
        return body_of(self, body)

    monkeypatch.setattr(RequestMasker, "body", seen)
    app = Scripted({"data": []})
    client = await connect(app)
    for inputs in (["가나다"], [f"제 번호는 {PHONE}"] * 2000):
        assert (await client.post("/v1/embeddings", json={"input": inputs})).status_code == 200
    assert threads == [True, False]
    assert app.asked[1]["input"] == ["제 번호는 [전화번호_1]"] * 2000


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data; boundary=x"])
async def test_other_content_types_are_one_clear_answer(connect: Connect, kind: str) -> None:
    response = await (await connect()).post(CHAT, content=json.dumps(ASK), headers={"content-type": kind})
    assert response.status_code == 415
    assert "application/json" in response.json()["error"]["message"]


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_compressed_bodies_are_refused(connect: Connect, encoding: str) -> None:
    headers = {"content-type": "application/json", "content-encoding": encoding}
    assert (await (await connect()).post(CHAT, content=b"\x1f\x8b", headers=headers)).status_code == 415


@pytest.mark.parametrize("prompt", [[1, 2], [[1, 2]], ["글", 1], [[[1]]]])
async def test_token_ids_are_refused_while_masking_and_pass_without(connect: Connect, prompt: Any) -> None:
    response = await (await connect()).post("/v1/completions", json={"model": "llm", "prompt": prompt})
    assert response.status_code == 400
    assert "토큰" in response.json()["error"]["detail"]
    app = Scripted({"choices": []})
    assert (await (await connect(app, pii=False)).post("/v1/completions", json={"prompt": prompt})).status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/audio/speech", "/openai", "/openai/v1", "/v1/chat", "/v1/chat/completions//", "/openai/v1/load_lora_adapter"]
)
async def test_what_is_not_on_the_list_is_not_found(connect: Connect, path: str) -> None:
    app = Scripted(completion("네"))
    response = await (await connect(app)).post(path, json=ASK)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"
    assert not app.asked


async def test_tokenize_is_served_only_where_it_is_switched_on(connect: Connect) -> None:
    app = Scripted({"tokens": [1]})
    off = await (await connect(app)).post("/v1/tokenize", json={"prompt": "가"})
    assert (off.status_code, "LLM_TOKENIZE_ROUTES" in off.text) == (404, True)
    assert (await (await connect(app, tokenize_routes=True)).post("/v1/tokenize", json={"prompt": "가"})).json() == {"tokens": [1]}
    assert app.scopes[0]["path"] == "/tokenize"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
async def test_another_method_is_not_allowed_and_the_allowed_one_is_named(connect: Connect, method: str) -> None:
    client = await connect()
    for path, allowed in ((CHAT, "POST"), ("/openai/v1/models", "GET, HEAD")):
        response = await client.request(method, path)
        if method in allowed:
            assert response.status_code == 200
        else:
            assert (response.status_code, response.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("n", [3, "3", 3.0, " 3", "3.0"])
async def test_more_sequences_than_the_setting_allows_are_refused_however_they_are_written(connect: Connect, n: Any) -> None:
    """vLLM takes a number in a string for the number."""
    response = await (await connect(max_sequences=2)).post(CHAT, json={**ASK, "n": n})
    assert (response.status_code, "LLM_MAX_RETURN_SEQUENCES" in response.text) == (400, True)


@pytest.mark.parametrize("stream", [True, 1, "true", "True", "on", 1.0])
async def test_every_stream_is_counted_however_it_is_asked_for(connect: Connect, stream: Any) -> None:
    app = Scripted(chunk("네 "), "[DONE]", stream=True)
    await (await connect(app)).post(CHAT, json={**ASK, "stream": stream})
    assert app.asked[0]["stream_options"]["include_usage"] is True


async def test_the_ceiling_is_a_429_with_a_short_retry_after(connect: Connect) -> None:
    client = await connect(Scripted(hang=True), max_concurrent=1, timeout_sec=0.3)
    first = asyncio.create_task(client.post(CHAT, json=ASK))
    await asyncio.sleep(0.1)
    second = await client.post(CHAT, json=ASK)
    assert (second.status_code, second.headers["retry-after"]) == (429, "1")
    assert second.json()["error"] == {
        "message": "Too many inferences at once; try again after Retry-After seconds",
        "type": "rate_limit_error",
        "param": None,
        "code": "concurrency_limit_exceeded",
        "detail": "동시 추론 요청 한도 초과",
    }
    assert (await first).json()["error"]["code"] == "inference_timeout"


async def test_a_timeout_ends_the_engines_work_though_it_runs_in_a_task_of_its_own(connect: Connect) -> None:
    app = Handler()
    response = await (await connect(app, timeout_sec=0.2)).post(CHAT, json=ASK)
    assert (response.status_code, response.json()["error"]["detail"]) == (503, "LLM 추론 타임아웃 (0.2초)")
    await asyncio.sleep(0)
    assert (app.running, app.left) == (0, 1)


@pytest.mark.parametrize(
    ("status", "reported", "code"),
    [
        (500, 503, "engine_failure"),
        (503, 503, "service_unavailable"),
        (429, 429, "concurrency_limit_exceeded"),
        (401, 503, "service_unavailable"),
        (501, 400, "invalid_request"),
    ],
)
async def test_an_engines_own_errors_become_those_of_the_table(connect: Connect, status: int, reported: int, code: str) -> None:
    app = Scripted({"error": {"message": "engine says", "type": "x", "param": None, "code": status}}, status=status)
    response = await (await connect(app)).post(CHAT, json=ASK)
    assert (response.status_code, response.json()["error"]["code"]) == (reported, code)


async def test_an_engines_refusal_is_the_callers_with_values_masked(connect: Connect) -> None:
    error = {"message": "no model 010-9999-8888", "type": "NotFoundError", "param": "model", "code": 404}
    app = Scripted({"error": error}, status=404)
    response = await (await connect(app)).post(CHAT, json={**ASK, "model": "010-9999-8888"})
    assert response.status_code == 404
    assert response.json()["error"] == {
        "message": "no model …",
        "type": "invalid_request_error",
        "param": "model",
        "code": "not_found",
        "detail": "모델이 받을 수 없는 요청입니다: no model …",
    }
    assert app.asked[0]["model"] == "[전화번호_1]"


async def test_a_route_that_the_model_cannot_do_is_not_found(connect: Connect) -> None:
    response = await (await connect(Scripted({"detail": "Not Found"}, status=404))).post("/v1/embeddings", json={"input": "가"})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (MemoryError(), 503, "out_of_memory"),
        (RuntimeError("부서짐"), 503, "engine_failure"),
        (EngineDead(), 503, "engine_dead"),
        (KeyError("x"), 500, "internal_error"),
    ],
)
async def test_what_an_engine_raises_before_the_first_byte_keeps_its_status(
    connect: Connect, error: Exception, status: int, code: str
) -> None:
    for stream in (False, True):
        response = await (await connect(Scripted(error, stream=stream))).post(CHAT, json={**ASK, "stream": stream})
        assert (response.status_code, response.json()["error"]["code"]) == (status, code)


async def test_a_stream_that_begins_with_an_error_has_that_errors_status_and_words(connect: Connect) -> None:
    error = {"message": "token_id(s) out of vocabulary", "type": "BadRequestError", "param": "logprob_token_ids", "code": 400}
    response = await (await connect(Scripted({"error": error}, "[DONE]", stream=True))).post(CHAT, json={**ASK, "stream": True})
    reported = response.json()["error"]
    assert response.status_code == 400
    assert (reported["message"], reported["param"], reported["code"]) == (error["message"], error["param"], "invalid_request")


@pytest.mark.parametrize("choices", [1, 2])
@pytest.mark.parametrize("broken", [RuntimeError("부서짐"), {"error": {"message": "부서짐", "code": 500}}])
async def test_an_error_behind_the_roles_alone_keeps_its_status(connect: Connect, broken: Any, choices: int) -> None:
    roles = [chunk("", role="assistant", index=index) for index in range(choices)]
    response = await (await connect(Scripted(*roles, broken, stream=True))).post(CHAT, json={**ASK, "stream": True})
    assert (response.status_code, response.json()["error"]["code"]) == (503, "engine_failure")


async def test_a_stream_of_the_roles_alone_is_passed_on_whole(connect: Connect) -> None:
    app = Scripted(chunk("", role="assistant"), "[DONE]", stream=True)
    response = await (await connect(app)).post(CHAT, json={**ASK, "stream": True})
    assert (response.status_code, '"role": "assistant"' in response.text, "[DONE]" in response.text) == (200, True, True)


@pytest.mark.parametrize("broken", [RuntimeError("부서짐"), {"error": {"message": "부서짐", "code": 500}}])
async def test_an_error_after_the_first_byte_is_an_event_and_a_broken_connection(connect: Connect, broken: Any) -> None:
    app = Scripted(chunk("그래서 매우 좋아요. 네, "), broken, chunk("never"), stream=True)
    client = await connect(app)
    with pytest.raises(AssertionError):  # httpx' transport: the response was never completed
        await client.post(CHAT, json={**ASK, "stream": True})


async def test_a_slow_stream_is_kept_alive_and_a_late_refusal_is_an_event(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("predictor.protocols.openai.engine_call.KEEP_ALIVE_SEC", 0.05)
    app = Scripted(chunk("네 "), chunk("", finish="stop"), "[DONE]", stream=True, delay=0.2)
    response = await (await connect(app)).post(CHAT, json={**ASK, "stream": True})
    assert response.text.startswith(": keep-alive\n\n")
    assert content(httpx.Response(200, text=response.text.rpartition(": keep-alive\n\n")[2])) == "네 "
    late = Scripted({"error": {"message": "no", "code": 400}}, status=400, delay=0.2)
    with pytest.raises(AssertionError):  # the connection is broken: no final chunk
        await (await connect(late)).post(CHAT, json={**ASK, "stream": True})


async def test_the_fallback_replaces_a_failure_whole_and_streamed(connect: Connect) -> None:
    for stream in (False, True):
        client = await connect(Scripted(RuntimeError("x"), stream=stream), fallback_response="잠시 후 다시")
        response = await client.post(CHAT, json={**ASK, "stream": stream, "n": 2})
        assert (response.status_code, response.headers["x-llm-fallback"]) == (200, "engine_failure")
        if stream:
            assert content(response) == "잠시 후 다시" * 2
            assert events(response)[-1] == "data: [DONE]"
        else:
            assert [choice["message"]["content"] for choice in response.json()["choices"]] == ["잠시 후 다시"] * 2


async def test_the_fallback_never_hides_a_400_nor_stands_for_an_embedding(connect: Connect) -> None:
    client = await connect(fallback_response="잠시 후 다시")
    assert (await client.post(CHAT, json={**ASK, "tools": [{}]})).status_code == 400
    client = await connect(Scripted(RuntimeError("x")), fallback_response="잠시 후 다시")
    assert (await client.post("/v1/embeddings", json={"input": "가"})).status_code == 503


async def test_usage_of_a_stream_is_logged_and_hidden_where_it_was_not_asked_for(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}}
    app = Scripted(chunk("네 "), chunk("", finish="stop"), usage, "[DONE]", stream=True)
    client = await connect(app)
    with caplog.at_level(logging.INFO, "predictor.request"):
        response = await client.post(CHAT, json={**ASK, "stream": True})
    assert "usage" not in response.text
    assert app.asked[0]["stream_options"] == {"include_usage": True, "continuous_usage_stats": False}
    fields = caplog.records[-1].fields  # type: ignore[attr-defined]
    assert fields["usage"] == {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    assert fields["query"] == "제 번호는 [전화번호_1] 입니다"
    assert fields["answer_length"] == 2
    asked = await client.post(CHAT, json={**ASK, "stream": True, "stream_options": {"include_usage": True}})
    assert events(asked)[-2]["usage"] == usage["usage"]


async def test_openai_and_kserve_clients_read_one_list_of_models(connect: Connect) -> None:
    client = await connect(api_keys="secret")
    reported = (await client.get("/v1/models")).json()
    assert (reported["object"], reported["data"][0]["id"], reported["models"]) == ("list", "llm", ["llm"])
    one = (await client.get("/v1/models/llm")).json()
    assert (one["id"], one["object"], one["name"], one["ready"]) == ("llm", "model", "llm", True)
    assert (await client.get("/openai/v1/models")).status_code == 401
    headers = {"authorization": "Bearer secret"}
    assert (await client.get("/openai/v1/models/llm", headers=headers)).json()["id"] == "llm"
    assert (await client.get("/openai/v1/models/x", headers=headers)).json()["error"]["code"] == "not_found"
    assert (await client.get("/v1/models/x")).status_code == 404
