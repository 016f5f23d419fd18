"""Work that ends when its caller disconnects."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from starlette.types import Receive

from predictor.errors import forget_frames


async def run_until_disconnect(receive: Receive, work: Coroutine[Any, Any, None], done: Callable[[], bool] = lambda: False) -> bool:
    """Run `work` beside a watch on ASGI's `receive`; returns False where the caller disconnected first, which cancels the work.

    `done` says that the response is complete: a disconnect after it cancels nothing. Raises what `work` raises, and CancelledError
    where this call itself is cancelled.
    """
    loop = asyncio.get_running_loop()
    watching = loop.create_task(_disconnected(receive))
    working = loop.create_task(work)
    try:
        await asyncio.wait({watching, working}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done() and not done():
            return False
        await working
        return True
    finally:
        watching.cancel()
        if not working.done():
            working.cancel()
            await asyncio.wait({working})
            _forget(working)


def _forget(ended: asyncio.Task[None]) -> None:
    try:
        ended.result()
    except BaseException as error:
        forget_frames(error)


async def _disconnected(receive: Receive) -> None:
    """Wait for the disconnect; yields after each message, because a `receive` that never waits would hold the event loop."""
    message = await receive()
    while message["type"] != "http.disconnect":
        await asyncio.sleep(0)
        message = await receive()
