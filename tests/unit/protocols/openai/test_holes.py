"""What a hostile or careless client sends to OpenAI's routes, and what an engine may send back."""

import json
from typing import Any

import pytest

from predictor.errors import InvalidRequest
from tests.unit.protocols.openai.apps import Scripted, chunk, completion
from tests.unit.protocols.openai.bodies import ASK, CHAT, PHONE, RRN, parts, sent
from tests.unit.protocols.openai.conftest import Connect


@pytest.mark.parametrize(
    "body",
    [
        {"metadata": {"rrn": RRN}},
        {"metadata": {"rrn": float(RRN)}},
        {"metadata": {"rrn": [float(RRN)]}},
        {"user": 821012345678},
        {"user": 821012345678.0},
        {"metadata": {"phone": 1012345678}},
        {"something": {"mobile": 1012345678.0}},
        {"messages": [{"role": "user", "content": "가", "phone": 1012345678}]},
        {"prompt": f'{{"rrn": {RRN}.0}}'},
        {"prompt": '{"rrn": 9.001011234568E12}'},
        {"prompt": '{"휴대전화": 1012345678}'},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"const": float(RRN)}}}]},
    ],
)
def test_a_number_is_masked_in_every_form_that_json_has(body: dict[str, Any]) -> None:
    written = json.dumps(sent(body))
    assert not any(digits in written.replace(".", "") for digits in ("9001011234568", "1012345678"))


@pytest.mark.parametrize("keyword", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])
@pytest.mark.parametrize("number", [RRN, float(RRN), 821012345678])
def test_a_bound_of_a_schema_that_is_personal_data_is_refused(keyword: str, number: float) -> None:
    body = {"tools": [{"type": "function", "function": {"name": "f", "parameters": {keyword: number}}}]}
    with pytest.raises(InvalidRequest, match="스키마의 수") as refused:
        sent(body)
    assert str(number) not in refused.value.detail + refused.value.message


@pytest.mark.parametrize("number", [0, 1, 100, 2**53 - 1, 10**15, 1.5, 37.5665])
def test_other_numbers_stay_as_they_are(number: float) -> None:
    body = {"metadata": {"count": number}, "max_tokens": 5, "temperature": 0.5, "seed": RRN}
    assert sent(body) is body


def test_a_value_that_is_split_over_the_parts_of_a_message_is_masked() -> None:
    text = {"type": "text"}
    masked = sent(parts(text | {"text": "번호는 010-1234-"}, text | {"text": "5678 입니다"}))["messages"][0]["content"]
    assert "".join(part["text"] for part in masked) == "번호는 [전화번호_1] 입니다"
    whole = parts(text | {"text": f"번호는 {PHONE} "}, text | {"text": "입니다"})
    assert [part["text"] for part in sent(whole)["messages"][0]["content"]] == ["번호는 [전화번호_1] ", "입니다"]


@pytest.mark.parametrize(
    ("regex", "masked"),
    [
        (r"^010\-1234\-5678$", r"^\[전화번호_1\]$"),
        (r"\(내 번호\): 010\-1234\-5678\.", r"\(내 번호\): \[전화번호_1\]\."),
        (r"\d{3}-\d{4}\.", r"\d{3}-\d{4}\."),
    ],
)
def test_a_regular_expression_is_masked_behind_its_escapes_and_stays_one(regex: str, masked: str) -> None:
    assert sent({"structured_outputs": {"regex": regex}})["structured_outputs"]["regex"] == masked


@pytest.mark.parametrize("restore", ["on", "off"])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/completions", {"prompt": [f"제 번호는 {PHONE}", "제 번호는 [전화번호_1]"]}),
        (CHAT, {"messages": [{"role": "user", "content": f"제 번호는 {PHONE}"}, {"role": "user", "content": "[전화번호_1]"}]}),
        (CHAT, {"messages": [{"role": "user", "content": f"번호 {PHONE}"}], "metadata": {"[전화번호_1]": "［전화번호_1］"}}),
    ],
)
async def test_a_forged_placeholder_in_a_later_text_gets_no_earlier_value(
    path: str, body: dict[str, Any], restore: str, connect: Connect
) -> None:
    app = Scripted(completion("[전화번호_1]"))
    answer = await (await connect(app, pii_restore=restore)).post(path, json={"model": "llm", **body})
    assert PHONE not in answer.text
    assert "[전화번호_2]" in json.dumps(app.asked[0], ensure_ascii=False)


@pytest.mark.parametrize(
    "more",
    [
        {"tools": [{"type": "web_search_preview"}]},
        {"tools": [{"type": "function", "name": "f"}, {"type": "mcp", "server_url": "http://x.example"}]},
        {"tools": [{"type": "code_interpreter"}]},
        {"tools": [{}]},
        {"background": True},
        {"background": "yes"},
    ],
)
async def test_what_would_run_outside_of_the_guards_is_refused(more: dict[str, Any], connect: Connect) -> None:
    app = Scripted({"output": []})
    answer = await (await connect(app)).post("/v1/responses", json={"model": "llm", "input": "가", **more})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, next(iter(more)))
    assert not app.asked


@pytest.mark.parametrize(
    "constraint", [{"structured_outputs": {"grammar": "root ::= root"}}, {"response_format": {"type": "json_object"}}]
)
@pytest.mark.parametrize("stream", [False, True])
async def test_a_constraint_that_allows_no_text_is_the_callers_mistake(
    constraint: dict[str, Any], stream: bool, connect: Connect
) -> None:
    error = {"error": {"message": "Internal server error", "type": "InternalServerError", "code": 500}}
    app = Scripted(error, stream=True) if stream else Scripted(error, status=500)
    client = await connect(app, fallback_response="대신")
    answer = await client.post(CHAT, json={**ASK, **constraint, "stream": stream})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")
    assert (await client.post(CHAT, json={**ASK, "stream": stream})).headers["x-llm-fallback"] == "engine_failure"


