"""The form of an error's body on each protocol, as a client of the application sees it."""

from typing import Any

import pytest
from kserve.errors import InvalidInput, ModelNotFound, ModelNotReady, ServerNotLive
from starlette.exceptions import HTTPException

from predictor.errors import EXIT_ENGINE_DEAD, Fatal, PredictorError, TooManyRequests
from predictor.inference.lifecycle import Lifecycle, Stage
from predictor.protocols.error_bodies import ErrorMapper, error_body
from tests.personal import PHONE
from tests.unit.conftest import Client, Serve

INFERENCES: dict[str, dict[str, Any]] = {
    "/infer": {"query": "가"},
    "/v1/models/llm:predict": {"instances": [{"query": "가"}]},
    "/v2/models/llm/infer": {"inputs": [{"name": "query", "shape": [1], "datatype": "BYTES", "data": ["가"]}]},
    "/openai/v1/completions": {"model": "llm", "prompt": "가"},
}


async def errors(client: Client) -> dict[str, dict[str, Any]]:
    return {path: (await client.post(path, json=body)).json() for path, body in INFERENCES.items()}


async def test_each_protocol_writes_the_same_error_in_its_own_form(serve: Serve) -> None:
    bodies = await errors(serve(mock_fault="oom"))
    message = "Out of memory during the inference"
    assert bodies["/infer"]["detail"] == "LLM 추론 중 메모리 부족"
    kserve = {"error": "LLM 추론 중 메모리 부족", "message": message}
    assert bodies["/v1/models/llm:predict"] == bodies["/v2/models/llm/infer"] == kserve
    error = bodies["/openai/v1/completions"]["error"]
    assert set(error) == {"message", "detail", "type", "param", "code"}
    assert error["message"] == message
    assert (error["type"], error["code"]) == ("server_error", "out_of_memory")


async def test_while_the_model_is_not_ready_the_body_says_so_on_each_protocol(serve: Serve) -> None:
    for path, body in (await errors(serve(stage=Stage.LOADING))).items():
        assert any(words in str(body) for words in ("준비 중", "not ready")), path


@pytest.mark.parametrize("protocol", ["native", "v1", "v2", "openai", "operations"])
def test_no_protocol_leaves_an_error_without_words(protocol: Any) -> None:
    (words,) = (text for name, text in error_body(TooManyRequests(), protocol).items() if name in ("detail", "error"))
    assert words


def mapper(lifecycle: Lifecycle | None = None) -> ErrorMapper:
    return ErrorMapper(lifecycle or Lifecycle())


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (TooManyRequests(), 429),
        (HTTPException(404), 404),
        (ModelNotFound("llm"), 404),
        (ModelNotReady("llm"), 503),
        (InvalidInput("wrong"), 400),
        (MemoryError(), 503),
        (RuntimeError("engine"), 503),
        (OSError("disk"), 503),
        (KeyError("bug"), 500),
    ],
)
def test_every_exception_has_one_status(raised: Exception, status: int) -> None:
    assert mapper().map(raised).status == status


def test_what_kserve_quotes_of_a_body_is_masked() -> None:
    assert PHONE not in mapper().map(InvalidInput(f"cannot read {PHONE}")).detail


def test_a_predictor_that_must_restart_says_why() -> None:
    lifecycle = Lifecycle()
    lifecycle.fail(Fatal("engine died: killed", EXIT_ENGINE_DEAD))
    error = mapper(lifecycle).map(ServerNotLive())
    assert error.status == 503
    assert "engine died: killed" in str(error_body(error, "v2"))


def test_an_exception_that_no_row_names_is_logged_with_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(mapper().map(KeyError("bug")), PredictorError)
    assert any(record.exc_info for record in caplog.records)
