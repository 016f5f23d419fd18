"""KServe's gRPC inference service (Open Inference V2), with the key, rate, access log and trace of HTTP."""

import re
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

import grpc
from grpc import aio
from kserve.protocol.grpc import grpc_predict_v2_pb2_grpc as service
from kserve.protocol.grpc.servicer import InferenceServicer
from starlette.datastructures import Headers

from predictor.errors import EXIT_PORT_TAKEN, Fatal, NotFound, PredictorError
from predictor.inference.lifecycle import Lifecycle
from predictor.protocols.edge import Entry
from predictor.protocols.error_bodies import ErrorMapper, sentence
from predictor.protocols.kserve.data_plane import PredictorDataPlane
from predictor.telemetry import metrics
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.tracing import Tracing

INFER = "/inference.GRPCInferenceService/ModelInfer"
CLOSED = re.compile(r".*/RepositoryModel(Load|Unload)$")
PEER = re.compile(r"ipv[46]:\[?(?P<address>[^\]]+?)\]?:\d+$")
REFUSED = (401, 413, 429)


class GrpcService:
    """The gRPC server. It starts after the engine's processes are forked, because gRPC does not survive a fork."""

    def __init__(self, port: int, interceptor: "EdgeInterceptor", message_bytes: int, shared: bool = False) -> None:
        """Bind `port`, which several front ends have in common where it is `shared`; raises Fatal where it is taken."""
        self.server = aio.server(
            interceptors=(interceptor,),
            options=[("grpc.max_receive_message_length", message_bytes), ("grpc.so_reuseport", int(shared))],
        )
        service.add_GRPCInferenceServiceServicer_to_server(InferenceServicer(interceptor.data_plane, None), self.server)
        try:
            self.server.add_insecure_port(f"[::]:{port}")
        except RuntimeError as error:
            raise Fatal(f"cannot listen on gRPC port {port}", EXIT_PORT_TAKEN) from error

    async def start(self) -> None:
        """Open the port."""
        await self.server.start()

    async def stop(self, grace_sec: float) -> None:
        """Refuse new calls and give those that run `grace_sec`."""
        await self.server.stop(grace_sec)


class EdgeInterceptor(aio.ServerInterceptor):  # type: ignore[misc]
    """gRPC's EdgeMiddleware. Holds configuration only; each call's state lives in its CallResponder."""

    def __init__(
        self, data_plane: PredictorDataPlane, entry: Entry, lifecycle: Lifecycle, errors: ErrorMapper, tracing: Tracing
    ) -> None:
        self.data_plane = data_plane
        self.entry = entry
        self.lifecycle = lifecycle
        self.errors = errors
        self.tracing = tracing

    async def intercept_service(
        self, continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]], details: grpc.HandlerCallDetails
    ) -> Any:
        """Wrap the handler of a unary call."""
        handler = await continuation(details)
        if handler is None or handler.unary_unary is None:
            return handler
        method, inner = details.method, handler.unary_unary

        async def respond(request: Any, context: aio.ServicerContext) -> Any:
            return await CallResponder(self, method, context).respond(inner, request)

        return grpc.unary_unary_rpc_method_handler(respond, handler.request_deserializer, handler.response_serializer)


class CallResponder:
    """One call from its arrival to its line in the access log."""

    def __init__(self, edge: EdgeInterceptor, method: str, grpc_context: aio.ServicerContext) -> None:
        self.edge = edge
        self.method = method
        self.grpc_context = grpc_context
        self.headers = Headers({key: value for key, value in grpc_context.invocation_metadata() or () if isinstance(value, str)})
        self.log = AccessLogEntry(
            request_id=edge.entry.request_id(self.headers.get("x-request-id", "")),
            protocol="grpc",
            path=method.rpartition("/")[2],
            is_inference=method == INFER,
        )

    async def respond(self, inner: Callable[[Any, Any], Awaitable[Any]], request: Any) -> Any:
        """Run the call; an error aborts it with its status code."""
        entry, edge = self.log, self.edge
        counted = edge.lifecycle.count_request() if entry.is_inference else nullcontext()
        traced = edge.tracing.span(entry, dict(self.headers)) if entry.is_inference else nullcontext()
        try:
            with counted, traced:
                return await self._respond(inner, request)
        finally:
            entry.cancelled = not entry.status
            entry.finish()

    async def _respond(self, inner: Callable[[Any, Any], Awaitable[Any]], request: Any) -> Any:
        try:
            if CLOSED.match(self.method):
                raise NotFound("모델을 밖에서 올리거나 내릴 수 없습니다")
            response = await (self._infer(request) if self.log.is_inference else inner(request, self.grpc_context))
        except Exception as error:
            await self._abort(self.edge.errors.map(error))
        else:
            self.log.status = 200
            self.grpc_context.set_trailing_metadata(_metadata(self.log.response_headers()))
            return response

    async def _infer(self, request: Any) -> Any:
        peer = self.grpc_context.peer()
        match = PEER.match(peer)
        await self.edge.entry.authenticate(self.headers, match["address"] if match else peer, self.log)
        plane = self.edge.data_plane.within(self.edge.entry.decide(self.headers, self.log))
        return await InferenceServicer(plane, None).ModelInfer(request, self.grpc_context)

    async def _abort(self, error: PredictorError) -> None:
        entry = self.log
        entry.error_code, entry.status = error.code, error.status
        if entry.is_inference and error.status in REFUSED:
            metrics.REFUSALS.labels(error.code).inc()
        trailing = _metadata({**entry.response_headers(), **error.headers})
        await self.grpc_context.abort(getattr(grpc.StatusCode, error.grpc), sentence(error), trailing_metadata=trailing)


def _metadata(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in headers.items())
