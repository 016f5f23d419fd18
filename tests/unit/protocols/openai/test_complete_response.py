import json
from typing import Any

import pytest

from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.complete_response import BYTES_TYPE, CompleteResponse, rewrite
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.telemetry.access_log import AccessLogEntry
from tests.personal import PHONE
from tests.unit.protocols.openai.apps import completion


def rewritten(body: bytes, headers: dict[str, str] | None = None, masked: bool = True) -> tuple[CompleteResponse, AccessLogEntry]:
    entry = AccessLogEntry("id", "openai", "/v1/completions")
    masker = ResponseMasker(CallMasking(Masker()), structured=False) if masked else None
    response = CompleteResponse(body, headers) if headers else CompleteResponse(body)
    return rewrite(response, masker, entry), entry


def test_a_value_that_the_model_wrote_is_masked_and_the_answer_stays_json() -> None:
    response, entry = rewritten(json.dumps(completion(f"전화는 {PHONE}")).encode())
    body: dict[str, Any] = json.loads(response.body)
    assert body["choices"][0]["message"]["content"] == "전화는 [전화번호_1]"
    assert entry.answer_length == len("전화는 [전화번호_1]")
    assert (entry.prompt_tokens, entry.completion_tokens) == (3, 2)


def test_the_engines_own_bytes_go_on_where_nothing_had_to_be_changed() -> None:
    body = json.dumps(completion("안녕"), indent=3).encode()
    assert rewritten(body)[0].body is body
    assert rewritten(json.dumps(completion(PHONE)).encode(), masked=False)[0].body == json.dumps(completion(PHONE)).encode()


def test_the_length_of_every_generated_text_is_logged() -> None:
    texts = {"choices": [{"text": "가나"}, {"text": "다"}]}
    output = {"output": [{"type": "message", "content": [{"type": "output_text", "text": "가나"}]}, {"type": "reasoning"}]}
    assert rewritten(json.dumps(texts).encode())[1].answer_length == 3
    assert rewritten(json.dumps(output).encode())[1].answer_length == 2


def test_vectors_as_bytes_stay_as_they_are_and_their_usage_is_in_the_header() -> None:
    vectors = PHONE.encode() * 10
    headers = {"content-type": BYTES_TYPE, "metadata": '{"usage": {"prompt_tokens": 7}}'}
    response, entry = rewritten(vectors, headers)
    assert response.body == vectors
    assert entry.prompt_tokens == 7


@pytest.mark.parametrize("metadata", ["", "{broken", "[]"])
def test_a_header_that_cannot_be_read_breaks_nothing(metadata: str) -> None:
    assert rewritten(b"\x00", {"content-type": BYTES_TYPE, "metadata": metadata})[1].prompt_tokens == 0


def test_a_text_that_is_no_json_is_masked_too() -> None:
    assert rewritten(f"전화는 {PHONE}".encode())[0].body.decode() == "전화는 [전화번호_1]"
