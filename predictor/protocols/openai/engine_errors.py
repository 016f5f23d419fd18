"""Errors that the engine's OpenAI app answered: a PredictorError, or its own error object where the request was at fault."""

from typing import Any

import orjson

from predictor.errors import EngineFailure, InvalidRequest, NotFound, PredictorError, TooManyRequests, Unavailable
from predictor.protocols.openai.complete_response import CompleteResponse
from predictor.protocols.openai.response_masker import ResponseMasker

UNSUPPORTED = (405, 501)
UNAVAILABLE = (401, 403, 407, 502, 503, 504)
ERROR_FIELDS = {"message": "", "type": "invalid_request_error", "param": None, "code": None}


def error_object(body: bytes, masker: ResponseMasker | None) -> dict[str, Any]:
    """The error object of an error response, masked like an answer."""
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {"message": ""}
    error = fields.get("error", fields.get("detail")) if isinstance(fields, dict) else None
    return masked_error(error if isinstance(error, dict) else {"message": str(error or "")}, masker)


def masked_error(error: dict[str, Any], masker: ResponseMasker | None) -> dict[str, Any]:
    """An error object without personal data."""
    fields: dict[str, Any] = masker.value(error, "error") if masker is not None else error
    return fields


def to_api_error(status: object, error: dict[str, Any], retry_after: int | None = None) -> PredictorError | CompleteResponse:
    """The answer to an error of the engine's app; `retry_after` in seconds.

    405 and UNAVAILABLE concern the predictor's own request to the engine, so the caller does not get them. Any other 4xx keeps its
    status and error object.
    """
    message = str(error.get("message") or "") or None
    if status == 404 and message in (None, "Not Found"):
        return NotFound("이 모델은 이 경로를 지원하지 않습니다")
    if status == 429:
        return TooManyRequests(retry_after=retry_after or 1)
    if status in UNSUPPORTED:
        return InvalidRequest(message or "이 엔진은 이 요청을 지원하지 않습니다")
    if status in UNAVAILABLE:
        return Unavailable(retry_after=retry_after or 1)
    if isinstance(status, int) and 400 <= status < 500:
        return CompleteResponse(orjson.dumps({"error": ERROR_FIELDS | error}), status=status)
    return EngineFailure(message)


def to_stream_error(error: dict[str, Any]) -> PredictorError:
    """The error of a stream after its first event, when no status can be sent any more."""
    raised = to_api_error(error.get("code"), error)
    return raised if isinstance(raised, PredictorError) else InvalidRequest(str(error.get("message") or "") or None)
