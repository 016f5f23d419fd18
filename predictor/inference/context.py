"""The decisions about one request. The edge makes them once; every later stage gets them as an argument."""

from dataclasses import dataclass
from typing import Any

from starlette.types import Scope

from predictor.inference.keys.rules import KeyRules
from predictor.telemetry.access_log import AccessLogEntry

CONTEXT_KEY = "llm_predictor.context"  # key in the ASGI scope, which no client can set


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The decisions about one request.

    `is_warmup` passes the readiness check and the fallback by; `restore` gives the caller's own values back in the answer; `caller`
    is the loggable name of the API key, `rules` what the key file says of it; `origin` is the key or the address, by which shares
    of what is scarce are counted; `timeout_sec` bounds queueing and generation. `parsed` is the JSON object of a large body, which
    the edge has read beside the event loop. `log` is only written to, except that its token counts settle the key's budget.
    """

    log: AccessLogEntry
    timeout_sec: float
    is_warmup: bool = False
    restore: bool = False
    caller: str | None = None
    origin: str = "unknown"
    parsed: dict[str, Any] | None = None
    rules: KeyRules | None = None

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
