"""OpenAI's chat and completions of the engines that only generate text, over the mock."""

import json
from typing import Any

import httpx
import pytest

from predictor.engines.chat import ChatApp
from tests.unit.conftest import Client, Serve

CHAT, COMPLETIONS = "/v1/chat/completions", "/v1/completions"
ASK = {"model": "llm", "messages": [{"role": "user", "content": "가 나 다 라"}]}


@pytest.fixture
def client(serve: Serve) -> Client:
    made = serve(pii=False)
    made.server.model.pipeline.openai_app = ChatApp(made.server.model.inference_engine, "llm")
    return made


def events(response: httpx.Response) -> list[Any]:
    return [json.loads(line[6:]) for line in response.text.splitlines() if line.startswith("data: {")]


async def test_a_chat_is_answered_with_usage_and_a_reason(client: Client) -> None:
    reported = (await client.post(CHAT, json=ASK)).json()
    assert reported["object"] == "chat.completion"
    assert reported["choices"] == [
        {"index": 0, "message": {"role": "assistant", "content": "[mock] 가 나 다 라"}, "logprobs": None, "finish_reason": "stop"}
    ]
    assert reported["usage"] == {"prompt_tokens": 4, "completion_tokens": 5, "total_tokens": 9}


async def test_a_completion_is_cut_at_its_tokens(client: Client) -> None:
    reported = (await client.post(COMPLETIONS, json={"model": "llm", "prompt": "가 나 다", "max_tokens": 2})).json()
    assert (reported["choices"][0]["text"], reported["choices"][0]["finish_reason"]) == ("[mock] 가", "length")


async def test_every_message_reaches_the_engine(client: Client) -> None:
    messages = [
        {"role": "developer", "content": "짧게"},
        {"role": "user", "content": [{"type": "text", "text": "하나"}, {"type": "text", "text": "둘"}], "name": "누구"},
    ]
    assert (await client.post(CHAT, json={"messages": messages})).json()["choices"][0]["message"][
        "content"
    ] == "[mock] 짧게\n하나\n둘"


async def test_several_sequences_stream_side_by_side(client: Client) -> None:
    response = await client.post(CHAT, json={**ASK, "n": 2, "stream": True, "stream_options": {"include_usage": True}})
    chunks = events(response)
    for index in (0, 1):
        answered = [choice for chunk in chunks for choice in chunk["choices"] if choice["index"] == index]
        assert answered[0]["delta"]["role"] == "assistant"
        assert "".join(choice["delta"]["content"] for choice in answered) == "[mock] 가 나 다 라"
        assert [choice["finish_reason"] for choice in answered].count("stop") == 1
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["completion_tokens"] == 10
    assert response.text.endswith("data: [DONE]\n\n")


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("stop", ["다", [" 다"], ["없다", "나 다"]])
async def test_an_answer_ends_before_a_stop_word(client: Client, stop: Any, stream: bool) -> None:
    response = await client.post(COMPLETIONS, json={"prompt": "가 나 다 라", "stop": stop, "stream": stream})
    pieces = [chunk["choices"][0] for chunk in events(response)] if stream else response.json()["choices"]
    words = stop if isinstance(stop, list) else [stop]
    whole = "[mock] 가 나 다 라"
    assert "".join(piece["text"] for piece in pieces) == whole[: min(whole.find(word) for word in words if word in whole)]
    assert pieces[-1]["finish_reason"] == "stop"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tools", [{"type": "function"}]),
        ("response_format", {"type": "json_object"}),
        ("logprobs", True),
        ("logprobs", 0),
        ("stream_options", {"include_usage": True}),
        ("seed", 1),
        ("logit_bias", {"1": 5}),
        ("frequency_penalty", 0.5),
        ("echo", True),
        ("something_new", 1),
    ],
)
async def test_what_the_engine_cannot_do_is_named(client: Client, field: str, value: Any) -> None:
    response = await client.post(CHAT, json={**ASK, field: value})
    assert response.status_code == 400
    assert field in response.json()["error"]["message"]


async def test_a_field_at_its_neutral_value_passes(client: Client) -> None:
    neutral = {"tools": [], "tool_choice": "auto", "logprobs": False, "frequency_penalty": 0, "seed": None, "store": False}
    assert (await client.post(CHAT, json={**ASK, **neutral, "response_format": {"type": "text"}})).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": []},
        {"messages": "글"},
        {"messages": [{"role": "robot", "content": "가"}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}]},
        {"temperature": 3},
        {"max_tokens": 0},
        {"n": 0},
        {"stop": ["가"] * 17},
        {"stream_options": {"include_usage": True, "other": 1}},
    ],
)
async def test_a_wrong_value_is_a_400_that_names_the_field(client: Client, wrong: dict[str, Any]) -> None:
    response = await client.post(CHAT, json={**ASK, **wrong})
    assert response.status_code == 400
    assert next(iter(wrong)) in response.json()["error"]["message"]


async def test_the_name_of_an_unknown_field_is_not_repeated_where_it_may_be_a_value(client: Client) -> None:
    response = await client.post(CHAT, json={**ASK, "010-1234-5678": 1})
    assert response.status_code == 400
    assert "1234" not in response.text


async def test_another_model_is_not_found(client: Client) -> None:
    assert (await client.post(CHAT, json={**ASK, "model": "gpt"})).status_code == 404
    assert (await client.post("/v1/embeddings", json={"input": "가"})).status_code == 404
