"""The end of an inference that does not end by itself: its deadline, its caller's leaving, an abort of all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from predictor.errors import InferenceTimeout, PredictorError
from predictor.telemetry import metrics


class Deadlines:
    """Bounds every running inference, and can end all of them with one reason."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._abort_reason: PredictorError | None = None

    def abort_all(self, reason: PredictorError) -> None:
        """Cancel every running inference; each raises `reason`."""
        self._abort_reason = reason
        for task in list(self._running):
            task.cancel()

    @asynccontextmanager
    async def bounded(self, timeout_sec: float) -> AsyncIterator[None]:
        """Bound the block, which must run in the current task alone.

        Raises InferenceTimeout after `timeout_sec` seconds, the reason of `abort_all`, or CancelledError where the caller left.
        Each is counted in `llm_aborts`.
        """
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            async with asyncio.timeout(timeout_sec):
                yield
        except TimeoutError as error:
            metrics.ABORTS.labels("timeout").inc()
            raise InferenceTimeout(timeout_sec) from error
        except asyncio.CancelledError as error:
            if self._abort_reason is None:
                metrics.ABORTS.labels("client").inc()
                raise
            metrics.ABORTS.labels(self._abort_reason.code).inc()
            task.uncancel()
            raise self._abort_reason from error
        finally:
            self._running.discard(task)
