"""Every field of the answers of OpenAI's API while masking is on: kept where nothing is masked, masked where a value is."""

import json
from typing import Any

import pytest

from predictor.engines.http.sse import EventWriter
from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.event_stream import EventStream
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.telemetry.access_log import AccessLogEntry
from tests.personal import PHONE
from tests.unit.protocols.openai import samples
from tests.unit.protocols.openai.samples import Path, events, put, texts

MASKER = Masker()
VALUE = f"연락처 {PHONE} 입니다"
# Names that the engine makes, and tokens, which go with an unchanged text only.
OF_THE_ENGINE = {"id", "item_id", "call_id", "model", "token", "system_fingerprint"}
ENDS = ("item_id", "output_index", "content_index", "summary_index", "command_index")
EVENTS = {kind: [event for event in events() if event["type"] == kind] for kind in {event["type"] for event in events()}}


def masker() -> ResponseMasker:
    return ResponseMasker(CallMasking(MASKER), structured=False)


async def streamed(*answered: dict[str, Any]) -> list[dict[str, Any]]:
    """The events that the caller gets of these."""

    async def send(message: Any) -> None:
        pass

    stream = EventStream(masker(), EventWriter(send), True, AccessLogEntry("1", "openai", "/", True))
    encoded = b"".join(stream.feed(f"data: {json.dumps(event)}\n\n".encode()) for event in answered) + stream.end()
    return [json.loads(line[6:]) for line in encoded.decode().splitlines() if line.startswith("data: ")]


async def of_responses(event: dict[str, Any]) -> list[dict[str, Any]]:
    """What the caller gets of one event of a Responses answer. The event that ends a delta's text is left out."""
    if not event["type"].endswith(".delta"):
        return await streamed(event)
    end = {"type": event["type"].removesuffix("delta") + "done", **{name: event[name] for name in ENDS if name in event}}
    return (await streamed(event, end))[:-1]


def joined(got: list[dict[str, Any]]) -> dict[str, Any]:
    """The delta events of one text as one event."""
    pieces = [event["delta"] for event in got if isinstance(event.get("delta"), str)]
    return got[0] | {"delta": "".join(pieces)} if pieces else got[0]


def free(value: Any) -> list[Path]:
    return [path for path in texts(value) if path[-1] not in OF_THE_ENGINE]


def test_the_samples_hold_what_the_sdk_knows() -> None:
    assert len(EVENTS) > 50
    kinds = {item["type"] for event in EVENTS["response.output_item.done"] for item in (event["item"],)}
    assert {"message", "function_call", "reasoning", "mcp_call"} <= kinds


@pytest.mark.parametrize("kind", sorted(EVENTS))
async def test_an_event_without_a_value_keeps_every_field(kind: str) -> None:
    for event in EVENTS[kind]:
        # The numbers are proved by test_responses_stream.
        numberless = {name: value for name, value in event.items() if name != "sequence_number"}
        assert joined(await of_responses(numberless)) == numberless


# The events that hold whole answers or items are many; their fields are compared with the whole answer's below.
@pytest.mark.parametrize("kind", sorted(kind for kind, found in EVENTS.items() if len(found) < 30))
async def test_a_value_in_any_field_of_an_event_is_masked(kind: str) -> None:
    for event in EVENTS[kind]:
        for path in free(event):
            got = await of_responses(put(event, path, VALUE))
            assert PHONE not in json.dumps(got), path


async def test_a_whole_answer_without_a_value_keeps_every_field() -> None:
    for answer in samples.responses():
        assert masker().value(answer, "answer") is answer
    for choice in samples.choices():
        answer = {"choices": [choice]}
        assert masker().value(answer, "answer") is answer


async def test_a_value_in_any_field_is_masked_alike_in_the_whole_answer_and_in_the_streamed_one() -> None:
    compared = set()
    for answer in samples.responses():
        for path in free(answer):
            # One item of each kind is enough.
            shape = (*(key for key in path if isinstance(key, str)), *_kinds(answer, path))
            if shape in compared:
                continue
            compared.add(shape)
            given = put(answer, path, VALUE)
            whole = masker().value(given, "answer")
            (event,) = await streamed({"type": "response.completed", "response": given})
            assert event["response"] == whole
            assert PHONE not in json.dumps(whole), path
    assert len(compared) > 150


def _kinds(answer: dict[str, Any], path: Path) -> list[str]:
    """The `type` of each object on the way to a place."""
    found, here = [], answer
    for key in path:
        if isinstance(here, dict) and isinstance(here.get("type"), str):
            found.append(here["type"])
        here = here[key]  # type: ignore[index]
    return found


async def test_a_chat_has_the_same_fields_whole_and_streamed() -> None:
    for delta in samples.deltas():
        for text in (samples.TEXT, VALUE):
            for path in free(delta):
                given = put(delta, path, text)
                choice: dict[str, Any] = {"index": 0, "delta": given, "finish_reason": "stop", "logprobs": None}
                (chunk,) = await streamed({"id": "1", "choices": [choice]})
                whole = masker().value({"choices": [{"index": 0, "message": given}]}, "answer")
                assert chunk["choices"][0]["delta"] == whole["choices"][0]["message"], path
                assert PHONE not in json.dumps(chunk), path


async def test_a_field_of_a_delta_event_that_comes_in_pieces_is_left_out() -> None:
    delta = {"type": "response.output_text.delta", "item_id": "1", "output_index": 0, "delta": "네 "}
    got = await streamed(delta | {"note": "010-1234"}, delta | {"note": "-5678"}, {"type": "response.completed", "response": {}})
    assert [event.get("note") for event in got] == ["010-1234", None, None]


async def test_held_text_goes_out_before_the_end_of_an_answer_that_does_not_end_its_texts() -> None:
    delta = {"type": "response.output_text.delta", "item_id": "1", "output_index": 0, "delta": "연락처는 010-1234"}
    got = await streamed(delta, {"type": "response.completed", "response": {}})
    assert "".join(event.get("delta", "") for event in got) == "연락처는 010-1234"
