"""The raw ASGI app that passes OpenAI's routes on, called as the OpenAI adapter calls it."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from predictor.errors import Unavailable
from tests.unit.engines.caller import Caller
from tests.unit.engines.conftest import Connect
from tests.unit.engines.upstream.standin import StandIn
from tests.waiting import until

CHAT = "/v1/chat/completions"


def body(text: str = "a b c d", **more: Any) -> dict[str, Any]:
    return {"model": "llm", "messages": [{"role": "user", "content": text}], **more}


def client(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://predictor")


async def test_method_path_query_and_body_reach_the_upstream_and_its_answer_comes_back(
    upstreams: list[StandIn], connect: Connect
) -> None:
    app = await (await connect(upstreams[0], model_name="first")).openai_app()
    sent = b'{"model": "first",  "messages": [{"role": "user", "content": "a"}], "unknown": 1}'
    answer = await client(app).post(f"{CHAT}?x=%2F1&y", content=sent, headers={"content-type": "application/json"})
    assert answer.json()["choices"][0]["message"]["content"] == "first: a"
    assert answer.headers["content-length"] == str(len(answer.content))
    (seen,) = upstreams[0].inferences
    assert (seen.method, seen.path, seen.body) == ("POST", f"{CHAT}?x=%2F1&y", sent)
    missing = await client(app).post("/v1/nowhere/%3Fkey", json=body())
    assert (missing.status_code, missing.json()["error"]["message"]) == (404, "no /v1/nowhere/%3Fkey")


async def test_the_model_has_its_own_name_at_each_upstream_and_other_names_stay(upstreams: list[StandIn], connect: Connect) -> None:
    app = await (await connect(*upstreams)).openai_app()
    for name in ("llm", "llm", "adapter"):
        await client(app).post(CHAT, content=json.dumps({**body("가 \ud800"), "model": name}))
    asked = [(one.name, seen.json["model"]) for one in upstreams for seen in one.inferences]
    assert ("first", "first") in asked
    assert ("second", "second") in asked
    assert [name for _, name in asked].count("adapter") == 1
    assert all(seen.json["messages"][0]["content"] == "가 \ud800" for one in upstreams for seen in one.inferences)


async def test_the_model_list_has_our_name_of_the_model_beside_the_upstreams_other_names(
    upstreams: list[StandIn], connect: Connect
) -> None:
    upstreams[0].models = {"object": "list", "data": [{"id": "first", "max_model_len": 9}, {"id": "adapter"}]}
    listed = await client(await (await connect(upstreams[0])).openai_app()).get("/v1/models")
    assert listed.json() == {"object": "list", "data": [{"id": "llm", "max_model_len": 9}, {"id": "adapter"}]}


async def test_a_body_that_is_no_json_object_is_passed_on_as_it_is(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].fault = "400"
    app = await (await connect(upstreams[0])).openai_app()
    for content in (b"[1, 2]", b"{broken", b"[" * 100_000, b"\xff\xfe"):
        answer = await client(app).post(CHAT, content=content)
        assert answer.status_code == 400
        assert upstreams[0].inferences[-1].body == content


async def test_no_key_cookie_or_forwarded_header_of_the_caller_goes_on(upstreams: list[StandIn], connect: Connect) -> None:
    app = await (await connect(upstreams[0], upstream_api_key="invented-upstream-key")).openai_app()
    given = {
        "authorization": "Bearer invented-caller-key",
        "x-api-key": "invented-caller-key",
        "cookie": "session=1",
        "x-forwarded-for": "198.51.100.7",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "accept": "text/event-stream",
        "x-request-id": "mine",
    }
    for _ in range(2):
        answer = await client(app).post(CHAT, json=body(), headers=given)
        assert "set-cookie" not in answer.headers
    first, second = upstreams[0].inferences
    assert "invented-caller-key" not in str(first.headers)
    assert first.headers["authorization"] == "Bearer invented-upstream-key"
    assert first.headers["traceparent"] == given["traceparent"]
    assert first.headers["accept"] == "text/event-stream"
    assert not {"cookie", "x-forwarded-for", "x-api-key"} & {*first.headers, *second.headers}
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_a_stream_comes_back_event_by_event_while_it_is_written(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].delay = 0.03
    app = await (await connect(upstreams[0])).openai_app()
    caller = Caller(app, CHAT, body(stream=True))
    await until(lambda: "first:" in caller.text)
    assert "[DONE]" not in caller.text
    await caller.task
    head = {name.decode(): value.decode() for name, value in caller.sent[0]["headers"]}
    assert head == {"content-type": "text/event-stream; charset=utf-8"}
    assert len(caller.sent) > 5
    assert caller.text.endswith("data: [DONE]\n\n")
    assert caller.sent[-1].get("more_body", False) is False


@pytest.mark.parametrize("how", ["the client leaves", "the task is cancelled"])
@pytest.mark.parametrize("when", ["before the answer", "in the stream"])
async def test_a_request_that_is_given_up_is_aborted_upstream(
    how: str, when: str, upstreams: list[StandIn], connect: Connect
) -> None:
    upstream = upstreams[0]
    upstream.fault, upstream.delay = ("hang", 0.0) if when == "before the answer" else ("", 0.02)
    engine = await connect(upstream)
    caller = Caller(await engine.openai_app(), CHAT, body("a " * 100, stream=True))
    await until(lambda: bool(upstream.inferences) if when == "before the answer" else "first" in caller.text)
    if how == "the client leaves":
        caller.receiving.put_nowait({"type": "http.disconnect"})
        await caller.task
    else:
        caller.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller.task
    await until(lambda: upstream.left == 1)
    assert engine.unfinished == 0
    assert "[DONE]" not in caller.text


async def test_a_broken_stream_raises_after_what_came_and_before_its_end(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].fault = "cut"
    caller = Caller(await (await connect(upstreams[0])).openai_app(), CHAT, body(stream=True))
    with pytest.raises(Unavailable):
        await caller.task
    assert "first:" in caller.text
    assert caller.sent[-1]["more_body"] is True


@pytest.mark.parametrize("fault", ["400", "404", "422", "429", "500"])
async def test_an_upstreams_own_error_comes_back_as_it_is(fault: str, upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].fault = fault
    answer = await client(await (await connect(upstreams[0])).openai_app()).post(CHAT, json=body())
    assert answer.status_code == int(fault)
    assert answer.json() == {"error": {"message": f"reported to say {fault}"}}
    assert answer.headers["retry-after"] == "7"


async def test_a_refused_upstream_key_is_not_the_callers_fault(upstreams: list[StandIn], connect: Connect) -> None:
    app = await (await connect(upstreams[0])).openai_app()
    upstreams[0].key = "invented-key"
    with pytest.raises(Unavailable, match="LLM_UPSTREAM_API_KEY"):
        await client(app).post(CHAT, json=body())


async def test_without_any_upstream_nothing_is_sent_and_the_error_is_typed(upstreams: list[StandIn], connect: Connect) -> None:
    app = await (await connect(upstreams[0])).openai_app()
    await upstreams[0].stop()
    caller = Caller(app, CHAT, body())
    with pytest.raises(Unavailable):
        await caller.task
    assert caller.sent == []


async def test_the_list_of_models_comes_though_its_caller_never_leaves(upstreams: list[StandIn], connect: Connect) -> None:
    """An endless loop in the watch on the caller would hold the event loop for everybody."""
    app = await (await connect(upstreams[0], model_name="first")).openai_app()
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/v1/models", "headers": [], "query_string": b""}
    await asyncio.wait_for(app(scope, receive, send), 5)
    assert json.loads(sent[-1]["body"])["data"][0]["id"] == "first"
