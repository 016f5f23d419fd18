"""Errors on the edge of HTTP and gRPC: which PredictorError an exception is, and the body that each protocol writes for it."""

import logging
from collections.abc import Callable
from typing import Any

from fastapi.exceptions import RequestValidationError
from kserve.errors import InvalidInput, ModelNotFound, ModelNotReady, ServerNotLive, ServerNotReady
from starlette.exceptions import HTTPException

from predictor.errors import InvalidRequest, MethodNotAllowed, NotFound, NotReady, PredictorError, Unavailable, map_exception
from predictor.inference.lifecycle import Lifecycle
from predictor.protocols.routing import ProtocolName

log = logging.getLogger("predictor.protocols")
WRONG_INPUT = (
    "요청 형식이 올바르지 않습니다. 입력 텐서의 개수, 크기, 자료형을 확인하세요",
    "The request cannot be read; check the number, sizes and datatypes of its tensors",
)
EXPLAIN = ("explain은 지원하지 않습니다. :predict를 쓰세요", "explain is not served; use :predict")


class ErrorMapper:
    """The table for the exceptions of FastAPI and KServe; the text of an InvalidInput may quote the body, so it is left out."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle
        self._table: tuple[tuple[tuple[type[Exception], ...], Callable[[Any], PredictorError]], ...] = (
            ((PredictorError,), lambda error: error),
            ((RequestValidationError,), _invalid_fields),
            ((HTTPException,), _http),
            ((ModelNotReady, ServerNotReady), self._not_ready),
            ((ServerNotLive,), self._not_live),
            ((ModelNotFound,), lambda error: model_not_found()),
            ((InvalidInput,), lambda error: InvalidRequest(WRONG_INPUT[0], message=WRONG_INPUT[1])),
            ((NotImplementedError,), lambda error: NotFound(EXPLAIN[0], message=EXPLAIN[1])),
        )

    def map(self, error: Exception) -> PredictorError:
        """The PredictorError of any exception; one that no row names is logged with its traceback."""
        for kinds, mapped in self._table:
            if isinstance(error, kinds):
                return mapped(error)
        log.error("unforeseen error", exc_info=error)
        return map_exception(error)

    def _not_ready(self, error: Exception) -> PredictorError:
        status = self._lifecycle.status()
        stage, seconds = status["stage"], status["stage_seconds"]
        return NotReady(
            f"{NotReady.detail} ({stage}, {seconds}초)", info=status, message=f"{NotReady.message} ({stage} for {seconds} s)"
        )

    def _not_live(self, error: Exception) -> PredictorError:
        return Unavailable(str(self._lifecycle.fatal or "not live"), info=self._lifecycle.status())


def model_not_found() -> NotFound:
    """The error of a model's name that is not served."""
    return NotFound(
        "모델이 없습니다. GET /v1/models가 이름을 알려 줍니다", message="There is no such model; GET /v1/models lists the names"
    )


def _invalid_fields(error: RequestValidationError) -> PredictorError:
    fields: list[dict[str, object]] = [
        {"type": item["type"], "loc": list(item["loc"]), "msg": item["msg"]} for item in error.errors()
    ]
    return InvalidRequest("입력값이 올바르지 않습니다", fields, message="The request has wrong fields")


def _http(error: HTTPException) -> PredictorError:
    if error.status_code == 404:
        return NotFound()
    if error.status_code == 405:
        return MethodNotAllowed(tuple((error.headers or {}).get("Allow", "GET").split(", ")))
    return InvalidRequest()


def error_body(error: PredictorError, protocol: ProtocolName) -> dict[str, Any]:
    """The body of `error`: the contract's `detail`, KServe's `error` text, or OpenAI's `error` object.

    The Korean text is `detail`, and `error` in KServe's form. The English one is `message` where the form has room for it: the
    contract fixes the native body to its `detail`, beside which only `errors` stands, the wrong fields for machines.
    """
    if protocol == "openai":
        texts = {"message": error.message, "detail": error.detail}
        return {"error": texts | {"type": error.openai_type, "param": error.param, "code": error.code}}
    fields = getattr(error, "fields", None)
    errors = {"errors": fields} if fields else {}
    if protocol in ("v1", "v2"):
        return {"error": error.detail, "message": error.message, **errors, **error.info}
    return {"detail": error.detail, **errors, **error.info}
