"""Open Inference V2's tensors: JSON and binary bodies into KServe's InferRequest, and the texts of its one input.

The form is KServe's InferenceRequest, with the binary tensor extension: the header `Inference-Header-Content-Length` gives the
bytes of the JSON part, and `binary_data_size` those of each tensor behind it.
"""

import math
import struct
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from kserve import InferRequest
from kserve.errors import InferenceError, InvalidInput
from kserve.protocol.grpc import grpc_predict_v2_pb2 as pb
from kserve.protocol.infer_type import InferInput
from kserve.protocol.rest.v2_datamodels import InferenceRequest
from pydantic import ValidationError

from predictor.engines.http.headers import whole
from predictor.errors import InvalidRequest, NotFound
from predictor.model import ANSWER_TENSOR, QUERY_TENSOR
from predictor.protocols.field_errors import invalid_fields
from predictor.protocols.json_body import read_object, read_text

JSON_LENGTH: Final = "inference-header-content-length"
BODY: Final = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}
MOST_DIMENSIONS: Final = 32  # of an array of numpy, which KServe reads tensors into
MOST_PARAMETERS: Final = 64
Check = Callable[[int], None]  # raises InvalidRequest for a number of prompts that no request may have
# What KServe's and numpy's decoders raise for sizes, shapes and datatypes that do not fit.
DECODER_ERRORS: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    MemoryError,
    struct.error,
    InvalidInput,
    InferenceError,
)


def read(body: bytes, json_length: str | None, model_name: str, check: Check, parsed: dict[str, Any] | None = None) -> InferRequest:
    """The request that a V2 body holds.

    `parsed` is the body's JSON object where it was read before. `json_length` is the header that makes the body binary. `check` is
    called before KServe's model walks the lists, because that walk is slow. Raises InvalidRequest. Its text quotes nothing of the
    body.
    """
    if json_length is None:
        fields = read_object(read_text(body)) if parsed is None else parsed
        _check_counts(fields, check)
        return _read_json(fields, model_name)
    length = whole(json_length)
    if length is None or length > len(body):
        raise InvalidRequest(
            "Inference-Header-Content-Length는 본문에서 JSON이 차지하는 바이트 수여야 합니다",
            message="Inference-Header-Content-Length must be the bytes of the body's JSON part",
        )
    head = body[:length]
    fields = read_object(read_text(head)) if parsed is None else parsed
    _check_counts(fields, check)
    _check_sizes(fields, len(body) - length)
    _check_places(fields)
    head = head.removeprefix(BOM_UTF8)  # which KServe's reading would refuse
    try:
        return InferRequest.from_bytes(head + body[length:], len(head), model_name)
    except DECODER_ERRORS:
        raise _wrong_data() from None


def _read_json(fields: dict[str, Any], model_name: str) -> InferRequest:
    _check_places(fields)
    try:
        return InferRequest.from_inference_request(InferenceRequest.model_validate(fields), model_name)
    except ValidationError as error:
        raise invalid_fields(error, ("body",), tuple(InferenceRequest.model_fields)) from None
    except DECODER_ERRORS:
        raise _wrong_data() from None


def _check_counts(fields: dict[str, Any], check: Check) -> None:
    """Raise InvalidRequest for more tensors, values or outputs than any request may have."""
    check(_length(fields.get("inputs")))
    for tensor in _tensors(fields):
        check(_length(tensor.get("data")))
    if _length(fields.get("outputs")) > 1:
        raise _wrong_outputs()


def _check_places(fields: dict[str, Any]) -> None:
    """Raise InvalidRequest for a shape or parameters that no request may have, and for data both in the JSON part and behind it."""
    check_parameters(fields.get("parameters"))
    for output in _objects(fields.get("outputs")):
        check_parameters(output.get("parameters"))
    for tensor in _tensors(fields):
        _check_shape(tensor.get("shape"))
        check_parameters(tensor.get("parameters"))
        if "data" in tensor and "binary_data_size" in _parameters(tensor):
            raise InvalidRequest(
                "텐서의 값은 data와 binary_data_size 중 하나로만 보내 주세요",
                message="Send the values of a tensor as data or by binary_data_size, not both",
            )


def _tensors(fields: dict[str, Any]) -> list[dict[str, Any]]:
    """The input tensors that are JSON objects. KServe's own model refuses all others."""
    return _objects(fields.get("inputs"))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0


def _parameters(tensor: dict[str, Any]) -> dict[str, Any]:
    parameters = tensor.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _check_sizes(fields: dict[str, Any], behind: int) -> None:
    """Raise InvalidRequest unless the tensors' `binary_data_size` together are the bytes behind the JSON part."""
    sizes = [_parameters(tensor).get("binary_data_size", 0) for tensor in _tensors(fields)]
    if any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) != behind:
        raise InvalidRequest(
            "binary_data_size의 합이 JSON 뒤의 바이트 수와 같아야 합니다",
            message="The sum of binary_data_size must be the number of bytes behind the JSON part",
        )


