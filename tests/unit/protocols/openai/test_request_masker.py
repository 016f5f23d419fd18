"""What of a request is text and what is control, and what becomes of a value that hides in either."""

import base64
import json
import re
import time
from typing import Any

import pytest

from predictor.errors import InvalidRequest, PersonalDataRejected
from predictor.inference.masking import CallMasking
from predictor.pii import Masker, Policy
from predictor.protocols.openai.field_kinds import ENGINE, MEDIA, NAME, TABLES, kind
from predictor.protocols.openai.request_body import RequestBody
from predictor.protocols.openai.request_masker import RequestLimits, RequestMasker

PHONE, MAIL = "010-1234-5678", "hong@example.com"
PLACEHOLDER = "[전화번호_1]"
# An image's and a sound's first bytes, and behind them what would be a telephone number in base64.
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 64).decode() + "MDEwLTEyMzQtNTY3OA=="
WAV = base64.b64encode(b"RIFF\x24\0\0\0WAVEfmt " + b"0" * 65).decode() + "MDEwLTEy" * 9


def sent(body: dict[str, Any], limit: int = 0, links: bool = False, policy: Policy | None = None) -> dict[str, Any]:
    return RequestMasker(CallMasking(Masker(policy)), RequestLimits(limit, links)).body(body)


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


CALL = "call_9xKzQ1b2c3d4"


@pytest.mark.parametrize(
    "body",
    [
        {"model": "meta-llama/Llama-3.1-8B-Instruct"},
        {"request_id": "7b9b9926-0b72-4962-bff8-c0227923932b"},
        {"cache_salt": "Zm9vYmFy0102030405"},
        message("가", role="tool", tool_call_id=CALL, name="find_order_v2"),
        message("가", role="tool", tool_call_id="chatcmpl-tool-b9b599260b724962bff8c0227923932b"),
        message(None, role="assistant", tool_calls=[{"id": CALL, "function": {"name": "find2", "arguments": "{}"}}]),
        {"tool_choice": {"type": "function", "function": {"name": "find_2026_orders"}}},
        {"tools": [{"type": "function", "function": {"name": "f1", "parameters": {"type": "object", "$ref": "#/$defs/a1"}}}]},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"minimum": -(10**15), "maximum": 2**53 - 1}}}]},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "s_1", "schema": {"format": "date-time"}}}},
        {"seed": 9001011234567, "logit_bias": {"50256": -100}, "allowed_token_ids": [1, 50256], "priority": -(2**63)},
        message([{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}]),
        message([{"image_url": f"data:image/png;base64,{PNG}", "uuid": "cat-1"}]),
        message([{"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}}]),
    ],
)
def test_control_fields_and_media_stay_as_they_are(body: dict[str, Any]) -> None:
    assert sent(body, limit=4096) is body


def schema(**keywords: Any) -> dict[str, Any]:
    return {"tools": [{"type": "function", "function": {"name": "f", "parameters": keywords}}]}


@pytest.mark.parametrize(
    "body",
    [
        {"model": PHONE},
        {"request_id": PHONE},
        {"previous_response_id": f"resp_{PHONE}"},
        {"cache_salt": PHONE},
        {"chat_template": "{{ messages }} 010-1234-5678"},
        {"logit_bias": {PHONE: 1}},
        {PHONE: 1},
        {"messages": [{"role": PHONE, "content": "가"}]},
        {"messages": [{"role": "user", "type": PHONE, "id": f"u{PHONE}", "content": "가"}]},
        message([{"type": PHONE}, {"type": "text", "text": "가", "logprobs": PHONE}]),
        message([{"type": "image_url", "detail": PHONE, "uuid": PHONE, "image_url": {"url": PHONE}}]),
        message([{"type": "image_url", "image_url": PHONE}]),
        message([{"type": "input_audio", "input_audio": {"data": PHONE, "format": PHONE}}]),
        schema(**{"$id": PHONE, "$anchor": PHONE, "format": PHONE, "type": [PHONE]}),
        schema(const=PHONE, default=PHONE, examples=[PHONE], title=PHONE, minimum=PHONE),
        schema(dependentRequired={PHONE: [PHONE]}, patternProperties={PHONE: {}}),
        {"response_format": {"type": "structural_tag", "structures": [{"begin": PHONE, "schema": {"const": PHONE}}]}},
        {"structured_outputs": {"json": json.dumps({"const": PHONE}), "grammar": f'root ::= "{PHONE}"'}},
        {"input": [{"type": PHONE, "status": PHONE, "id": PHONE, "call_id": PHONE, "role": PHONE}]},
        {"text": {"verbosity": PHONE}},
    ],
)
def test_a_value_that_hides_in_a_control_field_does_not_get_past(body: dict[str, Any]) -> None:
    assert PHONE not in json.dumps(sent(body), ensure_ascii=False)


def fields_by_path() -> list[tuple[str, ...]]:
    """The way from a request's top to every field that a table names, each table by the first way to it."""
    ways: dict[str, tuple[str, ...]] = {"request": ()}
    paths = []
    tables = ["request"]
    for table in tables:
        for name in [*TABLES[table], "note"]:
            paths.append((*ways[table], name))
            inner = kind(table, name)
            if inner in TABLES and inner not in ways:
                ways[inner] = paths[-1]
                tables.append(inner)
    return paths


LEAVES: list[Any] = [
    PHONE,
    f"a {PHONE}",
    [PHONE],
    {"deep": [PHONE]},
    {PHONE: 1},
    f'{{"a": ["{PHONE}"]}}',
    f"data:text/plain,{PHONE}",
]


def refuses(path: tuple[str, ...]) -> bool:
    """True where the way to a field passes one that may be refused: a function's name, media, what the engine reads unmasked."""
    table = "request"
    for name in path:
        table = kind(table, name)
        if table in (NAME, MEDIA, ENGINE, "medium"):
            return True
    return False


@pytest.mark.parametrize("path", fields_by_path(), ids=".".join)
def test_a_value_in_any_field_is_masked_and_refused_only_where_it_cannot_be(path: tuple[str, ...]) -> None:
    for leaf in LEAVES:
        body = leaf
        for name in reversed(path):
            body = {name: body}
        try:
            written = json.dumps(sent(body), ensure_ascii=False)
        except InvalidRequest:
            assert refuses(path), leaf
            continue
        assert PHONE not in written
        assert "[전화번호_1]" in written or "\\\\[전화번호_1" in written or path[-1] == "cache_salt", leaf


def test_an_id_that_holds_a_value_is_masked_alike_wherever_it_stands() -> None:
    call = {"id": f"call_{PHONE}", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    asked, reported = sent(
        {"messages": [{"role": "assistant", "tool_calls": [call]}, {"role": "tool", "tool_call_id": call["id"]}]}
    )["messages"]
    assert asked["tool_calls"][0]["id"] == reported["tool_call_id"] == "call_[전화번호_1]"


def test_a_reference_still_finds_its_definition() -> None:
    parameters = sent(schema(**{"$ref": f"#/$defs/{PHONE}", "$defs": {PHONE: {"type": "string"}}}))["tools"][0]["function"][
        "parameters"
    ]
    assert parameters["$ref"].removeprefix("#/$defs/") in parameters["$defs"]


def test_two_salts_stay_two() -> None:
    salts = {sent({"cache_salt": salt})["cache_salt"] for salt in (PHONE, "010-8765-4321")}
    assert len(salts) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"tools": [{"type": "function", "function": {"name": PHONE}}]},
        {"tools": [{"type": "function", "name": PHONE}]},
        {"tool_choice": {"type": "function", "function": {"name": PHONE}}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": PHONE, "schema": {}}}},
        message("가", role="tool", name=PHONE),
        message(None, role="assistant", function_call={"name": PHONE, "arguments": "{}"}),
        {"input": [{"type": "function_call", "name": PHONE, "arguments": "{}"}]},
    ],
)
def test_a_name_that_holds_a_value_is_refused_because_the_caller_waits_for_it(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="이름") as raised:
        sent(body)
    assert PHONE not in raised.value.detail


