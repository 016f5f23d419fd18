"""KServe's payloads into calls, and generations back: V1 JSON, Open Inference V2 tensors (REST and gRPC)."""

from functools import partial
from typing import Any
from uuid import uuid4

import numpy as np
from kserve import InferOutput, InferRequest, InferResponse
from kserve.protocol.infer_type import to_http_parameters

from predictor.engines.types import Generation
from predictor.errors import InvalidRequest
from predictor.inference.context import RequestContext
from predictor.inference.pipeline import TextCall
from predictor.model import ANSWER_TENSOR, QUERY_TENSOR
from predictor.protocols.kserve import tensors
from predictor.protocols.schemas import InferBody, infer_answer

# Parameters of KServe's own clients beside those of the contract.
KSERVE_PARAMETERS = {"binary_data_size", "binary_data_output", "binary_data"}


def read(payload: Any, context: RequestContext, model_name: str, check: tensors.Check) -> TextCall:
    """The call of a V1 object or a V2 request; raises InvalidRequest that names the wrong place.

    `check` is called before any of the prompts is read.
    """
    if isinstance(payload, InferRequest):
        return _read_v2(payload, context, model_name, check)
    return _read_v1(payload, context, check)


def _read_v1(payload: Any, context: RequestContext, check: tensors.Check) -> TextCall:
    if not isinstance(payload, dict) or not isinstance(payload.get("instances"), list) or not payload["instances"]:
        raise InvalidRequest(
            '"instances"에 {"query": "…"} 객체를 하나 이상 담은 목록이 필요합니다',
            message='"instances" must be a list of one or more objects {"query": "…"}',
        )
    check(len(payload["instances"]))
    shared = payload.get("parameters", {})
    if not isinstance(shared, dict):
        raise InvalidRequest('"parameters"는 객체여야 합니다', message='"parameters" must be an object')
    tensors.check_parameters(shared)
    prompts = []
    for number, instance in enumerate(payload["instances"]):
        fields = {"query": instance} if isinstance(instance, str) else instance
        if not isinstance(fields, dict):
            raise InvalidRequest(
                f'instances[{number}]: {{"query": "…"}} 객체나 문자열이어야 합니다',
                message=f'instances[{number}] must be an object {{"query": "…"}} or a string',
            )
        prompts.append(InferBody.parse({**shared, **fields}, ("body", "instances", number)).prompt)
    return TextCall(context, prompts, write=_write_v1)


def _write_v1(generations: list[Generation]) -> dict[str, Any]:
    return {"predictions": [infer_answer(generation) for generation in generations]}


def _read_v2(request: InferRequest, context: RequestContext, model_name: str, check: tensors.Check) -> TextCall:
    tensor = tensors.only_input(request)
    tensors.check_outputs(request)
    check(tensors.size(tensor))
    texts = tensors.texts(tensor)
    sampling = _sampling(request.parameters) | _sampling(tensor.parameters)
    bodies = [InferBody.parse({**sampling, "query": text}, ("inputs", QUERY_TENSOR, n)) for n, text in enumerate(texts)]
    return TextCall(context, [body.prompt for body in bodies], write=partial(_write_v2, request, model_name))


def _sampling(parameters: Any) -> dict[str, Any]:
    return {name: value for name, value in to_http_parameters(parameters or {}).items() if name not in KSERVE_PARAMETERS}


def _write_v2(request: InferRequest, model_name: str, generations: list[Generation]) -> InferResponse:
    width = max(len(generation.texts) for generation in generations)
    shape = [len(generations)] if width == 1 else [len(generations), width]
    texts = np.array([text.encode() for generation in generations for text in generation.texts], dtype=object)
    output = InferOutput(ANSWER_TENSOR, shape, "BYTES")
    output.set_data_from_numpy(texts.reshape(shape), binary_data=bool(request.use_binary_outputs))
    usage = {
        "prompt_tokens": sum(generation.usage.prompt_tokens for generation in generations),
        "completion_tokens": sum(generation.usage.completion_tokens for generation in generations),
    }
    return InferResponse(
        request.id or uuid4().hex,
        model_name,
        [output],
        parameters=usage,
        use_binary_outputs=request.use_binary_outputs,
        requested_outputs=None if request.from_grpc else request.request_outputs,
    )
