from typing import Any

from predictor.protocols.openai import openapi
from tests.unit.protocols.openai.conftest import Connect


class Described:
    """An engine's app that describes more than is served."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("a description sends no request")

    def openapi(self) -> dict[str, Any]:
        operation: dict[str, Any] = {"responses": {}}
        paths = {"/v1/completions": {"post": operation}, "/tokenize": {"post": operation}, "/load_lora": {"post": operation}}
        return {"openapi": "3.1.0", "info": {}, "paths": {**paths, "/v1/models": {"get": operation}}}


def test_only_the_routes_that_are_served_are_described() -> None:
    described = openapi.describe(Described(), tokenize=False)
    assert described is not None
    assert set(described["paths"]) == {"/openai/v1/completions"}
    switched_on = openapi.describe(Described(), tokenize=True)
    assert switched_on is not None
    assert set(switched_on["paths"]) == {"/openai/v1/completions", "/openai/v1/tokenize"}


async def test_the_description_of_a_text_engine_names_its_request_fields(connect: Connect) -> None:
    client = await connect(docs=True)
    described = (await client.get(openapi.PATH)).json()
    body = described["paths"]["/openai/v1/chat/completions"]["post"]["requestBody"]
    schema = described["components"]["schemas"][body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    assert "messages" in schema["properties"]


async def test_without_the_setting_there_is_no_description(connect: Connect) -> None:
    assert (await (await connect()).get(openapi.PATH)).status_code == 404


async def test_an_engine_without_a_description_is_one_clear_answer(connect: Connect) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError

    answer = await (await connect(app, docs=True)).get(openapi.PATH)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"]
