"""Lists are bounded to what the engine takes, and requests for vectors take places by their inputs."""

from typing import Any

import pytest

from predictor.protocols.openai.list_limits import MOST_ENTRIES
from predictor.protocols.openai.request_body import RequestBody
from tests.unit.protocols.openai.apps import Scripted, completion
from tests.unit.protocols.openai.conftest import Connect

ASK: dict[str, Any] = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}]}
BOUNDED = {
    "allowed_token_ids": (1024, list(range(1025))),
    "logit_bias": (1024, {str(token): 1 for token in range(1025)}),
    "stop_token_ids": (128, list(range(129))),
    "bad_words": (128, [f"w{number}" for number in range(129)]),
    "logprob_token_ids": (128, list(range(129))),
    "stop": (64, [f"w{number}" for number in range(65)]),
    "tools": (512, [{}] * 513),
    "functions": (512, [{}] * 513),
    "messages": (2048, ASK["messages"] * 2049),
}


@pytest.mark.parametrize("name", BOUNDED)
async def test_a_longer_list_is_400_that_names_it_and_its_limit(name: str, connect: Connect) -> None:
    app = Scripted(completion("네"))
    client = await connect(app)
    most, too_long = BOUNDED[name]
    refused = await client.post("/v1/chat/completions", json=ASK | {name: too_long})
    assert (refused.status_code, app.asked) == (400, [])
    assert name in refused.json()["error"]["message"]
    assert str(most) in refused.json()["error"]["message"]
    fitting = dict(list(too_long.items())[:most]) if isinstance(too_long, dict) else too_long[:most]
    assert (await client.post("/v1/chat/completions", json=ASK | {name: fitting})).status_code == 200


def test_every_bound_of_the_engine_is_tested() -> None:
    assert {name for name, most in MOST_ENTRIES.items() if most <= 1024} <= set(BOUNDED)


async def test_parts_of_messages_are_bounded_in_all(connect: Connect) -> None:
    client = await connect(Scripted(completion("네")))
    parts = [{"role": "user", "content": [{"type": "text", "text": "가"}] * 1025}]
    assert (await client.post("/v1/chat/completions", json=ASK | {"messages": parts * 2})).status_code == 400
    assert (await client.post("/v1/chat/completions", json=ASK | {"messages": parts})).status_code == 200


@pytest.mark.parametrize(
    ("route", "fields", "places"),
    [
        ("embeddings", {"input": "가"}, 1),
        ("embeddings", {"input": ["가"] * 32}, 1),
        ("embeddings", {"input": ["가"] * 33}, 2),
        ("embeddings", {"input": [1, 2, 3]}, 1),
        ("rerank", {"query": "가", "documents": ["가"] * 100}, 4),
        ("score", {"text_1": "가", "text_2": ["가"] * 64}, 2),
        ("completions", {"prompt": ["가"] * 5}, 5),
        ("chat/completions", ASK, 1),
    ],
)
def test_places_follow_the_number_of_inputs(route: str, fields: dict[str, Any], places: int) -> None:
    assert RequestBody(b"", fields).prompts(route) == places


async def test_more_vectors_than_openai_takes_are_400(connect: Connect) -> None:
    client = await connect(Scripted({"data": []}))
    refused = await client.post("/v1/embeddings", json={"model": "llm", "input": ["가"] * 2049})
    assert refused.status_code == 400
    assert "2048" in refused.json()["error"]["message"]
