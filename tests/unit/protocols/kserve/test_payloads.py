"""KServe's payloads as calls, and the answers of calls as KServe's payloads."""

from typing import Any

import numpy as np
import pytest
from kserve import InferInput, InferRequest

from predictor.engines.types import Generation, Usage
from predictor.errors import InvalidRequest
from predictor.inference.context import RequestContext
from predictor.protocols.kserve import payloads
from predictor.telemetry.access_log import AccessLogEntry

CONTEXT = RequestContext(AccessLogEntry("id", "v1", "/v1/models/llm:predict"), timeout_sec=1)


def read(payload: Any) -> Any:
    return payloads.read(payload, CONTEXT, "llm")


def tensor(texts: Any, shape: list[int] | None = None, datatype: str = "BYTES", name: str = "query", **more: Any) -> InferRequest:
    made = InferInput(name, shape or [len(texts)], datatype, data=texts, parameters=more.pop("inner", None))
    return InferRequest("llm", [made], **more)


def test_v1_instances_become_prompts_in_their_order() -> None:
    call = read({"instances": [{"query": "하나", "max_length": 5}, "둘"], "parameters": {"max_length": 9, "top_p": 0.5}})
    assert [prompt.text for prompt in call.prompts] == ["하나", "둘"]
    assert [prompt.sampling.max_length for prompt in call.prompts] == [5, 9]
    assert {prompt.sampling.top_p for prompt in call.prompts} == {0.5}
    assert call.context is CONTEXT


def test_v1_predictions_come_back_in_the_order_of_the_instances() -> None:
    call = read({"instances": ["하나", "둘"]})
    assert call.write([Generation(["가"]), Generation(["나", "다"])]) == {
        "predictions": [{"generated_text": "가"}, {"generated_text": "나", "generated_texts": ["나", "다"]}]
    }


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({}, "instances"),
        ({"instances": []}, "instances"),
        ({"instances": "가"}, "instances"),
        ([], "instances"),
        ({"instances": ["가", 5]}, "instances[1]"),
        ({"instances": ["가"], "parameters": []}, "parameters"),
    ],
)
def test_a_v1_payload_of_another_form_is_refused_with_the_place(payload: Any, says: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(payload)
    assert refused.value.status == 400
    assert says in refused.value.detail


def test_a_wrong_field_of_a_v1_instance_is_named_with_its_number() -> None:
    with pytest.raises(InvalidRequest) as refused:
        read({"instances": ["가", {"query": "나", "top_p": 5}]})
    assert [field["loc"] for field in refused.value.fields or []] == [["body", "instances", 1, "top_p"]]


def test_v2_tensors_of_any_shape_become_prompts() -> None:
    call = read(tensor(["하나", "둘", "셋", "넷"], [2, 2], parameters={"max_length": 9}))
    assert [prompt.text for prompt in call.prompts] == ["하나", "둘", "셋", "넷"]
    assert {prompt.sampling.max_length for prompt in call.prompts} == {9}


def test_parameters_of_the_tensor_win_over_those_of_the_request_and_kserves_own_are_skipped() -> None:
    inner = {"max_length": 5, "binary_data_size": 10}
    call = read(tensor(["하나"], inner=inner, parameters={"max_length": 9, "binary_data_output": False}))
    assert call.prompts[0].sampling.max_length == 5


@pytest.mark.parametrize(
    "request_",
    [
        tensor([1, 2], datatype="INT32"),
        InferRequest("llm", []),
        tensor(["하나"], [2]),
        tensor([], [0]),
    ],
)
def test_a_v2_request_of_another_form_is_refused(request_: InferRequest) -> None:
    with pytest.raises(InvalidRequest):
        read(request_)


def test_v2_answers_carry_one_row_for_each_prompt_with_usage() -> None:
    call = read(tensor(["하나", "둘"], request_id="mine"))
    response = call.write([Generation(["가", "나"], Usage(1, 2)), Generation(["다", "라"], Usage(3, 4))])
    (output,) = response.outputs
    assert response.id == "mine"
    assert (output.name, output.datatype, output.shape) == ("generated_text", "BYTES", [2, 2])
    assert _texts(output.as_numpy()) == [["가", "나"], ["다", "라"]]
    assert {name: response.parameters[name] for name in ("prompt_tokens", "completion_tokens")} == {
        "prompt_tokens": 4,
        "completion_tokens": 6,
    }


def _texts(rows: "np.ndarray[Any, Any]") -> list[list[str]]:
    return [[item.decode() if isinstance(item, bytes) else item for item in row] for row in rows.tolist()]
