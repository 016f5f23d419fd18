import json
from typing import Any

import pytest

from predictor.errors import InvalidRequest
from predictor.protocols.openai.request_body import RequestBody

CHAT = "chat/completions"


def body(**fields: Any) -> RequestBody:
    return RequestBody.read(json.dumps(fields).encode())


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"5", b"{", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1e999}', b'"\xff"', b"{}{}"],
)
def test_a_text_that_two_readers_could_read_differently_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest):
        RequestBody.read(raw)


def test_a_body_that_is_nested_too_deep_is_refused_and_brackets_in_a_text_are_not_nesting() -> None:
    with pytest.raises(InvalidRequest, match="중첩"):
        RequestBody.read(b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}")
    assert body(prompt="[" * 5000).fields["prompt"] == "[" * 5000


def test_half_a_surrogate_pair_is_refused_and_a_whole_one_is_taken() -> None:
    with pytest.raises(InvalidRequest, match="서로게이트"):
        RequestBody.read(b'{"prompt": "\\ud83d"}')
    assert RequestBody.read(b'{"prompt": "\\ud83d\\ude00"}').fields["prompt"] == "😀"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert RequestBody.read(b"\xef\xbb\xbf{}").raw == b"{}"


@pytest.mark.parametrize("value", [True, "true", "True", 1, "1", "yes", "on"])
def test_a_stream_is_a_stream_in_every_spelling_of_true(value: Any) -> None:
    assert body(stream=value).stream
    assert not body(stream=False).stream
    assert not body().stream


@pytest.mark.parametrize("fields", [{"n": 3}, {"n": "3"}, {"n": 3.0}, {"best_of": 3}, {"n": 1, "best_of": 3}])
def test_sequences_are_counted_in_every_spelling_of_a_number(fields: dict[str, Any]) -> None:
    assert body(**fields).sequences() == 3
    assert body().sequences() == 1
    assert body(n="many").sequences() == 1


def test_each_prompt_of_a_completion_takes_a_place_and_token_ids_are_one_prompt() -> None:
    assert body(prompt=["가", "나"]).prompts("completions") == 2
    assert body(prompt=[1, 2, 3]).prompts("completions") == 1
    assert body(prompt=[[1, 2], [3], [4]]).prompts("completions") == 3
    assert body(prompt="가", prompt_embeds=["AAAA", "AAAA"]).prompts("completions") == 3
    assert body(prompt="가").prompts("completions") == 1
    assert body(prompt=[]).prompts("completions") == 1
    assert body(prompt=["가", "나"]).prompts(CHAT) == 1


@pytest.mark.parametrize("field", ["prompt", "input", "documents", "text_1"])
@pytest.mark.parametrize("tokens", [[1, 2], [[1, 2]], ["가", [1]], [1.5]])
def test_token_ids_are_refused_at_every_place_of_a_prompt(field: str, tokens: Any) -> None:
    with pytest.raises(InvalidRequest, match="토큰 번호"):
        body(**{field: tokens}).refuse_tokens("completions")


def test_detokenize_takes_tokens_because_it_reads_nothing_else() -> None:
    body(prompt=[1, 2]).refuse_tokens("detokenize")


@pytest.mark.parametrize(
    ("fields", "structured"),
    [
        ({"response_format": {"type": "json_object"}}, True),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, True),
        ({"text": {"format": {"type": "json_schema"}}}, True),
        ({"structured_outputs": {"json": {"type": "object"}}}, True),
        ({"response_format": {"type": "text"}}, False),
        ({"structured_outputs": {"regex": "a"}}, False),
        ({}, False),
    ],
)
def test_json_is_expected_only_where_the_request_asks_for_it(fields: dict[str, Any], structured: bool) -> None:
    assert body(**fields).structured is structured


def test_a_stream_counts_its_tokens_for_the_log_and_the_caller_gets_them_only_on_request() -> None:
    silent = body(stream=True, messages=[])
    fields = silent.with_usage(CHAT, silent.fields)
    assert fields["stream_options"]["include_usage"] is True
    assert not silent.usage_requested
    asked = body(stream=True, stream_options={"include_usage": True})
    assert asked.with_usage(CHAT, asked.fields) is asked.fields
    assert asked.usage_requested


def test_the_engine_gets_the_callers_own_bytes_where_nothing_was_changed() -> None:
    raw = b'{ "prompt" :  "\xea\xb0\x80" }'
    read = RequestBody.read(raw)
    assert read.dump(read.fields) == raw
    assert json.loads(read.dump({**read.fields, "prompt": "나"})) == {"prompt": "나"}


@pytest.mark.parametrize(
    ("route", "fields", "text"),
    [
        (
            CHAT,
            {"messages": [{"role": "user", "content": "처음"}, {"role": "user", "content": [{"type": "text", "text": "끝"}]}]},
            "끝",
        ),
        ("completions", {"prompt": ["처음", "끝"]}, "끝"),
        ("responses", {"input": "끝"}, "끝"),
        ("rerank", {"query": "끝", "documents": ["가"]}, "끝"),
        ("embeddings", {"input": ["가", "끝"]}, "끝"),
        (CHAT, {"messages": []}, ""),
    ],
)
def test_the_log_shows_the_last_text_of_the_request(route: str, fields: dict[str, Any], text: str) -> None:
    made = body(**fields)
    assert made.last_text(route, made.fields) == text


PART = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (json.dumps({"messages": [{"role": "user", "content": "a"}], "max_tokens": 5}), True),
        (json.dumps({"messages": [{"role": "user", "content": 'say "image_url" and "file"'}], "max_tokens": 5}), True),
        (json.dumps({"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}]}], "max_tokens": 5}), True),
        (json.dumps({"messages": [{"role": "user", "content": [PART]}], "max_tokens": 5}), False),
        (json.dumps({"messages": [{"role": "user", "content": [PART]}], "max_tokens": 5}).replace("_url", "\\u005furl"), False),
        (json.dumps({"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": [PART]}]}), False),
    ],
)
def test_media_count_as_a_whole_context_however_their_names_are_written(raw: str, known: bool) -> None:
    """A part of a message may hide its type behind JSON's escapes; a text may quote the names of media."""
    size = RequestBody.read(raw.encode()).demand("chat/completions", 1)[0]
    assert (size == len(raw)) is known
    assert known or size > 1 << 30


def test_a_response_that_continues_a_kept_one_counts_as_a_whole_context() -> None:
    """Its prompt is the kept conversation, of which the body holds the id alone."""
    assert body(input="a", previous_response_id="resp_1").demand("responses", 1)[0] > 1 << 30
    assert body(input="a", previous_response_id=None).demand("responses", 1)[0] < 1 << 10


@pytest.mark.parametrize("asked", [-1_000_000, "-5", 0, None])
@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_a_maximum_below_one_is_none_so_that_no_reservation_is_below_its_prompt(field: str, asked: Any) -> None:
    assert body(messages=[], **{field: asked}).demand(CHAT, 1)[3] is None
