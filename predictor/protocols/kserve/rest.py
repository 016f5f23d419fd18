"""KServe's V1 and V2 routes: KServe's own endpoints, each inference over the data plane of its request."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from kserve.protocol.rest.server import metrics_handler
from kserve.protocol.rest.v1_endpoints import register_v1_endpoints
from kserve.protocol.rest.v2_endpoints import V2Endpoints, register_v2_endpoints

from predictor.inference.context import RequestContext
from predictor.protocols.kserve import tensors
from predictor.protocols.kserve.data_plane import PredictorDataPlane
from predictor.telemetry import metrics

CLOSED = "/v2/repository"  # models cannot be loaded or unloaded from outside
V1_INFERENCE = ("predict", "explain")  # KServe's methods that need the request's context
Endpoint = Callable[..., Awaitable[Any]]


class RouteRecorder:
    """Stands for the application to which KServe adds its routers, because an application would make each route anew."""

    def __init__(self) -> None:
        self.routes: list[APIRoute] = []

    def include_router(self, router: APIRouter) -> None:
        """Keep the router's routes, which have its prefix and tags."""
        self.routes += [route for route in router.routes if isinstance(route, APIRoute)]


def register(app: FastAPI, data_plane: PredictorDataPlane) -> None:
    """Add KServe's routes and `/metrics`, without those that load and unload models."""
    kserve = RouteRecorder()
    register_v1_endpoints(kserve, data_plane, None)
    register_v2_endpoints(kserve, data_plane, None)
    for route in kserve.routes:
        if not route.path.startswith(CLOSED):
            _add(app, route, data_plane)
    app.add_api_route("/metrics", metrics.page if metrics.shared() else metrics_handler, methods=["GET"], include_in_schema=False)


def _add(app: FastAPI, route: APIRoute, data_plane: PredictorDataPlane) -> None:
    endpoint = _endpoint(route, data_plane)
    if endpoint is None:
        app.router.routes.append(route)
        return
    app.add_api_route(
        route.path,
        endpoint,
        methods=sorted(route.methods),
        response_model=None,
        tags=route.tags,
        include_in_schema=route.include_in_schema,
        openapi_extra=tensors.BODY if endpoint.__name__ == "infer" else None,
    )


def _endpoint(route: APIRoute, data_plane: PredictorDataPlane) -> Endpoint | None:
    """The endpoint that takes the place of KServe's; None where KServe's own is served."""
    if "{model_version}" in route.path:
        return _refuse_version
    if route.endpoint.__name__ == "infer":
        return _infer_v2(data_plane)
    return _within_request(route.endpoint, data_plane) if route.endpoint.__name__ in V1_INFERENCE else None


async def _refuse_version(model_name: str, model_version: str) -> None:
    tensors.refuse_version(model_version)


def _infer_v2(data_plane: PredictorDataPlane) -> Endpoint:
    """KServe's V2 inference over a body that is read here, because FastAPI's reading would quote the caller's fields."""

    async def infer(request: Request, response: Response, model_name: str) -> Any:
        context = RequestContext.of(request.scope)
        plane = data_plane.within(context)
        model: Any = await plane.get_model(model_name)
        check = model.pipeline.concurrency.check
        length = request.headers.get(tensors.JSON_LENGTH)
        inputs = tensors.read(await request.body(), length, model_name, check, context.parsed)
        return await V2Endpoints(plane).infer(request, response, model_name, inputs)

    return infer


def _within_request(method: Any, data_plane: PredictorDataPlane) -> Endpoint:
    """KServe's endpoint `method` (bound to V1Endpoints or V2Endpoints), made anew over the data plane of each request."""
    endpoints, name = type(method.__self__), method.__name__

    @wraps(method)
    async def endpoint(**arguments: Any) -> Any:
        request = next(value for value in arguments.values() if isinstance(value, Request))
        plane = data_plane.within(RequestContext.of(request.scope))
        return await getattr(endpoints(plane), name)(**arguments)

    return endpoint
