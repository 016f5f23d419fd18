"""OpenTelemetry spans, one for each request, when a collector is named; the caller's W3C context is taken over."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, Status, StatusCode

from predictor.telemetry.access_log import Record


class Tracing:
    """Spans of requests; does nothing without a collector's address or an exporter."""

    def __init__(self, endpoint: str, service_name: str, exporter: SpanExporter | None = None) -> None:
        self.endpoint = endpoint
        self.service_name = service_name
        self.exporter = exporter
        self.provider: TracerProvider | None = None

    def _provider(self) -> TracerProvider:
        # Made at the first request, since its thread must not be there when the engine forks its processes.
        if self.provider is None:
            self.provider = TracerProvider(resource=Resource.create({"service.name": self.service_name}))
            self.provider.add_span_processor(BatchSpanProcessor(self.exporter or _http_exporter(self.endpoint)))
        return self.provider

    @contextmanager
    def span(self, record: Record, headers: Mapping[str, str]) -> Iterator[None]:
        """Trace one request; its attributes are numbers and names, never text of the request."""
        if record.silent or not (self.endpoint or self.exporter):
            yield
            return
        tracer = self._provider().get_tracer("predictor")
        context = propagate.extract(headers)
        name = f"{record.surface} inference"
        # An exception's words may quote the request, so no span keeps them.
        with tracer.start_as_current_span(name, context, kind=SpanKind.SERVER, record_exception=False) as span:
            record.trace_id = trace.format_trace_id(span.get_span_context().trace_id)
            try:
                yield
            finally:
                span.set_attributes(
                    {
                        "http.route": record.path,
                        "http.response.status_code": record.status,
                        "llm.surface": record.surface,
                        "llm.outcome": record.result(),
                        "gen_ai.usage.input_tokens": record.usage.prompt_tokens,
                        "gen_ai.usage.output_tokens": record.usage.completion_tokens,
                        "llm.pii_masked": sum(record.masked.values()),
                    }
                )
                if record.status >= 500:
                    span.set_status(Status(StatusCode.ERROR, record.result()))

    def close(self) -> None:
        """Send what is still buffered."""
        if self.provider is not None:
            self.provider.shutdown()


def _http_exporter(endpoint: str) -> SpanExporter:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces")
