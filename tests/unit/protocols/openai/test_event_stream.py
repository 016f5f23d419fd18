"""Streams on their way out: what is held back, what is passed on, and that the protocol stays whole."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor.engines.http.sse import EventWriter
from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.event_stream import EventStream
from predictor.protocols.openai.request_body import RequestBody
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.telemetry.access_log import AccessLogEntry
from tests.unit.protocols.openai.apps import chunk

MASKER = Masker()
PHONE, OTHER = "010-1234-5678", "010-9999-8888"


async def unsent(message: Any) -> None:
    raise AssertionError("these tests read what `feed` returns")


def made(masker: ResponseMasker | None, usage_requested: bool = True) -> EventStream:
    loop = asyncio.new_event_loop()

    async def make() -> EventStream:
        return EventStream(masker, EventWriter(unsent), usage_requested, AccessLogEntry("-", "openai", "-"))

    try:
        return loop.run_until_complete(make())
    finally:
        loop.close()


def passed(chunks: list[Any], restore: bool = False, masked: bool = True, size: int = 0, **fields: Any) -> list[Any]:
    """The events that become of `chunks`, sent in pieces of `size` bytes."""
    masking = CallMasking(MASKER, restore=restore)
    masking.mask(f"제 번호는 {PHONE} 입니다")
    body = RequestBody(b"", {"stream": True, **fields})
    stream = made(ResponseMasker(masking, body.structured) if masked else None, body.usage_requested)
    wire = b"".join((item if isinstance(item, str) else "data: " + json.dumps(item) + "\n\n").encode() for item in chunks)
    step = size or len(wire)
    written = b"".join(stream.feed(wire[place : place + step]) for place in range(0, len(wire), step)) + stream.end()
    blocks = [block for block in written.decode().split("\n\n") if block and not block.startswith(":")]
    return [json.loads(block.rpartition("data: ")[2]) if "[DONE]" not in block else "[DONE]" for block in blocks]


def joined(events: list[Any], field: str = "content", index: int = 0) -> str:
    choices = [choice for event in events if isinstance(event, dict) for choice in event["choices"] if choice["index"] == index]
    return "".join(choice["delta"].get(field) or "" for choice in choices)


def spoken(text: str, size: int = 2, **more: Any) -> list[Any]:
    pieces = [text[place : place + size] for place in range(0, len(text), size)]
    return [chunk("", role="assistant"), *(chunk(piece, **more) for piece in pieces), chunk("", finish="stop"), "data: [DONE]\n\n"]


@given(st.integers(1, 9), st.integers(1, 400))
def test_what_the_model_writes_is_masked_however_it_is_cut(size: int, wire: int) -> None:
    events = passed(spoken(f"상담 번호는 {OTHER} 이고 메일은 kim@example.com 입니다", size), size=wire)
    assert joined(events) == "상담 번호는 [전화번호_2] 이고 메일은 [이메일_1] 입니다"
    assert events[-1] == "[DONE]"


@given(st.integers(1, 9))
def test_own_values_return_however_the_placeholder_is_cut(size: int) -> None:
    assert joined(passed(spoken("그럼 [전화번호_1]로 전화할게요", size), restore=True)) == f"그럼 {PHONE}로 전화할게요"


def test_sequences_are_held_apart() -> None:
    mixed = [chunk(piece, index=index) for piece in ("번호는 010-", "9999-", "8888 입니다") for index in (0, 1)]
    events = passed([*mixed, chunk("", finish="stop"), chunk("", finish="stop", index=1)])
    assert joined(events, index=0) == joined(events, index=1) == "번호는 [전화번호_2] 입니다"


def test_a_plain_word_is_passed_on_at_once() -> None:
    events = passed([chunk("그래서 "), chunk("매우 "), chunk("좋아요 "), chunk("", finish="stop")])
    assert [event["choices"][0]["delta"].get("content") for event in events] == ["그래서 ", "매우 ", "좋아요 ", ""]


def test_reasoning_is_written_out_before_the_answer_begins() -> None:
    thought = [chunk(reasoning=f"전화 {OTHER}"), chunk("네 "), chunk("맞아요"), chunk("", finish="stop")]
    events = passed(thought)
    fields = [{name for name, value in event["choices"][0]["delta"].items() if value} for event in events]
    reasoned = [number for number, names in enumerate(fields) if "reasoning" in names]
    answered = [number for number, names in enumerate(fields) if "content" in names]
    assert max(reasoned) <= min(answered)
    assert joined(events, "reasoning") == "전화 [전화번호_2]"
    assert joined(events) == "네 맞아요"


@given(st.integers(1, 7))
def test_tool_arguments_stay_json_in_pieces(size: int) -> None:
    text = json.dumps({"to": OTHER, "back": "[전화번호_1]", "count": 3}, ensure_ascii=False)
    first = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "send", "arguments": ""}}
    pieces = [{"index": 0, "function": {"arguments": text[place : place + size]}} for place in range(0, len(text), size)]
    chunks = [chunk(role="assistant", tool_calls=[first]), *(chunk(tool_calls=[piece]) for piece in pieces)]
    events = passed([*chunks, chunk("", finish="tool_calls")], restore=True)
    calls = [call for event in events for call in event["choices"][0]["delta"].get("tool_calls") or ()]
    assert (calls[0]["id"], calls[0]["function"]["name"]) == ("call_1", "send")
    arguments = json.loads("".join(call["function"].get("arguments") or "" for call in calls))
    assert arguments == {"to": "[전화번호_2]", "back": PHONE, "count": 3}


def test_a_function_name_that_the_model_makes_of_a_value_is_masked() -> None:
    call = {
        "index": 0,
        "id": "call_1",
        "type": "function",
        "function": {"name": OTHER, "arguments": "", "note": OTHER},
        "note": OTHER,
    }
    events = passed([chunk(role="assistant", tool_calls=[call]), chunk("", finish="tool_calls")])
    (made,) = events[0]["choices"][0]["delta"]["tool_calls"]
    assert made["function"]["name"] == made["function"]["note"] == made["note"] == "[전화번호_2]"
    assert made["id"] == "call_1"


def test_a_structured_answer_stays_json() -> None:
    text = json.dumps({"연락처": OTHER, "나이": 30}, ensure_ascii=False)
    events = passed(spoken(text, 3), response_format={"type": "json_schema"})
    assert json.loads(joined(events)) == {"연락처": "[전화번호_2]", "나이": 30}


def logprobs(token: str) -> dict[str, Any]:
    return {"content": [{"token": token, "logprob": -0.1, "bytes": list(token.encode()), "top_logprobs": []}]}


def detailed(text: str, size: int) -> list[Any]:
    chunks = spoken(text, size)
    for item in chunks:
        if isinstance(item, dict) and item["choices"][0]["delta"].get("content"):
            item["choices"][0]["logprobs"] = logprobs(item["choices"][0]["delta"]["content"])
    return chunks


def tokens(events: list[Any]) -> list[str]:
    found = [event["choices"][0]["logprobs"] for event in events if isinstance(event, dict)]
    return [entry["token"] for item in found if item for entry in item["content"]]


def test_logprobs_go_with_their_text() -> None:
    text = "안녕 하세요 반갑 습니다"
    events = passed(detailed(text, 1), logprobs=True)
    assert joined(events) == text
    assert tokens(events) == list(text)


def test_logprobs_end_where_the_text_was_changed() -> None:
    events = passed(detailed(f"안녕 하세요 번호는 {OTHER} 입니다", 1), logprobs=True)
    assert joined(events).endswith("[전화번호_2] 입니다")
    assert "안녕 하세요 " in "".join(tokens(events))
    assert "9" not in "".join(tokens(events))


def test_logprobs_that_were_not_requested_spell_nothing_out() -> None:
    events = passed(detailed(f"번호는 {OTHER} 입니다", 2))
    assert joined(events) == "번호는 [전화번호_2] 입니다"
    assert "9999" not in "".join(tokens(events))


def test_logprobs_of_a_completion_are_those_of_its_text() -> None:
    """`logprobs: 0` asks for the tokens alone."""
    pieces = ["번호는 ", "010-", "9999-", "8888 ", "입니다"]
    logprobs = [{"tokens": [piece], "token_logprobs": [-1.0], "top_logprobs": [None], "text_offset": [0]} for piece in pieces]
    choices = [
        {"index": 0, "text": piece, "logprobs": one, "finish_reason": None} for piece, one in zip(pieces, logprobs, strict=True)
    ]
    events = passed([{"choices": [choice]} for choice in choices], logprobs=0)
    assert "".join(choice["text"] for event in events for choice in event["choices"]) == "번호는 [전화번호_2] 입니다"
    assert "9999" not in json.dumps(events, ensure_ascii=False)


def test_without_masking_events_pass_as_they_are() -> None:
    chunks = [chunk("010-"), chunk(finish="stop"), ": keep-alive\n\n", "data: [DONE]\n\n"]
    assert passed(chunks, masked=False)[:2] == chunks[:2]


@pytest.mark.parametrize("masked", [True, False])
def test_the_role_waits_for_the_engines_next_event(masked: bool) -> None:
    stream = made(ResponseMasker(CallMasking(MASKER), False) if masked else None)
    role, word = (f"data: {json.dumps(event)}\n\n".encode() for event in (chunk("", role="assistant"), chunk("김")))
    assert stream.feed(role) == b""
    assert b'"role"' in stream.feed(word)


def test_the_role_stands_before_an_event_that_is_no_json() -> None:
    stream = made(None)
    assert stream.feed(f"data: {json.dumps(chunk('', role='assistant'))}\n\n".encode()) == b""
    assert stream.feed(b"data: plain\n\n").startswith(b'data: {"id"')


def test_usage_that_the_engine_sends_to_everybody_is_passed_on() -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    chunks = [chunk("네 ") | {"usage": usage}, chunk("", finish="stop") | {"usage": usage}, {"choices": [], "usage": usage}]
    body = RequestBody(b"", {"stream": True})
    body.with_usage("chat/completions", body.fields)
    stream = made(None, body.usage_requested)
    written = b"".join(stream.feed(f"data: {json.dumps(event)}\n\n".encode()) for event in chunks).decode()
    assert written.count('"usage"') == 3


def test_what_is_held_comes_out_when_a_stream_ends_without_a_reason() -> None:
    events = passed([chunk("끝나지"), "data: [DONE]\n\n"])
    assert (joined(events), events[-1]) == ("끝나지", "[DONE]")
    assert joined(passed([chunk("끝나지")])) == "끝나지"


def test_unknown_fields_of_a_chunk_are_masked() -> None:
    events = passed([chunk("네 ", citations=[{"title": f"번호 {OTHER}"}]), chunk("", finish="stop")])
    assert OTHER not in json.dumps(events, ensure_ascii=False)
    sourced = chunk("네 ") | {"search_results": [{"title": f"번호 {OTHER}"}], "prompt_text": f"제 번호는 {PHONE}"}
    written = json.dumps(passed([sourced, chunk("", finish="stop")]), ensure_ascii=False)
    assert [value for value in (OTHER, PHONE) if value in written] == []


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n"])
def test_both_kinds_of_line_ends_are_read(end: str) -> None:
    wire = f"data: {json.dumps(chunk('안녕 '))}{end}data: {json.dumps(chunk('', finish='stop'))}{end}"
    assert joined(passed([wire], size=1)) == "안녕 "


def response_events(text: str) -> list[str]:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    pieces = [text[start : start + 3] for start in range(0, len(text), 3)]
    events: list[dict[str, Any]] = [{"type": "response.output_text.delta", "delta": piece, **place} for piece in pieces]
    events.append({"type": "response.output_text.done", "text": text, **place})
    output = [{"type": "message", "id": "msg_1", "content": [{"type": "output_text", "text": text}]}]
    events.append({"type": "response.completed", "response": {"output": output, "usage": {"input_tokens": 1, "output_tokens": 2}}})
    numbered = [{**event, "sequence_number": number} for number, event in enumerate(events)]
    return [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in numbered]


def test_the_responses_api_is_masked_in_deltas_and_wholes() -> None:
    events = passed(response_events(f"번호는 {OTHER} 입니다"))
    masked = "번호는 [전화번호_2] 입니다"
    assert "".join(event["delta"] for event in events if event["type"].endswith(".delta")) == masked
    assert next(event["text"] for event in events if event["type"].endswith(".done")) == masked
    assert events[-1]["response"]["output"][0]["content"][0]["text"] == masked
    assert [event["sequence_number"] for event in events] == list(range(len(events)))


def test_logprobs_of_the_responses_api_spell_nothing_out() -> None:
    wire = []
    for block in response_events(f"안녕 번호는 {OTHER} 입니다"):
        event = json.loads(block.partition("data: ")[2])
        if "response" not in event:
            event["logprobs"] = [{"token": event.get("delta", event.get("text")), "logprob": -1.0}]
        wire.append(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n")
    events = passed(wire)
    assert "9999" not in json.dumps(events, ensure_ascii=False)
    assert all(isinstance(event["logprobs"], list) for event in events if "response" not in event)
