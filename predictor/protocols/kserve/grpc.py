"""KServe's gRPC inference service (Open Inference V2), behind the same key, rate, record and trace as HTTP."""

import re
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

import grpc
from grpc import aio
from kserve.protocol.grpc import grpc_predict_v2_pb2_grpc as service
from kserve.protocol.grpc.servicer import InferenceServicer

from predictor.errors import Fatal, NotFound, PredictorError, typed
from predictor.inference.lifecycle import EXIT_PORT_TAKEN
from predictor.model import Predictor
from predictor.protocols.edge import request_id
from predictor.protocols.kserve.rest import HonestDataPlane, translate
from predictor.protocols.routing import sentence
from predictor.telemetry import metrics
from predictor.telemetry.access_log import Record, current
from predictor.telemetry.tracing import Tracing

INFER = "/inference.GRPCInferenceService/ModelInfer"
CLOSED = re.compile(r".*/RepositoryModel(Load|Unload)$")
PEER = re.compile(r"ipv[46]:\[?(?P<address>[^\]]+?)\]?:\d+$")


class GrpcService:
    """The gRPC server; it starts after the engine's processes are forked, since gRPC does not survive a fork."""

    def __init__(self, port: int, dataplane: HonestDataPlane, model: Predictor, tracing: Tracing, message_bytes: int) -> None:
        self.server = aio.server(
            interceptors=(Entrance(model, tracing),),
            options=[("grpc.max_receive_message_length", message_bytes), ("grpc.so_reuseport", 0)],
        )
        service.add_GRPCInferenceServiceServicer_to_server(InferenceServicer(dataplane, None), self.server)
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


class Entrance(aio.ServerInterceptor):  # type: ignore[misc]
    """What the gate is for HTTP. Holds configuration only; each call's state lives in its `Passage`."""

    def __init__(self, model: Predictor, tracing: Tracing) -> None:
        self.tracing = tracing
        self.admission = model.admission
        self.lifecycle = model.lifecycle
        self.redact = model.redact

    async def intercept_service(
        self, continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]], details: grpc.HandlerCallDetails
    ) -> Any:
        """Wrap the handler of a unary call."""
        handler = await continuation(details)
        if handler is None or handler.unary_unary is None:
            return handler
        method, inner = details.method, handler.unary_unary

        async def guarded(request: Any, context: aio.ServicerContext) -> Any:
            return await Passage(self, method, context).run(lambda: inner(request, context))

        return grpc.unary_unary_rpc_method_handler(guarded, handler.request_deserializer, handler.response_serializer)


class Passage:
    """One call on its way through the entrance."""

    def __init__(self, entrance: Entrance, method: str, context: aio.ServicerContext) -> None:
        self.entrance = entrance
        self.method = method
        self.context = context
        self.sent = {key: value for key, value in context.invocation_metadata() or () if isinstance(value, str)}
        self.record = Record(
            id=request_id(self.sent.get("x-request-id", ""), entrance.redact),
            surface="grpc",
            path=method.rpartition("/")[2],
            inference=method == INFER,
            restore=self.sent.get("x-pii-restore", "").lower() == "true",
        )

    async def run(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Let the call in and run it; an error ends it with its status code."""
        record, entrance = self.record, self.entrance
        token = current.set(record)
        counted = entrance.lifecycle.passage() if record.inference else nullcontext()
        traced = entrance.tracing.span(record, self.sent) if record.inference else nullcontext()
        try:
            with counted, traced:
                return await self._answer(call)
        finally:
            if not record.status:
                record.outcome = "cancelled"
            record.finish()
            current.reset(token)

    async def _answer(self, call: Callable[[], Awaitable[Any]]) -> Any:
        try:
            if CLOSED.match(self.method):
                raise NotFound("모델을 밖에서 올리거나 내릴 수 없습니다")
            if self.record.inference:
                await self._enter()
            answer = await call()
        except PredictorError as error:
            await self._abort(error)
        except Exception as error:
            await self._abort(translate(error, self.entrance.lifecycle, self.entrance.redact) or typed(error))
        else:
            self.record.status = 200
            self.context.set_trailing_metadata(_trailing(self.record.headers()))
            return answer

    async def _enter(self) -> None:
        sent, peer, admission = self.sent, self.context.peer(), self.entrance.admission
        match = PEER.match(peer)
        address = admission.address(match["address"] if match else peer, sent.get("x-forwarded-for"))
        self.record.key = await admission.enter(sent.get("authorization"), sent.get("x-api-key"), address)

    async def _abort(self, error: PredictorError) -> None:
        record = self.record
        record.error, record.status = error, error.status
        if record.inference and error.status in (401, 413, 429):
            metrics.REFUSALS.labels(error.code).inc()
        trailing = _trailing({**record.headers(), **error.headers})
        await self.context.abort(getattr(grpc.StatusCode, error.grpc), sentence(error), trailing_metadata=trailing)


def _trailing(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in headers.items())