@pytest.mark.parametrize("field", ["note", "content", "reasoning_notes"])
@pytest.mark.parametrize("where", ["delta", "choice"])
async def test_a_field_that_an_engine_sends_in_pieces_is_masked_whole(field: str, where: str, connect: Connect) -> None:
    events = []
    for piece in ("번호는 ", "010-99", "99-88", "88 입니다", " 끝"):
        event = chunk(finish=None)
        (event["choices"][0]["delta"] if where == "delta" else event["choices"][0])[field] = piece
        events.append(event)
    answer = await (await connect(Scripted(*events, chunk("", finish="stop"), "[DONE]", stream=True))).post(
        CHAT, json={**ASK, "stream": True}
    )
    holders = [json.loads(block[6:])["choices"][0] for block in answer.text.split("\n\n") if block.startswith("data: {")]
    joined = "".join((holder["delta"] if where == "delta" else holder).get(field) or "" for holder in holders)
    assert joined == "번호는 [전화번호_1] 입니다 끝"


async def test_a_piece_of_text_beside_the_choices_does_not_pass(connect: Connect) -> None:
    events = [chunk("가 ") | {"provider": "p", "note": piece} for piece in ("010-99", "99-8888")]
    answer = await (await connect(Scripted(*events, "[DONE]", stream=True))).post(CHAT, json={**ASK, "stream": True})
    assert '"provider":"p"' in answer.text.replace(" ", "")
    assert "99-8888" not in answer.text


@pytest.mark.parametrize(
    "field",
    [
        {"mobile": "1012345678"},
        {"휴대전화": "1012345678"},
        {"contact": {"value": 1012345678}},
        {"contact": {"values": [{"number": "1012345678"}]}},
        {"phones": [1012345678]},
    ],
)
def test_a_mobile_number_that_lost_its_zero_is_masked_by_the_names_around_it(field: dict[str, Any]) -> None:
    assert "1012345678" not in json.dumps(sent({"metadata": field}))


def test_digits_under_other_names_stay() -> None:
    body = {"metadata": {"order": "1012345678", "count": 1012345678}}
    assert sent(body) is body


@pytest.mark.parametrize("regex", [r"010[-]1234[-]5678", r"010\x2d1234\u002d5678", r"\x30\x31\x30-1234-5678", r"[0]10-1234-5678"])
@pytest.mark.parametrize("field", ["guided_regex", "structured_outputs"])
def test_a_value_in_a_regex_is_masked_however_its_characters_are_spelled(field: str, regex: str) -> None:
    masked = sent({field: regex if field == "guided_regex" else {"regex": regex}})[field]
    assert masked in (r"\[전화번호_1\]", {"regex": r"\[전화번호_1\]"})


@pytest.mark.parametrize("regex", ["(010)(-)(1234)-5678", "(?:010)-(?P<mid>1234)-5678", "010{1}-1234-5678"])
def test_a_value_between_the_groups_of_a_regex_is_refused(regex: str) -> None:
    with pytest.raises(InvalidRequest, match="괄호"):
        sent({"structured_outputs": {"regex": regex}})


@pytest.mark.parametrize(
    "content",
    [
        ["010-1234-", "5678"],
        [{"type": "text", "text": "010-1234-"}, "5678"],
        [{"type": "text", "text": "010-"}, {"type": "text", "text": "1234-5678"}, {"type": "refusal", "refusal": PHONE}],
    ],
)
def test_a_value_over_parts_is_seen_beside_bare_strings_and_other_parts(content: list[Any]) -> None:
    assert "5678" not in json.dumps(sent({"messages": [{"role": "user", "content": content}]}))


def test_the_parameters_of_a_data_url_hold_no_value() -> None:
    picture = "data:image/png;name=010-1234-5678;base64,iVBORw0KGgoAAAANSUhEUgAA"
    with pytest.raises(InvalidRequest, match="가릴 수 없는 입력"):
        sent(parts({"type": "image_url", "image_url": {"url": picture}}))
    kept = parts({"type": "image_url", "image_url": {"url": picture.replace(PHONE, "a.png")}})
    assert sent(kept) is kept


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ({"role": "user", "name": PHONE}, None),
        ({"role": "user", "name": "hong_010-1234-5678"}, None),
        ({"role": "assistant", "name": "01012345678"}, None),
        ({"role": "user", "name": "friendly_bot"}, "friendly_bot"),
        ({"role": "tool", "name": "find_number", "tool_call_id": "call_1"}, "find_number"),
    ],
)
def test_the_name_of_a_message_holds_no_value(message: dict[str, str], kept: str | None) -> None:
    name = sent({"messages": [message | {"content": "안녕"}]})["messages"][0]["name"]
    assert name == kept if kept else not any(digits in name for digits in ("5678", "1234"))


@pytest.mark.parametrize("role", ["tool", "function"])
def test_a_value_in_the_name_of_a_function_is_refused_because_the_model_repeats_it(role: str) -> None:
    with pytest.raises(InvalidRequest, match="이름에 개인정보"):
        sent({"messages": [{"role": role, "name": PHONE, "content": "가"}]})


@pytest.mark.parametrize("value", [None, 0, "", [], {}, False])
def test_a_name_of_a_field_is_masked_whatever_the_field_holds(value: Any) -> None:
    assert PHONE not in json.dumps(sent({"model": "llm", PHONE: value}))
    assert PHONE not in json.dumps(sent({"metadata": {PHONE: value}}))
