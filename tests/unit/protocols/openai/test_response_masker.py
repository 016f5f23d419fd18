"""How an answer gets its wording."""

import json
from typing import Any

from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.response_masker import ResponseMasker

PHONE = "010-1234-5678"
PLACEHOLDER = "[전화번호_1]"


def talked(restore: bool = False, mask: bool = True) -> CallMasking:
    masking = CallMasking(Masker(), mask_output=mask, restore=restore)
    masking.mask(f"제 번호는 {PHONE} 입니다")
    return masking


def answered(content: str, restore: bool = False, mask: bool = True, structured: bool = False, **more: Any) -> Any:
    reported = {"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, **more}]}
    return ResponseMasker(talked(restore, mask), structured).value(reported, "answer")


def content_of(answer: Any) -> Any:
    return answer["choices"][0]["message"]["content"]


def test_what_the_model_writes_is_masked() -> None:
    assert content_of(answered("상담 번호는 010-9999-8888 입니다")) == "상담 번호는 [전화번호_2] 입니다"


def test_the_callers_own_values_return_when_restored() -> None:
    assert content_of(answered(f"{PLACEHOLDER}로 전화할게요", restore=True)) == f"{PHONE}로 전화할게요"


def test_an_answer_without_values_is_the_same_object() -> None:
    reported = {"choices": [{"message": {"content": "안녕하세요"}}], "usage": {"prompt_tokens": 1}}
    assert ResponseMasker(talked(), False).value(reported, "answer") is reported


def test_token_details_of_a_changed_choice_are_left_out() -> None:
    details = {"content": [{"token": "010", "logprob": -1.0}]}
    changed = answered("번호는 010-9999-8888", logprobs=details, token_ids=[1])["choices"][0]
    assert changed["logprobs"] is None
    assert changed["token_ids"] is None
    kept = answered("안녕하세요", logprobs=details, token_ids=[1])["choices"][0]
    assert kept["logprobs"] == details


def test_token_details_of_a_changed_part_are_left_out() -> None:
    part = {"type": "output_text", "text": "번호는 010-9999-8888", "logprobs": [{"token": "010-9999-8888", "logprob": -1.0}]}
    reported = {"output": [{"type": "message", "content": [part]}]}
    assert "9999" not in json.dumps(ResponseMasker(talked(), False).value(reported, "answer"), ensure_ascii=False)


def test_a_structured_completion_stays_json() -> None:
    reported = {"choices": [{"index": 0, "text": '{"주민번호": 9001011234567}'}]}
    written = ResponseMasker(talked(), True).value(reported, "answer")
    assert json.loads(written["choices"][0]["text"]) == {"주민번호": "[주민등록번호_1]"}


def test_structured_content_stays_json_when_restored() -> None:
    masking = CallMasking(Masker(), restore=True)
    masking.mask("주소는 서울특별시 강남구\n테헤란로 123 입니다")
    placeholder = masking.placeholders
    assert placeholder is not None
    issued = placeholder.pattern.replace("\\", "").split("|")[0].removeprefix("(?:").split(")")[0]
    answer = ResponseMasker(masking, True)
    content = content_of(answer.value({"choices": [{"message": {"content": f'{{"addr": "{issued}"}}'}}]}, "answer"))
    assert "테헤란로" in json.loads(content)["addr"]


def test_arguments_that_the_model_writes_stay_json() -> None:
    call = {"id": "c", "function": {"name": "call", "arguments": '{"to": "010-9999-8888"}'}}
    reported = {"choices": [{"message": {"content": None, "tool_calls": [call]}}]}
    written = ResponseMasker(talked(), False).value(reported, "answer")
    assert json.loads(written["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]) == {"to": "[전화번호_2]"}


def test_a_function_name_that_the_model_makes_of_a_value_is_masked() -> None:
    call = {"id": "c", "function": {"name": "010-9999-8888", "arguments": "{}"}}
    reported = {"choices": [{"message": {"content": None, "tool_calls": [call]}}]}
    written = ResponseMasker(talked(), False).value(reported, "answer")
    assert written["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "[전화번호_2]"


def test_embeddings_are_never_looked_at() -> None:
    reported = {"data": [{"object": "embedding", "index": 0, "embedding": "MDEwLTEyMzQtNTY3OA=="}]}
    assert ResponseMasker(talked(restore=True), False).value(reported, "answer") is reported
