"""The KServe model: `load`, `preprocess`, `predict` and `postprocess` over the inference pipeline."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kserve import InferResponse, Model
from kserve.model import InferenceVerb

from predictor.config import Settings
from predictor.engines.base import Engine
from predictor.engines.types import Generation
from predictor.errors import EXIT_LOAD_FAILED, Fatal, PredictorError
from predictor.inference.budgets.allowance import Allowances
from predictor.inference.lifecycle import Lifecycle, Stage
from predictor.inference.limits import Places
from predictor.inference.pipeline import Pipeline, TextCall
from predictor.pii import Masker
from predictor.telemetry.audit.audit_log import AuditLog

WarmUp = Callable[[], Awaitable[None]]
QUERY_TENSOR = "query"
ANSWER_TENSOR = "generated_text"


@dataclass(frozen=True, slots=True)
class InferenceResult:
    """The generations of a call, one for each prompt."""

    call: TextCall
    generations: list[Generation]


class Predictor(Model):  # type: ignore[misc]
    """One LLM as a KServe model. Every text protocol calls it with a TextCall; `load` runs once, before any request."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        masker: Masker | None,
        lifecycle: Lifecycle,
        places: Places | None = None,
        allowances: Allowances | None = None,
        audit: AuditLog | None = None,
    ) -> None:
        super().__init__(settings.model_name)
        self.engine_model = settings.model
        self.inference_engine = engine  # KServe's Model has an attribute `engine` of another meaning
        self.lifecycle = lifecycle
        self.pipeline = Pipeline(settings, engine, masker, refusals_of(lifecycle, audit), places, allowances)

    def load(self, loop: asyncio.AbstractEventLoop | None = None, warm_up: WarmUp | None = None) -> bool:
        """Build the engine in this thread, warm it on the server's `loop`, and return True. Raises Fatal."""
        find_model(self.engine_model)
        with load_failures():
            self.inference_engine.build(self._on_imported)
            if loop is not None and warm_up is not None:
                self.lifecycle.enter(Stage.WARMING)
                asyncio.run_coroutine_threadsafe(self._warm(warm_up), loop).result()
        self.ready = True
        return True

    async def __call__(
        self, body: TextCall, headers: dict[str, str] | None = None, verb: InferenceVerb = InferenceVerb.PREDICT
    ) -> Any:
        """Run one call through KServe's hooks within the pipeline; returns (payload, response headers). Raises PredictorError.

        Raises TypeError for a raw payload, because it has no RequestContext; `protocols.kserve.payloads.read` makes a TextCall.
        """
        if not isinstance(body, TextCall):
            raise TypeError("a Predictor is called with a TextCall: read the payload by predictor.protocols.kserve.payloads.read")
        if verb is not InferenceVerb.PREDICT:
            raise NotImplementedError("a language model has no explainer")

        async def through_hooks() -> Any:
            payload, _ = await super(Predictor, self).__call__(body, headers, verb)
            return payload

        return await self.pipeline.run(body, through_hooks), {}

    async def preprocess(self, payload: TextCall, headers: dict[str, str] | None = None) -> TextCall:
        """Normalise whitespace, mask personal data and truncate each prompt; raises PersonalDataRejected."""
        await self.pipeline.prepare(payload)
        return payload

    async def predict(
        self, payload: TextCall, headers: dict[str, str] | None = None, response_headers: dict[str, str] | None = None
    ) -> InferenceResult:
        """Generate from all prompts together; a streamed call emits its deltas meanwhile."""
        return InferenceResult(payload, await self.pipeline.generate(payload))

    async def postprocess(
        self, result: InferenceResult, headers: dict[str, str] | None = None, response_headers: dict[str, str] | None = None
    ) -> Any:
        """Write the generations as the payload of the call's protocol."""
        payload = result.call.write(result.generations)
        if result.call.context.log.ai_notice == "field":
            _mark(payload)
        return payload

    def validate(self, payload: TextCall) -> TextCall:
        """Return the call as it is, because it was validated when its payload was read."""
        return payload

    async def healthy(self) -> bool:
        """The readiness that KServe asks a model for."""
        return self.lifecycle.ready

    def get_input_types(self) -> list[dict[str, Any]]:
        """The input tensors of V2's model metadata."""
        return [{"name": QUERY_TENSOR, "datatype": "BYTES", "shape": [-1]}]

    def get_output_types(self) -> list[dict[str, Any]]:
        """The output tensors of V2's model metadata."""
        return [{"name": ANSWER_TENSOR, "datatype": "BYTES", "shape": [-1]}]

    def _on_imported(self) -> None:
        """Freeze the garbage collector's objects before the engine forks, because they stay in every process."""
        gc.freeze()
        gc.enable()
        self.lifecycle.enter(Stage.LOADING)

    async def _warm(self, warm_up: WarmUp) -> None:
        await self.connect()
        await warm_up()
        await self.end_warm_up()
        self.begin_counting()

    async def connect(self) -> None:
        """Take the built engine's OpenAI app."""
        self.pipeline.openai_app = await self.inference_engine.openai_app()

    async def end_warm_up(self) -> None:
        """Empty the caches that the warm-up filled; raises RuntimeError where one of its requests did not end."""
        await self.inference_engine.reset_after_warmup()
        if self.inference_engine.unfinished:
            raise RuntimeError(f"{self.inference_engine.unfinished} warm-up requests did not end")

    def begin_counting(self) -> None:
        """Be a loaded model, and count usage from now on."""
        self.inference_engine.begin_counting()
        self.ready = True


def _mark(payload: Any) -> None:
    """Mark a V1 object, or the parameters of a V2 response, as written by the model; the native routes mark their own."""
    if isinstance(payload, dict):
        payload["ai_generated"] = True
    elif isinstance(payload, InferResponse):
        payload.parameters = {**(payload.parameters or {}), "ai_generated": True}


def refusals_of(lifecycle: Lifecycle, audit: AuditLog | None) -> list[Callable[[], PredictorError | None]]:
    """What gives the error that every inference gets now: the life cycle, and then the audit record."""
    return [lifecycle.refusal] if audit is None else [lifecycle.refusal, audit.refusal]


def find_model(model: str) -> None:
    """Report a missing folder before the imports, which take a minute; raises Fatal."""
    if model.startswith(("/", "./", "../", "~")) and not Path(model).expanduser().is_dir():
        raise Fatal(f"model could not be loaded: OSError: LLM_MODEL={model} is not a folder", EXIT_LOAD_FAILED)


@contextmanager
def load_failures() -> Iterator[None]:
    """Turn what loading raises into Fatal."""
    try:
        yield
    except Fatal:
        raise
    except Exception as error:
        raise Fatal(f"model could not be loaded: {type(error).__name__}: {error}", EXIT_LOAD_FAILED) from error
