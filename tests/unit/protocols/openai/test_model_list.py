import json

import pytest

from predictor.inference.lifecycle import Stage
from tests.unit.conftest import Serve
from tests.unit.protocols.openai.apps import Scripted
from tests.unit.protocols.openai.conftest import Connect

ADAPTERS = json.dumps({"object": "list", "data": [{"id": "llm", "object": "model"}, {"id": "adapter", "object": "model"}]})


@pytest.mark.parametrize("prefix", ["", "/openai"])
async def test_the_list_has_what_openais_and_kserves_clients_read(prefix: str, connect: Connect) -> None:
    answer = (await (await connect()).get(f"{prefix}/v1/models")).json()
    assert answer["object"] == "list"
    assert [card["id"] for card in answer["data"]] == ["llm"]
    assert answer["models"] == ["llm"]


async def test_the_engines_adapters_are_listed_and_found(connect: Connect) -> None:
    client = await connect(Scripted(ADAPTERS))
    assert [card["id"] for card in (await client.get("/v1/models")).json()["data"]] == ["llm", "adapter"]
    assert (await client.get("/openai/v1/models/adapter")).json() == {
        "name": "adapter",
        "ready": True,
        "id": "adapter",
        "object": "model",
    }


@pytest.mark.parametrize("prefix", ["", "/openai"])
async def test_another_model_is_not_found(prefix: str, connect: Connect) -> None:
    assert (await (await connect()).get(f"{prefix}/v1/models/other")).status_code == 404


@pytest.mark.parametrize("path", ["/v1/models", "/openai/v1/models/llm"])
async def test_it_is_read_and_not_written(path: str, connect: Connect) -> None:
    client = await connect()
    answer = await client.delete(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


async def test_while_the_model_is_loaded_kserves_path_answers_as_kserve_does(serve: Serve) -> None:
    client = serve(stage=Stage.LOADING)
    assert (await client.get("/v1/models")).json() == {"models": ["llm"]}
    assert (await client.get("/v1/models/llm")).status_code == 503
    refused = await client.get("/openai/v1/models")
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "not_ready"
