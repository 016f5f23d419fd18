"""KServe's data plane, with the life cycle's readiness and each request's context."""

from copy import copy
from typing import Any

from kserve.errors import ServerNotLive
from kserve.model import BaseKServeModel
from kserve.protocol.dataplane import DataPlane

from predictor.errors import InvalidRequest
from predictor.inference.context import RequestContext
from predictor.inference.lifecycle import Lifecycle
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

    async def explain(self, model_name: str, request: Any, headers: dict[str, str] | None = None) -> Any:
        """Raises InvalidRequest, because a language model has no explainer."""
        raise InvalidRequest("explain은 지원하지 않습니다")

    async def infer(self, model_name: str, request: Any, headers: dict[str, str] | None = None) -> tuple[Any, dict[str, str]]:
        """Infer for the request of `within`; raises PredictorError, or RuntimeError where there is none."""
        if self.context is None:
            raise RuntimeError("the data plane of no request cannot infer: use within(context)")
        model: Any = await self.get_model(model_name)
        payload, response_headers = await model(payloads.read(request, self.context, model.name), headers)
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
