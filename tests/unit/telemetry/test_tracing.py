import json
import logging
import re
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.datastructures import Headers

from predictor.engines.upstream.proxy import upstream_headers
from predictor.pii import Masker
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.logging import LineFormatter
from predictor.telemetry.tracing import Tracing, trace_headers
from tests.personal import PHONE, PROMPT, RAW
from tests.unit.conftest import Serve

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize("flags", ["00", "01", "02", "03"])
async def test_the_callers_context_is_taken_over_whatever_its_flags(flags: str, serve: Serve) -> None:
    exporter = InMemorySpanExporter()
    client = serve()
    client.server.tracing.exporter = exporter
    await client.post("/infer", json={"query": PROMPT}, headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-{flags}"})
    client.server.tracing.close()
    spans = exporter.get_finished_spans()
    if flags in ("01", "03"):
        (span,) = spans
        attributes: dict[str, Any] = dict(span.attributes or {})
        assert format(span.context.trace_id, "032x") == TRACE
        assert attributes["gen_ai.usage.output_tokens"] > 0
        assert attributes["llm.pii_masked"] == 4
        assert not any(value in span.to_json() for value in RAW)
    else:
        assert spans == ()  # the caller asked for no recording


async def test_without_a_collector_nothing_is_traced(serve: Serve) -> None:
    client = serve()
    await client.post("/infer", json={"query": "a"})
    assert client.server.tracing.provider is None


@pytest.mark.parametrize("headers", [{}, {"traceparent": "nonsense"}, {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}])
async def test_a_request_has_a_trace_id_in_the_log_also_without_a_collector(
    headers: dict[str, str], serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "predictor.request")
    await serve().post("/infer", json={"query": "a"}, headers=headers)
    trace = caplog.records[-1].fields["trace_id"]  # type: ignore[attr-defined]
    assert trace == TRACE if TRACE in str(headers) else re.fullmatch("[0-9a-f]{32}", trace)


async def test_what_the_caller_hides_in_trace_headers_reaches_neither_span_nor_upstream() -> None:
    exporter = InMemorySpanExporter()
    tracing = Tracing("", "test", exporter)
    given = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "tracestate": f"a={PHONE}", "baggage": f"b={PHONE}"}
    headers = trace_headers(given, Masker().redact)
    with tracing.span(AccessLogEntry("1", "native", "/infer", is_inference=True), headers):
        sent = upstream_headers(Headers(given | {"tracestate": "ok=1"}), "1")
    tracing.close()
    (span,) = exporter.get_finished_spans()
    assert format(span.context.trace_id, "032x") == TRACE
    assert PHONE not in span.to_json() + str(sent)
    assert trace_headers(given | {"tracestate": "shop=7"}, Masker().redact)["tracestate"] == "shop=7"


async def test_every_line_of_a_request_has_its_trace_id_without_a_collector_too() -> None:
    entry = AccessLogEntry("1", "native", "/infer", is_inference=True)
    formatter = LineFormatter("json", str)
    record = logging.LogRecord("predictor", logging.ERROR, "", 0, "failed", None, None)
    with Tracing("", "test").span(entry, {}):
        inside = json.loads(formatter.format(record))
    assert inside["trace_id"] == entry.trace_id
    assert "trace_id" not in json.loads(formatter.format(record))
