"""The errors that a caller may get: one class for each row of the contract's table (docs/rules.ko.md, chapter 4) and of the edge.

    PredictorError
    ├── InvalidRequest 400/422 ── PersonalDataRejected
    ├── Unauthorized 401 ── UnknownKey · KeyExpired
    ├── Forbidden 403 · NotFound 404 · MethodNotAllowed 405 · SlowBody 408 · BodyTooLarge 413 · UnsupportedMediaType 415
    ├── TooManyRequests 429 ── RateLimited · KeyConcurrencyExceeded · TokenBudgetExceeded · TokenBudgetImpossible
    ├── Unavailable 503 ── NotReady · Draining · AuditUnavailable · ModelLoadFailed · InferenceTimeout · OutOfMemory
    │                      · EngineFailure · EngineDead · BudgetStoreUnavailable
    └── InternalError 500

Each class holds its HTTP status, its Korean detail, OpenAI's `type` and `code`, and the name of its gRPC status code. A detail
never quotes the request. `Fatal` ends the process with one of the exit codes below.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

REASON_LENGTH = 4096  # characters of a termination log that Kubernetes keeps

EXIT_OK = 0
EXIT_SETTINGS = 2
EXIT_LOAD_FAILED = 3
EXIT_ENGINE_DEAD = 4
EXIT_ENGINE_FROZEN = 5
EXIT_PORT_TAKEN = 6
EXIT_FRONT_ENDS = 7


class PredictorError(Exception):
    """An error that has a response of its own.

    `detail` is the Korean text of the response and `message` the English one; an error that was made with a detail alone has it as
    its message too. `info` holds further fields of the body. `should_retry` says whether the same request may succeed elsewhere or
    later; `retry_after` is in seconds.
    """

    status: ClassVar[int] = 500
    detail: str = "서버 내부 오류가 발생했습니다"
    message: str = "The server failed; its log holds the trace under X-Request-ID"
    code: ClassVar[str] = "internal_error"
    openai_type: ClassVar[str] = "server_error"
    grpc: ClassVar[str] = "INTERNAL"
    should_retry: ClassVar[bool | None] = None
    retry_after: int | None = None
    param: str | None = None  # the wrong field's name, where there is one

    def __init__(
        self,
        detail: str | None = None,
        retry_after: int | None = None,
        info: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        message: str | None = None,
    ) -> None:
        self.detail = detail or type(self).detail
        self.message = message or detail or type(self).message
        self.info = dict(info or {})
        self.retry_after = type(self).retry_after if retry_after is None else retry_after
        self._headers = dict(headers or {})
        super().__init__(self.detail)

    @property
    def kept_headers(self) -> dict[str, str]:
        """The headers that it was made with."""
        return dict(self._headers)

    @property
    def headers(self) -> dict[str, str]:
        """HTTP headers that belong to this error: `Retry-After`, and `X-Should-Retry`, which OpenAI's clients obey."""
        headers = dict(self._headers)
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        if self.should_retry is not None:
            headers["X-Should-Retry"] = str(self.should_retry).lower()
        return headers


