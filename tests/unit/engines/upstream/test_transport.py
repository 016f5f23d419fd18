import asyncio
import ssl
from collections.abc import AsyncIterator

import httpx
import pytest

from predictor.engines.upstream.transport import Transport, detached
from tests.unit.engines.upstream.standin import StandIn
from tests.waiting import until


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    made = Transport(ssl.create_default_context())
    yield made
    await made.aclose()


def request(upstream: StandIn, path: str = "/health") -> httpx.Request:
    return httpx.Request("GET", upstream.url + path)


async def read(transport: Transport, upstream: StandIn) -> int:
    response = await transport.handle_async_request(request(upstream))
    await response.aread()
    await response.aclose()
    return response.status_code


async def test_requests_one_after_the_other_share_one_connection(transport: Transport, third: StandIn) -> None:
    assert [await read(transport, third) for _ in range(3)] == [200, 200, 200]
    assert third.open == 1


async def test_no_cookie_of_an_upstream_comes_back_to_it(transport: Transport, third: StandIn) -> None:
    await read(transport, third)
    await read(transport, third)
    assert all("cookie" not in seen.headers for seen in third.seen)


async def test_a_cancelled_request_leaves_no_connection_open(transport: Transport, third: StandIn) -> None:
    third.fault = "hang"
    body = httpx.Request("POST", third.url + "/v1/completions", json={"prompt": "안녕"})
    sending = asyncio.create_task(transport.handle_async_request(body))
    await until(lambda: bool(third.inferences))
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await until(lambda: third.open == 0)
    assert third.left == 1


async def test_a_refused_connection_is_httpxs_own_error(transport: Transport, third: StandIn) -> None:
    await third.stop()
    with pytest.raises(httpx.ConnectError):
        await transport.handle_async_request(request(third))
    await third.start()


async def test_a_detached_task_ends_although_its_maker_was_cancelled() -> None:
    done = asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.02)
        done.set()

    async def maker() -> None:
        await asyncio.shield(detached(work()))

    making = asyncio.create_task(maker())
    await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    await asyncio.wait_for(done.wait(), 1)
