"""Personal data on its way through every protocol to the real engine and back."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import httpx
import pytest
import pytest_asyncio
from grpc import aio
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from kserve.protocol.grpc.grpc_predict_v2_pb2_grpc import GRPCInferenceServiceStub
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.types import Delta, Prompt
from predictor.engines.vllm import VLLMEngine
from predictor.inference.lifecycle import Stage
from predictor.pii import Masker, Policy
from predictor.server.front_end import FrontEnd
from tests.personal import EMAIL, PHONE, PROMPT, RAW
from tests.service import free_port

pytestmark = [
    pytest.mark.vllm,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore"),  # vLLM, torch and what they import are in this process
]
CALL_ME = f"제 번호는 {PHONE}입니다. 이 번호로 연락 주세요."
WRITE_ME = f"번호는 {PHONE}, 메일은 {EMAIL}이에요. 메일로 답 주세요."
OF = {"[전화번호_1]": PHONE, "[이메일_1]": EMAIL}


class ListeningEngine(VLLMEngine):
    """vLLM that keeps what reaches it, at the engine protocol and at its OpenAI app."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.heard: list[str] = []

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        self.heard.append(prompt.text)
        async for delta in super().generate(prompt, request_id, stream):
            yield delta

    async def openai_app(self) -> ASGIApp:
        inner = await super().openai_app()

        async def listening(scope: Scope, receive: Receive, send: Send) -> None:
            async def kept() -> Message:
                message = await receive()
                self.heard.append(message.get("body", b"").decode())
                return message

            await inner(scope, kept, send)

        return listening


@dataclass
class Listener:
    client: httpx.AsyncClient
    engine: ListeningEngine
    server: FrontEnd
    lines: list[str] = field(default_factory=list)


class Keeper(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(str(vars(record)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def listener(own_environment: None) -> AsyncIterator[Listener]:
    settings = Settings(_env_file=None, pii_restore="request", vllm_args="--max-model-len 4096")
    engine = ListeningEngine(settings)
    server = FrontEnd(settings, engine, Masker(Policy()))
    await asyncio.to_thread(engine.build, lambda: None)
    server.model.pipeline.openai_app = await engine.openai_app()
    for stage in (Stage.LOADING, Stage.WARMING, Stage.READY):
        server.lifecycle.enter(stage)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(server.app), base_url="http://predictor", timeout=60)
    made = Listener(client, engine, server)
    keeper = Keeper(made.lines)
    logging.getLogger().addHandler(keeper)
    logging.getLogger("predictor").setLevel(logging.DEBUG)
    yield made
    logging.getLogger().removeHandler(keeper)
    await client.aclose()
    await engine.close()


def bodies(text: str, **sampling: Any) -> dict[str, dict[str, Any]]:
    tensor = {"name": "query", "shape": [1], "datatype": "BYTES", "data": [text]}
    chat = {"model": "llm", "messages": [{"role": "user", "content": text}], "max_tokens": 60, "temperature": 0}
    raw = f"<|user|>{text}<|end|><|assistant|>"  # what the demo model's chat template makes of a question
    return {
        "/infer": {"query": text, "temperature": 0},
        "/infer/stream": {"query": text, "temperature": 0},
        "/v1/models/llm:predict": {"instances": [{"query": text, "temperature": 0}]},
        "/v2/models/llm/infer": {"inputs": [tensor], "parameters": {"temperature": 0}},
        "/openai/v1/chat/completions": chat,
        "/v1/chat/completions": {**chat, "stream": True},
        "/openai/v1/completions": {"model": "llm", "prompt": raw, "max_tokens": 60, "temperature": 0},
        "/v1/completions": {"model": "llm", "prompt": raw, "max_tokens": 60, "temperature": 0, "stream": True},
    }


def answered(answer: httpx.Response) -> str:
    """All text that the model says in an answer, whatever its form."""
    if answer.headers["content-type"].startswith("text/event-stream"):
        return "".join(_texts([json.loads(block[6:]) for block in answer.text.split("\n\n") if block.startswith("data: {")]))
    return "".join(_texts(answer.json()))


def _texts(value: Any, of: str = "") -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in _texts(item, key)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, of)]
    return [value] if isinstance(value, str) and of in ("generated_text", "predictions", "data", "content", "text") else []


