"""What every protocol shares: ceiling, deadline, cut, masking on the way back, errors and the fallback."""

import asyncio
import json
from typing import Any

import pytest

from predictor.engines.types import Delta, Prompt
from predictor.errors import Draining, EngineDead
from predictor.telemetry import metrics
from tests.personal import EMAIL, PHONE
from tests.unit.conftest import Client, Serve
from tests.unit.wire import Wire
from tests.waiting import until

V1, V2 = "/v1/models/llm:predict", "/v2/models/llm/infer"
LONG = json.dumps({"query": "상품이 출발하기 전이면 마이페이지에서 배송지를 바꾸실 수 있습니다"}).encode()
BODIES: dict[str, Any] = {
    "/infer": {"query": "a b c"},
    V1: {"instances": [{"query": "a b c"}]},
    V2: {"inputs": [{"name": "query", "shape": [1], "datatype": "BYTES", "data": ["a b c"]}]},
}


class FixedText:
    """An engine that generates a fixed text, in pieces."""

    unfinished, context_length, dead = 0, 100, False

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> Any:
        for number, piece in enumerate(self.pieces):
            last = number == len(self.pieces) - 1
            yield Delta(0, piece, 1, number + 1, "stop" if last else None)


async def all_protocols(client: Client) -> dict[str, Any]:
    return {path: await client.post(path, json=body) for path, body in BODIES.items()}


async def test_over_the_limit_it_is_429_at_once_on_every_protocol(serve: Serve) -> None:
    client = serve(mock_delay_sec=60, max_concurrent=1)
    held = asyncio.create_task(client.post("/infer", json={"query": "a"}))
    await until(lambda: client.server.model.pipeline.concurrency.running)
    for path, answer in (await all_protocols(client)).items():
        assert answer.status_code == 429, path
        assert answer.headers["retry-after"] == "1"
        assert "동시 추론 요청 한도 초과" in answer.text
    streamed = await client.post("/infer/stream", json={"query": "a"})
    assert (streamed.status_code, streamed.json()) == (429, {"detail": "동시 추론 요청 한도 초과"})
    assert (await client.get("/health")).status_code == 200
    held.cancel()


async def test_each_instance_takes_a_place(serve: Serve) -> None:
    client = serve(max_concurrent=2)
    answer = await client.post(V1, json={"instances": [{"query": "a"}] * 3})
    assert answer.status_code == 400
    assert "2개까지" in answer.json()["error"]


async def test_a_deadline_ends_the_generation_with_the_specs_text(serve: Serve) -> None:
    client = serve(mock_delay_sec=60, timeout_sec=0.05)
    for path, answer in (await all_protocols(client)).items():
        assert answer.status_code == 503, path
        assert "LLM 추론 타임아웃 (0.05초)" in answer.text
    assert client.server.model.inference_engine.unfinished == 0
    assert client.server.model.pipeline.concurrency.running == 0


async def test_a_deadline_in_mid_stream_is_an_error_event_and_a_broken_connection(serve: Serve) -> None:
    wire = Wire(serve(mock_delay_sec=0.04, timeout_sec=0.25), "/infer/stream")
    wire.body(LONG)
    await wire.task
    events = wire.text.strip().split("\n\n")
    assert events[0].startswith('data: {"index": 0')
    assert events[-1] == 'event: error\ndata: {"detail": "LLM 추론 타임아웃 (0.25초)"}'
    assert not wire.complete


@pytest.mark.parametrize(
    ("fault", "status", "detail"),
    [
        ("oom", 503, "LLM 추론 중 메모리 부족"),
        ("runtime", 503, "모의 엔진 오류"),
        ("bug", 500, "서버 내부 오류가 발생했습니다"),
    ],
)
async def test_what_the_engine_raises_becomes_the_contracts_row(fault: str, status: int, detail: str, serve: Serve) -> None:
    for path, answer in (await all_protocols(serve(mock_fault=fault))).items():
        assert answer.status_code == status, path
        assert (answer.json().get("detail") or answer.json()["error"]) == detail


