"""The one way to the engine, for every protocol, whole and streamed alike.

    admit → bound in time → hold tokens → mask → generate → unmask → settle tokens → fall back → account

`run` admits, bounds, holds and settles the tokens of the caller's key, falls back and accounts. Within it a text protocol calls
`prepare` and `generate`; the OpenAI adapter, which works on the wire format, masks by the call's `CallMasking` and sends the
request to `openai_app`.
"""

import logging
from asyncio import TaskGroup
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import uuid4

from starlette.types import ASGIApp, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.base import Engine
from predictor.engines.types import Delta, Generation, Prompt, Sampling, Usage
from predictor.errors import InvalidRequest, NotReady, PredictorError, forget_frames, map_exception, ungrouped
from predictor.inference.budgets.allowance import Allowances
from predictor.inference.budgets.ledger import LocalLedger
from predictor.inference.budgets.reservation import TEMPLATE_TOKENS, Reservation
from predictor.inference.compilations import CompilationLimit
from predictor.inference.context import RequestContext
from predictor.inference.deadlines import Deadlines
from predictor.inference.keys.rules import RULES_OF_A_FLAT_KEY, KeyRules
from predictor.inference.limits import ConcurrencyLimit, Places
from predictor.inference.masking import CallMasking, KeyMaskers, TextStream
from predictor.inference.masking_cost import SHORT, is_costly
from predictor.inference.text import normalise_whitespace, truncate
from predictor.inference.workers import WorkerPool
from predictor.pii import COMPILED, Masker
from predictor.telemetry import metrics

log = logging.getLogger("predictor.inference")
Result = TypeVar("Result")
ResultOut = TypeVar("ResultOut", covariant=True)
Emit = Callable[[Delta], Awaitable[None]]


class Call(Protocol[ResultOut]):
    """One call as the pipeline sees it."""

    # The error texts over LLM_MAX_RETURN_SEQUENCES, Korean and English, with the protocol's name of the field.
    too_many_sequences: ClassVar[tuple[str, str]]

    @property
    def context(self) -> RequestContext:
        """The decisions about the request."""

    @property
    def places(self) -> int:
        """Places that the call takes under the concurrency limit."""

    @property
    def sequences(self) -> int:
        """The most sequences that it asks for to one prompt."""

    def reserve(self, context_length: int) -> Reservation:
        """The most tokens that it can use of an engine with this context."""

    def obey(self, rules: KeyRules, served: str, by_priority: bool) -> None:
        """Check the model, of which `served` is the base, and take on the key's maximum and priority; raises PredictorError.

        The priority is taken on where the engine schedules `by_priority`.
        """

    def fallback(self, text: str) -> ResultOut | None:
        """The result with `text` as its answer; None where the error must stand, as once a part of the answer was sent."""


@dataclass(slots=True)
class TextCall:
    """A call that gives prompts as text: native, V1, V2, gRPC.

    `write` makes the protocol's payload of the generations, one for each prompt. `emit` gets the deltas of a streamed answer, which
    has one prompt.
    """

    too_many_sequences: ClassVar[tuple[str, str]] = (
        "num_return_sequences는 {limit} 이하여야 합니다",
        "num_return_sequences must be at most {limit} (LLM_MAX_RETURN_SEQUENCES)",
    )

    context: RequestContext
    prompts: list[Prompt]
    write: Callable[[list[Generation]], Any] = list
    emit: Emit | None = None
    masking: CallMasking | None = None  # made by `Pipeline.prepare`
    emitted: bool = False

    @property
    def places(self) -> int:
        """One place for each prompt."""
        return len(self.prompts)

    @property
    def sequences(self) -> int:
        """The largest `num_return_sequences`."""
        return max(prompt.sampling.num_return_sequences for prompt in self.prompts)

    def reserve(self, context_length: int) -> Reservation:
        """Prompts of one request may ask for answers of different lengths, so the largest counts for all."""
        size = sum(len(prompt.text.encode("utf-8", "surrogatepass")) + TEMPLATE_TOKENS for prompt in self.prompts)
        longest = max(prompt.sampling.max_length for prompt in self.prompts)
        return Reservation(self.context.log, context_length, size, len(self.prompts), self.sequences, longest)

    def obey(self, rules: KeyRules, served: str, by_priority: bool) -> None:
        """Bound each prompt's `max_length`, which is the key's where the request leaves it out; raises PredictorError.

        The path names the served model, and KServe has found it.
        """
        rules.check_model(served, served)
        priority = rules.bound_priority(None) or 0
        self.prompts = [replace(prompt, sampling=_bounded(prompt.sampling, rules), priority=priority) for prompt in self.prompts]

    def fallback(self, text: str) -> Any:
        """The payload with `text` as every answer."""
        if self.emitted:
            return None
        return self.write([Generation([text] * prompt.sampling.num_return_sequences) for prompt in self.prompts])


