"""What KServe's protocols answer to odd payloads, over REST and over gRPC without KServe's client."""

import asyncio
import json
import logging
import struct
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest
from grpc import aio
from kserve import InferRequest
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from kserve.protocol.rest.v2_datamodels import InferenceRequest

from predictor.protocols.kserve import tensors
from predictor.protocols.kserve.grpc import SERVICE, EdgeInterceptor, GrpcService
from tests.personal import PHONE
from tests.service import free_port
from tests.unit.conftest import Client, Serve

V2 = "/v2/models/llm/infer"
TEXT = struct.pack("<I", 3) + "가".encode()
LONG = [9] * 33  # a product of 200,000 lengths takes seconds
BINARY: dict[str, Any] = {"name": "query", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": len(TEXT)}}
MANY = {f"p{number}": number for number in range(65)}


def tensor(**more: Any) -> dict[str, Any]:
    return {"name": "query", "shape": [1], "datatype": "BYTES", "data": ["가"]} | more


@pytest.mark.parametrize(
    ("size", "length", "raw"),
    [
        (len(TEXT), None, TEXT[:-1]),
        (3, None, TEXT),
        (0, None, TEXT),
        (-1, None, TEXT),
        ("7", None, TEXT),
        (len(TEXT), 0, TEXT),
        (len(TEXT), 10**9, TEXT),
        (len(TEXT), -1, TEXT),
        (len(TEXT), "x", TEXT),
        (len(TEXT), "9" * 5000, TEXT),
        (len(TEXT), "²", TEXT),
        (4, None, b"\xff\xff\xff\xff"),
        (7, None, struct.pack("<I", 3) + b"\xff\xfe\xfd"),
    ],
)
async def test_a_binary_tensor_that_does_not_fit_is_a_400(size: Any, length: Any, raw: bytes, serve: Serve) -> None:
    head = {"inputs": [{"name": "query", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": size}}]}
    encoded = json.dumps(head).encode()
    sent = str(len(encoded) if length is None else length).encode("latin-1")
    headers = {b"content-type": b"application/octet-stream", b"inference-header-content-length": sent}
    answer = await serve().post(V2, content=encoded + raw, headers=headers)
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


@pytest.mark.parametrize(
    "body",
    [
        {"inputs": [tensor(name="text_input")]},
        {"inputs": [tensor(name=PHONE)]},
        {"inputs": [tensor() | {PHONE: 1}, tensor()]},
        {"inputs": [tensor(shape=[2**62])]},
        {"inputs": [tensor(shape=["a"])]},
        {"inputs": [tensor(datatype=PHONE)]},
        {"inputs": [tensor(parameters={PHONE: {}})]},
        {"inputs": [tensor()], "parameters": {PHONE: 1}},
        {"inputs": {PHONE: 1}},
        {"inputs": [tensor()], "outputs": [{"name": PHONE}]},
        {PHONE: 1},
    ],
)
async def test_a_wrong_payload_is_a_4xx_without_the_callers_names(body: dict[str, Any], serve: Serve) -> None:
    answer = await serve().post(V2, json=body)
    assert answer.status_code in (400, 422)
    assert isinstance(answer.json()["error"], str)
    assert PHONE not in answer.text


async def test_json_without_a_content_type_is_read_as_json(serve: Serve) -> None:
    client = serve()
    for path, body in ((V2, {"inputs": [tensor()]}), ("/v1/models/llm:predict", {"instances": ["가"]})):
        assert (await client.post(path, content=json.dumps(body).encode())).status_code == 200, path


@pytest.mark.parametrize("path", ["", "/ready", "/infer"])
async def test_a_model_has_no_versions(path: str, serve: Serve) -> None:
    client = serve()
    path = f"/v2/models/llm/versions/1{path}"
    answer = await (client.post(path, json={}) if path.endswith("infer") else client.get(path))
    assert (answer.status_code, "버전" in answer.json()["error"]) == (404, True)


@pytest.mark.parametrize("restore", ["on", "off"])
async def test_a_forged_placeholder_in_a_later_text_of_a_batch_gets_no_earlier_value(restore: str, serve: Serve) -> None:
    client = serve(pii_restore=restore)
    texts = [f"제 번호는 {PHONE}", "제 번호는 [전화번호_1]"]
    v2 = (await client.post(V2, json={"inputs": [tensor(shape=[2], data=texts)]})).json()["outputs"][0]["data"]
    v1 = (await client.post("/v1/models/llm:predict", json={"instances": texts})).json()["predictions"]
    for first, second in (v2, [one["generated_text"] for one in v1]):
        assert (PHONE in first, PHONE in second) == (restore == "on", False)


class RawCalls:
    """A channel without stubs."""

    def __init__(self, client: Client) -> None:
        server = client.server
        port = free_port()
        interceptor = EdgeInterceptor(server.data_plane, server.entry, server.errors, server.accounting)
        self.service = GrpcService(port, interceptor, 1_048_576)
        self.channel = aio.insecure_channel(f"127.0.0.1:{port}")
        self.details: list[str] = []

    async def code(self, name: str, request: bytes = b"", **metadata: str) -> str:
        try:
            await self.channel.unary_unary(SERVICE + name)(request, metadata=tuple(metadata.items()))
        except aio.AioRpcError as error:
            self.details.append(str(error.details()))
            return str(error.code().name)
        return "OK"


@pytest.fixture
async def calls(serve: Serve) -> AsyncIterator[RawCalls]:
    made = RawCalls(serve())
    await made.service.start()
    yield made
    await made.channel.close()
    await made.service.stop(0)


INFER = pb.ModelInferRequest.InferInputTensor
WRONG = INFER(name="query", datatype="BYTES", shape=[5], contents=pb.InferTensorContents(bytes_contents=[b"a"]))
NAMED = INFER(name=PHONE, datatype="BYTES", shape=[1], contents=pb.InferTensorContents(bytes_contents=[b"a"]))
NEGATIVE = INFER(name="query", datatype="BYTES", shape=[-1], contents=pb.InferTensorContents(bytes_contents=[b"a"]))
BOTH = INFER(name="query", datatype="BYTES", shape=[1], contents=pb.InferTensorContents(bytes_contents=[b"a"], int_contents=[1]))
ONE = INFER(name="query", datatype="BYTES", shape=[1], contents=pb.InferTensorContents(bytes_contents=[b"a"]))
LENGTHS = INFER(name="query", datatype="BYTES", shape=LONG, contents=pb.InferTensorContents(bytes_contents=[b"a"]))
TEXTS = INFER(name="query", datatype="BYTES", shape=[101], contents=pb.InferTensorContents(bytes_contents=[b"a"] * 101))
GENERATED = pb.ModelInferRequest.InferRequestedOutputTensor(name="generated_text")
OTHER = pb.ModelInferRequest.InferRequestedOutputTensor(name=PHONE)
RAW = INFER(name="query", datatype="BYTES", shape=[1])
CUT = [b"\xff\xff\xff\xffa"]


@pytest.mark.parametrize(
    ("name", "request_", "code"),
    [
        ("ServerLive", pb.ServerLiveRequest(), "OK"),
        ("ServerReady", pb.ServerReadyRequest(), "OK"),
        ("ServerMetadata", pb.ServerMetadataRequest(), "OK"),
        ("ModelReady", pb.ModelReadyRequest(name="llm"), "OK"),
        ("ModelReady", pb.ModelReadyRequest(name="other"), "NOT_FOUND"),
        ("ModelReady", pb.ModelReadyRequest(name="llm", version="1"), "NOT_FOUND"),
        ("ModelMetadata", pb.ModelMetadataRequest(name="llm"), "OK"),
        ("ModelMetadata", pb.ModelMetadataRequest(name=PHONE), "NOT_FOUND"),
        ("ModelMetadata", pb.ModelMetadataRequest(name="llm", version="1"), "NOT_FOUND"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[WRONG]), "INVALID_ARGUMENT"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[NAMED]), "INVALID_ARGUMENT"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[NEGATIVE]), "INVALID_ARGUMENT"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[BOTH]), "INVALID_ARGUMENT"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[ONE], outputs=[OTHER]), "INVALID_ARGUMENT"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm"), "INVALID_ARGUMENT"),
        (
            "ModelInfer",
            pb.ModelInferRequest(model_name="llm", inputs=[RAW], raw_input_contents=CUT),
            "INVALID_ARGUMENT",
        ),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[RAW], raw_input_contents=[b"a", b"b"]), "INVALID_ARGUMENT"),
        ("ModelInfer", pb.ModelInferRequest(model_name="llm", inputs=[WRONG], model_version="1"), "NOT_FOUND"),
        ("RepositoryModelLoad", pb.RepositoryModelLoadRequest(model_name="llm"), "NOT_FOUND"),
        ("RepositoryModelUnload", pb.RepositoryModelUnloadRequest(model_name="llm"), "NOT_FOUND"),
        ("RepositoryIndex", None, "UNIMPLEMENTED"),
        (PHONE, None, "UNIMPLEMENTED"),
        ("ModelInfer", None, "INVALID_ARGUMENT"),
    ],
)
async def test_every_call_of_the_protocol_has_its_code_and_one_line_in_the_log(
    name: str, request_: Any, code: str, calls: RawCalls, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "predictor.request")
    assert await calls.code(name, b"\xff\xff" if request_ is None else request_.SerializeToString()) == code
    while not (lines := [record.fields for record in caplog.records if record.name == "predictor.request"]):  # type: ignore[attr-defined]
        await asyncio.sleep(0.01)  # it is written when the answer is out
    (line,) = lines
    assert line["protocol"] == "grpc"
    assert PHONE not in str(line) + str(calls.details)