async def test_an_unforeseen_error_is_logged_with_its_trace(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    await serve(mock_fault="bug").post("/infer", json={"query": "a b"})
    assert any(record.exc_info and "KeyError" in str(record.exc_info[0]) for record in caplog.records)


async def test_the_fallback_replaces_503_and_500_and_is_marked(serve: Serve) -> None:
    client = serve(mock_fault="oom", fallback_response="잠시 후 다시 시도해 주세요")
    before = metrics.FALLBACKS.labels("out_of_memory")._value.get()
    for path, answer in (await all_protocols(client)).items():
        assert answer.status_code == 200, path
        assert "잠시 후 다시 시도해 주세요" in answer.text
        assert answer.headers["x-llm-fallback"] == "out_of_memory"
    streamed = await client.post("/infer/stream", json={"query": "a"})
    assert "잠시 후 다시 시도해 주세요" in streamed.text
    assert streamed.text.endswith("data: [DONE]\n\n")
    assert metrics.FALLBACKS.labels("out_of_memory")._value.get() == before + 4


async def test_the_fallback_never_hides_a_4xx(serve: Serve) -> None:
    client = serve(fallback_response="대신", rate_limit="1/minute")
    assert (await client.post("/infer", json={})).status_code == 422
    assert (await client.post("/infer", json={"query": "a"})).status_code == 429


async def test_an_abort_of_all_answers_those_in_flight_with_the_reason(serve: Serve) -> None:
    client = serve(mock_delay_sec=60)
    requests = [asyncio.create_task(client.post(path, json=body)) for path, body in BODIES.items()]
    await until(lambda: client.server.model.pipeline.concurrency.running == 3)
    client.server.model.pipeline.deadlines.abort_all(EngineDead())
    answers = await asyncio.wait_for(asyncio.gather(*requests), 1)
    assert {answer.status_code for answer in answers} == {503}
    assert all("재시작합니다" in answer.text for answer in answers)


async def test_an_abort_in_mid_stream_is_an_error_event_and_a_broken_connection(serve: Serve) -> None:
    client = serve(mock_delay_sec=0.04)
    wire = Wire(client, "/infer/stream")
    wire.body(LONG)
    await until(lambda: wire.text)
    client.server.model.pipeline.deadlines.abort_all(Draining())
    await asyncio.wait_for(wire.task, 1)
    assert wire.text.endswith('event: error\ndata: {"detail": "서버가 종료 중입니다"}\n\n')
    assert not wire.complete


async def test_one_number_for_one_value_over_all_instances(serve: Serve) -> None:
    queries = [f"{PHONE} 하나", f"{EMAIL} 둘", "010 1234 5678 셋", "010-9876-5432 넷"]
    answer = await serve().post(V1, json={"instances": [{"query": query} for query in queries]})
    texts = [prediction["generated_text"].removeprefix("[mock] ") for prediction in answer.json()["predictions"]]
    assert texts == ["[전화번호_1] 하나", "[이메일_1] 둘", "[전화번호_1] 셋", "[전화번호_2] 넷"]


async def test_what_the_model_writes_is_masked_whole_and_streamed(serve: Serve) -> None:
    client = serve(engine=FixedText("연락처는 010-", "1234", "-5678", "입니다."))
    answer = await client.post("/infer", json={"query": "연락처?"})
    assert PHONE not in answer.text
    assert "[전화번호_1]입니다." in answer.json()["generated_text"]
    streamed = await client.post("/infer/stream", json={"query": "연락처?"})
    events = [json.loads(line[6:]) for line in streamed.text.split("\n\n") if line.startswith("data: {")]
    assert "".join(event["text"] for event in events) == answer.json()["generated_text"]


async def test_output_masking_can_be_switched_off(serve: Serve) -> None:
    client = serve(engine=FixedText("고객센터는 ", PHONE), pii_output=False)
    assert PHONE in (await client.post("/infer", json={"query": "번호?"})).json()["generated_text"]


async def test_restoring_gives_the_caller_their_own_value_when_the_deployment_says_so(serve: Serve) -> None:
    query = {"query": f"{PHONE}로 연락 주세요"}
    assert PHONE in (await serve(pii_restore="on").post("/infer", json=query)).text
    allowed = serve(pii_restore="request")
    assert PHONE in (await allowed.post("/infer", json=query, headers={"x-pii-restore": "true"})).text
    assert PHONE not in (await allowed.post("/infer", json=query)).text
    assert PHONE not in (await serve().post("/infer", json=query, headers={"x-pii-restore": "true"})).text


async def test_without_masking_text_passes_as_it_is_and_a_metric_says_so(serve: Serve) -> None:
    assert PHONE in (await serve(pii=False).post("/infer", json={"query": PHONE})).text
    assert metrics.PII_ENABLED._value.get() == 0
    serve()
    assert metrics.PII_ENABLED._value.get() == 1
    assert metrics.PII_COMPILED._value.get() == 0
