"""The account of a request over HTTP or gRPC: the count of requests in flight, its span, its log line and its audit line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from starlette.datastructures import Headers

from predictor.inference.lifecycle import Lifecycle
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.audit.audit_log import AuditLog
from predictor.telemetry.tracing import Tracing, trace_headers


class Accounting:
    """Keeps an account of requests; `redact` makes a header's text fit for a span."""

    def __init__(self, lifecycle: Lifecycle, tracing: Tracing, audit: AuditLog | None, redact: Callable[[str], str]) -> None:
        self.lifecycle = lifecycle
        self.tracing = tracing
        self.audit = audit
        self.redact = redact

    @contextmanager
    def of(self, entry: AccessLogEntry, headers: Headers, *, audited: bool, traced: bool) -> Iterator[None]:
        """Keep the account of one request, which runs within; its lines and metrics are written when it ends."""
        audit = self.audit if audited else None
        if audit is not None:
            audit.begin(entry, headers)
        counted = self.lifecycle.count_request() if entry.is_inference else nullcontext()
        span = self.tracing.span(entry, trace_headers(headers, self.redact)) if traced else nullcontext()
        try:
            with counted, span:
                yield
        finally:
            entry.finish()
            if audit is not None:
                audit.append(entry)
