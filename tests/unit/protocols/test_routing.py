import pytest

from predictor.protocols.routing import ROUTE_KEY, Route, classify, normalise
from tests.unit.conftest import Serve
from tests.unit.protocols.every import ENVELOPES, PATHS, korean


@pytest.mark.parametrize(
    ("path", "protocol", "is_inference"),
    [
        ("/", "native", False),
        ("/health", "native", False),
        ("/metrics", "operations", False),
        ("/playground", "operations", False),
        ("/playground/mask", "operations", False),
        ("/page/status.js", "operations", False),
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
        ("/v11/health", "operations", False),
        ("/chat/completions", "openai", False),
        ("/api/v1/models", "openai", False),
        ("/v2/chat/completions", "openai", False),
        ("/messages", "openai", False),
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
        "/playground/mask",
        "/playground/other",
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


READ = ("/", "/health", "/metrics", "/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/llm/ready", "/v1/models/llm")


@pytest.mark.parametrize("path", [*READ, "/v1/models", "/openai/v1/models", "/v2/models"])
async def test_head_is_answered_as_get_without_a_body(path: str, serve: Serve) -> None:
    client = serve()
    head, get = await client.head(path), await client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "POST", "TRACE"])
@pytest.mark.parametrize("path", READ)
async def test_a_path_that_is_read_says_that_it_takes_get_and_head(path: str, method: str, serve: Serve) -> None:
    answer = await serve().request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
async def test_a_path_that_infers_says_that_it_takes_post(path: str, method: str, serve: Serve) -> None:
    answer = await serve().request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    if method != "HEAD":
        assert korean(answer.json()).endswith("POST")


@pytest.mark.parametrize("path", PATHS)
async def test_one_slash_at_the_end_changes_nothing_and_redirects_nowhere(path: str, serve: Serve) -> None:
    client = serve()
    assert (await client.post(path + "/", json=ENVELOPES[path])).status_code == 200
    assert (await client.post(path + "//", json=ENVELOPES[path])).status_code == 404


async def test_a_read_path_with_a_slash_is_answered_and_not_redirected(serve: Serve) -> None:
    for path in READ:
        assert (await serve().get(path.rstrip("/") + "/")).status_code == 200, path


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/chat/completions", "/openai/v1"),
        ("/openai/chat/completions", "/openai/v1"),
        ("/openai/v1/v1/chat/completions", "/openai/v1"),
        ("/v1/openai/v1/embeddings", "/openai/v1"),
        ("/v1/messages", "Anthropic"),
        ("/openai/v1/audio/transcriptions", "글만"),
        ("/openai/v1/responses/resp_1/cancel", "대화 전체"),
        ("/openai/v1/vector_stores", "대화 전체"),
        ("/predict", "/infer"),
    ],
)
async def test_a_wrong_path_is_a_404_that_says_which_is_right(path: str, says: str, serve: Serve) -> None:
    answer = await serve().post(path, json={})
    assert answer.status_code == 404
    assert says in korean(answer.json())


@pytest.mark.parametrize(
    "path", ["/chat/completions", "/api/v1/embeddings", "/infer/chat/completions", "/v2/completions", "/responses"]
)
async def test_a_client_of_openai_with_a_wrong_base_url_reads_the_right_one(path: str, serve: Serve) -> None:
    error = (await serve().post(path, json={})).json()["error"]
    assert "base URL for OpenAI's clients is http://…/openai/v1" in error["message"]
    assert error["code"] == "not_found"


def test_an_absolute_form_names_the_same_path() -> None:
    assert normalise("HTTPS://llm.example.com:8000/v1/models/llm:predict") == "/v1/models/llm:predict"
    assert normalise("http://llm.example.com") == "/"


@pytest.mark.parametrize("path", ["/health\n", "/infer\n", "/docsanything", "/v1/models/llm/ready\n", "/metrics/x"])
def test_what_is_only_like_an_open_path_needs_a_key(path: str) -> None:
    route = classify(path)
    assert (route.is_open, route.is_inference) == (False, False)


@pytest.mark.parametrize("path", ["/rerank", "/v1/rerank", "/v2/rerank", "/score", "/pooling", "/classify", "/v2/embed"])
def test_the_paths_of_other_clients_are_openai_routes_that_infer(path: str) -> None:
    route = classify(path)
    assert (route.protocol, route.is_inference, route.is_open) == ("openai", True, False)
    assert route.openai == path.rpartition("/")[2]


async def test_an_event_source_reads_that_fetch_is_needed(serve: Serve) -> None:
    answer = await serve().get("/infer/stream", headers={"accept": "text/event-stream"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "fetch" in answer.json()["detail"]


async def test_an_event_source_on_a_path_that_takes_get_alone_reads_nothing_of_fetch(serve: Serve) -> None:
    answer = await serve().post("/v2/health/live", headers={"accept": "text/event-stream"})
    assert (answer.status_code, "fetch" in answer.text) == (405, False)