class InvalidRequest(PredictorError):
    """The request cannot be read. With `fields` (loc, msg and type of each wrong field) the status is 422, as FastAPI has it."""

    detail = "요청 형식이 올바르지 않습니다"
    message = "The request cannot be read"
    code = "invalid_request"
    openai_type = "invalid_request_error"
    grpc = "INVALID_ARGUMENT"

    def __init__(
        self,
        detail: str | None = None,
        fields: list[dict[str, object]] | None = None,
        message: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(detail, message=message)
        self.fields = fields
        self.param = param

    @property
    def status(self) -> int:  # type: ignore[override]
        """422 when fields are named, else 400."""
        return 400 if self.fields is None else 422


class PersonalDataRejected(InvalidRequest):
    """The text holds a kind of personal data that this deployment refuses (LLM_PII_ACTIONS)."""

    code = "personal_data_rejected"


class Unauthorized(PredictorError):
    """No API key, or one in another form."""

    status = 401
    detail = "API 키가 필요합니다. Authorization: Bearer <키> 또는 X-API-Key 헤더로 보내 주세요"
    message = "An API key is needed: send it as Authorization: Bearer KEY or X-API-Key"
    code = "invalid_api_key"
    openai_type = "authentication_error"
    grpc = "UNAUTHENTICATED"

    @property
    def headers(self) -> dict[str, str]:
        """The expected scheme (RFC 9110, 11.6.1)."""
        return {"WWW-Authenticate": "Bearer"}


class UnknownKey(Unauthorized):
    """A key was sent, and it opens nothing."""

    detail = "API 키가 맞지 않습니다. 유효한 키를 Authorization: Bearer <키> 또는 X-API-Key 헤더로 보내 주세요"
    message = "The API key is not known: send a valid one as Authorization: Bearer KEY or X-API-Key"


class KeyExpired(Unauthorized):
    """The key is right, and its time is over."""

    detail = "API 키가 만료되었습니다. 새 키를 받아 주세요"
    message = "The API key has expired; ask the operator for a new one"
    code = "expired_api_key"


class Forbidden(PredictorError):
    """The key is right, and its rules in LLM_KEY_FILE do not allow this request."""

    status = 403
    detail = "이 API 키로는 허용되지 않는 요청입니다"
    message = "The API key does not allow this request"
    code = "permission_denied"
    openai_type = "permission_error"
    grpc = "PERMISSION_DENIED"
    should_retry = False


class NotFound(PredictorError):
    """No such model or route."""

    status = 404
    detail = "요청한 경로나 모델이 없습니다"
    message = "There is no such path or model"
    code = "not_found"
    openai_type = "invalid_request_error"
    grpc = "NOT_FOUND"


class MethodNotAllowed(PredictorError):
    """The route exists, but not with this method; `methods` are those that it takes, `hint` is advice in Korean and English."""

    status = 405
    detail = "이 경로에서 지원하지 않는 메서드입니다"
    message = "This path does not take this method"
    code = "method_not_allowed"
    openai_type = "invalid_request_error"
    grpc = "UNIMPLEMENTED"

    def __init__(self, methods: tuple[str, ...], hint: tuple[str, str] | None = None) -> None:
        if not methods:
            super().__init__()
            return
        allowed = ", ".join(methods)
        korean, english = (f". {hint[0]}", f"; {hint[1]}") if hint else ("", "")
        super().__init__(
            f"{self.detail}. 쓸 수 있는 메서드: {allowed}{korean}",
            headers={"Allow": allowed},
            message=f"{self.message}; it takes {allowed}{english}",
        )


class SlowBody(PredictorError):
    """The body did not arrive in time."""

    status = 408
    detail = "요청 본문이 제한 시간 안에 도착하지 않았습니다"
    message = "The request body did not arrive in time"
    code = "body_timeout"
    openai_type = "invalid_request_error"
    grpc = "DEADLINE_EXCEEDED"


class BodyTooLarge(PredictorError):
    """The body is larger than LLM_BODY_MAX_BYTES."""

    status = 413
    detail = "요청 본문이 너무 큽니다"
    message = "The request body is too large"
    code = "body_too_large"
    openai_type = "invalid_request_error"
    grpc = "RESOURCE_EXHAUSTED"


class UnsupportedMediaType(PredictorError):
    """The content type, encoding or character set is not one that the predictor reads."""

    status = 415
    detail = "지원하지 않는 형식입니다. 압축하지 않은 UTF-8 JSON으로 보내 주세요"
    message = "Send uncompressed UTF-8 JSON with Content-Type: application/json"
    code = "unsupported_media_type"
    openai_type = "invalid_request_error"
    grpc = "INVALID_ARGUMENT"


class TooManyRequests(PredictorError):
    """MAX_CONCURRENT_INFERENCE inferences run already."""

    status = 429
    detail = "동시 추론 요청 한도 초과"
    message = "Too many inferences at once; try again after Retry-After seconds"
    should_retry = True
    retry_after = 1
    code = "concurrency_limit_exceeded"
    openai_type = "rate_limit_error"
    grpc = "RESOURCE_EXHAUSTED"


class RateLimited(TooManyRequests):
    """The caller's rate (LLM_RATE_LIMIT) is used up."""

    detail = "요청 속도 한도 초과"
    message = "The rate of requests is used up; try again after Retry-After seconds"
    code = "rate_limit_exceeded"


class KeyConcurrencyExceeded(TooManyRequests):
    """The key's own limit of concurrent requests is reached."""

    code = "key_concurrency_exceeded"


class TokenBudgetExceeded(RateLimited):
    """A token budget of the key has too little left for the request. OpenAI's type of this error is `tokens`."""

    code = "token_budget_exceeded"
    openai_type = "tokens"


class TokenBudgetImpossible(TokenBudgetExceeded):
    """The request is larger than a whole token budget of the key, so that it can never be served."""

    should_retry = False

    @property
    def headers(self) -> dict[str, str]:
        """No `Retry-After`, because no time helps."""
        return {name: value for name, value in super().headers.items() if name != "Retry-After"}


class Unavailable(PredictorError):
    """The predictor cannot infer now."""

    status = 503
    detail = "지금은 추론할 수 없습니다"
    message = "The predictor cannot infer now"
    should_retry = True
    code = "service_unavailable"
    grpc = "UNAVAILABLE"


class NotReady(Unavailable):
    """The model is still being loaded or warmed."""

    detail = "LLM 모델 준비 중"
    message = "The model is not ready yet"
    code = "not_ready"
    retry_after = 5


class Draining(Unavailable):
    """The server is stopping."""

    detail = "서버가 종료 중입니다"
    message = "The server is stopping"
    code = "draining"


class AuditUnavailable(Unavailable):
    """The audit record cannot be written, and LLM_AUDIT_ON_FAILURE=refuse lets no inference run without it."""

    detail = "감사 기록을 남길 수 없어 추론하지 않습니다"
    message = "The audit record cannot be written, so no inference runs"
    code = "audit_unavailable"
    retry_after = 5


class ModelLoadFailed(Unavailable):
    """The contract's OSError row: the model could not be loaded."""

    detail = "LLM 모델 로딩 실패"
    message = "The model could not be loaded"
    code = "model_load_failed"
    retry_after = 5


class InferenceTimeout(Unavailable):
    """The contract's TimeoutError row. A client must not repeat it by itself, because that repeats all of the engine's work."""

    code = "inference_timeout"
    grpc = "DEADLINE_EXCEEDED"
    should_retry = False

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"LLM 추론 타임아웃 ({seconds:g}초)",
            message=f"The inference did not end in {seconds:g} s (INFERENCE_TIMEOUT_SEC); ask for less or stream",
        )


