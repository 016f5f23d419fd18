import json

import pytest

from predictor.protocols.openai import fallback

TEXT = "잠시 후에 다시"


@pytest.mark.parametrize("route", fallback.ROUTES)
def test_every_sequence_says_the_text_and_ends(route: str) -> None:
    response = fallback.response(route, "llm", TEXT, 2)
    assert [choice["index"] for choice in response["choices"]] == [0, 1]
    for choice in response["choices"]:
        assert choice["finish_reason"] == "stop"
        assert (choice["text"] if route == "completions" else choice["message"]["content"]) == TEXT
    assert response["usage"]["total_tokens"] == 0


@pytest.mark.parametrize("route", fallback.ROUTES)
@pytest.mark.parametrize("usage", [True, False])
def test_the_stream_says_the_same_and_ends_with_done(route: str, usage: bool) -> None:
    whole = fallback.response(route, "llm", TEXT, 2)
    *events, done = fallback.events(route, whole, usage)
    chunks = [json.loads(event.removeprefix(b"data: ")) for event in events]
    assert done == b"data: [DONE]\n\n"
    assert {chunk["id"] for chunk in chunks} == {whole["id"]}
    choices = [choice for chunk in chunks for choice in chunk["choices"]]
    texts = [choice.get("text") or choice["delta"]["content"] for choice in choices]
    assert texts == [TEXT, TEXT]
    assert ("usage" in chunks[-1]) is usage


def test_a_chat_and_a_completion_have_openais_own_names() -> None:
    chat, completion = (fallback.response(route, "llm", TEXT, 1) for route in fallback.ROUTES)
    assert (chat["object"], completion["object"]) == ("chat.completion", "text_completion")
    assert chat["id"].startswith("chatcmpl-")
    assert completion["id"].startswith("cmpl-")
