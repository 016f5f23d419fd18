"""Schemathesis over OpenAI's routes: whatever is sent, the answer is one of the table's, in OpenAI's envelope, and in time."""

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Start
from tests.service import Service

STATUSES = {200, 400, 404, 405, 413, 415, 422, 429, 503}
PATHS = ["/openai/v1/chat/completions", "/openai/v1/completions"]
PHONE = "010-1234-5678"
ENGINES = {"mock": {"LLM_FALLBACK_MOCK": "1"}, "vllm": {"LLM_VLLM_ARGS": "--max-model-len 256", "LLM_TOKENIZE_ROUTES": "true"}}


@pytest.fixture(scope="module", params=["mock", pytest.param("vllm", marks=pytest.mark.vllm)])
def server(request: pytest.FixtureRequest, start_for_module: Start) -> Service:
    return start_for_module(**ENGINES[request.param], LLM_DOCS="true", LLM_LOG_LEVEL="DEBUG").wait_ready()


@pytest.fixture(scope="module")
def described(server: Service) -> Any:
    return server.client.get("/openai/openapi.json").json()


def rarely(server: Service, most: int = 60) -> settings:
    """Fewer examples where each may run a model."""
    return settings(
        max_examples=most if "LLM_FALLBACK_MOCK" in server.environment else most // 2,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def check(response: httpx.Response) -> None:
    assert response.status_code in STATUSES
    if response.status_code != 200:
        body = response.json()
        error = body["error"]
        if isinstance(error, str):  # /v1/models is KServe's path too, and a method that it does not take is answered in V1's form
            assert (response.status_code, body.keys()) == (405, {"error", "message"})
            return
        assert error.keys() == {"message", "detail", "type", "param", "code"}
        assert error["message"]


def fuzz(server: Service, path: str, contents: st.SearchStrategy[bytes]) -> None:
    """Send many of `contents` and check each answer."""

    @rarely(server)
    @given(content=contents)
    def send(content: bytes) -> None:
        response = server.client.post(path, content=content, headers={"content-type": "application/json"}, timeout=20)
        check(response)
        assert PHONE not in response.text

    send()


def test_bodies_made_from_the_schema_get_defined_answers(server: Service, described: Any) -> None:
    assert {*PATHS} <= described["paths"].keys()
    for path in described["paths"]:
        cases = schemathesis.openapi.from_dict(described)[path]["POST"].as_strategy()
        fuzz(server, path, cases.map(lambda case: json.dumps(case.body).encode()))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.just(PHONE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
names = st.sampled_from(["model", "messages", "prompt", "stream", "n", "stop", "tools", "max_tokens", "stream_options", "user"])


@pytest.mark.parametrize("path", [*PATHS, "/v1/embeddings", "/v1/responses", "/v1/models", "/openai"])
def test_any_json_gets_a_defined_answer_without_the_value_that_was_sent(server: Service, path: str) -> None:
    objects = st.dictionaries(names | st.text(max_size=6), json_values, max_size=6)
    fuzz(server, path, (objects | json_values).map(lambda body: json.dumps(body).encode()))


@pytest.mark.parametrize("path", PATHS)
def test_any_bytes_get_a_defined_answer(server: Service, path: str) -> None:
    fuzz(server, path, st.binary(max_size=200))


def test_no_value_that_was_sent_is_in_the_log(server: Service) -> None:
    assert PHONE not in server.log
