"""KServe's V1 and V2 routes: KServe's own endpoints, each inference over the data plane of its request."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from kserve.protocol.rest.server import metrics_handler
from kserve.protocol.rest.v1_endpoints import register_v1_endpoints
from kserve.protocol.rest.v2_endpoints import register_v2_endpoints

from predictor.inference.context import RequestContext
from predictor.protocols.kserve.data_plane import PredictorDataPlane
from predictor.telemetry import metrics

CLOSED = "/v2/repository"  # models cannot be loaded or unloaded from outside
INFERENCE = ("predict", "explain", "infer")  # KServe's methods that need the request's context
Endpoint = Callable[..., Awaitable[Any]]


def register(app: FastAPI, data_plane: PredictorDataPlane) -> None:
    """Add KServe's routes and `/metrics`, without those that load and unload models."""
    kserve = FastAPI()
    register_v1_endpoints(kserve, data_plane, None)
    register_v2_endpoints(kserve, data_plane, None)
    for route in kserve.routes:
        if isinstance(route, APIRoute) and route.path.startswith(("/v1", "/v2")) and not route.path.startswith(CLOSED):
            _add(app, route, data_plane)
    app.add_api_route("/metrics", metrics.page if metrics.shared() else metrics_handler, methods=["GET"], include_in_schema=False)


def _add(app: FastAPI, route: APIRoute, data_plane: PredictorDataPlane) -> None:
    if route.endpoint.__name__ not in INFERENCE:
        app.router.routes.append(route)
        return
    endpoint = _within_request(route.endpoint, data_plane)
    methods = sorted(route.methods)
    app.add_api_route(
        route.path, endpoint, methods=methods, response_model=None, tags=route.tags, include_in_schema=route.include_in_schema
    )


def _within_request(method: Any, data_plane: PredictorDataPlane) -> Endpoint:
    """KServe's endpoint `method` (bound to V1Endpoints or V2Endpoints), made anew over the data plane of each request."""
    endpoints, name = type(method.__self__), method.__name__

    @wraps(method)
    async def endpoint(**arguments: Any) -> Any:
        request = next(value for value in arguments.values() if isinstance(value, Request))
        plane = data_plane.within(RequestContext.of(request.scope))
        return await getattr(endpoints(plane), name)(**arguments)

    return endpoint
