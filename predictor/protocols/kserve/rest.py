"""KServe's V1 and V2 routes: its own endpoints over a data plane that is honest about readiness."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from kserve.errors import InvalidInput, ModelNotFound, ModelNotReady, ServerNotLive, ServerNotReady
from kserve.model import BaseKServeModel
from kserve.protocol.dataplane import DataPlane
from kserve.protocol.rest.server import metrics_handler
from kserve.protocol.rest.v1_endpoints import register_v1_endpoints
from kserve.protocol.rest.v2_endpoints import register_v2_endpoints

from predictor.errors import InvalidRequest, MethodNotAllowed, NotFound, NotReady, PredictorError, Unavailable
from predictor.inference.lifecycle import Lifecycle

CLOSED = "/v2/repository"  # nobody may load or unload a model from outside


class HonestDataPlane(DataPlane):  # type: ignore[misc]
    """KServe's data plane, whose health follows the life cycle and which never loads a model on demand."""

    def __init__(self, lifecycle: Lifecycle, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lifecycle = lifecycle

    def metadata(self) -> dict[str, Any]:
        """V2's server metadata, without the extension whose routes are closed."""
        return {**super().metadata(), "extensions": []}

    async def live(self) -> dict[str, str]:
        """Not alive once only a restart can help."""
        if not self.lifecycle.live:
            raise ServerNotLive()
        return {"status": "alive"}

    async def ready(self) -> bool:
        """Ready only between warm-up and drain."""
        return self.lifecycle.ready

    async def model_ready(self, model_name: str, disable_predictor_health_check: bool = False) -> bool:
        """Readiness of the model; an inference (flag set) passes, since the model itself says why it cannot serve."""
        ready = await super().model_ready(model_name, True)
        return ready or disable_predictor_health_check

    async def get_model(self, name: str) -> BaseKServeModel:
        """The model, never loaded lazily."""
        return self.get_model_from_registry(name)


def register(app: FastAPI, dataplane: HonestDataPlane) -> None:
    """Add KServe's routes and `/metrics`, without those that load and unload models."""
    routes = FastAPI()
    register_v1_endpoints(routes, dataplane, None)
    register_v2_endpoints(routes, dataplane, None)
    kept = APIRouter()
    kept.routes.extend(route for route in _flat(routes.routes) if route.path.startswith(("/v1", "/v2")) and not _closed(route))
    app.router.routes.extend(kept.routes)
    app.add_api_route("/metrics", metrics_handler, methods=["GET"], include_in_schema=False)


def _flat(routes: list[Any]) -> list[APIRoute]:
    return [route for route in routes if isinstance(route, APIRoute)]


def _closed(route: APIRoute) -> bool:
    return route.path.startswith(CLOSED)


def translate(error: Exception, lifecycle: Lifecycle, redact: Callable[[str], str]) -> PredictorError | None:
    """KServe's error as one of ours, or None for what is not KServe's; its words may quote the caller, so they are masked."""
    match error:
        case ModelNotReady() | ServerNotReady():
            status = lifecycle.status()
            return NotReady(f"{NotReady.detail} ({status['stage']}, {status['stage_seconds']}초)", info=status)
        case ServerNotLive():
            return Unavailable(str(lifecycle.fatal or "not live"), info=lifecycle.status())
        case ModelNotFound():
            return NotFound("모델이 없습니다")
        case InvalidInput():
            return InvalidRequest(f"요청 형식이 올바르지 않습니다: {redact(error.reason)}")
        case NotImplementedError():
            return MethodNotAllowed("모델 버전과 explain은 지원하지 않습니다")
    return None
