"""KServe's gRPC inference service (Open Inference V2), with the key, rate, access log and trace of HTTP."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from grpc import aio
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from kserve.protocol.grpc import grpc_predict_v2_pb2_grpc as service
from kserve.protocol.grpc.servicer import InferenceServicer
from starlette.datastructures import Headers

from predictor.errors import EXIT_PORT_TAKEN, Fatal, InvalidRequest, MethodNotAllowed, NotFound, PredictorError, forget_frames
from predictor.inference.keys.ring import Key
from predictor.inference.limits import RawHeaders, as_text
from predictor.protocols.accounting import Accounting
from predictor.protocols.edge import Entry
from predictor.protocols.error_bodies import ErrorMapper
from predictor.protocols.kserve import tensors
from predictor.protocols.kserve.data_plane import PredictorDataPlane
from predictor.telemetry import metrics
from predictor.telemetry.access_log import AccessLogEntry

SERVICE = "/inference.GRPCInferenceService/"
INFER = f"{SERVICE}ModelInfer"
# The calls that need no key, as their HTTP paths need none. Any other call needs one, also a call that a later KServe adds.
OPEN = frozenset(SERVICE + name for name in ("ServerLive", "ServerReady", "ServerMetadata", "ModelReady", "ModelMetadata"))
CLOSED = re.compile(r".*/RepositoryModel(Load|Unload)$")
Handler = Callable[[bytes, Any], Awaitable[Any]]
PEER = re.compile(r"ipv[46]:\[?(?P<address>[^\]]+?)\]?:\d+$")
REFUSED = (401, 403, 413, 429)


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
        self,
        data_plane: PredictorDataPlane,
        entry: Entry,
        errors: ErrorMapper,
        accounting: Accounting,
    ) -> None:
        self.data_plane = data_plane
        self.entry = entry
        self.errors = errors
        self.accounting = accounting

    async def intercept_service(
        self, continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]], details: grpc.HandlerCallDetails
    ) -> Any:
        """Wrap the handler of a unary call, which the service's calls all are; any other call is answered and logged here."""
        handler = await continuation(details)
        known = handler is not None and handler.unary_unary is not None
        # An unknown method is the caller's text.
        method = details.method if known else "unknown"
        inner = _decoding(handler) if known else _refuse_unknown

        async def respond(request: bytes, context: aio.ServicerContext) -> Any:
            return await CallResponder(self, method, context).respond(inner, request)

        return grpc.unary_unary_rpc_method_handler(respond, None, handler.response_serializer if known else None)


class CallResponder:
    """One call from its arrival to its line in the access log."""

    def __init__(self, edge: EdgeInterceptor, method: str, grpc_context: aio.ServicerContext) -> None:
        self.edge = edge
        self.method = method
        self.grpc_context = grpc_context
        metadata = grpc_context.invocation_metadata() or ()
        self.headers = Headers(raw=[(key.encode(), value.encode()) for key, value in metadata if isinstance(value, str)])
        self.log = AccessLogEntry(
            request_id=edge.entry.request_id(self.headers.get("x-request-id", "")),
            protocol="grpc",
            path=method.rpartition("/")[2],
            is_inference=method == INFER,
            served=edge.entry.served,
            ai_notice=edge.entry.ai_notice,
        )

    async def respond(self, inner: Handler, request: bytes) -> Any:
        """Run the call; an error aborts it with its status code."""
        is_inference = self.log.is_inference
        with self.edge.accounting.of(self.log, self.headers, audited=is_inference, traced=is_inference):
            try:
                return await self._respond(inner, request)
            finally:
                self.log.cancelled = not self.log.status

    async def _respond(self, inner: Handler, request: bytes) -> Any:
        try:
            address, key = self._address(), None
            rate: RawHeaders = []
            _check_single(self.headers)
            if self.method not in OPEN:
                key, rate = await self.edge.entry.authenticate(self.headers, address, self.log)
            if CLOSED.match(self.method):
                raise NotFound(
                    "모델을 밖에서 올리거나 내릴 수 없습니다", message="The model cannot be loaded or unloaded from outside"
                )
            response = await (self._infer(request, address, key) if self.log.is_inference else inner(request, self.grpc_context))
        except Exception as error:
            mapped = self.edge.errors.map(error)
            forget_frames(error)
            await self._abort(mapped)
        else:
            self.log.status = 200
            self.grpc_context.set_trailing_metadata(
                _metadata(self.log.response_headers() | as_text(rate + self.log.budget_headers))
            )
            return response

    def _address(self) -> str:
        peer: str = self.grpc_context.peer()
        match = PEER.match(peer)
        return match["address"] if match else peer

    async def _infer(self, request: bytes, address: str, key: Key | None) -> Any:
        plane = self.edge.data_plane.within(self.edge.entry.decide(self.headers, address, self.log, key))
        message = _decoded(pb.ModelInferRequest.FromString, request)
        model: Any = await plane.get_model(message.model_name)
        tensors.check_message(message, model.pipeline.concurrency.check)
        return await InferenceServicer(plane, None).ModelInfer(message, self.grpc_context)

    async def _abort(self, error: PredictorError) -> None:
        entry = self.log
        entry.error_code, entry.status = error.code, error.status
        if entry.is_inference and error.status in REFUSED:
            metrics.REFUSALS.labels(error.code).inc()
        trailing = _metadata({**entry.response_headers(), **error.headers})
        await self.grpc_context.abort(getattr(grpc.StatusCode, error.grpc), error.detail, trailing_metadata=trailing)


def _check_single(headers: Headers) -> None:
    """Raise InvalidRequest for a key that stands twice, because a gateway may check the other one."""
    if any(len(headers.getlist(name)) > 1 for name in ("authorization", "x-api-key")):
        raise InvalidRequest(
            "authorization이나 x-api-key가 두 번 있습니다. 한 번만 보내 주세요",
            message="authorization or x-api-key stands twice; send it once",
        )


def _decoding(handler: Any) -> Handler:
    """The handler of a known call, over the bytes of its request."""

    async def respond(request: bytes, context: aio.ServicerContext) -> Any:
        return await handler.unary_unary(_decoded(handler.request_deserializer, request), context)

    return respond


def _decoded(decode: Callable[[bytes], Any], request: bytes) -> Any:
    """The message of a request; raises InvalidRequest, and NotFound where it names a version of the model."""
    try:
        message = decode(request)
    except DecodeError:
        raise InvalidRequest(
            "요청을 Open Inference Protocol의 메시지로 읽을 수 없습니다",
            message="The request is no message of the Open Inference Protocol",
        ) from None
    tensors.refuse_version(_version(message))
    return message


async def _refuse_unknown(request: Any, context: aio.ServicerContext) -> None:
    raise MethodNotAllowed(())


def _version(request: Any) -> str:
    """The version of a model that a call names: the field is `version` or, in ModelInfer, `model_version`."""
    return str(getattr(request, "version", "") or getattr(request, "model_version", ""))


def _metadata(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in headers.items())