@pytest.mark.parametrize("name", ["authorization", "x-api-key"])
async def test_a_key_that_stands_twice_is_refused_as_over_http(name: str, calls: RawCalls) -> None:
    request = pb.ModelInferRequest(model_name="llm", inputs=[ONE]).SerializeToString()
    with pytest.raises(aio.AioRpcError) as refused:
        await calls.channel.unary_unary(SERVICE + "ModelInfer")(request, metadata=((name, "Bearer a"), (name, "Bearer b")))
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_forwarded_addresses_in_two_entries_are_one_list(serve: Serve) -> None:
    made = RawCalls(serve(rate_limit="1/minute", trusted_proxies="127.0.0.1"))
    await made.service.start()
    request = pb.ModelInferRequest(model_name="llm", inputs=[WRONG]).SerializeToString()
    codes = []
    for number in range(2):
        metadata = (("x-forwarded-for", f"10.0.0.{number}"), ("x-forwarded-for", "203.0.113.7"))
        try:
            await made.channel.unary_unary(SERVICE + "ModelInfer")(request, metadata=metadata)
        except grpc.RpcError as error:
            codes.append(error.code().name)
    assert codes == ["INVALID_ARGUMENT", "RESOURCE_EXHAUSTED"]
    await made.channel.close()
    await made.service.stop(0)