@pytest.mark.parametrize(
    "body",
    [
        {"metadata": {"주민번호": 9001011234567}},
        {"chat_template_kwargs": {"who": [9001011234567]}},
        schema(enum=[9001011234567]),
        schema(const=9001011234567),
        message(None, role="assistant", tool_calls=[{"function": {"name": "f", "arguments": {"who": 9001011234567}}}]),
        message(json.dumps({"data": json.dumps({"주민번호": 9001011234567})}), role="tool"),
    ],
)
def test_a_number_that_is_a_value_becomes_a_placeholder(body: dict[str, Any]) -> None:
    written = json.dumps(sent(body), ensure_ascii=False)
    assert "9001011234567" not in written
    assert "[주민등록번호_1]" in written


def test_json_within_json_stays_json() -> None:
    content = sent(message(json.dumps({"data": json.dumps({"주민번호": 9001011234567})}), role="tool"))["messages"][0]["content"]
    assert json.loads(json.loads(content)["data"]) == {"주민번호": "[주민등록번호_1]"}


def test_the_name_of_a_field_is_evidence_of_its_value() -> None:
    account = "110-234-567890"
    body = sent({"metadata": {"계좌번호": account}, "documents": [{"성명": "홍길동", "content": "내용"}]})
    assert body["metadata"]["계좌번호"] == "[계좌번호_1]"
    assert body["documents"] == [{"성명": "[이름_1]", "content": "내용"}]


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
    asked, reported = sent(body)["messages"]
    assert json.loads(asked["tool_calls"][0]["function"]["arguments"]) == {"전화번호": PLACEHOLDER, "count": 3}
    assert json.loads(reported["content"]) == {"고객": {"이름": "[이름_1]", "연락처": PLACEHOLDER}}


def test_a_placeholder_in_a_regular_expression_is_escaped() -> None:
    body = sent({"structured_outputs": {"regex": f"({PHONE}|없음)"}})
    assert body["structured_outputs"]["regex"] == r"(\[전화번호_1\]|없음)"


