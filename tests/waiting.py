"""The one wait of the tests for a condition that another process or task makes true, and the time allowed on a busy machine."""

import asyncio
import os
import time
from collections.abc import Callable

TICK_SEC = 0.02


def wait_until(
    holds: Callable[[], object], seconds: float = 10.0, but: Callable[[], str] = str, passing: tuple[type[Exception], ...] = ()
) -> None:
    """Return once `holds` is true; raises AssertionError, with the text of `but`, after the time that is `allowed`.

    An exception of the kinds `passing` counts as not yet true.
    """
    seconds = allowed(seconds)
    end = time.monotonic() + seconds
    while not _is_true(holds, passing):
        assert time.monotonic() < end, f"not true after {seconds:g} s. {but()}"
        time.sleep(TICK_SEC)


async def until(holds: Callable[[], object], seconds: float = 10.0, but: Callable[[], str] = str) -> None:
    """The same on the event loop, which goes on meanwhile."""
    seconds = allowed(seconds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not true after {seconds:g} s. {but()}"
        await asyncio.sleep(0.001)


def allowed(seconds: float) -> float:
    """`seconds`, times the processes that share a core of this machine (load average of one minute), at least once."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _is_true(holds: Callable[[], object], passing: tuple[type[Exception], ...]) -> bool:
    try:
        return bool(holds())
    except passing:
        return False
