"""What an answer says about trying again, on every protocol."""

import pytest

from predictor import errors
from predictor.errors import PredictorError
from predictor.inference.lifecycle import Stage
from tests.unit.conftest import Serve
from tests.unit.protocols.every import ENVELOPES, PATHS


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("settings", "status", "again", "after"),
    [
        ({"timeout_sec": 0.05, "mock_delay_sec": 60}, 503, "false", None),
        ({"mock_fault": "oom"}, 503, "true", None),
        ({"mock_fault": "runtime"}, 503, "true", None),
        ({"mock_fault": "bug"}, 500, "false", None),
        ({"stage": Stage.LOADING}, 503, "true", "5"),
        ({"rate_limit": "1/hour"}, 429, "true", "3600"),
    ],
)
async def test_each_failure_says_whether_to_try_again(
    path: str, settings: dict[str, object], status: int, again: str, after: str | None, serve: Serve
) -> None:
    client = serve(**settings)
    answer = await client.post(path, json=ENVELOPES[path])
    while "rate_limit" in settings and answer.status_code == 200:
        answer = await client.post(path, json=ENVELOPES[path])
    assert (answer.status_code, answer.headers["x-should-retry"], answer.headers.get("retry-after")) == (status, again, after)


async def test_every_503_of_a_probe_says_when_to_ask_again(serve: Serve) -> None:
    client = serve(stage=Stage.WARMING)
    for path in ("/health", "/v2/health/ready", "/v2/models/llm/ready", "/v1/models/llm", "/openai/v1/models"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), path


def test_every_error_of_a_server_says_whether_to_try_again_in_both_languages() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PredictorError)]
    for kind in kinds:
        if kind is not PredictorError and kind.status in (429, 500, 503):
            assert kind.should_retry in (True, False), kind
        assert kind.message.isascii(), kind


async def test_a_request_without_a_key_is_401_however_often_it_comes(serve: Serve) -> None:
    client = serve(api_keys="right", rate_limit="2/minute")
    assert {(await client.post("/infer", json={"query": "a"})).status_code for _ in range(6)} == {401}
    assert (await client.post("/infer", json={"query": "a"}, headers={"x-api-key": "right"})).status_code == 200


async def test_browsers_may_read_the_headers_of_the_rate(serve: Serve) -> None:
    client = serve(cors_origins="https://app.example.com", rate_limit="9/minute")
    answer = await client.post("/infer", json={"query": "a"}, headers={"origin": "https://app.example.com"})
    exposed = answer.headers["access-control-expose-headers"].lower()
    sent = [name for name in answer.headers if name.startswith(("x-", "retry"))]
    assert [name for name in sent if name not in exposed] == []
