"""KServe's data plane, with the life cycle's readiness and each request's context."""

from copy import copy
from typing import Any

from cloudevents.sdk.converters.util import has_binary_headers
from kserve.errors import ServerNotLive
from kserve.model import BaseKServeModel
from kserve.protocol.dataplane import DataPlane

from predictor.errors import InvalidRequest
from predictor.inference.context import RequestContext
from predictor.inference.lifecycle import Lifecycle
from predictor.protocols.json_body import read_object, read_text
from predictor.protocols.kserve import payloads


class PredictorDataPlane(DataPlane):  # type: ignore[misc]
    """KServe's data plane over one model, which it never loads on demand."""

    def __init__(self, lifecycle: Lifecycle, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lifecycle = lifecycle
        self.context: RequestContext | None = None

    def within(self, context: RequestContext) -> "PredictorDataPlane":
        """The data plane of one request; only such a one can infer."""
        plane = copy(self)
        plane.context = context
        return plane

    def decode(self, body: Any, headers: Any, *arguments: Any, **named: Any) -> tuple[Any, dict[str, Any]]:
        """KServe's decoding of a V1 body (JSON, or a cloud event around it) after the one strict reading; raises InvalidRequest."""
        if isinstance(body, bytes):
            parsed = self.context.parsed if self.context else None
            fields = read_object(read_text(body)) if parsed is None else parsed
            body = body if has_binary_headers(headers) else fields
        decoded: tuple[Any, dict[str, Any]] = super().decode(body, headers, *arguments, **named)
        return decoded

    async def explain(self, model_name: str, request: Any, headers: dict[str, str] | None = None) -> Any:
        """Raises InvalidRequest, because a language model has no explainer."""
        raise InvalidRequest("explain은 지원하지 않습니다. :predict를 쓰세요", message="explain is not served; use :predict")

    async def infer(self, model_name: str, request: Any, headers: dict[str, str] | None = None) -> tuple[Any, dict[str, str]]:
        """Infer for the request of `within`; raises PredictorError, or RuntimeError where there is none."""
        if self.context is None:
            raise RuntimeError("the data plane of no request cannot infer: use within(context)")
        model: Any = await self.get_model(model_name)
        payload, response_headers = await model(
            payloads.read(request, self.context, model.name, model.pipeline.concurrency.check), headers
        )
        return payload, response_headers

    def metadata(self) -> dict[str, Any]:
        """V2's server metadata without extensions, because the routes of the model repository are closed."""
        return {**super().metadata(), "extensions": []}

    async def live(self) -> dict[str, str]:
        """Raises ServerNotLive once only a restart can help."""
        if not self.lifecycle.live:
            raise ServerNotLive()
        return {"status": "alive"}

    async def ready(self) -> bool:
        """True only between warm-up and drain."""
        return self.lifecycle.ready

    async def model_ready(self, model_name: str, disable_predictor_health_check: bool = False) -> bool:
        """Readiness of the model. An inference (flag set) passes, because the pipeline itself refuses it with the reason."""
        ready = await super().model_ready(model_name, True)
        return ready or disable_predictor_health_check

    async def get_model(self, name: str) -> BaseKServeModel:
        """The model, never loaded lazily; raises ModelNotFound."""
        return self.get_model_from_registry(name)
