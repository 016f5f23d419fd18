"""The port on a real socket: when it opens, whom it drops, and that closing it loses no request."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from predictor.config import Settings
from predictor.errors import EXIT_PORT_TAKEN, Fatal
from predictor.server.listener import Listener, listen
from tests.service import free_port
from tests.waiting import until

Open = Callable[..., Listener]
GET = b"GET / HTTP/1.1\r\nhost: predictor\r\n\r\n"


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def open_port() -> AsyncIterator[Open]:
    """Makes a listener that serves `app`; it is closed after the test."""
    opened: list[tuple[Listener, asyncio.Task[None]]] = []

    def make(app: Any = app, **settings: Any) -> Listener:
        chosen = Settings(_env_file=None, host="127.0.0.1", port=free_port(), **settings)
        listener = Listener(app, chosen, listen(chosen.host, chosen.port))
        opened.append((listener, asyncio.create_task(listener.serve())))
        return listener

    yield make
    for listener, serving in opened:
        listener.should_exit = True
        await asyncio.wait_for(serving, 10)


async def connect(listener: Listener) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", listener.socket.getsockname()[1])


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    return head + await asyncio.wait_for(reader.readexactly(2), 5)


async def test_it_answers_and_names_no_server(open_port: Open) -> None:
    listener = open_port()
    await until(lambda: listener.started)
    reader, writer = await connect(listener)
    writer.write(GET)
    whole = await answer(reader)
    assert whole.startswith(b"HTTP/1.1 200")
    assert b"server:" not in whole.lower()
    writer.close()


async def test_a_taken_port_is_fatal_with_the_address_and_its_exit_code() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Fatal, match=f"127.0.0.1:{port}") as refused:
            listen("127.0.0.1", port)
    assert refused.value.exit_code == EXIT_PORT_TAKEN


@pytest.mark.parametrize("is_streamed", [True, False])
async def test_a_caller_that_never_reads_its_answer_is_cut_off(
    is_streamed: bool, open_port: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("predictor.server.listener.STALLED_SEC", 0.5)
    monkeypatch.setattr("predictor.server.listener.SWEEP_TICKS", 1)
    left: list[str] = []

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if not is_streamed:
            await send({"type": "http.response.body", "body": b"a" * 2**26})
        while not left and is_streamed:
            await send({"type": "http.response.body", "body": b"a" * 2**16, "more_body": True})
            left.extend(["disconnected"] if scope["left"]() else [])

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        cycle = send.__self__  # uvicorn's RequestResponseCycle
        await endless(scope | {"left": lambda: cycle.disconnected}, receive, send)

    listener = open_port(app=watched)
    await until(lambda: listener.started)
    with socket.create_connection(("127.0.0.1", listener.socket.getsockname()[1])) as stalled:
        stalled.sendall(GET)
        await until(lambda: listener.server_state.connections)
        await until(lambda: not listener.server_state.connections, 20)
    await until(lambda: left or not is_streamed)


async def test_a_caller_that_reads_slowly_gets_its_whole_answer(open_port: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("predictor.server.listener.STALLED_SEC", 4.0)
    monkeypatch.setattr("predictor.server.listener.SWEEP_TICKS", 1)

    async def large(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % 2**24)]})
        for _ in range(2**8):
            await send({"type": "http.response.body", "body": b"a" * 2**16, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    listener = open_port(app=large)
    await until(lambda: listener.started)
    reader, writer = await connect(listener)
    writer.write(GET)
    await reader.readuntil(b"\r\n\r\n")
    for _ in range(16):
        await asyncio.sleep(0.3)
        assert len(await reader.readexactly(2**20)) == 2**20
    writer.close()


async def test_a_connection_that_never_sends_a_whole_head_is_closed(open_port: Open) -> None:
    listener = open_port(keep_alive_sec=1)
    await until(lambda: listener.started)
    reader, writer = await connect(listener)
    writer.write(b"GET / HT")
    assert await asyncio.wait_for(reader.read(), 6) == b""
    writer.close()


async def test_a_head_that_outgrows_its_limit_is_refused_before_it_ends(open_port: Open) -> None:
    listener = open_port(header_max_bytes=4096)
    await until(lambda: listener.started)
    reader, writer = await connect(listener)
    writer.write(b"GET / HTTP/1.1\r\nhost: predictor\r\nx-long: " + b"a" * 5000)
    assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 400")
    writer.close()


async def test_a_caller_that_connected_before_the_port_closed_gets_its_answer(open_port: Open) -> None:
    listener = open_port()
    await until(lambda: listener.started)
    reader, writer = await connect(listener)
    port = listener.socket.getsockname()[1]
    listener.should_exit = True
    await until(lambda: not listener.servers or not listener.servers[0].is_serving())
    writer.write(GET)
    assert (await answer(reader)).startswith(b"HTTP/1.1 200")
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    writer.close()
