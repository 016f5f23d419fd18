"""The common chunk is known by its bytes, and is rewritten as the parsed one is."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.chunk_template import ChunkTemplate
from predictor.protocols.openai.event_stream import EventStream, simple_text
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.telemetry.access_log import AccessLogEntry
from tests.personal import PHONE
from tests.unit.protocols.openai.apps import chunk

MASKER = Masker()


class NoWriter:
    started = False


def stream_of(masked: bool) -> EventStream:
    masker = ResponseMasker(CallMasking(MASKER), structured=False) if masked else None
    return EventStream(masker, NoWriter(), True, AccessLogEntry("id", "openai", "path"))  # type: ignore[arg-type]


def written(event: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(event) + b"\n\n"


def rewritten(events: list[bytes], masked: bool, templates: bool) -> list[dict[str, Any]]:
    stream = stream_of(masked)
    if not templates:
        stream._learn = lambda chunk, block: None  # type: ignore[method-assign]
    sent = b"".join([*(stream.feed(event) for event in events), stream.end()])
    return [json.loads(block.removeprefix(b"data: ")) for block in sent.split(b"\n\n") if block]


PIECES = st.lists(
    st.text(max_size=6) | st.sampled_from(["안녕", " ", "010-", "1234-", "5678 ", '"', "\\n", "고객님 "]), max_size=24
)


@given(pieces=PIECES, choices=st.lists(st.integers(0, 2), min_size=24, max_size=24), masked=st.booleans())
def test_by_its_bytes_a_stream_is_rewritten_as_it_is_by_its_fields(pieces: list[str], choices: list[int], masked: bool) -> None:
    encodable = [piece for piece in pieces if piece.isprintable()]
    events = [written(chunk(piece, index=index)) for piece, index in zip(encodable, choices, strict=False)]
    events += [written(chunk("", "stop", index=index)) for index in range(3)]
    assert rewritten(events, masked, templates=True) == rewritten(events, masked, templates=False)


def test_what_was_not_changed_is_passed_on_byte_by_byte() -> None:
    spaced = [f"data: {json.dumps(chunk(piece), ensure_ascii=False)}\n\n".encode() for piece in ("배송은 ", "내일 ", "도착 ")]
    stream = stream_of(masked=False)
    assert [stream.feed(event) for event in spaced] == spaced


def test_a_value_in_pieces_is_masked_where_the_chunks_are_simple() -> None:
    events = [written(chunk(piece)) for piece in ("제 ", "번호는 ", PHONE[:5], PHONE[5:], " 입니다 ")]
    answered = "".join(event["choices"][0]["delta"]["content"] for event in rewritten(events, masked=True, templates=True))
    assert answered.strip() == "제 번호는 [전화번호_1] 입니다"


FIRST = chunk("가")
OTHERS: dict[str, dict[str, Any]] = {
    "another choice": chunk("가", index=1),
    "an ending": chunk("가", "stop"),
    "another field of the delta": chunk("가", role="assistant"),
    "token details": chunk("가") | {"choices": [FIRST["choices"][0] | {"logprobs": {"content": []}}]},
    "an escape": chunk("가\n"),
    "a quotation mark": chunk('가"'),
    "another id": chunk("가") | {"id": "chatcmpl-2"},
    "an unknown field": chunk("가") | {"note": PHONE},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_chunk_with_anything_else_is_not_taken_for_the_common_one(other: dict[str, Any]) -> None:
    block = written(FIRST)[:-2]
    template = ChunkTemplate.learn(block, FIRST, "가")
    assert template is not None
    assert template.text(written(FIRST).replace("가".encode(), "나다".encode())) == "나다"
    assert template.text(written(other)) is None
    assert template.text(written(FIRST) * 2) is None


@pytest.mark.parametrize(
    "event", [chunk("가", "stop"), chunk("가", role="assistant"), chunk(None), chunk("가") | {"usage": {"a": 1}}]
)
def test_only_a_piece_of_content_alone_is_simple(event: dict[str, Any]) -> None:
    assert simple_text(FIRST) == "가"
    assert simple_text(event) is None


def test_a_quoted_key_within_the_text_is_not_taken_for_the_place_of_the_text() -> None:
    tricky = chunk("가")
    tricky["id"] = '"delta":{"content":"'
    assert ChunkTemplate.learn(written(tricky)[:-2], tricky, "가") is None or simple_text(tricky) == "가"
