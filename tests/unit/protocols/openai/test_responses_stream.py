import json
from typing import Any

from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.openai.responses_stream import ResponsesStream
from tests.personal import PHONE

ITEM = {"item_id": "msg_1", "output_index": 0, "content_index": 0}


def run(*events: dict[str, Any]) -> list[dict[str, Any]]:
    stream = ResponsesStream(ResponseMasker(CallMasking(Masker()), structured=False))
    encoded: list[bytes] = []
    for number, event in enumerate(events):
        fields = b"event: " + event["type"].encode() + b"\n"
        encoded += stream.rewrite({**event, "sequence_number": number}, fields)
    lines = b"".join(encoded).decode().splitlines()
    return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]


def delta(text: str, kind: str = "response.output_text", **more: Any) -> dict[str, Any]:
    return {"type": f"{kind}.delta", **ITEM, "delta": text, **more}


def done(text: str, kind: str = "response.output_text") -> dict[str, Any]:
    return {"type": f"{kind}.done", **ITEM, "text": text}


def test_a_value_in_pieces_is_masked_in_the_deltas_and_in_the_whole_text() -> None:
    events = run(delta("연락처는 010-12"), delta("34-5678"), done(f"연락처는 {PHONE}"))
    assert "".join(event["delta"] for event in events if "delta" in event) == "연락처는 [전화번호_1]"
    assert events[-1]["text"] == "연락처는 [전화번호_1]"


def test_numbers_stay_in_order_where_an_event_was_added() -> None:
    events = run(delta("연락처는 010-1234-5678"), done(f"연락처는 {PHONE}"), {"type": "response.completed", "response": {}})
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert len(events) == 4


def test_two_items_are_two_texts() -> None:
    events = run(delta("010-1234-"), delta("5678", output_index=1), done("010-1234-"))
    assert PHONE not in str(events)
    assert [event["delta"] for event in events if event.get("output_index") == 1] in ([], ["5678"])


def test_token_details_of_a_changed_delta_are_left_out() -> None:
    events = run(delta("안녕. ", logprobs=[{"token": "안녕"}]), delta(PHONE, logprobs=[{"token": PHONE}]), done(PHONE))
    assert PHONE not in str(events)


def test_arguments_of_a_function_stay_json() -> None:
    kind = "response.function_call_arguments"
    events = run(delta('{"to": "010-12', kind), delta('34-5678"}', kind), {"type": f"{kind}.done", **ITEM, "arguments": "{}"})
    assert json.loads("".join(event["delta"] for event in events if "delta" in event)) == {"to": "[전화번호_1]"}