@pytest.mark.parametrize("is_binary", [True, False])
async def test_a_length_below_zero_is_a_400_in_json_and_in_binary(is_binary: bool, serve: Serve) -> None:
    raw = b"\x06\0\0\0" + "안녕".encode()
    tensor = {"name": "query", "shape": [-1], "datatype": "BYTES"}
    more = {"parameters": {"binary_data_size": len(raw)}} if is_binary else {"data": ["안녕"]}
    head = json.dumps({"inputs": [tensor | more]}).encode()
    headers = {"inference-header-content-length": str(len(head))} if is_binary else {}
    answer = await serve().post("/v2/models/llm/infer", content=head + raw if is_binary else head, headers=headers)
    assert (answer.status_code, "-1" in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"inputs": [tensor(shape=[5], data=["가"] * 5)]}, "MAX_CONCURRENT_INFERENCE"),
        ({"inputs": [tensor()] * 5}, "MAX_CONCURRENT_INFERENCE"),
        ({"inputs": [tensor()], "outputs": [{"name": "generated_text"}] * 5}, "outputs"),
        ({"inputs": [tensor(shape=LONG)]}, "shape"),
        ({"inputs": [tensor()], "parameters": MANY}, "parameters"),
        ({"inputs": [tensor(parameters=MANY)]}, "parameters"),
        ({"inputs": [tensor()], "outputs": [{"name": "generated_text", "parameters": MANY}]}, "parameters"),
    ],
    ids=["values", "tensors", "outputs", "shape", "parameters", "a tensor's parameters", "an output's parameters"],
)
async def test_too_many_are_a_400_before_kserve_s_model_walks_them(
    body: dict[str, Any], named: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[Any] = []
    monkeypatch.setattr(InferenceRequest, "model_validate", walked.append)
    refused = await serve(max_concurrent=4).post(V2, json=body)
    assert refused.status_code == 400
    assert named in refused.json()["error"]
    assert not walked


@pytest.mark.parametrize(
    "wrong",
    [
        {"inputs": [BINARY | {"shape": LONG}]},
        {"inputs": [BINARY | {"parameters": MANY | BINARY["parameters"]}]},
        {"inputs": [BINARY] + [tensor()] * 100},
        {"inputs": [BINARY], "outputs": [{"name": "generated_text"}] * 2},
    ],
    ids=["shape", "parameters", "tensors", "outputs"],
)
async def test_too_many_before_a_binary_tensor_are_a_400_before_kserve_walks_them(
    wrong: dict[str, Any], serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[Any] = []
    monkeypatch.setattr(InferRequest, "from_bytes", walked.append)
    head = json.dumps(wrong).encode()
    answer = await serve().post(V2, content=head + TEXT, headers={"inference-header-content-length": str(len(head))})
    assert answer.status_code == 400
    assert not walked


async def test_a_large_json_part_before_a_binary_tensor_is_read_once(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tensors, "read_object", None)  # the worker pool has read it
    head = json.dumps({"inputs": [BINARY], "id": "가" * 40_000}).encode()
    answer = await serve().post(V2, content=head + TEXT, headers={"inference-header-content-length": str(len(head))})
    assert (answer.status_code, answer.json()["outputs"][0]["shape"]) == (200, [1])


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        (pb.ModelInferRequest(inputs=[LENGTHS]), "shape"),
        (pb.ModelInferRequest(inputs=[ONE], parameters=dict.fromkeys(MANY, pb.InferParameter(int64_param=1))), "parameters"),
        (pb.ModelInferRequest(inputs=[ONE] * 101), "MAX_CONCURRENT_INFERENCE"),
        (pb.ModelInferRequest(inputs=[TEXTS]), "MAX_CONCURRENT_INFERENCE"),
        (pb.ModelInferRequest(inputs=[ONE], outputs=[GENERATED] * 2), "outputs"),
    ],
    ids=["shape", "parameters", "tensors", "values", "outputs"],
)
async def test_too_many_over_grpc_are_refused_before_kserve_walks_them(
    request_: pb.ModelInferRequest, named: str, calls: RawCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[Any] = []
    monkeypatch.setattr(InferRequest, "from_grpc", walked.append)
    request_.model_name = "llm"
    assert await calls.code("ModelInfer", request_.SerializeToString()) == "INVALID_ARGUMENT"
    assert named in calls.details[0]
    assert not walked


async def test_too_many_shared_parameters_of_v1_are_a_400(serve: Serve) -> None:
    answer = await serve().post("/v1/models/llm:predict", json={"instances": ["가"], "parameters": MANY})
    assert (answer.status_code, "at most 64" in answer.json()["message"]) == (400, True)


async def test_values_both_in_the_json_part_and_behind_it_are_a_400(serve: Serve) -> None:
    raw = b"\x06\0\0\0" + "안녕".encode()
    parameters = {"binary_data_size": len(raw)}
    tensor = {"name": "query", "shape": [1], "datatype": "BYTES", "data": ["다른"], "parameters": parameters}
    head = json.dumps({"inputs": [tensor]}).encode()
    headers = {"inference-header-content-length": str(len(head))}
    answer = await serve().post("/v2/models/llm/infer", content=head + raw, headers=headers)
    assert (answer.status_code, "not both" in answer.json()["message"]) == (400, True)
