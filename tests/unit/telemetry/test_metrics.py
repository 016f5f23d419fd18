import re

from prometheus_client import REGISTRY

from predictor.telemetry import metrics
from tests.service import ROOT
from tests.unit.conftest import Serve

SERIES = {name: series for name, series in vars(metrics).items() if hasattr(series, "_name")}
FREE_TEXT = {"path", "query", "model", "user", "request_id", "key", "caller"}


def test_every_series_is_ours_by_its_prefix_and_says_what_it_counts() -> None:
    assert len(SERIES) > 15
    for series in SERIES.values():
        assert series._name.startswith(("llm_", "gen_ai_server_"))
        assert series._documentation.endswith(".")


def test_no_label_can_hold_what_a_caller_wrote() -> None:
    # The labels of these are the operator's names, and models that have answered.
    of_keys = {name for name in SERIES if name == "TOKENS" or name.startswith("KEY_")}
    labels = {label for name, series in SERIES.items() if name not in of_keys for label in series._labelnames}
    assert labels.isdisjoint(FREE_TEXT)


async def test_a_model_that_a_caller_made_up_is_no_label(serve: Serve) -> None:
    chat = {"model": "made-up-name", "messages": [{"role": "user", "content": "안녕"}]}
    assert (await serve().post("/v1/chat/completions", json=chat)).status_code == 404
    assert "made-up-name" not in (await serve().get("/metrics")).text


async def test_they_stand_on_the_metrics_page_in_prometheus_form(serve: Serve) -> None:
    client = serve()
    await client.post("/infer", json={"query": "안녕"})
    page = (await client.get("/metrics")).text
    assert re.search(r'^llm_requests_total\{outcome="ok",protocol="native"\} [1-9]', page, re.MULTILINE)
    missing = [series._name for series in SERIES.values() if f"# TYPE {series._name}" not in page]
    assert missing == []


def test_the_dashboard_and_the_rules_ask_for_series_that_exist() -> None:
    files = [path for path in (ROOT / "charts/llm-predictor/files").rglob("*") if path.is_file()]
    asked = {name for path in files for name in re.findall(r"\bllm_[a-z_]+", path.read_text())}
    known = {name for family in REGISTRY.collect() for name in (family.name, *(sample.name for sample in family.samples))}
    for series in SERIES.values():
        known |= {series._name + suffix for suffix in ("", "_total", "_bucket", "_count", "_sum")}
    assert asked
    assert sorted(asked - known) == []
