"""A small bounded pool of threads for work that would hold the event loop: masking and parsing of costly requests."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from predictor.errors import TooManyRequests
from predictor.telemetry import metrics

P = ParamSpec("P")
R = TypeVar("R")


class Rest:
    """Lets work begin only when as much time has passed as the work before it computed."""

    def __init__(self) -> None:
        self._until = 0.0

    def then(self, work: Callable[[], R]) -> R:
        """The outcome of `work`, after the rest."""
        time.sleep(max(0.0, self._until - time.monotonic()))
        began = time.thread_time()
        try:
            return work()
        finally:
            self._until = time.monotonic() + time.thread_time() - began


class ThreadsRest(Rest, threading.local):
    """A rest of its own for each thread."""


class WorkerPool:
    """`threads` threads, and at most `most` jobs that run or wait; one caller gets half of the places.

    The threads share the interpreter's lock, which a thread that computes hands over after a while (event_loop.py). The event loop
    takes the lock anew for each socket that is ready. Each thread rests after a job for as long as the job computed, because one
    thread then leaves the interpreter to the loop for half of the time under any flood.

    A call of C code, as JSON's parser is, keeps the lock until it ends. One such call runs at a time in all threads, and all rest
    after it. Parsing has no thread of its own, because each thread that computes takes its share from the loop.
    """

    def __init__(self, threads: int, most: int, retry_after_sec: int) -> None:
        self.most = most
        self.most_per_caller = max(1, most // 2)
        self.retry_after_sec = retry_after_sec
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="worker")
        self._rest = ThreadsRest()
        self._parser = threading.Lock()
        self._parsers_rest = Rest()
        self._jobs: Counter[str] = Counter()

    async def run(self, origin: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The outcome of `work` in a thread; raises TooManyRequests at once where the pool is full, for all or for `origin`."""
        if self._jobs.total() >= self.most or self._jobs[origin] >= self.most_per_caller:
            metrics.WORKERS_REFUSED.inc()
            raise TooManyRequests(
                "처리 비용이 큰 요청이 한꺼번에 너무 많습니다",
                retry_after=self.retry_after_sec,
                message="Too many costly requests at once; try again after Retry-After seconds",
            )
        return await self._submit(origin, work, *args, **kwargs)

    async def parse(self, origin: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for work that is one long call of C code."""

        def alone() -> R:
            with self._parser:
                return self._parsers_rest.then(partial(work, *args, **kwargs))

        return await self.run(origin, alone)

    async def run_answer(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same as `run` for an answer, which is never refused: the concurrency limit bounds how many there are."""
        return await self._submit("", work, *args, **kwargs)

    async def _submit(self, origin: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        job = self._executor.submit(self._rest.then, partial(work, *args, **kwargs))
        if origin:
            self._jobs[origin] += 1
        metrics.WORKERS_BUSY.inc()

        def free(_: Future[R]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._free, origin)

        job.add_done_callback(free)  # a caller that leaves cancels only a job that has not begun
        return await asyncio.wrap_future(job)

    def _free(self, origin: str) -> None:
        if origin:
            self._jobs -= Counter({origin: 1})
        metrics.WORKERS_BUSY.dec()

    def close(self) -> None:
        """End the threads once their jobs are done, without waiting."""
        self._executor.shutdown(wait=False, cancel_futures=True)
