import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from predictor.errors import RateLimited
from predictor.inference.limits import RateLimit
from predictor.server.control import Channel, ChannelClosed
from predictor.server.shared_rate import RateKeeper, SharedRate


@asynccontextmanager
async def channels(path: Path, handlers: dict[str, Any]) -> AsyncIterator[tuple[Channel, Channel]]:
    """(the caller's channel, the one that serves `handlers`)."""
    accepted: asyncio.Future[Channel] = asyncio.get_running_loop().create_future()

    async def on_connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        channel = Channel(reader, writer, handlers)
        accepted.set_result(channel)
        await channel.run()

    server = await asyncio.start_unix_server(on_connected, str(path))
    caller = Channel(*await asyncio.open_unix_connection(str(path)), {})
    running = asyncio.create_task(caller.run())
    async with asyncio.timeout(10):
        yield caller, await accepted
    caller._writer.close()
    (await accepted)._writer.close()
    await running
    server.close()
    await server.wait_closed()


async def test_a_call_returns_what_the_other_side_returns(tmp_path: Path) -> None:
    async def later(number: int) -> int:
        await asyncio.sleep(0.01)
        return number + 1

    async with channels(tmp_path / "control", {"later": later, "now": lambda: "here"}) as (caller, _):
        assert await asyncio.gather(caller.call("later", number=1), caller.call("now")) == [2, "here"]  # type: ignore[comparison-overlap]
        with pytest.raises(RuntimeError, match="KeyError"):
            await caller.call("nothing")


async def test_a_call_that_waits_ends_when_the_other_side_is_gone(tmp_path: Path) -> None:
    async with channels(tmp_path / "control", {"never": asyncio.Event().wait}) as (caller, other):
        waiting = asyncio.create_task(caller.call("never"))
        await asyncio.sleep(0.05)
        other._writer.close()
        with pytest.raises(ChannelClosed):
            await waiting
        with pytest.raises(ChannelClosed):
            await caller.call("never")


async def test_a_rate_is_counted_by_the_supervisor(tmp_path: Path) -> None:
    keeper = RateKeeper(RateLimit("2/hour", "async+memory://"))
    async with channels(tmp_path / "control", {"rate": keeper.check}) as (caller, other):
        rate = SharedRate(caller)
        window = await rate.check("a")
        assert window is not None
        assert (window.limit, window.remaining) == (2, 1)
        await rate.check("a")
        with pytest.raises(RateLimited) as refused:
            await rate.check("a")
        assert int(refused.value.headers["Retry-After"]) > 3000
        assert refused.value.headers["x-ratelimit-remaining-requests"] == "0"
        other._writer.close()
        await asyncio.sleep(0.05)
        assert await rate.check("a") is None, "a supervisor that is gone does not stop the service"
