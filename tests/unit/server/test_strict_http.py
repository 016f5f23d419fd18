"""Heads that two readers could read in two ways, on a real socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import h11
import pytest

from predictor.server.listener import Listener, listen
from predictor.server.strict_http import StrictConnection
from tests.service import free_port
from tests.unit.conftest import Serve

BODY = b'{"query": "hi"}'
BASE = b"Host: x\r\nContent-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
Send = Callable[..., Awaitable[bytes]]


@pytest.fixture
async def send(serve: Serve) -> AsyncIterator[Send]:
    """Sends raw bytes, in pieces, to a listening predictor, and returns all that it answers until it closes or is silent."""
    client = serve(port=free_port(), host="127.0.0.1", header_max_bytes=4096, trusted_proxies="127.0.0.1", rate_limit="3/minute")
    listener = Listener(client.server.app, client.server.settings, listen("127.0.0.1", client.server.settings.port))
    serving = asyncio.create_task(listener.serve())
    while not listener.started:
        await asyncio.sleep(0.01)

    async def exchange(*pieces: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.server.settings.port)
        with suppress(ConnectionError):  # the answer may come, and the connection end, before all is sent
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.02)
        answer = b""
        with suppress(ConnectionError):
            answer = await received(reader)
        writer.close()
        return answer

    async def received(reader: asyncio.StreamReader) -> bytes:
        answer = b""
        try:
            while data := await asyncio.wait_for(reader.read(65536), 0.5):
                answer += data
        except TimeoutError:
            answer += b"<open>"
        return answer

    yield exchange
    listener.should_exit = True
    await serving


def post(*headers: bytes, path: bytes = b"/infer", body: bytes = BODY) -> bytes:
    return b"POST " + path + b" HTTP/1.1\r\n" + BASE + b"".join(headers) + b"\r\n" + body


@pytest.mark.parametrize(
    "raw",
    [
        post(LENGTH, LENGTH),
        post(LENGTH, b"content-length: 3\r\n"),
        post(LENGTH, b"Transfer-Encoding: chunked\r\n", body=CHUNKED),
        post(b"Transfer-Encoding: chunked\r\n", b"CONTENT-LENGTH : 15\r\n", body=CHUNKED),
        post(LENGTH).replace(b"HTTP/1.1\r\n", b"HTTP/1.1\n"),
        post(LENGTH, b"X: a\n"),
        post(LENGTH, b"X: a\r\n b\r\n"),
        post(LENGTH, b"X: a\r\n\tb\r\n"),
        post(LENGTH, b"X: " + b"a" * 4096 + b"\r\n"),
        post(b"Content-Length: 15, 15\r\n"),
        post(LENGTH).replace(b"HTTP/1.1", b"HTTP/2.0", 1),
        post(LENGTH).replace(b"HTTP/1.1", b"HTTP/1.9", 1),
        post(b"Transfer-Encoding: chunked\r\n", body=CHUNKED).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
        post(LENGTH, b"Authorization: Bearer a\r\n", b"authorization: Bearer b\r\n"),
        post(LENGTH, b"X-API-Key: a\r\n", b"X-API-Key: b\r\n"),
        post(LENGTH, b"Content-Type: text/plain\r\n"),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"POST /infer HTTP/1.1\r\n" + LENGTH + b"\r\n" + BODY,
    ],
)
async def test_an_ambiguous_head_is_a_400_that_says_why_and_closes(raw: bytes, send: Send) -> None:
    answer = await send(raw)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'{"detail": "' in answer
    assert not answer.endswith(b"<open>")
    assert answer.count(b"HTTP/1.1 400") == 1


async def test_a_head_is_measured_alike_in_one_write_and_in_many(send: Send) -> None:
    raw = post(LENGTH, b"X: " + b"a" * 5000 + b"\r\n")
    for pieces in ([raw], [raw[:3000], raw[3000:]], [raw[:2000], raw[2000:4000], raw[4000:]]):
        answer = await send(*pieces)
        assert b"LLM_HEADER_MAX_BYTES" in answer


async def test_a_large_body_behind_a_small_head_is_no_large_head(send: Send) -> None:
    body = b'{"query": "' + b"a" * 4000 + b'"}' + b" " * 4000
    assert (await send(post(b"Content-Length: %d\r\n" % len(body), body=body))).startswith(b"HTTP/1.1 200 ")


async def test_chunks_pipelined_requests_and_an_absolute_form_are_served(send: Send) -> None:
    chunked = post(b"Transfer-Encoding: chunked\r\n", path=b"http://x.example/infer", body=CHUNKED)
    answer = await send(chunked + post(LENGTH, path=b"/infer/"))
    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert answer.endswith(b"<open>")


async def test_a_head_of_http_1_0_and_trailers_are_read(send: Send) -> None:
    assert (await send(post(LENGTH).replace(b"HTTP/1.1", b"HTTP/1.0", 1))).startswith(b"HTTP/1.1 200 ")
    trailers = CHUNKED[:-2] + b"X-Note: a HTTP/2.0\r\nX-Note: b\r\n\r\n"
    assert (await send(post(b"Transfer-Encoding: chunked\r\n", body=trailers))).startswith(b"HTTP/1.1 200 ")


async def test_an_offer_of_h2c_loses_no_body(send: Send) -> None:
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n"
    assert b"[mock] hi" in await send(post(LENGTH, offer))


async def test_forwarded_addresses_in_two_lines_are_one_list(send: Send) -> None:
    """HAProxy adds a line of its own behind the caller's invented one."""
    statuses = []
    for number in range(5):
        lines = b"X-Forwarded-For: 10.1.1.%d\r\nX-Forwarded-For: 203.0.113.7\r\n" % number
        statuses.append((await send(post(LENGTH, lines)))[9:12])
    assert statuses == [b"200", b"200", b"200", b"429", b"429"]


@pytest.mark.parametrize(("path", "taken"), [(8000, True), (8200, False)])
def test_a_request_line_of_8000_octets_is_taken_and_a_longer_one_refused_with_its_limit(path: int, taken: bool) -> None:
    connection = StrictConnection(65_536)
    connection.receive_data(b"GET /" + b"a" * (path - 1) + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    if taken:
        assert len(connection.next_event().target) == path
        return
    with pytest.raises(h11.RemoteProtocolError):
        connection.next_event()
    assert "8192" in connection.reasons[1]
