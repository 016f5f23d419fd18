"""OpenAI's chat and completions over transformers: the same model as vLLM's, so greedy answers agree."""

from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI

from tests.service import Service

pytestmark = pytest.mark.vllm
TURNS: Any = [
    {"role": "user", "content": "안녕하세요"},
    {"role": "assistant", "content": "안녕하세요! 무엇을 도와드릴까요?"},
    {"role": "user", "content": "환불하고 싶어요"},
]


@pytest.fixture
def plain(transformers_server: Service) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{transformers_server.url}/v1", api_key="none", max_retries=0) as made:
        yield made


@pytest.fixture
def full(vllm_server: Service) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{vllm_server.url}/v1", api_key="none", max_retries=0) as made:
        yield made


def test_a_conversation_is_answered_as_vllm_answers_it(plain: OpenAI, full: OpenAI) -> None:
    asked: Any = {"model": "llm", "messages": TURNS, "temperature": 0, "max_tokens": 24}
    ours, theirs = (client.chat.completions.create(**asked) for client in (plain, full))
    assert ours.choices[0].message.content == theirs.choices[0].message.content
    assert ours.usage
    assert theirs.usage
    assert ours.usage.prompt_tokens == theirs.usage.prompt_tokens
    streamed = plain.chat.completions.create(**asked, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in streamed) == ours.choices[0].message.content


def test_a_completion_gets_no_chat_template(plain: OpenAI, full: OpenAI) -> None:
    asked: Any = {"model": "llm", "prompt": "배송은", "temperature": 0, "max_tokens": 8}
    ours, theirs = (client.completions.create(**asked).choices[0].text for client in (plain, full))
    assert ours == theirs


def test_what_it_cannot_do_is_a_bad_request(plain: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="logprobs"):
        plain.chat.completions.create(model="llm", messages=TURNS, logprobs=True)
