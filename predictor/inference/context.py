"""The decisions about one request. The edge makes them once; every later stage gets them as an argument."""

from dataclasses import dataclass

from starlette.types import Scope

from predictor.telemetry.access_log import AccessLogEntry

CONTEXT_KEY = "llm_predictor.context"  # key in the ASGI scope, which no client can set


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The decisions about one request.

    `is_warmup` passes the readiness check and the fallback by; `restore` gives the caller's own values back in the answer; `caller`
    is the loggable name of the API key; `timeout_sec` bounds queueing and generation. `log` is only written to.
    """

    log: AccessLogEntry
    timeout_sec: float
    is_warmup: bool = False
    restore: bool = False
    caller: str | None = None

    @classmethod
    def of(cls, scope: Scope) -> "RequestContext":
        """The context that the edge put into an ASGI scope; raises RuntimeError where none is, because that is a bug."""
        context = scope.get(CONTEXT_KEY)
        if not isinstance(context, cls):
            raise RuntimeError("the request did not pass the edge, so it has no RequestContext")
        return context

    def engine_request_id(self, suffix: str) -> str:
        """An id for the engine, unique by `suffix`, because a caller may use one X-Request-ID twice."""
        return f"{self.log.request_id[:64]}-{suffix[:12]}"
