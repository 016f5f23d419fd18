"""Errors as the openai SDK raises them, and its retries, over the mock engine in process."""

import asyncio
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI

from tests.unit.protocols.openai.apps import Scripted, chunk
from tests.unit.protocols.openai.conftest import Connect

ASK: Any = {"model": "llm", "messages": [{"role": "user", "content": "가 나 다"}]}


class Leaves(httpx.AsyncBaseTransport):
    """The application in process; a response that it leaves unfinished ends as a broken connection does."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        parts: list[bytes] = []
        start: dict[str, Any] = {}
        ended = False
        body = await request.aread()
        messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return messages.pop() if messages else await asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))
                ended = not message.get("more_body", False)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "method": request.method,
            "path": request.url.path,
            "query_string": b"",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ("127.0.0.1", 1),
        }
        await self.app(scope, receive, send)

        async def stream() -> Any:
            for part in parts:
                yield part
            if not ended:
                raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")

        return httpx.Response(start["status"], headers=start["headers"], content=stream())


async def sdk(connect: Connect, app: Any = None, **settings: Any) -> AsyncOpenAI:
    client = await connect(app, **settings)
    http: Any = httpx.AsyncClient(transport=Leaves(client.server.app))
    return AsyncOpenAI(base_url="http://predictor/openai/v1", api_key="right", max_retries=0, http_client=http)


async def test_a_wrong_key_is_an_authentication_error(connect: Connect) -> None:
    client = await sdk(connect, api_keys="right")
    assert (await client.chat.completions.create(**ASK)).choices
    with pytest.raises(openai.AuthenticationError):
        await client.with_options(api_key="wrong").chat.completions.create(**ASK)


async def test_a_used_up_rate_is_a_rate_limit_error_and_a_retry_waits_for_it(connect: Connect) -> None:
    client = await sdk(connect, rate_limit="1/3second")
    first = await client.chat.completions.with_raw_response.create(**ASK)
    assert first.headers["x-ratelimit-limit-requests"] == "1"
    assert first.headers["x-ratelimit-remaining-requests"] == "0"
    with pytest.raises(openai.RateLimitError) as raised:
        await client.chat.completions.create(**ASK)
    assert raised.value.response.headers["retry-after"] in ("1", "2", "3")
    assert (await client.with_options(max_retries=2).chat.completions.create(**ASK)).choices


@pytest.mark.parametrize(("fault", "status"), [("oom", 503), ("runtime", 503), ("bug", 500)])
async def test_failures_of_the_engine_are_server_errors(connect: Connect, fault: str, status: int) -> None:
    client = await sdk(connect, mock_fault=fault)
    with pytest.raises(openai.InternalServerError) as raised:
        await client.chat.completions.create(**ASK)
    assert raised.value.status_code == status


async def test_wrong_requests_are_bad_requests_and_unknown_models_not_found(connect: Connect) -> None:
    client = await sdk(connect)
    with pytest.raises(openai.BadRequestError, match="tools"):
        await client.chat.completions.create(**ASK, tools=[{"type": "function", "function": {"name": "f"}}])
    with pytest.raises(openai.NotFoundError):
        await client.chat.completions.create(**{**ASK, "model": "gpt"})
    with pytest.raises(openai.NotFoundError):
        await client.embeddings.create(model="llm", input="가")


async def test_a_stream_that_fails_midway_never_looks_whole(connect: Connect) -> None:
    app = Scripted(chunk("가 "), chunk("나 "), RuntimeError("부서짐"), stream=True)
    client = await sdk(connect, app, pii_output=False)
    stream = aiter(await client.chat.completions.create(**ASK, stream=True))
    assert [(await anext(stream)).choices[0].delta.content for _ in range(2)] == ["가 ", "나 "]
    with pytest.raises(openai.APIError, match="부서짐"):
        await anext(stream)
