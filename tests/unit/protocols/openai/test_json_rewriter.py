from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from predictor.errors import InvalidRequest
from predictor.protocols.openai.json_rewriter import JsonRewriter

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


class Upper(JsonRewriter):
    """Rewrites text to capitals, and keeps the names under which it came."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def text(self, text: str) -> str:
        return text.upper()

    def json_text(self, text: str) -> str:
        return f"json:{text}"

    def named(self, name: str, text: str) -> str:
        self.names.append(name)
        return self.text(text)


class Same(JsonRewriter):
    """Changes nothing."""

    def text(self, text: str) -> str:
        return text

    json_text = text


def test_text_is_rewritten_at_any_depth_and_control_words_are_not() -> None:
    body = {"model": "llm", "messages": [{"role": "user", "content": [{"type": "text", "text": "abc"}]}], "new": {"deep": ["abc"]}}
    assert Upper().value(body, "request") == {
        "model": "llm",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "ABC"}]}],
        "new": {"deep": ["ABC"]},
    }


def test_a_string_that_holds_json_is_rewritten_as_json() -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
    assert Upper().value(call, "tool_call")["function"]["arguments"] == 'json:{"a": 1}'


def test_a_value_is_rewritten_with_the_name_that_the_caller_chose_for_it() -> None:
    rewriter = Upper()
    rewriter.value({"metadata": {"phone": "abc"}}, "request")
    assert rewriter.names == ["phone"]


def test_the_name_of_a_tools_message_is_a_function_and_that_of_a_user_is_text() -> None:
    assert Upper().value({"role": "tool", "name": "find"}, "message")["name"] == "find"
    assert Upper().value({"role": "user", "name": "kim"}, "message")["name"] == "KIM"


@settings(max_examples=40)
@given(JSON, st.sampled_from(["request", "message", "schema", "answer", "text", "no such table"]))
def test_a_value_that_needs_no_change_is_the_same_object(value: Any, what: str) -> None:
    assert Same().value(value, what) is value


@settings(max_examples=40)
@given(JSON)
def test_what_is_not_text_is_never_changed(value: Any) -> None:
    def shape(of: Any) -> Any:
        if isinstance(of, dict):
            return sorted((shape(inner) for inner in of.values()), key=repr)
        if isinstance(of, list):
            return [shape(inner) for inner in of]
        return "text" if isinstance(of, str) else of

    try:
        rewritten = Upper().value(value, "text")
    except InvalidRequest:  # two names became one
        return
    assert shape(rewritten) == shape(value)


def test_two_fields_that_would_get_one_name_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="이름이 같아지는"):
        Upper().value({"a b": 1, "A B": 2}, "text")
