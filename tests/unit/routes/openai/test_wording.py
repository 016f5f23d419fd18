"""What of a request is text and what is control, and how an answer gets its wording."""

import json
from typing import Any

import pytest

from predictor.errors import InvalidRequest, PersonalDataRejected
from predictor.routes.openai.wording import Answer, Limits, Request
from predictor.text.pii import Masker, Masking, Policy

PHONE, MAIL = "010-1234-5678", "hong@example.com"
PLACEHOLDER = "[전화번호_1]"


def sent(body: dict[str, Any], limit: int = 0, links: bool = False, policy: Policy | None = None) -> dict[str, Any]:
    return Request(Masker(policy).begin(), Limits(limit, links)).body(body)


def message(content: Any, role: str = "user", **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": content, **more}]}


@pytest.mark.parametrize(
    "body",
    [
        message(PHONE),
        message([{"type": "text", "text": PHONE}]),
        message("결과", role="tool", tool_call_id="call_1", note=PHONE),
        {"prompt": PHONE},
        {"prompt": ["안녕", PHONE]},
        {"input": PHONE},
        {"input": [{"role": "user", "content": [{"type": "input_text", "text": PHONE}]}]},
        {"query": "누구?", "documents": [PHONE]},
        {"query": "누구?", "documents": [{"content": [{"type": "text", "text": PHONE}]}]},
        {"text_1": PHONE, "text_2": ["가"]},
        {"user": PHONE},
        {"metadata": {"model": PHONE, "id": PHONE}},
        {"metadata": {PHONE: "가"}},
        {"something_new": {"deep": [{"id": PHONE}]}},
        {"stop": [PHONE]},
        {"instructions": PHONE},
        {"chat_template_kwargs": {"name": PHONE}},
        {"tools": [{"type": "function", "function": {"name": "f", "description": PHONE}}]},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"properties": {"a": {"enum": [PHONE]}}}}}]},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"const": PHONE}}}},
        {"structured_outputs": {"choice": [PHONE]}},
        {"model": {"name": PHONE}},
    ],
)
def test_a_value_is_masked_wherever_text_may_stand(body: dict[str, Any]) -> None:
    written = json.dumps(sent(body), ensure_ascii=False)
    assert PHONE not in written
    assert PLACEHOLDER in written


@pytest.mark.parametrize(
    "body",
    [
        {"model": PHONE},
        {"request_id": PHONE},
        message("가", role="tool", tool_call_id=PHONE),
        message(None, role="assistant", tool_calls=[{"id": PHONE, "function": {"name": PHONE, "arguments": "{}"}}]),
        {"tool_choice": {"type": "function", "function": {"name": PHONE}}},
        {"tools": [{"type": "function", "function": {"name": PHONE, "parameters": {"type": "object", "$ref": PHONE}}}]},
        {"response_format": {"type": "json_schema", "json_schema": {"name": PHONE, "schema": {"type": "string"}}}},
        message([{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PHONE}"}}]),
    ],
)
def test_control_fields_and_media_stay_as_they_are(body: dict[str, Any]) -> None:
    assert sent(body) is body


def test_one_conversation_shares_its_numbers_over_all_messages() -> None:
    body = {
        "messages": [
            {"role": "user", "content": f"제 번호는 {PHONE}, 메일은 {MAIL}"},
            {"role": "assistant", "content": "네"},
            {"role": "user", "content": f"{MAIL}로 보내고 01012345678로 전화해"},
        ]
    }
    contents = [message["content"] for message in sent(body)["messages"]]
    assert contents == ["제 번호는 [전화번호_1], 메일은 [이메일_1]", "네", "[이메일_1]로 보내고 [전화번호_1]로 전화해"]


def test_tool_arguments_and_tool_results_stay_json() -> None:
    arguments = json.dumps({"전화번호": PHONE, "count": 3})
    result = json.dumps({"고객": {"이름": "홍길동", "연락처": PHONE}}, ensure_ascii=True)
    call = {"id": "call_1", "type": "function", "function": {"name": "find", "arguments": arguments}}
    body = {
        "messages": [
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "call_1", "content": result},
        ]
    }
    asked, told = sent(body)["messages"]
    assert json.loads(asked["tool_calls"][0]["function"]["arguments"]) == {"전화번호": PLACEHOLDER, "count": 3}
    assert json.loads(told["content"]) == {"고객": {"이름": "[이름_1]", "연락처": PLACEHOLDER}}


def test_a_placeholder_in_a_regular_expression_is_escaped() -> None:
    body = sent({"structured_outputs": {"regex": f"({PHONE}|없음)"}})
    assert body["structured_outputs"]["regex"] == r"(\[전화번호_1\]|없음)"


def test_a_text_part_that_is_too_long_names_the_setting() -> None:
    with pytest.raises(InvalidRequest, match="LLM_OPENAI_TEXT_MAX_LENGTH"):
        sent(message("가" * 11), limit=10)
    assert sent(message("가" * 10), limit=10)


def test_the_limit_leaves_schemas_and_tools_alone() -> None:
    assert sent({"tools": [{"function": {"name": "f", "description": "가" * 11}}]}, limit=10)


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "https://example.com/a.png", "file:///etc/passwd", "HTTP://x"])
def test_links_are_refused_unless_switched_on(url: str) -> None:
    body = message([{"type": "image_url", "image_url": {"url": url}}])
    with pytest.raises(InvalidRequest, match="LLM_MEDIA_LINKS"):
        sent(body)
    assert sent(body, links=True) is body