@pytest.mark.parametrize("path", list(bodies("")))
async def test_neither_engine_nor_answer_nor_log_holds_a_raw_value(path: str, listener: Listener) -> None:
    listener.engine.heard.clear()
    listener.lines.clear()
    answer = await listener.client.post(path, json=bodies(PROMPT)[path])
    assert answer.status_code == 200, answer.text
    assert len(listener.engine.heard) > 0
    reported = " ".join([*listener.engine.heard, answer.text, str(answer.headers), *listener.lines])
    assert "[전화번호_1]" in reported
    assert not any(value in reported for value in RAW)
    assert answer.headers["x-pii-masked"].count("=1") == 4


@asynccontextmanager
async def grpc_asked(listener: Listener, text: str, **metadata: str) -> AsyncIterator[tuple[str, dict[str, str]]]:
    """The answer's text and its trailing metadata, over a socket of its own."""
    port, server = free_port(), listener.server
    service = server.grpc_service(port)
    await service.start()
    tensor = pb.ModelInferRequest.InferInputTensor(
        name="query", datatype="BYTES", shape=[1], contents=pb.InferTensorContents(bytes_contents=[text.encode()])
    )
    request = pb.ModelInferRequest(
        model_name="llm", inputs=[tensor], parameters={"temperature": pb.InferParameter(string_param="0")}
    )
    try:
        async with aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            call = GRPCInferenceServiceStub(channel).ModelInfer(request, metadata=tuple(metadata.items()))
            (answer,) = (await call).outputs[0].contents.bytes_contents
            yield answer.decode(), dict(await call.trailing_metadata())
    finally:
        await service.stop(0)


async def test_neither_engine_nor_answer_nor_log_of_grpc_holds_a_raw_value(listener: Listener) -> None:
    listener.engine.heard.clear()
    listener.lines.clear()
    async with grpc_asked(listener, PROMPT) as (answer, metadata):
        reported = " ".join([*listener.engine.heard, answer, str(metadata), *listener.lines])
    assert "[전화번호_1]" in reported
    assert not any(value in reported for value in RAW)
    assert metadata["x-pii-masked"].count("=1") == 4


async def test_a_caller_of_grpc_gets_their_own_number_back_with_restore_and_nothing_by_an_error(listener: Listener) -> None:
    restoring = {"x-pii-restore": "true"}
    async with grpc_asked(listener, CALL_ME, **restoring) as (restored, _), grpc_asked(listener, CALL_ME) as (plain, _):
        assert "[전화번호_1]" in plain
        assert restored == plain.replace("[전화번호_1]", PHONE)
    with pytest.raises(aio.AioRpcError) as refused:
        async with grpc_asked(listener, PROMPT * 100):
            pass
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert not any(value in str(refused.value.details()) for value in RAW)


async def test_metrics_and_errors_hold_no_raw_value(listener: Listener) -> None:
    wrong = {"/infer": {"query": PROMPT, "top_p": PROMPT}, "/v1/models/llm:predict": {"instances": PROMPT}}
    chat = {"model": PROMPT, "messages": [{"role": "user", "content": PROMPT}], "max_tokens": PROMPT}
    answers = [await listener.client.post(path, json=body) for path, body in (wrong | {"/v1/chat/completions": chat}).items()]
    assert all(400 <= answer.status_code < 500 for answer in answers)
    reported = " ".join(answer.text for answer in answers) + (await listener.client.get("/metrics")).text
    assert not any(value in reported for value in RAW)


@pytest.mark.parametrize("text", [CALL_ME, WRITE_ME])
@pytest.mark.parametrize("path", list(bodies("")))
async def test_with_restore_the_caller_gets_their_own_values_back(path: str, text: str, listener: Listener) -> None:
    body = bodies(text)[path]
    restored = await listener.client.post(path, json=body, headers={"x-pii-restore": "true"})
    plain = await listener.client.post(path, json=body)
    assert re.search(r"\[(전화번호|이메일)_1\]", answered(plain)), plain.text
    assert answered(restored) == re.sub(r"\[[^\]]+_1\]", lambda match: OF[match.group()], answered(plain))
    assert not any(value in plain.text for value in RAW)
    assert not any(value in " ".join(listener.lines) for value in RAW)


async def test_a_number_that_the_model_writes_itself_is_masked(listener: Listener) -> None:
    for path, body in bodies("고객센터 번호 좀 알려주세요").items():
        answer = answered(await listener.client.post(path, json=body))
        assert "02-555-0100" not in answer, path
        assert "[전화번호_1]" in answer, f"{path}: the model has to write the number, or nothing is proved"
