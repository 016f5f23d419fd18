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


class ErrorMapper:
    """The table for the exceptions of FastAPI and KServe; an InvalidInput is masked, because it may quote the body."""

    def __init__(self, lifecycle: Lifecycle, redact: Callable[[str], str]) -> None:
        self._lifecycle = lifecycle
        self._redact = redact
        self._table: tuple[tuple[tuple[type[Exception], ...], Callable[[Any], PredictorError]], ...] = (
            ((PredictorError,), lambda error: error),
            ((RequestValidationError,), _invalid_fields),
            ((HTTPException,), _http),
            ((ModelNotReady, ServerNotReady), self._not_ready),
            ((ServerNotLive,), self._not_live),
            ((ModelNotFound,), lambda error: NotFound("모델이 없습니다")),
            ((InvalidInput,), self._invalid_input),
            ((NotImplementedError,), lambda error: MethodNotAllowed("모델 버전과 explain은 지원하지 않습니다")),
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
        return NotReady(f"{NotReady.detail} ({status['stage']}, {status['stage_seconds']}초)", info=status)

    def _not_live(self, error: Exception) -> PredictorError:
        return Unavailable(str(self._lifecycle.fatal or "not live"), info=self._lifecycle.status())

    def _invalid_input(self, error: InvalidInput) -> PredictorError:
        return InvalidRequest(f"요청 형식이 올바르지 않습니다: {self._redact(error.reason)}")


def _invalid_fields(error: RequestValidationError) -> PredictorError:
    fields = [{"type": item["type"], "loc": list(item["loc"]), "msg": item["msg"]} for item in error.errors()]
    return InvalidRequest("입력값이 올바르지 않습니다", fields)


def _http(error: HTTPException) -> PredictorError:
    by_status: dict[int, type[PredictorError]] = {404: NotFound, 405: MethodNotAllowed}
    kind = by_status.get(error.status_code)
    return kind() if kind else InvalidRequest(str(error.detail))


def sentence(error: PredictorError) -> str:
    """The error in one line, with each wrong field."""
    fields = getattr(error, "fields", None)
    if not fields:
        return error.detail
    shown = "; ".join(f"{'.'.join(str(part) for part in field['loc'][1:])}: {field['msg']}" for field in fields)
    return f"{error.detail}: {shown}"


def error_body(error: PredictorError, protocol: ProtocolName) -> dict[str, Any]:
    """The body of `error`: the contract's `detail`, KServe's `error` text, or OpenAI's `error` object."""
    if protocol == "openai":
        return {"error": {"message": sentence(error), "type": error.openai_type, "param": None, "code": error.code}}
    if protocol in ("v1", "v2"):
        return {"error": sentence(error), **error.info}
    return {"detail": getattr(error, "fields", None) or error.detail, **error.info}
