"""Token details of streamed Responses, which wait for their text."""

import json
from typing import Any

import pytest

from tests.unit.protocols.openai.apps import Scripted
from tests.unit.protocols.openai.conftest import Connect


def delta(text: str, number: int, **more: Any) -> dict[str, Any]:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "sequence_number": number}
    return {"type": "response.output_text.delta", "delta": text, "logprobs": [{"token": text, "logprob": -1.0}], **place, **more}


@pytest.mark.parametrize(
    ("texts", "kept"), [(("안녕", "하세요 ", "", "반갑습니다"), 4), (("번호는 ", "010-9999", "-8888", " 끝"), 1)]
)
async def test_streamed_responses_keep_token_details_of_unchanged_text_and_send_no_empty_delta(
    texts: tuple[str, ...], kept: int, connect: Connect
) -> None:
    events = [delta(text, number) for number, text in enumerate(texts)]
    done = {"type": "response.output_text.done", "text": "".join(texts), "item_id": "msg_1", "output_index": 0, "content_index": 0}
    app = Scripted(*events, done | {"sequence_number": len(texts)}, stream=True)
    answer = await (await connect(app)).post("/v1/responses", json={"model": "llm", "input": "가", "stream": True})
    reported = [json.loads(block.partition("data: ")[2]) for block in answer.text.split("\n\n") if block]
    deltas = [event for event in reported if event["type"].endswith(".delta")]
    assert all(event["delta"] for event in deltas)
    assert "".join(event["delta"] for event in deltas) == "".join(texts).replace("010-9999-8888", "[전화번호_1]")
    assert sum(len(event["logprobs"]) for event in deltas) == kept
    assert [event["sequence_number"] for event in reported] == list(range(len(reported)))
