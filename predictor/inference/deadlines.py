"""Generating within bounds: the deadline, a cut from outside, and what is noted of it. The only caller of the engine."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from predictor.engines.base import Engine
from predictor.errors import InferenceTimeout, PredictorError
from predictor.inference.types import Delta, Generation, Prompt, Usage
from predictor.telemetry import metrics
from predictor.telemetry.access_log import active


class Generator:
    """Runs prompts on an engine. `timeout_sec` covers the engine's queue and the generation (INFERENCE_TIMEOUT_SEC)."""

    def __init__(self, engine: Engine, timeout_sec: float) -> None:
        self.engine = engine
        self.timeout_sec = timeout_sec
        self.running: set[asyncio.Task[Any]] = set()
        self.cut_by: PredictorError | None = None

    def cut(self, reason: PredictorError) -> None:
        """End everything that runs with `reason`."""
        self.cut_by = reason
        for task in list(self.running):
            task.cancel()

    @asynccontextmanager
    async def bounded(self) -> AsyncIterator[None]:
        """Turn a deadline inside and a cut from outside into their errors, and count why a generation was stopped."""
        task = asyncio.current_task()
        assert task is not None
        self.running.add(task)
        try:
            yield
        except TimeoutError as error:
            metrics.ABORTS.labels("timeout").inc()
            raise InferenceTimeout(self.timeout_sec) from error
        except asyncio.CancelledError as error:
            if self.cut_by is None:
                metrics.ABORTS.labels("client").inc()
                raise
            metrics.ABORTS.labels(self.cut_by.code).inc()
            task.uncancel()
            raise self.cut_by from error
        finally:
            self.running.discard(task)

    async def together(self, prompts: list[Prompt]) -> list[Generation]:
        """Generate for all prompts at once, in their order; raises PredictorError, or an ExceptionGroup of such."""
        async with self.bounded(), asyncio.timeout(self.timeout_sec):
            if len(prompts) == 1:
                return [await self._whole(prompts[0])]
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._whole(prompt)) for prompt in prompts]
            return [task.result() for task in tasks]

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Delta, None]:
        """Generate delta by delta. The deadline goes on while the receiver is slow, but is told only when it asks for more."""
        deadline = asyncio.get_running_loop().time() + self.timeout_sec
        deltas = self._deltas(prompt, stream=True)
        try:
            while True:
                try:
                    async with self.bounded(), asyncio.timeout_at(deadline):
                        delta = await anext(deltas)
                except StopAsyncIteration:
                    return
                yield delta
        except GeneratorExit:
            metrics.ABORTS.labels("client").inc()
            raise
        finally:
            await deltas.aclose()

    async def _whole(self, prompt: Prompt) -> Generation:
        count = prompt.sampling.num_return_sequences
        generation = Generation([""] * count, [None] * count)
        pieces: list[list[str]] = [[] for _ in range(count)]
        async for delta in self._deltas(prompt, stream=False):
            pieces[delta.index].append(delta.text)
            generation.finish_reasons[delta.index] = delta.finish_reason or generation.finish_reasons[delta.index]
            generation.usage = Usage(delta.prompt_tokens, delta.completion_tokens)
        generation.texts = ["".join(parts) for parts in pieces]
        return generation

    async def _deltas(self, prompt: Prompt, stream: bool) -> AsyncGenerator[Delta, None]:
        record = active()
        record.handed_over = record.handed_over or time.perf_counter()
        usage = Usage()
        deltas = self.engine.generate(prompt, f"{record.id[:64]}-{uuid4().hex[:12]}", stream)
        try:
            async for delta in deltas:
                if delta.text:
                    record.note_token()
                usage = Usage(delta.prompt_tokens, delta.completion_tokens)
                yield delta
        finally:
            record.usage.add(usage)
            await deltas.aclose()
