"""KServe's gRPC service, called through a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc import aio
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from kserve.protocol.grpc.grpc_predict_v2_pb2_grpc import GRPCInferenceServiceStub
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from predictor.inference.lifecycle import Stage
from predictor.telemetry.tracing import Tracing
from tests.personal import PHONE
from tests.service import free_port
from tests.unit.conftest import Client, Serve
from tests.unit.inference.budgets.callers import bearer, key, runs, tokens_used, write
from tests.unit.telemetry.audit.writing import requests
from tests.waiting import until

METADATA = {"authorization": bearer("team")["Authorization"]}


class Caller:
    def __init__(self, client: Client) -> None:
        port = free_port()
        self.model = client.server.model
        self.audit: Any = client.server.audit
        self.spans = InMemorySpanExporter()
        self.tracing = client.server.accounting.tracing = Tracing("", "test", self.spans)
        self.service = client.server.grpc_service(port)
        self.channel = aio.insecure_channel(f"127.0.0.1:{port}")
        self.stub = GRPCInferenceServiceStub(self.channel)

    def infer(self, *texts: str, parameters: dict[str, Any] | None = None, **metadata: str) -> Any:
        contents = pb.InferTensorContents(bytes_contents=[text.encode() for text in texts])
        tensor = pb.ModelInferRequest.InferInputTensor(name="query", datatype="BYTES", shape=[len(texts)], contents=contents)
        request = pb.ModelInferRequest(model_name="llm", inputs=[tensor], parameters=parameters or {})
        return self.stub.ModelInfer(request, metadata=[(name.replace("_", "-"), value) for name, value in metadata.items()])


@pytest.fixture
async def call(serve: Serve) -> AsyncIterator[Any]:
    callers: list[Caller] = []

    async def make(**settings: Any) -> Caller:
        caller = Caller(serve(**settings))
        await caller.service.start()
        callers.append(caller)
        return caller

    yield make
    for caller in callers:
        await caller.channel.close()
        await caller.service.stop(0)


def texts(answer: Any) -> list[str]:
    return [item.decode() for item in answer.outputs[0].contents.bytes_contents]


async def test_bytes_tensors_go_in_and_out_with_parameters(call: Any) -> None:
    caller = await call()
    answer = await caller.infer("가 나", "다", parameters={"max_length": pb.InferParameter(int64_param=2)})
    assert texts(answer) == ["[mock] 가", "[mock] 다"]
    assert answer.parameters["completion_tokens"].int64_param == 4


async def test_fractions_are_given_as_text_since_grpc_has_no_parameter_for_them(call: Any) -> None:
    caller = await call()
    assert texts(await caller.infer("가", parameters={"temperature": pb.InferParameter(string_param="0.5")})) == ["[mock] 가"]
    with pytest.raises(aio.AioRpcError, match="temperature"):
        await caller.infer("가", parameters={"temperature": pb.InferParameter(string_param="hot")})


async def test_raw_input_contents_are_answered_raw(call: Any) -> None:
    caller = await call()
    text = "가".encode()
    tensor = pb.ModelInferRequest.InferInputTensor(name="query", datatype="BYTES", shape=[1])
    raw = len(text).to_bytes(4, "little") + text
    answer = await caller.stub.ModelInfer(pb.ModelInferRequest(model_name="llm", inputs=[tensor], raw_input_contents=[raw]))
    assert answer.raw_output_contents[0][4:].decode() == "[mock] 가"


async def test_it_is_masked_like_every_other_protocol(call: Any) -> None:
    caller = await call()
    assert texts(await caller.infer(f"번호 {PHONE}")) == ["[mock] 번호 [전화번호_1]"]


async def test_trailing_metadata_has_the_id_and_the_masked_kinds(call: Any) -> None:
    asked = (await call()).infer(f"번호 {PHONE}", x_request_id="grpc-1")
    await asked
    reported = dict(await asked.trailing_metadata())
    assert reported["x-request-id"] == "grpc-1"
    assert reported["x-pii-masked"].endswith("=1")


@pytest.mark.parametrize(("settings", "outcome"), [({}, "ok"), ({"mock_fault": "runtime"}, "engine_failure")])
async def test_a_call_is_a_span_in_its_callers_trace(settings: dict[str, Any], outcome: str, call: Any) -> None:
    caller = await call(**settings)
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    with suppress(aio.AioRpcError):
        await caller.infer(f"번호 {PHONE}", traceparent=f"00-{trace}-00f067aa0ba902b7-01")
    await asyncio.sleep(0.05)
    caller.tracing.close()
    (span,) = caller.spans.get_finished_spans()
    assert format(span.context.trace_id, "032x") == trace
    assert span.attributes["llm.outcome"] == outcome
    assert PHONE not in span.to_json()


async def test_the_key_is_asked_for(call: Any) -> None:
    caller = await call(api_keys="invented")
    with pytest.raises(aio.AioRpcError) as refused:
        await caller.infer("가")
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert texts(await caller.infer("가", authorization="Bearer invented")) == ["[mock] 가"]


@pytest.fixture
async def keyed(call: Any, tmp_path: Path) -> Any:
    """A caller with a key of `rules`, whose requests go on record."""

    async def make(rules: dict[str, Any], **settings: Any) -> Caller:
        file = write(tmp_path / "keys.yaml", key("team", **rules))
        caller: Caller = await call(key_file=file, audit="file", audit_folder=tmp_path / "audit", **settings)
        return caller

    return make


async def test_a_keys_budget_holds_here_too_and_every_call_is_on_record(keyed: Any, tmp_path: Path) -> None:
    caller = await keyed({"tokens_per_minute": 200, "max_tokens": 40, "requests_per_minute": 50})
    asked = caller.infer("하나 둘", "셋", **METADATA)
    await asked
    reported = dict(await asked.trailing_metadata())
    assert (reported["x-ratelimit-limit-tokens"], int(reported["x-ratelimit-remaining-tokens"]) < 200) == ("200", True)
    assert (reported["x-ratelimit-limit-requests"], reported["x-ratelimit-remaining-requests"]) == ("50", "49")
    for text in ("가 " * 200, "가" * 41):  # more than the budget, and more than what is left of it
        with pytest.raises(aio.AioRpcError) as refused:
            await caller.infer(text, **METADATA)
        assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    await caller.infer("가", **METADATA)
    assert tokens_used(caller.model.pipeline.allowances) == 2 + 3 + 1 + 2 + 1 + 2
    caller.audit.close()
    lines = requests(tmp_path / "audit")
    assert [(line["key"], line["protocol"], line["outcome"]) for line in lines] == [
        ("team", "grpc", outcome) for outcome in ("ok", "token_budget_exceeded", "token_budget_exceeded", "ok")
    ]
    assert [line["prompt_tokens"] + line["completion_tokens"] for line in lines] == [8, 0, 0, 3]


async def test_a_call_that_is_left_is_on_record_and_settled_by_what_was_written(keyed: Any, tmp_path: Path) -> None:
    caller = await keyed({"tokens_per_minute": 3000, "concurrent_requests": 1}, mock_delay_sec=0.05)
    request = caller.infer("하나 둘 셋 넷 다섯", **METADATA)
    await until(lambda: runs(caller.model.pipeline.allowances), 5)
    await asyncio.sleep(0.15)
    request.cancel()
    await until(lambda: not runs(caller.model.pipeline.allowances), 5)
    await until(lambda: caller.audit._accepted == 1, 5)
    used = tokens_used(caller.model.pipeline.allowances)
    caller.audit.close()
    (line,) = requests(tmp_path / "audit")
    assert (line["key"], line["outcome"]) == ("team", "cancelled")
    assert line["prompt_tokens"] + line["completion_tokens"] == used
    assert 5 < used < 11


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"mock_fault": "oom"}, grpc.StatusCode.RESOURCE_EXHAUSTED),
        ({"mock_fault": "runtime"}, grpc.StatusCode.UNAVAILABLE),
        ({"mock_fault": "bug"}, grpc.StatusCode.INTERNAL),
        ({"mock_delay_sec": 60, "timeout_sec": 0.05}, grpc.StatusCode.DEADLINE_EXCEEDED),
        ({"stage": Stage.LOADING}, grpc.StatusCode.UNAVAILABLE),
    ],
)
async def test_each_error_has_its_status_code(settings: dict[str, Any], code: grpc.StatusCode, call: Any) -> None:
    caller = await call(**settings)
    with pytest.raises(aio.AioRpcError) as refused:
        await caller.infer("a b")
    assert refused.value.code() is code


async def test_a_bad_tensor_is_an_invalid_argument_that_repeats_nothing(call: Any) -> None:
    caller = await call()
    with pytest.raises(aio.AioRpcError) as refused:
        await caller.infer(PHONE * 500)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert PHONE not in str(refused.value.details())


async def test_a_caller_that_leaves_ends_its_generation(call: Any) -> None:
    caller = await call(mock_delay_sec=60)
    request = caller.infer("a b")
    await until(lambda: caller.model.inference_engine.unfinished)
    request.cancel()
    await until(lambda: not caller.model.inference_engine.unfinished, 2)
    assert caller.model.pipeline.concurrency.running == 0


async def test_readiness_follows_the_life_cycle(call: Any) -> None:
    loading, ready = await call(stage=Stage.LOADING), await call()
    for caller, expected in ((loading, False), (ready, True)):
        assert (await caller.stub.ServerReady(pb.ServerReadyRequest())).ready is expected
        assert (await caller.stub.ServerLive(pb.ServerLiveRequest())).live


async def test_the_model_cannot_be_unloaded_from_outside(call: Any) -> None:
    caller = await call()
    with pytest.raises(aio.AioRpcError) as refused:
        await caller.stub.RepositoryModelUnload(pb.RepositoryModelUnloadRequest(model_name="llm"))
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND
    assert texts(await caller.infer("가")) == ["[mock] 가"]
