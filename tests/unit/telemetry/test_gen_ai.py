from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes as attributes
from opentelemetry.semconv._incubating.metrics import gen_ai_metrics

from predictor.telemetry import gen_ai, metrics
from predictor.telemetry.gen_ai import Served, model_label
from tests.unit.conftest import Serve
from tests.unit.protocols.every import ENVELOPES, PATHS

CHAT = "/v1/chat/completions"


async def span_of(serve: Serve, path: str, **settings: Any) -> dict[str, Any]:
    """The attributes of a request's span, and its name under `name`."""
    exporter = InMemorySpanExporter()
    client = serve(**settings)
    client.server.tracing.exporter = exporter
    await client.post(path, json=ENVELOPES[path])
    client.server.tracing.close()
    span = exporter.get_finished_spans()[0]
    return {"name": span.name, **(span.attributes or {})}


@pytest.mark.parametrize("path", PATHS)
async def test_a_span_has_the_attributes_of_the_conventions(path: str, serve: Serve) -> None:
    span = await span_of(serve, path)
    assert span[attributes.GEN_AI_OPERATION_NAME] == ("chat" if path == CHAT else "text_completion")
    assert span["name"] == f"{span[attributes.GEN_AI_OPERATION_NAME]} llm"
    assert span[attributes.GEN_AI_PROVIDER_NAME] == "mock"
    assert span[attributes.GEN_AI_REQUEST_MODEL] == span[attributes.GEN_AI_RESPONSE_MODEL] == "llm"
    assert span[attributes.GEN_AI_USAGE_INPUT_TOKENS] > 0
    assert span[attributes.GEN_AI_USAGE_OUTPUT_TOKENS] > 0
    assert "error.type" not in span


async def test_a_span_of_an_error_has_its_type(serve: Serve) -> None:
    assert (await span_of(serve, "/infer", api_keys="k"))["error.type"] == "invalid_api_key"


def test_the_metrics_are_those_of_the_conventions() -> None:
    wanted = (
        gen_ai_metrics.GEN_AI_SERVER_REQUEST_DURATION,
        gen_ai_metrics.GEN_AI_SERVER_TIME_TO_FIRST_TOKEN,
        gen_ai_metrics.GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN,
    )
    made = (metrics.GEN_AI_DURATION, metrics.GEN_AI_FIRST_TOKEN, metrics.GEN_AI_PER_TOKEN)
    assert [series._name for series in made] == [name.replace(".", "_") + "_seconds" for name in wanted]


async def test_each_request_is_observed_under_the_conventions_labels(serve: Serve) -> None:
    client = serve()
    await client.post("/infer/stream", json={"query": "a b c"})
    await client.post("/infer", json={})
    page = (await client.get("/metrics")).text
    labels = (
        'gen_ai_operation_name="text_completion",gen_ai_provider_name="mock",gen_ai_request_model="llm",gen_ai_response_model="llm"'
    )
    for series in ("time_to_first_token", "time_per_output_token"):
        assert f"gen_ai_server_{series}_seconds_count{{{labels}}}" in page
    assert f'gen_ai_server_request_duration_seconds_count{{error_type="",{labels}}}' in page
    assert f'gen_ai_server_request_duration_seconds_count{{error_type="invalid_request",{labels}}}' in page


def test_a_models_name_is_a_label_only_where_it_is_one_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gen_ai, "_models", set())
    served = Served("llm", "upstream")
    assert model_label("lora-a", served) == "lora-a"
    assert model_label("010-1234 5678", served) == model_label(None, served) == "llm"
    names = {model_label(f"m{number}", served) for number in range(200)}
    assert len(names) == gen_ai.MOST_MODELS
