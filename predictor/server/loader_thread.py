"""The thread that loads the model while the server's loop already answers."""

import asyncio
import threading
from collections.abc import Callable


def run_in_loader_thread(load: Callable[[], object]) -> "asyncio.Future[None]":
    """Run `load` in a daemon thread, which does not delay the end of the process; the future gets its outcome.

    The thread stays when `load` is done, because the engine's processes end with the thread that forked them.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def settle(error: BaseException | None) -> None:
        if not done.done():
            done.set_exception(error) if error else done.set_result(None)

    def run() -> None:
        outcome: BaseException | None = None
        try:
            load()
        except BaseException as error:
            outcome = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, outcome)
        threading.Event().wait()

    threading.Thread(target=run, name="load", daemon=True).start()
    return done
