"""The openai SDK, sync and async, against a running predictor: vLLM with the demo model."""

import asyncio
import json
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.service import Service
from tests.waiting import wait_until

pytestmark = pytest.mark.vllm
PHONE = "010-1234-5678"
TOOL: Any = {
    "type": "function",
    "function": {
        "name": "send_message",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"to": {"type": "string", "enum": [PHONE]}},
            "required": ["to"],
            "additionalProperties": False,
        },
    },
}
CHOICE: Any = {"type": "function", "function": {"name": "send_message"}}
# A model as small as the demo's fills a tool's JSON with whitespace unless that grows dear.
BRIEF: Any = {"temperature": 0, "max_tokens": 400, "frequency_penalty": 2, "presence_penalty": 2}


def user(content: str) -> Any:
    return [{"role": "user", "content": content}]


@pytest.fixture
def client(vllm_server: Service) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{vllm_server.url}/openai/v1", api_key="none", max_retries=0) as made:
        yield made


def test_a_chat_is_answered_with_usage_and_a_request_id(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="llm", messages=user("안녕하세요"), max_tokens=24, temperature=0)
    assert answer.choices[0].message.content
    assert answer.usage
    assert answer.usage.completion_tokens > 0
    assert answer._request_id


def test_a_stream_says_what_the_whole_answer_says(client: OpenAI) -> None:
    asked: Any = {"model": "llm", "messages": user("배송은 얼마나 걸리나요?"), "max_tokens": 32, "temperature": 0}
    whole = client.chat.completions.create(**asked).choices[0].message.content
    chunks = list(client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == whole
    assert chunks[-1].usage


async def test_async_streams_run_side_by_side(vllm_server: Service) -> None:
    async with AsyncOpenAI(base_url=f"{vllm_server.url}/v1", api_key="none") as client:

        async def ask(n: int) -> str:
            stream = await client.chat.completions.create(
                model="llm", messages=user(f"안녕하세요 {n}"), max_tokens=16, temperature=0, stream=True
            )
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

        assert all(await asyncio.gather(*(ask(n) for n in range(8))))


STEADY: Any = {"model": "llm", "temperature": 0, "max_tokens": 24}
FORMAT: Any = {"type": "json_schema", "json_schema": {"name": "reported", "schema": {"type": "object", "required": ["ok"]}}}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("chat.completions", {**STEADY, "messages": user("안녕하세요")}),
    ("chat.completions", {**STEADY, "messages": user("괜찮나요?"), "response_format": FORMAT}),
    ("chat.completions", {**STEADY, "messages": user("보내 주세요"), "tools": [TOOL], "tool_choice": CHOICE, **BRIEF}),
    ("completions", {**STEADY, "prompt": "배송은"}),
    ("responses", {"model": "llm", "input": "안녕하세요", "temperature": 0, "max_output_tokens": 24}),
]


@pytest.mark.parametrize(("place", "asked"), CALLS)
async def test_the_async_client_gets_what_the_sync_one_gets(
    vllm_server: Service, client: OpenAI, place: str, asked: dict[str, Any]
) -> None:
    async with AsyncOpenAI(base_url=f"{vllm_server.url}/openai/v1", api_key="none", max_retries=0) as other:
        theirs = await attrgetter(place)(other).create(**asked)
        assert [model.id async for model in other.models.list()] == ["llm"]
    assert without_ids(attrgetter(place)(client).create(**asked).model_dump()) == without_ids(theirs.model_dump())


def without_ids(reported: Any) -> Any:
    if isinstance(reported, dict):
        return {
            name: without_ids(value) for name, value in reported.items() if not name.endswith(("id", "_at")) and name != "created"
        }
    return [without_ids(value) for value in reported] if isinstance(reported, list) else reported


def test_a_structured_answer_obeys_its_schema(client: OpenAI) -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"], "additionalProperties": False}
    form: Any = {"type": "json_schema", "json_schema": {"name": "reported", "schema": schema, "strict": True}}
    answer = client.chat.completions.create(
        model="llm", messages=user("괜찮나요?"), response_format=form, max_tokens=200, temperature=0, presence_penalty=2
    )
    assert answer.choices[0].finish_reason == "stop"
    reported = json.loads(answer.choices[0].message.content or "")
    assert reported.keys() == {"ok"}
    assert isinstance(reported["ok"], bool)


def test_a_tool_is_called_with_arguments_that_are_json(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="llm", messages=user("보내 주세요"), tools=[TOOL], tool_choice=CHOICE, **BRIEF)
    (call,) = answer.choices[0].message.tool_calls or []
    assert call.type == "function"
    assert call.function.name == "send_message"
    assert PHONE not in call.function.arguments
    assert json.loads(call.function.arguments) == {"to": "[전화번호_1]"}


def test_a_streamed_tool_call_is_joined_to_json(client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="llm", messages=user("보내 주세요"), tools=[TOOL], tool_choice=CHOICE, **BRIEF, stream=True
    )
    calls = [call for chunk in stream if chunk.choices for call in chunk.choices[0].delta.tool_calls or []]
    assert calls[0].function
    assert calls[0].function.name == "send_message"
    assert json.loads("".join(call.function.arguments or "" for call in calls if call.function)) == {"to": "[전화번호_1]"}


def test_completions_echo_only_masked_text(client: OpenAI) -> None:
    answer = client.completions.create(model="llm", prompt=f"번호는 {PHONE} 입니다", max_tokens=4, echo=True)
    assert "[전화번호_1]" in answer.choices[0].text
    assert PHONE not in answer.choices[0].text


def test_responses_are_answered_and_streamed(client: OpenAI) -> None:
    asked: Any = {"model": "llm", "input": "안녕하세요", "max_output_tokens": 24, "temperature": 0}
    whole = client.responses.create(**asked).output_text
    events = list(client.responses.create(**asked, stream=True))
    assert whole
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == whole


def test_models_are_listed_and_retrieved(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["llm"]
    assert client.models.retrieve("llm").id == "llm"


def test_wrong_requests_raise_the_sdks_classes(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="does not exist"):
        client.chat.completions.create(model="other", messages=user("가"))
    with pytest.raises(openai.BadRequestError, match="LLM_OPENAI_TEXT_MAX_LENGTH"):
        client.chat.completions.create(model="llm", messages=user("가" * 5000))
    with pytest.raises(openai.BadRequestError, match="token ids"):
        client.completions.create(model="llm", prompt=[1, 2])
    with pytest.raises(openai.NotFoundError):
        client.embeddings.create(model="llm", input="가")


def test_nothing_of_a_conversation_reaches_the_log_unmasked(vllm_server: Service, client: OpenAI) -> None:
    with pytest.raises(openai.APIError):
        client.chat.completions.create(model="010-7777-6666", messages=user(PHONE))
    assert "010-7777-6666" not in vllm_server.log
    assert PHONE not in vllm_server.log


def test_a_client_that_leaves_a_stream_ends_the_engines_work(vllm_server: Service, client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="llm", messages=user("안녕"), max_tokens=4000, stream=True, extra_body={"ignore_eos": True}
    )
    next(iter(stream))
    stream.close()
    wait_until(lambda: vllm_server.metric("llm_engine_unfinished_requests") == 0)


def test_a_client_that_gives_up_waiting_ends_the_engines_work(vllm_server: Service) -> None:
    body = {"model": "llm", "messages": user("안녕"), "max_tokens": 8000, "ignore_eos": True}
    with pytest.raises(httpx.ReadTimeout):
        vllm_server.post("/v1/chat/completions", json=body, timeout=0.5)
    wait_until(lambda: vllm_server.metric("llm_engine_unfinished_requests") == 0)
