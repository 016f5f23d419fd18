"""One contract for every engine: the same requests, over real sockets, to a mock, a transformers and a vLLM predictor."""

import json
import re
import time
from typing import Any

import httpx
import pytest

from tests.personal import PROMPT, RAW
from tests.service import Service

HANGUL = re.compile(r"[가-힣]{2,}")
UNCOMPILABLE: tuple[dict[str, Any], ...] = (
    {"grammar": "root ::= root"},
    {"json": {"$ref": "#"}},
    {"json": {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}},
)


@pytest.fixture(scope="module", params=["mock", "transformers", "vllm"])
def service(request: pytest.FixtureRequest) -> Service:
    server: Service = request.getfixturevalue(f"{request.param}_server")
    return server


@pytest.fixture(scope="module")
def is_mock(service: Service) -> bool:
    return "LLM_FALLBACK_MOCK" in service.environment


def events(answer: httpx.Response) -> list[dict[str, object]]:
    lines = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


def test_infer_answers_in_korean(service: Service) -> None:
    answer = service.post("/infer", {"query": "안녕하세요", "temperature": 0})
    assert answer.status_code == 200
    assert set(answer.json()) == {"generated_text"}
    assert HANGUL.search(answer.json()["generated_text"])


def test_greedy_answers_are_the_same_whole_and_streamed(service: Service) -> None:
    body = {"query": "이용 방법을 자세히 알려 주시면 감사하겠습니다", "temperature": 0}
    whole = service.post("/infer", body).json()["generated_text"]
    pieces = events(service.post("/infer/stream", body))
    assert "".join(str(piece["text"]) for piece in pieces) == whole
    assert len(pieces) > 2
    assert pieces[-1]["usage"]["completion_tokens"] > 1  # type: ignore[index]


def test_max_length_is_a_limit_on_new_tokens(service: Service) -> None:
    pieces = events(service.post("/infer/stream", {"query": "영업시간이 어떻게 되나요?", "max_length": 2, "temperature": 0}))
    assert pieces[-1]["finish_reason"] == "length"
    assert pieces[-1]["usage"]["completion_tokens"] == 2  # type: ignore[index]


def test_several_sequences(service: Service) -> None:
    answer = service.post("/infer", {"query": "배송비가 얼마인가요?", "num_return_sequences": 3, "temperature": 1.0})
    texts = answer.json()["generated_texts"]
    assert len(texts) == 3
    assert answer.json()["generated_text"] == texts[0]


def test_several_greedy_sequences_are_all_the_same(service: Service) -> None:
    body = {"query": "배송비가 얼마인가요?", "num_return_sequences": 3, "temperature": 0}
    texts = service.post("/infer", body).json()["generated_texts"]
    assert len(texts) == 3
    assert len(set(texts)) == 1
    pieces = events(service.post("/infer/stream", body))
    assert ["".join(str(piece["text"]) for piece in pieces if piece["index"] == index) for index in range(3)] == texts


def test_v1_instances_run_together_and_keep_their_order(service: Service, is_mock: bool) -> None:
    questions = ["안녕하세요", "영업시간이 어떻게 되나요?", "배송비가 얼마인가요?"]
    alone = [service.post("/infer", {"query": question, "temperature": 0}).json()["generated_text"] for question in questions]
    instances = [{"query": question, "temperature": 0} for question in questions]
    together = service.post("/v1/models/llm:predict", {"instances": instances}).json()["predictions"]
    assert [prediction["generated_text"] for prediction in together] == alone


def test_v2_tensors(service: Service) -> None:
    tensor = {"name": "query", "shape": [2], "datatype": "BYTES", "data": ["안녕하세요", "감사합니다"]}
    answer = service.post("/v2/models/llm/infer", {"inputs": [tensor], "parameters": {"max_length": 40}})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["outputs"][0]["data"]) == 2
    assert answer.json()["parameters"]["completion_tokens"] > 0


def test_no_raw_value_comes_back(service: Service) -> None:
    for path, body in (
        ("/infer", {"query": PROMPT}),
        ("/infer/stream", {"query": PROMPT}),
        ("/v1/models/llm:predict", {"instances": [PROMPT]}),
    ):
        answer = service.post(path, body)
        assert answer.status_code == 200
        assert not any(value in answer.text for value in RAW)


def test_the_longest_query_is_answered(service: Service) -> None:
    assert service.post("/infer", {"query": "가나다 " * 1024, "max_length": 2}).status_code == 200


def test_any_unicode_is_answered(service: Service) -> None:
    for query in ("👩‍👩‍👧‍👦 🇰🇷", "ㅋㅋㅋ ㅠㅠ", "한국어", "العربية עברית", "\u200b\ufeff가", "𝕬𝖇𝖈 Ⅷ ½"):
        assert service.post("/infer", {"query": query, "max_length": 5}).status_code == 200, query


def test_an_error_repeats_no_raw_value(service: Service) -> None:
    for path, body in (("/infer", {"query": PROMPT, "top_p": PROMPT}), ("/v1/models/llm:predict", {"instances": PROMPT})):
        answer = service.post(path, body)
        assert 400 <= answer.status_code < 500
        assert not any(value in answer.text for value in RAW)


def test_health_is_ok_and_metrics_count(service: Service) -> None:
    before = service.metric('llm_requests_total{outcome="ok",protocol="native"}')
    service.post("/infer", {"query": "안녕하세요", "max_length": 3})
    assert service.metric('llm_requests_total{outcome="ok",protocol="native"}') == before + 1
    assert service.metric("llm_inferences_in_flight") == 0
    assert service.client.get("/health").json()["status"] == "ok"


@pytest.mark.vllm
def test_the_model_is_loaded_once(vllm_server: Service) -> None:
    titles = [" ".join(process.cmdline()) + process.name() for process in vllm_server.descendants()]
    assert len([title for title in titles if "EngineCor" in title]) == 1


def test_the_log_has_one_json_line_for_each_request(service: Service) -> None:
    service.post("/infer", {"query": "안녕하세요", "max_length": 3}, headers={"x-request-id": "contract-1"})
    time.sleep(0.2)  # the line is written once the answer is out
    lines = [json.loads(line) for line in service.log.splitlines() if '"contract-1"' in line]
    assert len(lines) == 1
    assert lines[0]["usage"]["completion_tokens"] > 0


@pytest.mark.vllm
@pytest.mark.parametrize("constraint", UNCOMPILABLE, ids=str)
@pytest.mark.parametrize("stream", [False, True])
def test_a_constraint_that_recurses_without_end_is_400(constraint: dict[str, Any], stream: bool, vllm_server: Service) -> None:
    messages = [{"role": "user", "content": "안녕하세요"}]
    body = {"model": "llm", "messages": messages, "max_tokens": 4, "structured_outputs": constraint, "stream": stream}
    answer = vllm_server.post("/v1/chat/completions", body)
    assert answer.status_code == 400, answer.text
    assert vllm_server.client.get("/health").status_code == 200
