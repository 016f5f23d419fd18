"""The KServe model: load · preprocess · predict · postprocess, one way for every surface."""

import asyncio
import gc
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from kserve import Model
from kserve.model import InferenceVerb
from starlette.types import ASGIApp, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.base import Engine
from predictor.errors import Fatal, InvalidRequest, NotReady, PersonalDataRejected, PredictorError, typed
from predictor.inference.deadlines import Generator
from predictor.inference.lifecycle import EXIT_LOAD_FAILED, Lifecycle, Stage
from predictor.inference.limits import Admission
from predictor.inference.truncation import cut
from predictor.inference.types import Delta, Generation, Prompt
from predictor.inference.whitespace import normalise
from predictor.pii import Masker, PiiRejected
from predictor.protocols.kserve import payloads as codec
from predictor.protocols.kserve.payloads import Answer, Call
from predictor.telemetry import metrics
from predictor.telemetry.access_log import active

log = logging.getLogger("predictor.model")
WarmUp = Callable[[], Awaitable[None]]


async def no_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the engine's OpenAI app until the engine is built."""
    raise NotReady(retry_after=5)


class Predictor(Model):  # type: ignore[misc]
    """One LLM. KServe's data plane calls it for V1, V2 and gRPC; the native routes call it with a `Call` of their own."""

    def __init__(self, settings: Settings, engine: Engine, masker: Masker | None, lifecycle: Lifecycle) -> None:
        super().__init__(settings.model_name)
        self.settings = settings
        self.inference_engine = engine
        self.masker = masker
        self.lifecycle = lifecycle
        self.admission = Admission(settings)
        self.generator = Generator(engine, settings.timeout_sec)
        self.openai_app: ASGIApp = no_app
        metrics.PII_ENABLED.set(masker is not None)

    # --- life ---

    def load(self, loop: asyncio.AbstractEventLoop | None = None, warm_up: WarmUp | None = None) -> bool:
        """Build the engine in this thread, then warm it on the server's `loop`; returns True once warm. Raises Fatal.

        Never called lazily: the server calls it once, in a thread of its own, while its port already answers.
        """
        self._find_model()
        try:
            self.inference_engine.build(self._enter)
            if loop is not None and warm_up is not None:
                self.lifecycle.enter(Stage.WARMING)
                asyncio.run_coroutine_threadsafe(self._warm(warm_up), loop).result()
        except Fatal:
            raise
        except Exception as error:
            raise Fatal(f"model could not be loaded: {type(error).__name__}: {error}", EXIT_LOAD_FAILED) from error
        self.ready = True
        return True

    def _enter(self, stage: Stage) -> None:
        if stage is Stage.LOADING:
            # All is imported and nothing is forked yet: what is there stays, here and in the engine's processes.
            gc.freeze()
            gc.enable()
        self.lifecycle.enter(stage)

    def _find_model(self) -> None:
        """Tell of a missing folder at once, not after a minute of imports."""
        model = self.settings.model
        if model.startswith(("/", "./", "../", "~")) and not Path(model).expanduser().is_dir():
            raise Fatal(f"model could not be loaded: OSError: LLM_MODEL={model} is not a folder", EXIT_LOAD_FAILED)

    async def _warm(self, warm_up: WarmUp) -> None:
        self.openai_app = await self.inference_engine.openai_app()
        await warm_up()
        await self.inference_engine.rewind()
        if self.inference_engine.unfinished:
            raise RuntimeError(f"{self.inference_engine.unfinished} warm-up requests did not end")

    async def healthy(self) -> bool:
        """KServe asks this for the readiness of the model."""
        return self.lifecycle.ready

    def redact(self, text: str) -> str:
        """`text` fit for a log or an error: masked, unless masking is switched off."""
        return self.masker.redact(text) if self.masker else text

    # --- one request ---

    async def __call__(self, body: Any, headers: dict[str, str] | None = None, verb: InferenceVerb = InferenceVerb.PREDICT) -> Any:
        """Infer: read the payload, take a place under the ceiling, and go KServe's way through the three hooks.

        Raises PredictorError. 503 and 500 become the fallback answer where one is set.
        """
        if verb is not InferenceVerb.PREDICT:
            raise InvalidRequest("explain은 지원하지 않습니다")
        call = codec.read(body)
        try:
            self._admit(call)
            with self.admission.ceiling.slots(len(call.prompts)):
                return await super().__call__(call, headers, verb)
        except Exception as error:
            raised = self.told(error)
            answer = self.fallback(call, raised)
            if answer is None:
                raise raised from error
            return codec.write(answer, self.name), {}

    def validate(self, payload: Any) -> Any:
        """KServe's check of raw V1 payloads; what arrives here is read already."""
        return payload

    def refuse(self) -> None:
        """Raise the error that an inference gets while the model is not ready, or is going; the warm-up passes."""
        refusal = None if active().silent else self.lifecycle.refusal()
        if refusal is not None:
            raise refusal

    def _admit(self, call: Call) -> None:
        self.refuse()
        for prompt in call.prompts:
            if prompt.sampling.num_return_sequences > self.settings.max_sequences:
                raise InvalidRequest(f"num_return_sequences는 {self.settings.max_sequences} 이하여야 합니다")

    async def preprocess(self, payload: Call, headers: dict[str, str] | None = None) -> Call:
        """Normalise whitespace, mask personal data, cut to length, in this order; raises PersonalDataRejected."""
        record = active()
        masking = payload.masking = self.masker.begin() if self.masker else None
        prepared = []
        for prompt in payload.prompts:
            text = normalise(prompt.text)
            if masking is not None:
                try:
                    text = masking.mask(text)
                except PiiRejected as error:
                    raise PersonalDataRejected(str(error)) from None
            text = cut(text, self.settings.input_max_length, masking.placeholders if masking else None)
            record.note_query(text)
            prepared.append(Prompt(text, prompt.sampling))
        payload.prompts = prepared
        if masking is not None:
            record.masked = dict(masking.counts)
        return payload

    async def predict(
        self, payload: Call, headers: dict[str, str] | None = None, response_headers: dict[str, str] | None = None
    ) -> Answer:
        """Generate for all prompts together; raises PredictorError."""
        return Answer(payload, await self.generator.together(payload.prompts))

    async def postprocess(
        self, result: Answer, headers: dict[str, str] | None = None, response_headers: dict[str, str] | None = None
    ) -> Any:
        """Mask what the model wrote, restore what the caller may see, and write the answer in the call's own form."""
        record, masking = active(), result.call.masking
        for generation in result.generations:
            if masking is not None:
                generation.texts = [
                    masking.mask_output(text, restore=self.restores(), mask=self.settings.pii_output) for text in generation.texts
                ]
            record.answer_length += sum(map(len, generation.texts))
        if masking is not None:
            record.masked_output = dict(masking.output_counts)
        return codec.write(result, self.name)

    async def stream(self, call: Call) -> AsyncGenerator[Delta, None]:
        """The same way for one prompt, delta by delta; raises PredictorError, before or after the first one."""
        try:
            self._admit(call)
            with self.admission.ceiling.slots(1):
                await self.preprocess(call)
                async with aclosing(self._stream(call)) as deltas:
                    async for delta in deltas:
                        yield delta
        except Exception as error:
            raise self.told(error) from error

    async def _stream(self, call: Call) -> AsyncGenerator[Delta, None]:
        record, masking = active(), call.masking
        prompt = call.prompts[0]
        sides = None
        if masking is not None:
            sides = [
                masking.output_stream(restore=self.restores(), mask=self.settings.pii_output)
                for _ in range(prompt.sampling.num_return_sequences)
            ]
        async with aclosing(self.generator.stream(prompt)) as deltas:
            async for delta in deltas:
                text = delta.text
                if sides is not None and masking is not None:
                    side = sides[delta.index]
                    text = side.feed(text) + (side.flush() if delta.finish_reason else "")
                    record.masked_output = dict(masking.output_counts)
                record.answer_length += len(text)
                if text or delta.finish_reason:
                    yield replace(delta, text=text)

    def restores(self) -> bool:
        """True where this request's answer gets the caller's own values back (LLM_PII_RESTORE)."""
        asked = self.settings.pii_restore
        return asked == "on" or (asked == "request" and active().restore)

    def told(self, error: Exception) -> PredictorError:
        """The typed error of any exception, noted for the log; what was not foreseen is logged with its trace."""
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        raised = typed(error)
        raised.detail = self.redact(raised.detail)  # an engine's words may quote the prompt, or what it wrote
        if not isinstance(error, PredictorError):
            log.error("inference failed: %s", type(error).__name__, exc_info=error)
        active().error = raised
        return raised

    def fallback(self, call: Call, error: PredictorError) -> Answer | None:
        """The answer that LLM_FALLBACK_RESPONSE puts in the place of a 503 or 500; None where the error stands."""
        text = self.fallback_text(error)
        if text is None:
            return None
        return Answer(call, [Generation([text] * prompt.sampling.num_return_sequences) for prompt in call.prompts])

    def fallback_text(self, error: PredictorError) -> str | None:
        """LLM_FALLBACK_RESPONSE where it replaces `error`, which is then noted; else None."""
        if not self.settings.fallback_response or error.status not in (500, 503) or active().silent:
            return None
        metrics.FALLBACKS.labels(error.code).inc()
        active().fallback = error.code
        return self.settings.fallback_response

    def get_input_types(self) -> list[dict[str, Any]]:
        """V2's input metadata."""
        return codec.metadata()[0]

    def get_output_types(self) -> list[dict[str, Any]]:
        """V2's output metadata."""
        return codec.metadata()[1]