def test_a_text_part_that_is_too_long_names_the_setting() -> None:
    with pytest.raises(InvalidRequest, match="LLM_OPENAI_TEXT_MAX_LENGTH"):
        sent(message("가" * 11), limit=10)
    assert sent(message("가" * 10), limit=10)


def test_the_limit_leaves_schemas_and_tools_alone() -> None:
    assert sent({"tools": [{"function": {"name": "f", "description": "가" * 11}}]}, limit=10)


LINKS = ["http://169.254.169.254/latest", "https://example.com/a.png", "file:///etc/passwd", "HTTP://x", " http://x", "ftp://x"]


def places(url: str) -> list[dict[str, Any]]:
    part = {"type": "image_url", "image_url": {"url": url}}
    return [
        message([part]),
        message([{"image_url": url}]),
        message([{"type": "image", "image": url}]),
        {"input": [{"role": "user", "content": [{"type": "input_image", "image_url": url}]}]},
        {"input": [{"role": "user", "content": [{"type": "input_file", "file_url": url}]}]},
        {"text_1": {"content": [part]}, "text_2": "가"},
        {"query": {"content": [part]}, "documents": ["가"]},
    ]


@pytest.mark.parametrize("url", LINKS)
def test_links_are_refused_unless_switched_on(url: str) -> None:
    for body in places(url):
        with pytest.raises(InvalidRequest, match="LLM_MEDIA_LINKS"):
            sent(body)
        assert sent(body, links=True) is body


def test_links_are_refused_without_masking_too() -> None:
    for body in places(LINKS[0]):
        with pytest.raises(InvalidRequest, match="LLM_MEDIA_LINKS"):
            RequestMasker(CallMasking(None), RequestLimits(0, False)).body(body)


@pytest.mark.parametrize("link", [f"https://example.com/a.png?call={PHONE}", f"https://{MAIL}/a.png"])
def test_a_link_that_holds_a_value_is_refused_where_links_are_switched_on(link: str) -> None:
    with pytest.raises(InvalidRequest, match="가릴 수 없는"):
        sent(message([{"type": "image_url", "image_url": {"url": link}}]), links=True)


def test_a_link_made_to_be_slow_is_not() -> None:
    start = time.perf_counter()
    with pytest.raises(InvalidRequest):
        sent(message([{"type": "image_url", "image_url": {"url": "a://" + "x" * 500_000 + "@"}}]))
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": f"data:text/plain,{PHONE}"}},
        {"type": "image_url", "image_url": {"url": f"data:,{PHONE}"}},
        {"type": "image_url", "image_url": "data:text/html;base64,MDEwLTEyMzQtNTY3OA=="},
        {"type": "file", "file": {"file_data": "data:application/pdf;base64,JVBERi0="}},
        {"type": "input_file", "file_data": "JVBERi0="},
        {"type": "prompt_embeds", "data": "AAAA"},
    ],
)
def test_documents_and_embeddings_are_refused_while_masking_and_pass_without(part: dict[str, Any]) -> None:
    body = message([part])
    with pytest.raises(InvalidRequest, match="가릴 수 없는"):
        sent(body)
    assert RequestMasker(CallMasking(None), RequestLimits(0, False)).body(body) is body


@pytest.mark.parametrize("field", ["prompt_embeds", "kv_transfer_params", "prompt_token_ids"])
def test_a_field_that_cannot_be_masked_is_refused(field: str) -> None:
    with pytest.raises(InvalidRequest, match="토큰"):
        sent({field: [1, 2]})


def test_an_empty_one_of_these_hands_nothing_over_and_is_left_to_the_engine() -> None:
    body: dict[str, Any] = {"prompt_embeds": [], "kv_transfer_params": None}
    assert sent(body) is body


def test_a_rejected_kind_is_named_without_its_value() -> None:
    with pytest.raises(PersonalDataRejected) as raised:
        sent(message(f"번호 {PHONE}"), policy=Policy(actions={"phone": "reject"}))
    assert PHONE not in raised.value.detail


def test_without_masking_only_limits_are_checked() -> None:
    body = message(PHONE)
    assert RequestMasker(CallMasking(None), RequestLimits(20, False)).body(body) is body
    with pytest.raises(InvalidRequest):
        RequestMasker(CallMasking(None), RequestLimits(5, False)).body(body)


def as_read(text: str) -> bytes:
    """The JSON text of a body as the limits see it."""
    return RequestBody.read(text.encode()).unescaped


def test_limits_hold_only_where_no_string_can_exceed_one() -> None:
    assert RequestLimits(200, False).hold(json.dumps(message("가" * 10)).encode())
    assert RequestLimits(0, False).hold(json.dumps(message("가" * 1000)).encode())
    assert not RequestLimits(30, False).hold(json.dumps(message("가" * 11), ensure_ascii=False).encode())
    for body in places(LINKS[0]):
        written = json.dumps(body)
        assert not RequestLimits(0, False).hold(as_read(written)), body
        assert RequestLimits(0, True).hold(as_read(written)), body
        hidden = re.sub(r'"([a-z])([a-z_0-9]*)":', lambda name: f'"\\u{ord(name[1]):04x}{name[2]}" :', written)
        assert not RequestLimits(0, False).hold(as_read(hidden)), hidden
