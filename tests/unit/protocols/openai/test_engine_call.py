"""The request that reaches the engine's own app, and what becomes of its answer."""

import asyncio

import pytest

from tests.personal import PHONE
from tests.unit.protocols.openai.apps import Handler, Scripted, chunk, completion
from tests.unit.protocols.openai.conftest import Connect
from tests.unit.wire import Wire
from tests.waiting import until

PATH = "/openai/v1/chat/completions"
ASK = {"model": "llm", "messages": [{"role": "user", "content": "안녕"}]}


async def test_the_engine_sees_its_own_path_and_an_id_that_the_caller_did_not_choose_alone(connect: Connect) -> None:
    app = Scripted(completion("안녕"))
    client = await connect(app)
    for _ in range(2):
        await client.post(PATH, json=ASK, headers={"x-request-id": "mine", "cookie": "a=b", "authorization": "Bearer secret"})
    (first, second) = (dict(scope["headers"]) for scope in app.scopes)
    assert [scope["path"] for scope in app.scopes] == ["/v1/chat/completions"] * 2
    assert first[b"x-request-id"] != second[b"x-request-id"]
    assert first[b"x-request-id"].startswith(b"mine-")
    assert {b"cookie", b"authorization"}.isdisjoint(first)


@pytest.mark.parametrize(("value", "passes"), [("00-" + "a" * 32 + "-" + "b" * 16 + "-01", True), (PHONE, False)])
async def test_a_trace_goes_on_and_a_header_with_personal_data_does_not(value: str, passes: bool, connect: Connect) -> None:
    app = Scripted(completion("안녕"))
    await (await connect(app)).post(PATH, json=ASK, headers={"traceparent": value})
    assert (b"traceparent" in dict(app.scopes[0]["headers"])) is passes


async def test_only_named_headers_of_the_engine_come_back(connect: Connect) -> None:
    headers = {"content-type": "application/json", "endpoint-load-metrics": "a", "set-cookie": "a=b", "server": "uvicorn"}
    answer = await (await connect(Scripted(completion("안녕"), headers=headers))).post(PATH, json=ASK)
    assert answer.headers["endpoint-load-metrics"] == "a"
    assert {"set-cookie", "server"}.isdisjoint(answer.headers)


async def test_a_caller_that_leaves_ends_work_that_runs_in_a_task_of_its_own(connect: Connect) -> None:
    app = Handler()
    wire = Wire(await connect(app), PATH, {"content-type": "application/json"})
    wire.body(b'{"model": "llm", "messages": [{"role": "user", "content": "hi"}]}')
    await until(lambda: app.running == 1)
    wire.leave()
    await asyncio.wait_for(wire.task, 5)
    await until(lambda: app.running == 0)


async def test_an_app_that_ends_without_an_answer_is_an_internal_error(connect: Connect) -> None:
    async def silent(scope: object, receive: object, send: object) -> None:
        return None

    answer = await (await connect(silent)).post(PATH, json=ASK)
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal_error"


async def test_a_stream_that_the_engine_ends_without_done_gives_up_its_held_text(connect: Connect) -> None:
    app = Scripted(chunk("연락처는 010-1234"), chunk("-5678"), stream=True)
    answer = await (await connect(app)).post(PATH, json={**ASK, "stream": True})
    assert PHONE not in answer.text
    assert "[전화번호_1]" in answer.text


async def test_a_dead_engines_last_words_become_the_contracts_row(connect: Connect) -> None:
    client = await connect(Scripted({"error": {"message": "core died"}}, status=500))
    client.server.model.inference_engine.dead = True  # type: ignore[misc]
    answer = await client.post(PATH, json=ASK)
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "engine_dead"
