import pytest
from fastapi import FastAPI

from predictor.config import Settings
from predictor.engines.mock import MockEngine
from predictor.errors import EXIT_PORT_TAKEN, Fatal
from predictor.protocols.edge import EdgeMiddleware
from predictor.protocols.openai import OpenAIMiddleware
from predictor.server.front_end import FrontEnd
from tests.personal import PHONE
from tests.service import free_port
from tests.unit.conftest import Serve


async def test_one_port_answers_every_protocol_over_one_model(serve: Serve) -> None:
    client = serve()
    native = (await client.post("/infer", json={"query": "가"})).json()["generated_text"]
    v1 = (await client.post("/v1/models/llm:predict", json={"instances": [{"query": "가"}]})).json()["predictions"]
    tensor = {"name": "query", "shape": [1], "datatype": "BYTES", "data": ["가"]}
    v2 = (await client.post("/v2/models/llm/infer", json={"inputs": [tensor]})).json()["outputs"][0]["data"]
    chat = {"model": "llm", "messages": [{"role": "user", "content": "가"}]}
    openai = (await client.post("/openai/v1/chat/completions", json=chat)).json()["choices"][0]["message"]["content"]
    assert (native, v1[0]["generated_text"], v2, openai) == ("[mock] 가", "[mock] 가", ["[mock] 가"], "[mock] 가")


async def test_the_application_behind_the_edge_is_fastapi(serve: Serve) -> None:
    edge = serve().server.app
    assert isinstance(edge, EdgeMiddleware)
    assert isinstance(edge.app, OpenAIMiddleware)
    assert isinstance(edge.app.app, FastAPI)


async def test_the_edge_stands_before_every_route(serve: Serve) -> None:
    client = serve(api_keys="invented")
    for path in ("/infer", "/infer/stream", "/v1/models/llm:predict", "/v2/models/llm/infer", "/v1/completions", "/unknown"):
        answer = await client.post(path, json={"query": PHONE})
        assert answer.status_code == 401, path
        assert answer.headers["x-request-id"], path


async def test_models_cannot_be_loaded_or_unloaded_from_outside(serve: Serve) -> None:
    client = serve()
    for path in ("/v2/repository/models/llm/load", "/v2/repository/models/llm/unload", "/v2/repository/index"):
        assert (await client.post(path)).status_code == 404, path
    assert (await client.get("/health")).status_code == 200


async def test_the_models_name_is_the_settings(serve: Serve) -> None:
    client = serve(model_name="qwen")
    assert client.server.model.name == "qwen"
    assert (await client.get("/v1/models")).json()["models"] == ["qwen"]
    assert (await client.post("/v1/models/llm:predict", json={"instances": ["가"]})).status_code == 404


async def test_a_browser_may_read_the_headers_that_a_client_acts_on(serve: Serve) -> None:
    origin = {"origin": "https://shop.example"}
    answer = await serve(cors_origins="https://shop.example").post("/infer", json={"query": "가"}, headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert {"X-Request-ID", "Retry-After"} <= {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert "access-control-allow-origin" not in (await serve().post("/infer", json={"query": "가"}, headers=origin)).headers


async def test_a_taken_grpc_port_is_fatal_with_its_exit_code() -> None:
    port = free_port()
    settings = Settings(_env_file=None, fallback_mock=True, grpc_port=port)
    first, second = (FrontEnd(settings, MockEngine(settings), None) for _ in range(2))
    await first.start_grpc()
    try:
        with pytest.raises(Fatal, match=str(port)) as refused:
            await second.start_grpc()
        assert refused.value.exit_code == EXIT_PORT_TAKEN
    finally:
        await first.stop_grpc()
        first.close()
        second.close()
