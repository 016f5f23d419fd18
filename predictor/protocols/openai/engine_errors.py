"""Errors that the engine's OpenAI app answered, as the predictor's own: one form, and no value that the caller sent."""

import re
from dataclasses import dataclass
from typing import Any, Final

import orjson

from predictor.errors import (
    BodyTooLarge,
    EngineFailure,
    InvalidRequest,
    NotFound,
    PredictorError,
    TooManyRequests,
    Unavailable,
    UnsupportedMediaType,
)
from predictor.protocols.openai.error_text import without_values
from predictor.protocols.openai.response_masker import ResponseMasker

# vLLM's words for a generation that it gave up by itself: the grammar of a constraint rejected every token.
GAVE_UP: Final = "Internal server error"
UNSUPPORTED: Final = (405, 501)
BUSY: Final[dict[object, type[PredictorError]]] = {429: TooManyRequests} | dict.fromkeys(
    (401, 403, 407, 502, 503, 504), Unavailable
)
# What to do about words of vLLM that name an argument of its own, or an answer that it does not keep.
ADVICE: Final = (
    (re.compile(r"--[a-z]+(?:-[a-z]+)+"), "vLLM의 인자는 LLM_VLLM_ARGS로 줍니다", "vLLM's arguments are given by LLM_VLLM_ARGS"),
    (
        re.compile(r"^Response with id .* not found"),
        "이 답변은 보관되어 있지 않습니다. 대화 전체를 input으로 보내세요",
        "this answer is not kept; send the whole conversation as input",
    ),
)
OTHER_MODEL: Final = (
    "이 모델은 이 경로를 지원하지 않습니다. chat, completions, responses에는 글을 생성하는 모델이, embeddings에는 임베딩 모델이, "
    "score와 rerank에는 순위를 매기는 모델이 필요합니다. 그런 모델을 별도의 predictor로 서빙하세요",
    "The model does not serve this path; chat, completions and responses need a model that generates text, embeddings need an "
    "embedding model, score and rerank a model that ranks: serve such a model by a predictor of its own",
)
REFUSALS: Final[dict[int, type[PredictorError]]] = {404: NotFound, 413: BodyTooLarge, 415: UnsupportedMediaType}
# Python's words where vLLM's validation, or a chat template, meets a JSON value of another type than it expects.
WRONG_TYPE: Final = re.compile(
    r"'(?:str|int|float|bool|list|dict)' object (?:has no attribute|is not|does not support)|"
    r"(?:string|list) indices must be|unhashable type: '(?:list|dict)'|argument of type '(?:int|float|bool)' is not iterable|"
    r"not supported between instances of '(?:str|int|float|bool|list|dict)'|unsupported operand type|can only concatenate"
)
WRONG_FIELD: Final = (
    "어떤 필드의 JSON 자료형이 잘못되었습니다. API 문서와 비교해 주세요",
    "A field has the wrong JSON type; compare the request with the API's description",
)
NO_TEXT: Final = (
    "출력 제약(response_format, structured_outputs, tools)을 만족하는 글을 만들 수 없습니다. 제약을 고쳐 주세요",
    "The constraint on the answer (response_format, structured_outputs, tools) allows no text; mend it",
)


@dataclass(frozen=True, slots=True)
class SentRequest:
    """The request as the engine got it; `constrained` where it limits what the model may write."""

    fields: dict[str, Any]
    constrained: bool = False


def error_object(body: bytes) -> dict[str, Any]:
    """The error object of an error response, in OpenAI's form or any other server's."""
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {"message": ""}
    error = fields.get("error", fields.get("detail")) if isinstance(fields, dict) else None
    return error if isinstance(error, dict) else {"message": str(error or "")}


def to_api_error(
    status: object, error: dict[str, Any], sent: SentRequest, masker: ResponseMasker | None, retry_after: int | None = None
) -> PredictorError:
    """The answer to an error of the engine's app; `retry_after` in seconds.

    401, 403, 407 and 405 concern the predictor's own request to the engine, so the caller does not get them. A 4xx of the caller's
    keeps its status, and its words without the values that were sent.
    """
    message = str(error.get("message") or "")
    message = masker.text(message) if masker is not None else message
    if status == 404 and message in ("", "Not Found"):
        korean, english = OTHER_MODEL
        return NotFound(korean, message=english)
    if status in BUSY:
        return BUSY[status](retry_after=retry_after or 1)
    mistake = _callers_mistake(status, message, sent)
    if mistake is not None:
        korean, english = mistake
        return InvalidRequest(korean, message=english)
    return _by_words(status, without_values(message, sent.fields), error.get("param"))


def _callers_mistake(status: object, message: str, sent: SentRequest) -> tuple[str, str] | None:
    """The Korean and English text of a 400 where the engine gives another status to the caller's mistake."""
    if sent.constrained and message == GAVE_UP:
        return NO_TEXT
    if status == 500 and WRONG_TYPE.search(message):
        return WRONG_FIELD
    return None


def _by_words(status: object, message: str, param: object) -> PredictorError:
    if status in UNSUPPORTED:
        return _refusal(400, message or "The engine does not serve this request", None)
    if isinstance(status, int) and 400 <= status < 500:
        return _refusal(status, message, param)
    return EngineFailure(message or None)


def _refusal(status: int, message: str, param: object) -> PredictorError:
    detail = f"모델이 받을 수 없는 요청입니다: {message}" if message else "모델이 받을 수 없는 요청입니다"
    message = message or "The engine refuses this request"
    for words, korean, english in ADVICE:
        if words.search(message):
            detail, message = f"{detail} ({korean})", f"{message} ({english})"
    kind = REFUSALS.get(status, InvalidRequest)
    error = kind(detail, message=message)
    error.param = param.removeprefix("body.") if isinstance(param, str) else None
    return error
