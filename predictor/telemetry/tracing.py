"""OpenTelemetry spans, one for each request, when a collector is named; the caller's W3C context is taken over."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.gen_ai import model_label

IDS = RandomIdGenerator()
# Baggage is not taken over, because it is the caller's free text.
W3C = TraceContextTextMapPropagator()


def trace_headers(headers: Mapping[str, str], redact: Callable[[str], str]) -> dict[str, str]:
    """The W3C trace context in `headers`; a `tracestate` with personal data is left out."""
    found = {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
    if redact(found.get("tracestate", "")) != found.get("tracestate", ""):
        del found["tracestate"]
    return found


class Tracing:
    """Spans of requests; without a collector's address or an exporter there are none."""

    def __init__(self, endpoint: str, service_name: str, exporter: SpanExporter | None = None) -> None:
        self.endpoint = endpoint
        self.service_name = service_name
        self.exporter = exporter
        self.provider: TracerProvider | None = None

    def _provider(self) -> TracerProvider:
        # Made at the first request, because its thread must not exist when the engine forks its processes.
        if self.provider is None:
            self.provider = TracerProvider(resource=Resource.create({"service.name": self.service_name}))
            self.provider.add_span_processor(BatchSpanProcessor(self.exporter or _http_exporter(self.endpoint)))
        return self.provider

    @contextmanager
    def span(self, entry: AccessLogEntry, headers: Mapping[str, str]) -> Iterator[None]:
        """Trace one request; its attributes are numbers and names, never text of the request.

        `headers` are those that `trace_headers` lets pass. Without a collector the entry still gets its caller's trace id, or a new
        one.
        """
        context = W3C.extract(headers) if headers else None
        if not (self.endpoint or self.exporter):
            known = trace.get_current_span(context).get_span_context()
            current = (
                known if known.is_valid else trace.SpanContext(IDS.generate_trace_id(), IDS.generate_span_id(), is_remote=False)
            )
            entry.trace_id = trace.format_trace_id(current.trace_id)
            with trace.use_span(trace.NonRecordingSpan(current), record_exception=False, set_status_on_exception=False):
                yield
            return
        tracer = self._provider().get_tracer("predictor")
        name = entry.path
        # No span keeps an exception, because its message may quote the request.
        with tracer.start_as_current_span(name, context, kind=SpanKind.SERVER, record_exception=False) as span:
            entry.trace_id = trace.format_trace_id(span.get_span_context().trace_id)
            try:
                yield
            finally:
                _describe(span, entry)

    def close(self) -> None:
        """Send the buffered spans."""
        if self.provider is not None:
            self.provider.shutdown()


def _describe(span: trace.Span, entry: AccessLogEntry) -> None:
    """Write the outcome of a request into its span."""
    span.set_attributes(
        {
            "http.route": entry.path,
            "http.response.status_code": entry.status,
            "llm.protocol": entry.protocol,
            "llm.outcome": entry.outcome,
            "gen_ai.usage.input_tokens": entry.prompt_tokens,
            "gen_ai.usage.output_tokens": entry.completion_tokens,
            "llm.pii_masked": sum(entry.masked.values()),
        }
    )
    if entry.is_inference:
        span.update_name(f"{entry.operation} {model_label(entry.model, entry.served)}")  # as the conventions name a span
        span.set_attributes({**entry.conventional(), "gen_ai.usage.cache_read.input_tokens": entry.cached_tokens})
    if entry.caller is not None:
        span.set_attribute("llm.key", entry.caller)
    if entry.outcome not in ("ok", "fallback"):
        span.set_attribute("error.type", entry.outcome)
    if entry.status >= 500:
        span.set_status(Status(StatusCode.ERROR, entry.outcome))


def _http_exporter(endpoint: str) -> SpanExporter:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces")
