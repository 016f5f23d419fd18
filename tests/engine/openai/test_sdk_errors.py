"""Errors as the openai SDK raises them, sync and async, and its retries: a running vLLM with keys, a ceiling and a deadline."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.conftest import Start
from tests.service import Service

pytestmark = pytest.mark.vllm
LIMITS = {"LLM_API_KEYS": "invented-key", "MAX_CONCURRENT_INFERENCE": "1", "INFERENCE_TIMEOUT_SEC": "3"}
SHORT: Any = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}], "max_tokens": 4}
ENDLESS: Any = SHORT | {"max_tokens": 15_000, "extra_body": {"ignore_eos": True}}
Chat = Callable[..., Any]


@pytest.fixture(scope="module")
def server(start_for_module: Start) -> Service:
    return start_for_module(**LIMITS).wait_ready()


@pytest.fixture(params=["sync", "async"])
def chat(request: pytest.FixtureRequest, server: Service) -> Chat:
    """Asks for one chat by either kind of client: `chat(body, api_key=…, max_retries=…)`."""
    where = {"base_url": f"{server.url}/openai/v1", "api_key": "invented-key", "max_retries": 0}

    def sync(body: Any, **options: Any) -> Any:
        with OpenAI(**{**where, **options}) as client:
            return client.chat.completions.create(**body)

    async def alone(body: Any, **options: Any) -> Any:
        async with AsyncOpenAI(**{**where, **options}) as client:
            return await client.chat.completions.create(**body)

    return sync if request.param == "sync" else lambda body, **options: asyncio.run(alone(body, **options))


def test_a_wrong_key_is_an_authentication_error(chat: Chat) -> None:
    with pytest.raises(openai.AuthenticationError) as raised:
        chat(SHORT, api_key="wrong")
    assert raised.value.code == "invalid_api_key"
    assert chat(SHORT).choices


def test_a_wrong_field_is_a_bad_request_and_an_unknown_model_not_found(chat: Chat) -> None:
    with pytest.raises(openai.BadRequestError, match="temperature"):
        chat(SHORT | {"temperature": -1})
    with pytest.raises(openai.NotFoundError, match="does not exist"):
        chat(SHORT | {"model": "other"})


def test_a_passed_deadline_is_a_503(chat: Chat) -> None:
    with pytest.raises(openai.InternalServerError, match="INFERENCE_TIMEOUT_SEC") as raised:
        chat(ENDLESS)
    assert (raised.value.status_code, raised.value.code) == (503, "inference_timeout")


def test_the_ceiling_is_a_rate_limit_error_and_a_retry_waits_until_it_is_free(chat: Chat, server: Service) -> None:
    with ThreadPoolExecutor() as pool:
        holding = pool.submit(server.post, "/v1/chat/completions", ENDLESS["extra_body"] | _plain(ENDLESS), headers=_key())
        while not server.metric("llm_inferences_in_flight"):
            assert not holding.done()
        with pytest.raises(openai.RateLimitError) as raised:
            chat(SHORT)
        assert (raised.value.code, raised.value.response.headers["retry-after"]) == ("concurrency_limit_exceeded", "1")
        assert chat(SHORT, max_retries=5).choices
        assert holding.result().status_code == 503


def _plain(body: Any) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "extra_body"}


def _key() -> dict[str, str]:
    return {"authorization": "Bearer invented-key"}
