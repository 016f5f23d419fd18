import asyncio
from typing import Any

import pytest

from predictor.engines.http.disconnect import run_until_disconnect


class Caller:
    """ASGI's `receive` of a caller that sends what `incoming` holds."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def leave(self) -> None:
        self.incoming.put_nowait({"type": "http.disconnect"})


class Work:
    """Work that lasts until it is cancelled or released."""

    def __init__(self) -> None:
        self.ended = ""
        self.released = asyncio.Event()

    async def run(self) -> None:
        try:
            await self.released.wait()
            self.ended = "done"
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise


async def test_work_whose_caller_stays_is_done() -> None:
    caller, work = Caller(), Work()
    work.released.set()
    assert await run_until_disconnect(caller.incoming.get, work.run()) is True
    assert work.ended == "done"


async def test_a_disconnect_cancels_the_work_and_waits_for_its_end() -> None:
    caller, work = Caller(), Work()
    caller.incoming.put_nowait({"type": "http.request", "body": b""})
    caller.leave()
    assert await run_until_disconnect(caller.incoming.get, work.run()) is False
    assert work.ended == "cancelled"


async def test_a_disconnect_after_the_whole_response_cancels_nothing() -> None:
    caller, work = Caller(), Work()
    caller.leave()
    asyncio.get_running_loop().call_later(0.05, work.released.set)
    assert await run_until_disconnect(caller.incoming.get, work.run(), done=lambda: True) is True
    assert work.ended == "done"


async def test_the_works_own_error_reaches_the_caller_of_the_function() -> None:
    async def fail() -> None:
        raise KeyError("bug")

    with pytest.raises(KeyError, match="bug"):
        await run_until_disconnect(Caller().incoming.get, fail())


async def test_cancelling_from_outside_ends_the_work_too() -> None:
    work = Work()
    running = asyncio.create_task(run_until_disconnect(Caller().incoming.get, work.run()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert work.ended == "cancelled"
