import json
from typing import Any

import pytest

from predictor.config import Settings
from predictor.engines.chat.request import ROUTES, read
from predictor.engines.chat.response import ChatResponse
from predictor.engines.mock import MockEngine
from tests.unit.engines.http.test_sse import Sink

PATHS: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": {"messages": [{"role": "user", "content": "가 나"}]},
    "/v1/completions": {"prompt": "가 나"},
}
OBJECTS = {
    "/v1/chat/completions": ("chat.completion", "chat.completion.chunk", "chatcmpl-"),
    "/v1/completions": ("text_completion", "text_completion", "cmpl-"),
}


async def answer(path: str, **fields: Any) -> tuple[Sink, MockEngine]:
    engine, sink = MockEngine(Settings(_env_file=None, fallback_mock=True)), Sink()
    request = read(ROUTES[path], {**PATHS[path], **fields})
    scope = {"type": "http", "method": "POST", "path": path, "headers": []}
    await ChatResponse(engine, "llm", ROUTES[path], request).send(scope, _never, sink)
    return sink, engine


async def _never() -> Any:
    raise AssertionError("the response reads nothing")


def chunks(sink: Sink) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in sink.text.splitlines() if line.startswith("data: {")]


@pytest.mark.parametrize("path", list(PATHS))
async def test_whole_and_streamed_answers_say_the_same_under_one_id(path: str) -> None:
    whole_object, chunk_object, prefix = OBJECTS[path]
    whole = json.loads((await answer(path))[0].text)
    streamed = chunks((await answer(path, stream=True))[0])
    assert whole["object"] == whole_object
    assert {chunk["object"] for chunk in streamed} == {chunk_object}
    assert len({chunk["id"] for chunk in streamed}) == 1
    assert whole["id"].startswith(prefix)
    text = "".join(
        (chunk["choices"][0].get("delta") or {}).get("content", chunk["choices"][0].get("text", "")) for chunk in streamed
    )
    choice = whole["choices"][0]
    assert text == choice.get("text", choice.get("message", {}).get("content")) == "[mock] 가 나"


async def test_usage_is_streamed_only_where_it_is_requested_and_comes_last() -> None:
    path = "/v1/chat/completions"
    assert not any("usage" in chunk for chunk in chunks((await answer(path, stream=True))[0]))
    last = chunks((await answer(path, stream=True, stream_options={"include_usage": True}))[0])[-1]
    assert (last["choices"], last["usage"]["completion_tokens"]) == ([], 3)


async def test_an_answer_that_a_stop_word_ends_leaves_no_generation_behind() -> None:
    sink, engine = await answer("/v1/completions", stop="가")
    choice = json.loads(sink.text)["choices"][0]
    assert (choice["text"], choice["finish_reason"]) == ("[mock] ", "stop")
    assert engine.unfinished == 0


async def test_a_stream_ends_with_done_and_its_last_message() -> None:
    sink, _ = await answer("/v1/completions", stream=True)
    assert sink.text.endswith("data: [DONE]\n\n")
    assert sink.messages[-1]["more_body"] is False
