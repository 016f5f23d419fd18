"""The one wait of the tests for a condition that another process, thread or task makes true."""

import asyncio
import time
from collections.abc import Callable

TICK_SEC = 0.02


def wait_until(
    holds: Callable[[], object], seconds: float = 10.0, but: Callable[[], str] = str, passing: tuple[type[Exception], ...] = ()
) -> None:
    """Return once `holds` is true; raises AssertionError, with the text of `but`, after so many seconds.

    An exception of the kinds `passing` counts as not yet true.
    """
    end = time.monotonic() + seconds
    while not _is_true(holds, passing):
        assert time.monotonic() < end, f"not true after {seconds:g} s. {but()}"
        time.sleep(TICK_SEC)


async def until(holds: Callable[[], object], seconds: float = 10.0, but: Callable[[], str] = str) -> None:
    """The same on the event loop, which goes on meanwhile."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not true after {seconds:g} s. {but()}"
        await asyncio.sleep(0.001)


def _is_true(holds: Callable[[], object], passing: tuple[type[Exception], ...]) -> bool:
    try:
        return bool(holds())
    except passing:
        return False
