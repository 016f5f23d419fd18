"""The close of a port that several front ends share, seen on one of them; what they do together: test_front_end_group.py."""

import asyncio
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from predictor.config import Settings
from predictor.inference.shared_table import CLOSED, CONNECTIONS, SharedTable
from predictor.server.balanced_listener import BalancedListener
from predictor.server.listener import listen
from tests.service import free_port

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("served")(scope, receive, send)


async def test_from_the_first_moment_of_the_close_the_kernel_takes_no_connection_that_it_would_reset(tmp_path: Path) -> None:
    settings, table = Settings(_env_file=None, host="127.0.0.1", port=free_port()), SharedTable(tmp_path / "table", 1)
    listener = BalancedListener(app, settings, listen(settings.host, settings.port), table, 0)
    serving = asyncio.create_task(listener.serve())
    await listener.accepting.wait()
    waiting = [await asyncio.open_connection("127.0.0.1", settings.port) for _ in range(8)]
    listener.should_exit = True
    while table.get(0, CONNECTIONS) != CLOSED:
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    # The connections that came before have sent nothing yet, so that the listener still waits for their requests.
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", settings.port)
    for _, writer in waiting:
        writer.write(REQUEST)
    answers = [await asyncio.wait_for(reader.read(), 5) for reader, _ in waiting]
    await asyncio.wait_for(serving, 10)
    assert all(answer.endswith(b"served") for answer in answers), answers
    for _, writer in waiting:
        writer.close()
