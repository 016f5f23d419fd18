"""Requests begin in order, as many in one iteration of the loop as its budget has time for."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from predictor.protocols.fair_start import FairStart

LONG = 60.0
SHORT = 0.001
Meanwhile = Callable[[list[asyncio.Task[None]]], Coroutine[Any, Any, None]]


class Crowd:
    """Requests that begin together; `begun` has the iteration of the loop in which each began."""

    def __init__(self, budget_sec: float, work_sec: float = 0.0) -> None:
        self.starts = FairStart(budget_sec)
        self.work_sec = work_sec
        self.iteration = 0
        self.begun: dict[int, int] = {}

    async def request(self, number: int) -> None:
        await self.starts.turn()
        self.begun[number] = self.iteration
        time.sleep(self.work_sec)  # noqa: ASYNC251 - it stands for work that holds the loop

    async def count_iterations(self) -> None:
        while True:
            await asyncio.sleep(0)
            self.iteration += 1

    async def arrive(self, count: int, meanwhile: Meanwhile | None = None) -> None:
        counting = asyncio.create_task(self.count_iterations())
        requests = [asyncio.create_task(self.request(number)) for number in range(count)]
        if meanwhile:
            await meanwhile(requests)
        async with asyncio.timeout(10):
            await asyncio.gather(*requests, return_exceptions=True)
        counting.cancel()


async def test_costly_requests_begin_one_in_an_iteration() -> None:
    crowd = Crowd(SHORT, work_sec=2 * SHORT)
    await crowd.arrive(50)
    assert max(Counter(crowd.begun.values()).values()) == 1


async def test_requests_begin_in_the_order_of_their_arrival() -> None:
    crowd = Crowd(SHORT, work_sec=2 * SHORT)
    await crowd.arrive(50)
    assert list(crowd.begun) == list(range(50))


async def test_cheap_requests_begin_together() -> None:
    crowd = Crowd(LONG)
    await crowd.arrive(50)
    assert len(set(crowd.begun.values())) == 1


async def test_a_request_alone_does_not_wait() -> None:
    starts = FairStart(SHORT)
    for _ in range(3):
        turn = starts.turn()
        try:
            turn.send(None)
        except StopIteration:
            await asyncio.sleep(0)
        else:
            raise AssertionError("it waited")


async def test_a_request_that_leaves_while_it_waits_holds_up_nobody_else() -> None:
    crowd = Crowd(SHORT, work_sec=2 * SHORT)

    async def leave(requests: list[asyncio.Task[None]]) -> None:
        await asyncio.sleep(0)
        for request in requests[1:45]:
            request.cancel()

    await crowd.arrive(50, leave)
    assert list(crowd.begun) == [0, 45, 46, 47, 48, 49]


async def test_a_later_crowd_has_a_budget_of_its_own() -> None:
    crowd = Crowd(SHORT, work_sec=2 * SHORT)
    await crowd.arrive(3)
    await crowd.arrive(3)
    assert max(Counter(crowd.begun.values()).values()) == 1
