import json
import re

import pytest

from predictor.inference.lifecycle import Stage
from tests.personal import PHONE, PROMPT, RAW
from tests.service import ROOT
from tests.unit.conftest import Serve


async def test_infer_answers_with_generated_text_alone(serve: Serve) -> None:
    answer = await serve().post("/infer", json={"query": "안녕하세요"})
    assert answer.status_code == 200
    assert answer.json() == {"generated_text": "[mock] 안녕하세요"}


async def test_the_model_sees_normalised_masked_text(serve: Serve) -> None:
    answer = await serve().post("/infer", json={"query": f"  제\n번호는 \t {PHONE}입니다 "})
    assert answer.json()["generated_text"] == "[mock] 제 번호는 [전화번호_1]입니다"
    assert answer.headers["x-pii-masked"] == "%EC%A0%84%ED%99%94%EB%B2%88%ED%98%B8=1"


async def test_several_sequences_are_added_beside_the_first(serve: Serve) -> None:
    answer = await serve().post("/infer", json={"query": "가", "num_return_sequences": 3})
    assert answer.json() == {"generated_text": "[mock] 가", "generated_texts": ["[mock] 가"] * 3}


async def test_max_length_counts_new_tokens(serve: Serve) -> None:
    answer = await serve().post("/infer", json={"query": "하나 둘 셋 넷", "max_length": 3})
    assert answer.json()["generated_text"] == "[mock] 하나 둘"


async def test_a_long_query_is_cut_after_masking_and_never_through_a_placeholder(serve: Serve) -> None:
    query = "가" * 16 + f" {PHONE} 뒤"
    answer = await serve(input_max_length=20).post("/infer", json={"query": query})
    assert answer.json()["generated_text"] == "[mock] " + "가" * 16
    answer = await serve(input_max_length=27).post("/infer", json={"query": query})
    assert answer.json()["generated_text"] == "[mock] " + "가" * 16 + " [전화번호_1] 뒤"


async def test_4096_characters_are_taken_and_cut_to_2048_by_default(serve: Serve) -> None:
    answer = await serve().post("/infer", json={"query": "가" * 4096})
    assert answer.json()["generated_text"] == "[mock] " + "가" * 2048


@pytest.mark.parametrize(
    ("body", "loc", "kind"),
    [
        ({}, ["body", "query"], "missing"),
        ({"query": ""}, ["body", "query"], "string_too_short"),
        ({"query": " \n\t\u3000 "}, ["body", "query"], "query_blank"),
        ({"query": "가" * 4097}, ["body", "query"], "string_too_long"),
        ({"query": 5}, ["body", "query"], "string_type"),
        ({"query": "a", "max_length": 0}, ["body", "max_length"], "greater_than_equal"),
        ({"query": "a", "temperature": 2.1}, ["body", "temperature"], "less_than_equal"),
        ({"query": "a", "temperature": -0.1}, ["body", "temperature"], "greater_than_equal"),
        ({"query": "a", "top_p": 0}, ["body", "top_p"], "greater_than"),
        ({"query": "a", "num_return_sequences": 0}, ["body", "num_return_sequences"], "greater_than_equal"),
        ({"query": "a", "max_lenght": 5}, ["body", "max_lenght"], "extra_forbidden"),
    ],
)
@pytest.mark.parametrize("path", ["/infer", "/infer/stream"])
async def test_a_wrong_field_is_a_422_that_says_which_and_why(
    path: str, body: dict[str, object], loc: list[str], kind: str, serve: Serve
) -> None:
    answer = await serve().post(path, json=body)
    assert answer.status_code == 422
    (field,) = answer.json()["errors"]
    assert (field["loc"], field["type"]) == (loc, kind)
    assert field["msg"].isascii()
    assert answer.json()["detail"].startswith(f"입력값이 올바르지 않습니다: {loc[-1]}: ")


async def test_a_422_is_the_one_that_the_interface_s_page_shows(serve: Serve) -> None:
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    shown = json.loads(page.partition("```json\n")[2].partition("```")[0])
    asked = json.loads(re.findall(r"the answer to `(\{.*?\})`", page)[0])
    answer = await serve().post("/infer", json=asked)
    assert answer.status_code == 422
    assert answer.json() == shown


