"""Every path × method and every gRPC call × state of the key.

Both are drawn from the application's own routes and the protocol's own descriptor, so that a new one is swept by itself.
"""

import re
from collections.abc import AsyncIterator

import pytest
from fastapi.routing import APIRoute
from grpc import StatusCode, aio
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from starlette.routing import Route as StarletteRoute

from predictor.protocols.page.files import FOLDER
from predictor.protocols.routing import ALIASES, OPENAI_ROUTES, PATHS
from tests.service import free_port
from tests.unit.conftest import Client, Serve

KEYS = {"none": None, "wrong": "wrong", "right": "right", "old": "old", "empty": "", "longer": "right "}
# The whole list of what answers without a key. A path may be added here only on purpose.
OPEN = {
    *("/", "/health", "/metrics", "/openapi.json", "/docs", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css"),
    *("/playground", *(f"/page/{file.name}" for file in FOLDER.iterdir() if file.suffix != ".html")),
    *("/v1/models", "/v1/models/llm", "/v2", "/v2/models", "/v2/models/llm", "/v2/models/llm/ready"),
    *("/v2/health/live", "/v2/health/ready", "/v2/models/llm/versions/1", "/v2/models/llm/versions/1/ready"),
}
# The same list of gRPC calls.
OPEN_CALLS = {"ServerLive", "ServerReady", "ServerMetadata", "ModelReady", "ModelMetadata"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NOT_SERVED = ("/unknown", "/openai/unknown", "/v1/unknown", "/v2/unknown", "/v2/repository/models/llm/load", "/infer/x")


def paths(client: Client) -> set[str]:
    """Every path that the application has a route for, and those that the OpenAI adapter answers."""
    found = {route.path for route in client.server.routes.routes if isinstance(route, APIRoute | StarletteRoute)}
    found = {path.replace("{model_name}", "llm").replace("{model_version}", "1") for path in found}
    assert not [path for path in found if "{" in path], "give the new parameter a value"
    openai = {f"{prefix}/v1/{route}" for prefix in ("", "/openai") for route in OPENAI_ROUTES}
    bare = {"/rerank", "/score", "/classify", "/pooling", "/v2/rerank", "/v2/embed"}
    assert all(re.fullmatch(ALIASES, path) for path in bare)
    return found | openai | bare | {"/openai/v1/models", "/openai/v1/models/llm", "/openai/openapi.json"}


def headers(key: str | None, kind: str) -> dict[str, str]:
    if key is None:
        return {}
    return {"authorization": f"Bearer {key}"} if kind == "bearer" else {"x-api-key": key}


@pytest.mark.parametrize("kind", ["bearer", "x-api-key"])
@pytest.mark.parametrize("state", KEYS)
async def test_nothing_but_the_open_paths_answers_without_a_key(state: str, kind: str, serve: Serve) -> None:
    client = serve(api_keys="right,old", docs=True, playground=True, tokenize_routes=True)
    is_known = state in ("right", "old") or (state == "longer" and kind == "bearer")
    swept = 0
    for path in paths(client) | set(NOT_SERVED):
        for method in METHODS:
            answer = await client.request(method, path, headers=headers(KEYS[state], kind))
            is_closed = path not in OPEN
            assert (answer.status_code == 401) == (is_closed and not is_known), (method, path, answer.status_code)
            assert answer.status_code < 500, (method, path)
            swept += 1
    assert swept > 400


async def test_each_route_of_the_application_stands_in_the_table(serve: Serve) -> None:
    for path in paths(serve(docs=True, playground=True)):
        assert any(row.pattern.fullmatch(path) for row in PATHS), path


def spellings(path: str) -> tuple[str, ...]:
    """Other ways to write a path."""
    return (
        f"{path}/",
        f"/{path}",
        f"{path}//",
        f"/.{path}",
        f"/x/..{path}",
        path.replace("/", "/%2e/", 1),
        f"{path}%00",
        f"{path}?a=1",
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
async def test_no_other_spelling_of_a_closed_path_opens_it(method: str, serve: Serve) -> None:
    client = serve(api_keys="right", docs=True, tokenize_routes=True)
    for path in paths(client) - OPEN:
        for spelling in spellings(path):
            answer = await client.request(method, f"http://predictor{spelling}")
            assert answer.status_code == 401, (method, spelling, answer.status_code)


def calls() -> set[str]:
    """Every call that KServe's descriptors name, and those that they do not."""
    named = {f"/{of.full_name}/{call.name}" for of in pb.DESCRIPTOR.services_by_name.values() for call in of.methods}
    service = next(iter(named)).rpartition("/")[0]
    assert all(f"{service}/{call}" in named for call in OPEN_CALLS | {"ModelInfer"})
    others = (f"{service}/ModelStreamInfer", f"{service}/modelInfer", f"{service}/ModelInfer/", "/other.Service/ModelInfer", "/x")
    return named | set(others)


@pytest.fixture
async def grpc_port(serve: Serve) -> AsyncIterator[int]:
    client, port = serve(api_keys="right,old"), free_port()
    service = client.server.grpc_service(port)
    await service.start()
    yield port
    await service.stop(0)


@pytest.mark.parametrize("kind", ["bearer", "x-api-key"])
@pytest.mark.parametrize("state", KEYS)
async def test_no_grpc_call_but_the_open_ones_answers_without_a_key(state: str, kind: str, grpc_port: int) -> None:
    is_known = state in ("right", "old") or (state == "longer" and kind == "bearer")
    async with aio.insecure_channel(f"127.0.0.1:{grpc_port}") as channel:
        for call in calls():
            code = StatusCode.OK
            try:
                await channel.unary_unary(call)(b"", metadata=tuple(headers(KEYS[state], kind).items()))
            except aio.AioRpcError as error:
                code = error.code()
            is_closed = call.rpartition("/")[2] not in OPEN_CALLS
            assert (code is StatusCode.UNAUTHENTICATED) == (is_closed and not is_known), (call, code)
            assert code not in (StatusCode.INTERNAL, StatusCode.UNKNOWN), call