def only_input(request: InferRequest) -> InferInput:
    """The tensor `query` of BYTES, which must be the only input; raises InvalidRequest."""
    if len(request.inputs) == 1:
        (tensor,) = request.inputs
        if tensor.name == QUERY_TENSOR and tensor.datatype == "BYTES":
            _check_shape(tensor.shape)
            return tensor
    raise InvalidRequest(
        f'입력 텐서는 "{QUERY_TENSOR}" 하나, 자료형은 BYTES여야 합니다',
        message=f'There must be one input tensor, "{QUERY_TENSOR}", of datatype BYTES',
    )


def _check_shape(shape: Any) -> None:
    """Raise InvalidRequest for too many lengths, and for a length below 0.

    The product of 200,000 lengths takes seconds. KServe's own model refuses a shape that is no list.
    """
    if not isinstance(shape, Sequence) or isinstance(shape, str):
        return
    if len(shape) > MOST_DIMENSIONS:
        raise InvalidRequest(
            f"shape에는 길이를 {MOST_DIMENSIONS}개까지만 쓸 수 있습니다", message=f"A shape holds at most {MOST_DIMENSIONS} lengths"
        )
    if any(isinstance(length, int) and length < 0 for length in shape):
        raise InvalidRequest(
            "shape에는 실제 길이를 적어 주세요. -1은 쓸 수 없습니다", message="A shape holds the actual lengths; -1 is none"
        )


def check_parameters(parameters: Any) -> None:
    """Raise InvalidRequest for more parameters than there are, before anything walks them."""
    if isinstance(parameters, Mapping) and len(parameters) > MOST_PARAMETERS:
        raise InvalidRequest(
            f"parameters에는 항목을 {MOST_PARAMETERS}개까지만 쓸 수 있습니다",
            message=f"parameters hold at most {MOST_PARAMETERS} entries",
        )


def check_outputs(request: InferRequest) -> None:
    """Raise InvalidRequest where another output than the answer is requested."""
    if any(output.name != ANSWER_TENSOR for output in request.request_outputs or ()):
        raise _wrong_outputs()


def check_message(request: pb.ModelInferRequest, check: Check) -> None:
    """Raise InvalidRequest for a gRPC request that no model may have, before KServe walks it.

    `check` is called with the number of tensors and of the values of each. A tensor has contents of one kind.
    """
    check(len(request.inputs))
    if len(request.outputs) > 1:
        raise _wrong_outputs()
    for holder in (request, *request.inputs, *request.outputs):
        check_parameters(holder.parameters)
    for tensor in request.inputs:
        _check_shape(tensor.shape)
        contents = [values for _, values in tensor.contents.ListFields()]
        if len(contents) > 1:
            raise InvalidRequest(
                "텐서의 contents에는 자료형에 맞는 목록 하나만 채워 주세요",
                message="Fill one list of a tensor's contents, that of its datatype",
            )
        check(max(map(len, contents), default=0))


def size(tensor: InferInput) -> int:
    """The number of values that the tensor's shape and its data declare, the larger one, without reading them."""
    declared = math.prod(length for length in tensor.shape if isinstance(length, int) and length > 0)
    return max(declared, _length(tensor.data))


def texts(tensor: InferInput) -> list[Any]:
    """The texts of a BYTES tensor; raises InvalidRequest where data and shape do not fit or the bytes are no UTF-8."""
    try:
        values = [item.decode() if isinstance(item, bytes) else item for item in tensor.as_numpy().flatten().tolist()]
    except DECODER_ERRORS:
        raise _wrong_data() from None
    if not values:
        raise InvalidRequest("입력 텐서가 비어 있습니다", message="The input tensor is empty")
    return values


def refuse_version(version: str) -> None:
    """Raise NotFound where a version of the model is asked for, because the model has none."""
    if version:
        raise NotFound(
            "이 모델에는 버전이 없습니다. 경로에서 /versions/…를 빼 주세요",
            message="The model has no versions; leave /versions/… or model_version out",
        )


def _wrong_outputs() -> InvalidRequest:
    return InvalidRequest(
        f'출력 텐서는 "{ANSWER_TENSOR}" 하나입니다. outputs에 그 이름을 쓰거나 outputs를 빼 주세요',
        message=f'The one output tensor is "{ANSWER_TENSOR}"; name it in outputs, or leave outputs out',
    )


def _wrong_data() -> InvalidRequest:
    return InvalidRequest(
        "입력 텐서의 data와 shape가 맞지 않거나 UTF-8이 아닙니다",
        message="The data of the input tensor do not fit its shape, or are not UTF-8",
    )
