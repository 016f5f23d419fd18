from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.personal import PROMPT, RAW
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
