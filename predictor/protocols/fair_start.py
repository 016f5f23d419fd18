"""The order in which requests begin, so that a crowd of costly ones holds the event loop for no longer than one of them."""

import asyncio
import time
from collections import deque
from itertools import islice
from typing import Final

BUDGET_SEC: Final = 0.005  # of one iteration of the event loop, in which further requests may begin
MOST_WOKEN: Final = 32  # requests that one iteration wakes, because each that finds no time left costs a wake-up


class FairStart:
    """Lets requests begin in the order of their arrival, within a budget of each iteration of the event loop.

    An iteration runs all that is due before it looks at the sockets again. Fifty requests that begin in one iteration would keep a
    probe waiting for all fifty. Belongs to one event loop.
    """

    def __init__(self, budget_sec: float = BUDGET_SEC) -> None:
        self.budget_sec = budget_sec
        self._waiting: deque[asyncio.Event] = deque()
        self._opened_at: float | None = None  # when the first request of this iteration began
        self._ticking = False

    async def turn(self) -> None:
        """Return once the request may begin: at once where no request waits and this iteration has time left."""
        if not self._waiting and self._has_time():
            return
        woken = asyncio.Event()
        self._waiting.append(woken)
        try:
            while True:
                await woken.wait()
                woken.clear()
                if self._has_time():
                    return
        finally:
            self._waiting.remove(woken)

    def _has_time(self) -> bool:
        now = time.perf_counter()
        if self._opened_at is None:
            self._opened_at = now
            if not self._ticking:
                self._tick_soon()
        return now - self._opened_at < self.budget_sec

    def _tick_soon(self) -> None:
        self._ticking = True
        asyncio.get_running_loop().call_soon(self._tick)

    def _tick(self) -> None:
        """Begin the next iteration's budget; goes on in each iteration while a request waits."""
        self._opened_at = None
        self._ticking = False
        if self._waiting:
            self._tick_soon()
            for woken in islice(self._waiting, MOST_WOKEN):
                woken.set()
