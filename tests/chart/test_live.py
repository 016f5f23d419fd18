"""The chart against predictors that run: they take its settings, and after a load export every series that it asks for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.chart.conftest import Render
from tests.chart.wanted import ALL, wanted_series
from tests.conftest import Start
from tests.service import Service
from tests.waiting import wait_until

# A key with limits and a date, because the series of named keys are made for such keys alone.
KEYS = """\
keys:
  - {name: shop, secrets: [a-secret-of-the-shop-that-is-invented], expires: 2999-01-01T00:00:00+09:00, tokens_per_day: 1000000}
"""
PATHS = ["/infer", "/v1/models/llm:predict", "/infer/stream"]


def exported(service: Service) -> set[str]:
    """Names of the series on /metrics that have a value."""
    lines = service.client.get("/metrics").text.splitlines()
    return {line.split("{")[0].split(" ")[0] for line in lines if line and not line.startswith("#")}


def load(service: Service, headers: dict[str, str]) -> None:
    """Requests on several protocols, some at once, with something to mask."""

    def ask(number: int) -> int:
        query = f"{number}번 문의, 전화는 010-1234-5678"
        path = PATHS[number % len(PATHS)]
        body = {"instances": [{"query": query}]} if "predict" in path else {"query": query, "max_length": 8}
        return service.post(path, body, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(24))) <= {200, 429}


def test_after_a_load_every_series_of_the_predictor_is_there(render: Render, start: Start, tmp_path: Path) -> None:
    (tmp_path / "keys.yaml").write_text(KEYS)
    chart = {
        name: value for name, value in render({"engine": {"type": "mock"}}).env.items() if isinstance(value, str) and name != "PORT"
    }
    settings = {
        "LLM_KEY_FILE": str(tmp_path / "keys.yaml"),
        "LLM_FALLBACK_RESPONSE": "잠시 후",
        "MAX_CONCURRENT_INFERENCE": "2",
        "LLM_MOCK_DELAY_SEC": "0.01",
    }
    service = start(**chart, **settings, LLM_RATE_LIMIT="1000/second").wait_ready()
    load(service, {"X-API-Key": "a-secret-of-the-shop-that-is-invented"})
    assert service.post("/infer", {"query": "열쇠 없이"}).status_code == 401
    wanted = {name for name in wanted_series(render(ALL)) if name.startswith("llm_")}
    # Series that only a fault makes; the code's own registry has them (test_metrics.py).
    faults = {"llm_fallbacks_total", "llm_aborts_total"}
    # What a key has used is shown each second.
    wait_until(lambda: not wanted - exported(service) - faults, 5, lambda: str(wanted - exported(service) - faults))


@pytest.mark.vllm
def test_vllm_s_series_have_the_names_that_the_chart_asks_for(render: Render, vllm_server: Service) -> None:
    load(vllm_server, {})
    faults = {"llm_fallbacks_total", "llm_aborts_total", "llm_refusals_total"}
    missing = wanted_series(render(ALL)) - exported(vllm_server) - faults
    assert {name for name in missing if not name.startswith("llm_key_")} == set(), "the server has no named keys"


def test_the_endpoints_that_probes_and_tests_ask_are_there(render: Render, start: Start) -> None:
    container = render({}).container
    service = start(LLM_FALLBACK_MOCK="1", LLM_API_KEYS="key").wait_ready()
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert service.client.get(container[probe]["httpGet"]["path"]).status_code == 200
    assert service.client.get("/metrics").status_code == 200
