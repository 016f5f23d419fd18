"""What an engine's error becomes: one of our errors, or its own answer where the request was at fault."""

from typing import Any, Final

import orjson

from predictor.errors import EngineFailure, InvalidRequest, NotFound, PredictorError, TooManyRequests, Unavailable
from predictor.protocols.openai.response_masker import Answer

# Said to us and not to our caller: the engine's key, its load, its network.
OURS: Final = frozenset({401, 403, 405, 407, 429})


class Rejected(Exception):
    """The engine refused the request; its status and error object, without values, are the caller's."""

    def __init__(self, status: int, fields: dict[str, Any]) -> None:
        super().__init__(status)
        self.status = status
        self.body = orjson.dumps({"error": {"message": "", "type": "invalid_request_error", "param": None, "code": None} | fields})


def told(raw: bytes, wording: Answer | None) -> dict[str, Any]:
    """An engine's error object, its words masked like an answer's."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {"message": ""}
    error = body.get("error", body.get("detail")) if isinstance(body, dict) else None
    return reworded(error if isinstance(error, dict) else {"message": str(error or "")}, wording)


def reworded(error: dict[str, Any], wording: Answer | None) -> dict[str, Any]:
    """An error object without personal data."""
    fields: dict[str, Any] = wording.value(error, "error") if wording is not None else error
    return fields


def failure(status: object, fields: dict[str, Any], retry_after: int | None = None) -> Exception:
    """The exception for an error that the engine's app answered."""
    message = str(fields.get("message") or "") or None
    match status:
        case 404 if message in (None, "Not Found"):
            return NotFound("이 모델은 이 경로를 지원하지 않습니다")
        case 429:
            return TooManyRequests(retry_after=retry_after or 1)
        case 501 | 405:
            return InvalidRequest(message or "이 엔진은 이 요청을 지원하지 않습니다")
        case 401 | 403 | 407 | 502 | 503 | 504:
            return Unavailable(retry_after=retry_after or 1)
        case int(code) if 400 <= code < 500:
            return Rejected(code, fields)
    return EngineFailure(message)


def broken(fields: dict[str, Any]) -> PredictorError:
    """The error that an `error` event of the engine means."""
    raised = failure(fields.get("code"), fields)
    return raised if isinstance(raised, PredictorError) else InvalidRequest(str(fields.get("message") or "") or None)