@pytest.mark.parametrize(
    "body", [{"query": "a", PHONE: 1}, {"query": [PROMPT]}, {"query": "a", "max_length": PHONE}, {"query": PROMPT * 99}]
)
async def test_an_error_never_repeats_what_was_sent(body: dict[str, object], serve: Serve) -> None:
    answer = await serve().post("/infer", json=body)
    assert answer.status_code == 422
    assert not any(value in answer.text for value in RAW)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"text"', b'{"query": "\\ud800"}', b'{"query": NaN}', b'\xff\xfe{"query":"a"}', b"null"]
)
async def test_a_body_that_is_no_json_object_is_a_400_that_says_why(raw: bytes, serve: Serve) -> None:
    answer = await serve().post("/infer", content=raw)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("요청 본문")


async def test_more_sequences_than_allowed_is_refused_with_the_limit(serve: Serve) -> None:
    answer = await serve(max_sequences=2).post("/infer", json={"query": "a", "num_return_sequences": 3})
    assert (answer.status_code, answer.json()["detail"]) == (400, "num_return_sequences는 2 이하여야 합니다")


@pytest.mark.parametrize("stage", [Stage.IMPORTING, Stage.LOADING, Stage.WARMING])
async def test_before_it_is_warm_the_root_is_alive_and_health_says_the_stage(stage: Stage, serve: Serve) -> None:
    client = serve(stage=stage)
    root, health = await client.get("/"), await client.get("/health")
    assert (root.status_code, root.json()["status"]) == (200, "alive")
    assert (health.status_code, health.json()["stage"]) == (503, stage.value)
    assert health.json()["stage_seconds"] >= 0
    refused = await client.post("/infer", json={"query": "a"})
    assert (refused.status_code, refused.json()["detail"]) == (503, "LLM 모델 준비 중")
    assert int(refused.headers["retry-after"]) <= 5


@pytest.mark.parametrize(("stage", "status"), [(Stage.LOADING, 503), (Stage.READY, 200)])
async def test_health_answers_head_as_it_answers_get(stage: Stage, status: int, serve: Serve) -> None:
    answer = await serve(stage=stage).head("/health")
    assert (answer.status_code, answer.content) == (status, b"")


async def test_when_warm_health_is_ok_and_has_the_seconds_of_the_start(serve: Serve) -> None:
    answer = await serve().get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert set(answer.json()["start"]) == {"importing", "loading", "warming"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_infer_takes_post_only(method: str, serve: Serve) -> None:
    answer = await serve().request(method, "/infer")
    assert answer.status_code == 405
    assert "detail" in answer.json()


async def test_stream_sends_json_events_usage_last_and_done(serve: Serve) -> None:
    answer = await serve().post("/infer/stream", json={"query": f"번호 {PHONE} 다음 말이 이어집니다"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    lines = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    events = [json.loads(line) for line in lines[:-1]]
    assert "".join(event["text"] for event in events) == "[mock] 번호 [전화번호_1] 다음 말이 이어집니다"
    assert events[-1]["usage"]["total_tokens"] == events[-1]["usage"]["prompt_tokens"] + 6
    assert all("usage" not in event for event in events[:-1])


async def test_streamed_sequences_differ_by_their_index(serve: Serve) -> None:
    answer = await serve().post("/infer/stream", json={"query": "가 나", "num_return_sequences": 2})
    events = [json.loads(line[6:]) for line in answer.text.split("\n\n") if line.startswith("data: {")]
    for index in (0, 1):
        assert "".join(event["text"] for event in events if event["index"] == index) == "[mock] 가 나"
    assert [bool(event.get("usage")) for event in events] == [False] * (len(events) - 1) + [True]


async def test_browsers_of_named_origins_may_call(serve: Serve) -> None:
    client = serve(cors_origins="https://app.example.com")
    preflight = {"origin": "https://app.example.com", "access-control-request-method": "POST"}
    answer = await client.options("/infer", headers=preflight)
    assert answer.headers["access-control-allow-origin"] == "https://app.example.com"
    answer = await client.options("/infer", headers={**preflight, "origin": "https://evil.example.com"})
    assert "access-control-allow-origin" not in answer.headers
    refused = await client.post("/infer", json={}, headers={"origin": "https://app.example.com"})
    assert refused.headers["access-control-allow-origin"] == "https://app.example.com"


async def test_docs_are_served_only_when_switched_on(serve: Serve) -> None:
    assert (await serve().get("/docs")).status_code == 404
    schema = await serve(docs=True).get("/openapi.json")
    assert "/infer" in schema.json()["paths"]