async def _no_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the engine's OpenAI app until the engine is built."""
    raise NotReady(retry_after=5)


class Pipeline:
    """Guards one engine. `refusals` give the error that an inference gets while the predictor is not ready, or is stopping."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        masker: Masker | None,
        refusals: Sequence[Callable[[], PredictorError | None]],
        places: Places | None = None,
        allowances: Allowances | None = None,
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.masker = masker
        self.key_maskers = KeyMaskers(settings)
        self.allowances = allowances or Allowances(LocalLedger(), settings.budget_store_loss, settings.timeout_sec)
        self.concurrency = ConcurrencyLimit(settings.concurrency_limit, settings.retry_after_sec, places)
        self.deadlines = Deadlines()
        self.workers = WorkerPool(settings.worker_threads, settings.worker_queue, settings.retry_after_sec)
        self.compilations = CompilationLimit(settings.structured_compilations, settings.retry_after_sec)
        self.openai_app: ASGIApp = _no_app
        self._refusals = refusals
        metrics.PII_ENABLED.set(masker is not None)
        metrics.PII_COMPILED.set(COMPILED)
        for kind in masker.catalogue.kinds if masker else ():
            metrics.HELD_LIMIT.labels(kind.label).set(kind.held)

    async def run(self, call: Call[Result], work: Callable[[], Awaitable[Result]]) -> Result:
        """Run `work` for `call` within all limits; raises PredictorError.

        An error of status 503 or 500 becomes the call's fallback where LLM_FALLBACK_RESPONSE is set.
        """
        try:
            self._admit(call)
            with self.concurrency.acquire(call.places):
                async with self.deadlines.bounded(call.context.timeout_sec):
                    rules = call.context.rules
                    if rules is None or not rules.holds:
                        return await work()
                    return await self._run_held(call, rules, work)
        except Exception as error:
            return self._fall_back(call, error)

    async def _run_held(self, call: Call[Result], rules: KeyRules, work: Callable[[], Awaitable[Result]]) -> Result:
        """Hold the call's tokens under the budgets of its key, and settle them by what it used; raises PredictorError."""
        reservation = call.reserve(self.engine.context_length)
        held = self.allowances.hold_at_once(rules, reservation.tokens) or await self.allowances.hold(rules, reservation.tokens)
        if held is None:
            return await work()
        call.context.log.budget_headers = held.headers
        try:
            return await work()
        except BaseException as error:
            reservation.fail(error)
            raise
        finally:
            held.settle(reservation.used())

    def refuse(self, context: RequestContext) -> None:
        """Raise the error that every inference gets now; the warm-up passes."""
        if context.is_warmup:
            return
        for refusal in self._refusals:
            error = refusal()
            if error is not None:
                raise error

    def _admit(self, call: Call[Any]) -> None:
        self.refuse(call.context)
        rules = call.context.rules or (RULES_OF_A_FLAT_KEY if call.context.caller else None)
        if rules is not None:
            call.obey(rules, self.settings.model_name, self.engine.schedules_by_priority)
        if call.sequences > self.settings.max_sequences:
            korean, english = call.too_many_sequences
            limit = self.settings.max_sequences
            raise InvalidRequest(korean.format(limit=limit), message=english.format(limit=limit))

    def masker_of(self, context: RequestContext) -> Masker | None:
        """The masker of one caller: the deployment's, or that of its key's own policy; None where nothing is masked."""
        stated = context.rules.pii if context.rules else None
        return self.key_maskers.get(stated) if stated else self.masker

    def begin_masking(self, context: RequestContext) -> CallMasking:
        """The masking of one call."""
        masker = self.masker_of(context)
        if masker is not self.masker:
            context.log.policy = masker.version if masker else "off"
        return CallMasking(masker, mask_output=self.settings.pii_output, restore=context.restore)

    async def prepare(self, call: TextCall) -> None:
        """Normalise whitespace, mask personal data, truncate, in this order; raises PersonalDataRejected.

        Costly texts are masked in the worker pool; raises TooManyRequests where it is full.
        """
        texts = "\n".join(prompt.text for prompt in call.prompts).encode("utf-8", "surrogatepass")
        if is_costly(self.masker_of(call.context), texts, len(call.prompts)):
            await self.workers.run(call.context.origin, self._prepare, call)
        else:
            self._prepare(call)

    def _prepare(self, call: TextCall) -> None:
        masking = call.masking = self.begin_masking(call.context)
        masking.reserve(prompt.text for prompt in call.prompts)
        prepared = []
        for prompt in call.prompts:
            masked = masking.mask(normalise_whitespace(prompt.text))
            text = truncate(masked, self.settings.input_max_length, masking.placeholders)
            call.context.log.note_query(text)
            prepared.append(replace(prompt, text=text))
        call.prompts = prepared
        call.context.log.masked, call.context.log.monitored = dict(masking.counts), dict(masking.monitored)

    async def generate(self, call: TextCall) -> list[Generation]:
        """Generate from all prompts together; the model's own values are masked, the caller's return where allowed.

        Raises RuntimeError for a call that was not prepared, because its prompts are not masked.
        """
        if call.masking is None:
            raise RuntimeError("a call must be prepared before it can generate")
        masking = call.masking
        try:
            if len(call.prompts) == 1:
                return [await self._generate(call, masking, call.prompts[0])]
            async with TaskGroup() as group:
                tasks = [group.create_task(self._generate(call, masking, prompt)) for prompt in call.prompts]
            return [task.result() for task in tasks]
        finally:
            call.context.log.masked_output = dict(masking.output_counts)
            call.context.log.most_held = masking.most_held if call.emit is not None else 0
            call.context.log.restored = masking.restored

    async def _generate(self, call: TextCall, masking: CallMasking, prompt: Prompt) -> Generation:
        entry, masker = call.context.log, self.masker_of(call.context)
        request_id = call.context.engine_request_id(uuid4().hex)
        sequences = prompt.sampling.num_return_sequences
        generation = Generation([""] * sequences)
        streams: list[TextStream] = [masking.output_stream() for _ in range(sequences)]
        held_since: list[float | None] = [None] * sequences
        entry.note_submitted()
        try:
            async with aclosing(self.engine.generate(prompt, request_id, stream=call.emit is not None)) as deltas:
                async for delta in deltas:
                    if delta.text:
                        entry.note_token()
                    generation.usage = Usage(delta.prompt_tokens, delta.completion_tokens)
                    stream = streams[delta.index]
                    text = await self._rewritten(masker, stream, delta)
                    held_since[delta.index] = entry.note_wait(held_since[delta.index], text) if call.emit else None
                    generation.texts[delta.index] += text
                    entry.answer_length += len(text)
                    if call.emit is not None and (text or delta.finish_reason):
                        call.emitted = True
                        await call.emit(replace(delta, text=text))
        except BaseException:
            generation.usage = generation.usage.at_least(self.engine.usage(request_id))
            raise
        finally:
            entry.prompt_tokens += generation.usage.prompt_tokens
            entry.completion_tokens += generation.usage.completion_tokens
        return generation

    async def _rewritten(self, masker: Masker | None, stream: TextStream, delta: Delta) -> str:
        """The decided text after `delta`; a whole answer that is costly to mask is masked in the worker pool."""
        if len(delta.text) > SHORT and is_costly(masker, delta.text.encode("utf-8", "surrogatepass")):
            return await self.workers.run_answer(_feed, stream, delta)
        return _feed(stream, delta)

    def redact(self, text: str) -> str:
        """`text` fit for a log or an error: masked, unless masking is switched off."""
        return self.masker.redact(text) if self.masker else text

    def to_api_error(self, error: Exception, context: RequestContext) -> PredictorError:
        """The PredictorError of any exception, noted in the access log; an unforeseen one is logged with its traceback.

        Its detail is masked, because an engine's message may quote the prompt or the answer.
        """
        error = ungrouped(error)
        raised = map_exception(error)
        raised.detail, raised.message = self.redact(raised.detail), self.redact(raised.message)
        if raised is not error:
            log.error("inference failed: %s", type(error).__name__, exc_info=error)
        context.log.error_code = raised.code
        return raised

    def _fall_back(self, call: Call[Result], error: Exception) -> Result:
        raised = self.to_api_error(error, call.context)
        text = self.settings.fallback_response
        applies = bool(text) and raised.status in (500, 503) and not call.context.is_warmup
        result = call.fallback(text) if applies else None
        if result is None:
            raise raised from (error.__cause__ if raised is error else error)
        metrics.FALLBACKS.labels(raised.code).inc()
        call.context.log.fallback = raised.code
        forget_frames(error)
        return result


def _bounded(sampling: Sampling, rules: KeyRules) -> Sampling:
    if rules.max_tokens is None or sampling.max_length <= rules.max_tokens:
        return sampling
    if "max_length" in sampling.model_fields_set:
        rules.check_maximum(sampling.max_length, "max_length")
    return sampling.model_copy(update={"max_length": rules.max_tokens})


def _feed(stream: TextStream, delta: Delta) -> str:
    return stream.feed(delta.text) + (stream.flush() if delta.finish_reason else "")
