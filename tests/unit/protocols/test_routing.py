import pytest

from predictor.protocols.routing import ROUTE_KEY, Route, classify


@pytest.mark.parametrize(
    ("path", "protocol", "is_inference"),
    [
        ("/", "operations", False),
        ("/health", "operations", False),
        ("/metrics", "operations", False),
        ("/infer", "native", True),
        ("/infer/stream", "native", True),
        ("/v1/models/llm:predict", "v1", True),
        ("/v1/models/llm", "v1", False),
        ("/v2/models/llm/infer", "v2", True),
        ("/v2/models/llm/ready", "v2", False),
        ("/v2/health/live", "v2", False),
        ("/v1/chat/completions", "openai", True),
        ("/openai/v1/completions", "openai", True),
        ("/openai/v1/embeddings", "openai", True),
        ("/openai/v1/no/such/route", "openai", False),
        ("/v1/no/such/route", "openai", False),
        ("/no/such/path", "operations", False),
        ("/inference", "operations", False),
        ("/v11/models", "operations", False),
    ],
)
def test_a_path_belongs_to_one_protocol_known_or_not(path: str, protocol: str, is_inference: bool) -> None:
    route = classify(path)
    assert (route.protocol, route.is_inference) == (protocol, is_inference)


@pytest.mark.parametrize(
    "path", ["/", "/health", "/metrics", "/v2/health/live", "/v2/health/ready", "/v2/models/llm/ready", "/v1/models"]
)
def test_what_kubernetes_and_prometheus_read_needs_no_key(path: str) -> None:
    assert classify(path).is_open


@pytest.mark.parametrize(
    "path",
    [
        "/infer",
        "/infer/stream",
        "/v1/models/llm:predict",
        "/v1/models/llm:explain",
        "/v2/models/llm/infer",
        "/v1/completions",
        "/openai/v1/models",
        "/v2/repository/index",
        "/healthy",
        "/metrics/other",
        "/unknown",
    ],
)
def test_every_other_path_needs_a_key(path: str) -> None:
    assert not classify(path).is_open


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/chat/completions", "chat/completions"),
        ("/openai/v1/chat/completions", "chat/completions"),
        ("/v1/models", "models"),
        ("/v1/models/llm", "models/llm"),
        ("/openai", ""),
        ("/openai/other", ""),
        ("/v1/models/llm:predict", None),
        ("/v1/models/llm/ready", None),
        ("/infer", None),
        ("/v2/models/llm/infer", None),
    ],
)
def test_openais_adapter_answers_its_own_paths_and_leaves_kserves(path: str, route: str | None) -> None:
    assert classify(path).openai == route


def test_a_request_whose_path_was_not_classified_is_an_error() -> None:
    route = classify("/infer")
    assert Route.of({ROUTE_KEY: route}) is route
    for scope in ({}, {ROUTE_KEY: "native"}):
        with pytest.raises(RuntimeError, match="did not pass the edge"):
            Route.of(scope)
