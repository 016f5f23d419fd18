"""gRPC's part of the grammar: every call of the Open Inference Protocol, with tensors, versions and metadata that may not fit."""

import random
from collections.abc import Iterator
from typing import Any

import grpc
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb

from tests.fuzz import values
from tests.fuzz.values import DIGITS, MARKER
from tests.personal import PHONE

SERVICE = "/inference.GRPCInferenceService/"
CALLS: dict[str, Any] = {
    "ServerLive": pb.ServerLiveRequest,
    "ServerReady": pb.ServerReadyRequest,
    "ServerMetadata": pb.ServerMetadataRequest,
    "ModelReady": lambda: pb.ModelReadyRequest(name="llm"),
    "ModelMetadata": lambda: pb.ModelMetadataRequest(name="llm"),
}
ALLOWED = {"OK", "INVALID_ARGUMENT", "NOT_FOUND", "UNIMPLEMENTED", "RESOURCE_EXHAUSTED"}


class Calls:
    """Calls a gRPC port by raw bytes, as no stub would."""

    def __init__(self, port: int) -> None:
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")

    def judge(self, draw: random.Random) -> Iterator[tuple[str, str]]:
        """Send one call; gives (what was sent, fault)."""
        if draw.random() < 0.4:
            name = draw.choice(tuple(CALLS))
            request = CALLS[name]().SerializeToString()
        else:
            name, request = "ModelInfer", _infer(draw)
        if draw.random() < 0.1:
            name, request = draw.choice((name, "Unknown", PHONE)), b"\xff\xff\xff"
        code, details = self._call(name, request, draw)
        if code not in ALLOWED:
            yield f"gRPC {name}", f"status {code}"
        if MARKER in details or any(digits in details for digits in DIGITS):
            yield f"gRPC {name}", "an error quotes what was sent"

    def _call(self, name: str, request: bytes, draw: random.Random) -> tuple[str, str]:
        metadata = draw.choice(((), (("x-request-id", PHONE),), (("tracestate", f"a={PHONE}"),), (("x-forwarded-for", "a, b"),)))
        try:
            self.channel.unary_unary(SERVICE + name)(request, timeout=8, metadata=metadata)
        except grpc.RpcError as error:
            return str(error.code().name), str(error.details())
        return "OK", ""


def _infer(draw: random.Random) -> bytes:
    texts = [str(values.value(draw)).encode("utf-8", "replace") for _ in range(draw.choice((1, 1, 2, 0)))]
    kind = draw.choice(("BYTES", "BYTES", "BYTES", "INT32", "X"))
    shape = draw.choice(([len(texts)], [5], [-1], [2**40]))
    name = draw.choice(("query", "query", "query", values.marker(draw)))
    tensor = pb.ModelInferRequest.InferInputTensor(name=name, datatype=kind, shape=shape)
    request = pb.ModelInferRequest(model_name=draw.choice(("llm", "llm", PHONE)), inputs=[tensor])
    if draw.random() < 0.3:
        request.raw_input_contents.append(draw.choice((b"", b"\x05\0\0\0ab", b"\xff\xff\xff\xffabc", PHONE.encode())))
    else:
        request.inputs[0].contents.bytes_contents.extend(texts)
    if draw.random() < 0.3:
        request.parameters[draw.choice(("max_length", "temperature", values.marker(draw)))].string_param = values.marker(draw)
    if draw.random() < 0.1:
        request.model_version = "1"
    return bytes(request.SerializeToString())
