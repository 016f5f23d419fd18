from typing import Any

import pytest

from predictor.engines.chat.prompts import ChatPrompt, CompletionPrompt
from predictor.engines.chat.request import ROUTES, prompt, read
from predictor.errors import InvalidRequest

CHAT, COMPLETION = ROUTES["/v1/chat/completions"], ROUTES["/v1/completions"]
CONTEXT = 512


def chat(**fields: Any) -> ChatPrompt:
    made = prompt(read(CHAT, {"messages": [{"role": "user", "content": "안녕"}], **fields}), CONTEXT)
    assert isinstance(made, ChatPrompt)
    return made


def test_a_completion_gets_openais_sixteen_tokens_and_a_chat_the_whole_context() -> None:
    assert prompt(read(COMPLETION, {"prompt": "안녕"}), CONTEXT).sampling.max_length == 16
    assert chat().sampling.max_length == CONTEXT


def test_the_newer_name_of_the_token_limit_wins_over_the_older() -> None:
    assert chat(max_tokens=5).sampling.max_length == 5
    assert chat(max_tokens=5, max_completion_tokens=7).sampling.max_length == 7


def test_sampling_fields_reach_the_engine_and_zero_is_not_taken_for_missing() -> None:
    sampling = chat(temperature=0, top_p=0.5, n=3).sampling
    assert (sampling.temperature, sampling.top_p, sampling.num_return_sequences) == (0, 0.5, 3)
    assert chat().sampling.temperature == 1.0


def test_a_developer_message_is_the_templates_system_message() -> None:
    messages = [{"role": "developer", "content": "짧게"}, {"role": "user", "content": [{"type": "text", "text": "안녕"}]}]
    assert chat(messages=messages).messages == ({"role": "system", "content": "짧게"}, {"role": "user", "content": "안녕"})


def test_a_list_of_one_prompt_is_that_prompt_and_two_are_refused() -> None:
    assert prompt(read(COMPLETION, {"prompt": ["안녕"]}), CONTEXT) == CompletionPrompt(
        "안녕", prompt(read(COMPLETION, {"prompt": "x"}), CONTEXT).sampling
    )
    with pytest.raises(InvalidRequest, match="prompt"):
        read(COMPLETION, {"prompt": ["하나", "둘"]})


def test_an_unknown_field_is_named_beside_those_that_are_known() -> None:
    with pytest.raises(InvalidRequest, match=r"seed.*LLM_ENGINE=vllm.*지원하는 필드: .*messages"):
        read(CHAT, {"messages": [{"role": "user", "content": "안녕"}], "seed": 1})


def test_a_wrong_value_is_named_by_its_path_and_never_quoted() -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(CHAT, {"messages": [{"role": "user", "content": "안녕"}, {"role": "010-1234-5678", "content": "안녕"}]})
    assert "messages.1.role" in refused.value.detail
    assert "1234" not in refused.value.detail