@pytest.mark.parametrize("field", ["prompt_embeds", "kv_transfer_params", "prompt_token_ids"])
def test_what_nobody_could_read_is_refused(field: str) -> None:
    with pytest.raises(InvalidRequest, match="토큰"):
        sent({field: [1, 2]})


def test_a_rejected_kind_is_told_without_its_value() -> None:
    with pytest.raises(PersonalDataRejected) as raised:
        sent(message(f"번호 {PHONE}"), policy=Policy(actions={"phone": "reject"}))
    assert PHONE not in raised.value.detail


def test_without_masking_only_limits_are_checked() -> None:
    body = message(PHONE)
    assert Request(None, Limits(20, False)).body(body) is body
    with pytest.raises(InvalidRequest):
        Request(None, Limits(5, False)).body(body)


# --- answers ---


def talked() -> Masking:
    masking = Masker().begin()
    masking.mask(f"제 번호는 {PHONE} 입니다")
    return masking


def answered(content: str, restore: bool = False, mask: bool = True, structured: bool = False, **more: Any) -> Any:
    told = {"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, **more}]}
    return Answer(talked(), restore, mask, structured).value(told, "answer")


def content_of(answer: Any) -> Any:
    return answer["choices"][0]["message"]["content"]


def test_what_the_model_writes_is_masked() -> None:
    assert content_of(answered("상담 번호는 010-9999-8888 입니다")) == "상담 번호는 [전화번호_2] 입니다"


def test_the_callers_own_values_return_when_restored() -> None:
    assert content_of(answered(f"{PLACEHOLDER}로 전화할게요", restore=True)) == f"{PHONE}로 전화할게요"


def test_an_answer_without_values_is_the_same_object() -> None:
    told = {"choices": [{"message": {"content": "안녕하세요"}}], "usage": {"prompt_tokens": 1}}
    assert Answer(talked(), False, True, False).value(told, "answer") is told


def test_token_details_of_a_changed_choice_are_left_out() -> None:
    details = {"content": [{"token": "010", "logprob": -1.0}]}
    changed = answered("번호는 010-9999-8888", logprobs=details, token_ids=[1])["choices"][0]
    assert changed["logprobs"] is None
    assert changed["token_ids"] is None
    kept = answered("안녕하세요", logprobs=details, token_ids=[1])["choices"][0]
    assert kept["logprobs"] == details


def test_structured_content_stays_json_when_restored() -> None:
    masking = Masker().begin()
    masking.mask("주소는 서울특별시 강남구\n테헤란로 123 입니다")
    placeholder = masking.placeholders
    assert placeholder is not None
    issued = placeholder.pattern.replace("\\", "").split("|")[0].removeprefix("(?:").split(")")[0]
    answer = Answer(masking, True, True, True)
    content = content_of(answer.value({"choices": [{"message": {"content": f'{{"addr": "{issued}"}}'}}]}, "answer"))
    assert "테헤란로" in json.loads(content)["addr"]


def test_arguments_that_the_model_writes_stay_json() -> None:
    call = {"id": "c", "function": {"name": "call", "arguments": '{"to": "010-9999-8888"}'}}
    told = {"choices": [{"message": {"content": None, "tool_calls": [call]}}]}
    written = Answer(talked(), False, True, False).value(told, "answer")
    assert json.loads(written["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]) == {"to": "[전화번호_2]"}


def test_embeddings_are_never_looked_at() -> None:
    told = {"data": [{"object": "embedding", "index": 0, "embedding": "MDEwLTEyMzQtNTY3OA=="}]}
    assert Answer(talked(), True, True, False).value(told, "answer") is told
