"""KServe's payloads into calls, and answers back: V1 JSON, Open Inference V2 tensors (REST and gRPC)."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

import numpy as np
from kserve import InferOutput, InferRequest, InferResponse
from kserve.protocol.infer_type import to_http_parameters

from predictor.errors import InvalidRequest
from predictor.inference.types import Generation, InferBody, Prompt, Sampling
from predictor.pii import Masking

QUERY_TENSOR = "query"
ANSWER_TENSOR = "generated_text"
# Parameters that KServe's own clients put beside ours.
FOREIGN_PARAMETERS = {"binary_data_size", "binary_data_output", "binary_data"}


@dataclass(slots=True)
class Call:
    """One request to infer: its prompts (as sent until `preprocess`, masked after it) and how to answer it."""

    form: Literal["native", "v1", "v2"]
    prompts: list[Prompt]
    tensors: InferRequest | None = None
    masking: Masking | None = None


@dataclass(slots=True)
class Answer:
    """What became of a call."""

    call: Call
    generations: list[Generation] = field(default_factory=list)


def native(body: InferBody) -> Call:
    """The call of POST /infer and /infer/stream."""
    return Call("native", [Prompt(body.query, body.sampling)])


def read(payload: Any) -> Call:
    """Read what KServe's endpoints hand over; raises InvalidRequest that says where it is wrong."""
    if isinstance(payload, Call):
        return payload
    if isinstance(payload, InferRequest):
        return _read_v2(payload)
    if isinstance(payload, bytes):
        # KServe leaves the body undecoded unless the content type is exactly one that it knows.
        try:
            payload = json.loads(payload)
        except ValueError:
            raise InvalidRequest("요청 본문이 올바른 JSON이 아닙니다") from None
    return _read_v1(payload)


def _read_v1(payload: Any) -> Call:
    if not isinstance(payload, dict) or not isinstance(payload.get("instances"), list) or not payload["instances"]:
        raise InvalidRequest('"instances"에 {"query": "…"} 객체를 하나 이상 담은 목록이 필요합니다')
    shared = payload.get("parameters", {})
    if not isinstance(shared, dict):
        raise InvalidRequest('"parameters"는 객체여야 합니다')
    prompts = []
    for number, instance in enumerate(payload["instances"]):
        fields = {"query": instance} if isinstance(instance, str) else instance
        if not isinstance(fields, dict):
            raise InvalidRequest(f'instances[{number}]: {{"query": "…"}} 객체나 문자열이어야 합니다')
        body = InferBody.parse({**shared, **fields}, ("body", "instances", number))
        prompts.append(Prompt(body.query, body.sampling))
    return Call("v1", prompts)


def _read_v2(request: InferRequest) -> Call:
    tensor = request.get_input_by_name(QUERY_TENSOR)
    if tensor is None and len(request.inputs) == 1:
        tensor = request.inputs[0]
    if tensor is None or tensor.datatype != "BYTES" or len(request.inputs) != 1:
        raise InvalidRequest(f'입력 텐서는 "{QUERY_TENSOR}" 하나, 자료형은 BYTES여야 합니다')
    try:
        texts = [item.decode() if isinstance(item, bytes) else item for item in tensor.as_numpy().flatten().tolist()]
    except (ValueError, TypeError):  # UnicodeDecodeError is a ValueError; so is a shape that does not fit
        raise InvalidRequest("입력 텐서의 data와 shape가 맞지 않거나 UTF-8이 아닙니다") from None
    if not texts:
        raise InvalidRequest("입력 텐서가 비어 있습니다")
    sampling = {
        name: value
        for source in (request.parameters, tensor.parameters)
        for name, value in to_http_parameters(source or {}).items()
        if name not in FOREIGN_PARAMETERS
    }
    bodies = [InferBody.parse({**sampling, "query": text}, ("inputs", QUERY_TENSOR, n)) for n, text in enumerate(texts)]
    return Call("v2", [Prompt(body.query, body.sampling) for body in bodies], tensors=request)


def write(answer: Answer, model_name: str) -> Any:
    """The answer in the form that the call came in: list of generations, V1 object or V2 response."""
    match answer.call.form:
        case "v1":
            return {"predictions": [prediction(generation) for generation in answer.generations]}
        case "v2":
            return _write_v2(answer, model_name)
        case _:
            return answer.generations


def prediction(generation: Generation) -> dict[str, Any]:
    """The spec's answer object: `generated_text`, and `generated_texts` where several were asked for."""
    told: dict[str, Any] = {"generated_text": generation.texts[0]}
    if len(generation.texts) > 1:
        told["generated_texts"] = generation.texts
    return told


def _write_v2(answer: Answer, model_name: str) -> InferResponse:
    request = answer.call.tensors
    assert request is not None
    width = max(len(generation.texts) for generation in answer.generations)
    shape = [len(answer.generations)] if width == 1 else [len(answer.generations), width]
    texts = np.array([text.encode() for generation in answer.generations for text in generation.texts], dtype=object)
    output = InferOutput(ANSWER_TENSOR, shape, "BYTES")
    output.set_data_from_numpy(texts.reshape(shape), binary_data=bool(request.use_binary_outputs))
    usage = {
        "prompt_tokens": sum(generation.usage.prompt_tokens for generation in answer.generations),
        "completion_tokens": sum(generation.usage.completion_tokens for generation in answer.generations),
    }
    return InferResponse(
        request.id or uuid4().hex,
        model_name,
        [output],
        parameters=usage,
        use_binary_outputs=request.use_binary_outputs,
        requested_outputs=None if request.from_grpc else request.request_outputs,
    )


def metadata() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Input and output tensors as V2's model metadata tells them."""
    return (
        [{"name": QUERY_TENSOR, "datatype": "BYTES", "shape": [-1], "parameters": Sampling.model_json_schema()["properties"]}],
        [{"name": ANSWER_TENSOR, "datatype": "BYTES", "shape": [-1]}],
    )