class OutOfMemory(Unavailable):
    """The contract's MemoryError row."""

    detail = "LLM 추론 중 메모리 부족"
    message = "Out of memory during the inference"
    code = "out_of_memory"
    grpc = "RESOURCE_EXHAUSTED"


class EngineFailure(Unavailable):
    """The contract's RuntimeError row: the engine's message is passed on."""

    message = "The engine failed"
    code = "engine_failure"


class BudgetStoreUnavailable(Unavailable):
    """The store of the keys' budgets does not answer, and LLM_BUDGET_STORE_LOSS is `refuse`."""

    detail = "사용량 저장소가 응답하지 않아 요청을 받을 수 없습니다"
    message = "The store of the keys' budgets does not answer"
    code = "budget_store_unavailable"
    retry_after = 1


class EngineDead(Unavailable):
    """The engine is dead or frozen; the predictor is about to exit."""

    detail = "LLM 엔진이 중단되어 재시작합니다"
    message = "The engine has stopped and restarts"
    code = "engine_dead"


class InternalError(PredictorError):
    """The contract's last row. The same request would meet the same bug."""

    should_retry = False


class Fatal(Exception):
    """Ends the process: `reason` goes to the log and the termination log, `exit_code` to Kubernetes."""

    def __init__(self, reason: str, exit_code: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.exit_code = exit_code


def leave_reason(termination_log: Path, reason: str) -> None:
    """Leave the reason of an abnormal exit for Kubernetes, where the file can be written."""
    with suppress(OSError):
        termination_log.write_text(reason[:REASON_LENGTH] + "\n")


def map_exception(error: BaseException) -> PredictorError:
    """The contract's row for any exception; a PredictorError stays as it is."""
    if isinstance(error, PredictorError):
        return error
    if _is_out_of_memory(error):
        return OutOfMemory()
    if isinstance(error, RuntimeError):
        return EngineFailure(str(error) or None)
    return ModelLoadFailed() if isinstance(error, OSError) else InternalError()


def _is_out_of_memory(error: BaseException) -> bool:
    """torch reports memory by RuntimeErrors: OutOfMemoryError on a GPU, a plain one of its allocator on a CPU."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or "can't allocate memory" in str(error)


def forget_frames(error: BaseException) -> None:
    """Drop the tracebacks of an answered error and of all that it came from.

    A frame that holds the error which it raised is a cycle. Its locals, the request's body among them, would stay until the garbage
    collector's next run, which holds the event loop the longer the more it finds.
    """
    found: list[BaseException | None] = [error]
    seen: set[int] = set()
    while found:
        one = found.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = None
        found += (one.__cause__, one.__context__, *(one.exceptions if isinstance(one, BaseExceptionGroup) else ()))


def ungrouped(error: Exception) -> Exception:
    """The first member of an ExceptionGroup, as prompts that fail together raise it; any other exception as it is."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
