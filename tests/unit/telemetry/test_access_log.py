import json
import logging
import re
import time
from typing import Any

import pytest

from tests.personal import PROMPT, RAW
from tests.unit.conftest import Serve
from tests.unit.protocols.every import ENVELOPES, PATHS


def fields(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.fields for record in caplog.records if record.name == "predictor.request"]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


async def test_one_line_describes_a_request_with_its_usage_in_openais_words(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    await serve().post("/infer", json={"query": "가 나"}, headers={"x-request-id": "r-1"})
    (line,) = fields(caplog)
    assert (line["request_id"], line["protocol"], line["status"], line["outcome"]) == ("r-1", "native", 200, "ok")
    assert line["usage"] == {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
    assert (line["query"], line["query_length"], line["answer_length"]) == ("가 나", 3, len("[mock] 가 나"))
    assert {"seconds", "queue_seconds", "generation_seconds"} <= set(line)


async def test_fifty_characters_of_the_masked_query_are_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    await serve().post("/infer", json={"query": PROMPT + "가" * 100})
    (line,) = fields(caplog)
    assert len(str(line["query"])) == 50
    assert str(line["query"]).startswith("제 번호는 [전화번호_1]이고")
    assert line["pii_masked"] == {"전화번호": 1, "이메일": 1, "주민등록번호": 1, "카드번호": 1}


async def test_a_refused_request_is_logged_with_its_reason(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    client = serve(api_keys="invented", rate_limit="1/minute")
    for _ in range(2):
        await client.post("/infer", json={"query": "a"}, headers={"x-api-key": "guessed"})
    assert [line["outcome"] for line in fields(caplog)] == ["invalid_api_key", "rate_limit_exceeded"]


async def test_the_time_of_the_last_error_is_kept_by_its_code(serve: Serve) -> None:
    client = serve(api_keys="invented", mock_fault="runtime", fallback_response="잠시 후 다시 시도해 주세요")
    began = time.time()
    await client.post("/infer", json={"query": "a"})
    await client.post("/infer", json={"query": "a"}, headers={"x-api-key": "invented"})
    page = (await client.get("/metrics")).text
    times = dict(re.findall(r'^llm_last_error_timestamp_seconds{code="(\w+)"} (\S+)$', page, re.MULTILINE))
    assert began - 1 <= float(times["invalid_api_key"]) <= float(times["engine_failure"]) <= time.time() + 1
    assert "ok" not in times


async def test_what_the_masker_holds_of_a_streamed_answer_is_a_metric(serve: Serve) -> None:
    client = serve()
    await client.post(
        "/openai/v1/chat/completions",
        json={"model": "llm", "messages": [{"role": "user", "content": "제 번호는 010-1234-5678입니다"}], "stream": True},
    )
    page = (await client.get("/metrics")).text
    held = dict(re.findall(r"^llm_pii_held_characters_(count|sum) (\S+)$", page, re.MULTILINE))
    assert 0 < float(held["sum"]) <= 110 * float(held["count"])
    assert 'llm_pii_held_limit_characters{entity="주소"} 110.0' in page


async def test_probes_are_not_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    await serve().get("/health")
    assert fields(caplog) == []


async def test_nothing_raw_is_in_any_line(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    client = serve(mock_fault="runtime")
    for path, body in (("/infer", {"query": PROMPT}), ("/v1/models/llm:predict", {"instances": [PROMPT]}), ("/infer", PROMPT)):
        await client.post(path, json=body)
    reported = json.dumps(
        [str(vars(record)) for record in caplog.records if record.name.startswith("predictor")], ensure_ascii=False
    )
    assert not any(value in reported for value in RAW)


def is_marked(answer: Any) -> bool:
    body = answer.json()
    return bool(body.get("ai_generated") or body.get("parameters", {}).get("ai_generated"))


@pytest.mark.parametrize("path", [path for path in PATHS if not path.endswith("stream")])
async def test_what_the_model_wrote_is_marked_where_that_is_asked(path: str, serve: Serve) -> None:
    marks = {}
    for notice in ("off", "header", "field"):
        answer = await serve(ai_notice=notice).post(path, json=ENVELOPES[path])
        marks[notice] = (answer.headers.get("X-AI-Generated"), is_marked(answer))
    assert marks == {"off": (None, False), "header": ("true", False), "field": ("true", True)}


async def test_a_stream_is_marked_by_header_and_last_event(serve: Serve) -> None:
    answer = await serve(ai_notice="field").post("/infer/stream", json={"query": "a"})
    assert answer.headers["X-AI-Generated"] == "true"
    assert answer.text.count('"ai_generated": true') == 1


async def test_an_error_and_a_fallback_are_not_marked(serve: Serve) -> None:
    client = serve(ai_notice="field", fallback_response="later", mock_fault="runtime")
    for body in ({"query": "a"}, {}):
        answer = await client.post("/infer", json=body)
        assert "X-AI-Generated" not in answer.headers
        assert not is_marked(answer)


async def test_monitored_kinds_are_counted_and_left_as_they_are(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    client = serve(pii_actions={"phone": "monitor"})
    await client.post("/infer", json={"query": "번호는 010-1234-5678"})
    await client.post("/openai/v1/chat/completions", json={"messages": [{"role": "user", "content": "02-345-6789"}]})
    lines = fields(caplog)
    assert lines[0]["pii_monitored"] == {"전화번호": 1}
    assert "pii_masked" not in lines[0]
    assert 'llm_pii_monitored_total{entity="전화번호"}' in (await client.get("/metrics")).text
