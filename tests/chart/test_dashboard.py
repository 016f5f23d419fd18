"""The dashboard: loads, covers what was asked for, and every query of it is PromQL that a Prometheus takes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart import tools
from tests.chart.conftest import Render
from tests.chart.queries import dashboard_queries, metric_names


@pytest.fixture
def dashboard(render: Render) -> dict[str, Any]:
    data = render({"dashboard": {"enabled": True}}).one("ConfigMap")["data"]
    return dict(json.loads(data["llm-predictor.json"]))


def test_there_is_none_unless_asked_for(render: Render) -> None:
    assert render({}).all("ConfigMap") == []


def test_grafana_s_sidecar_finds_it(render: Render) -> None:
    values = {"dashboard": {"enabled": True, "annotations": {"grafana_folder": "LLM"}}}
    metadata = render(values).one("ConfigMap")["metadata"]
    assert metadata["labels"]["grafana_dashboard"] == "1"
    assert metadata["annotations"] == {"grafana_folder": "LLM"}


def grafana_reads(dashboard: dict[str, Any]) -> dict[str, Any]:
    """The dashboard as it comes back from Grafana's own types; what they do not know is lost."""
    if str(tools.PACKAGES) not in sys.path:
        sys.path.append(str(tools.PACKAGES))
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.models.dashboard import Dashboard

    return dict(json.loads(JSONEncoder().encode(Dashboard.from_json(dashboard))))


def lost(written: Any, read: Any, path: str = "") -> list[str]:
    """Where what was written did not come back."""
    if isinstance(written, dict) and isinstance(read, dict):
        return [found for key, value in written.items() for found in lost(value, read.get(key), f"{path}.{key}")]
    if isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        return [found for place, pair in enumerate(zip(written, read, strict=True)) for found in lost(*pair, f"{path}[{place}]")]
    return [] if written == read else [path]


def test_grafana_s_own_types_know_every_field(dashboard: dict[str, Any]) -> None:
    assert lost(dashboard, grafana_reads(dashboard)) == []


def test_a_field_that_grafana_does_not_know_is_noticed(dashboard: dict[str, Any]) -> None:
    dashboard["panels"][1]["gridPosition"] = {}
    assert lost(dashboard, grafana_reads(dashboard)) == [".panels[1].gridPosition"]


def test_panels_have_ids_and_places_of_their_own(dashboard: dict[str, Any]) -> None:
    ids = [panel["id"] for panel in dashboard["panels"]]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    assert len(set(places)) == len(places)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in dashboard["panels"])


def test_it_needs_no_data_source_of_a_certain_name(dashboard: dict[str, Any]) -> None:
    assert {panel["datasource"]["uid"] for panel in dashboard["panels"] if "targets" in panel} == {"${datasource}"}


@pytest.mark.parametrize(
    "series",
    [
        "llm_requests_total",
        "llm_time_to_first_token_seconds_bucket",
        "llm_inter_token_seconds_bucket",
        "llm_request_seconds_bucket",
        "llm_completion_tokens_total",
        "vllm:num_requests_waiting",
        "vllm:kv_cache_usage_perc",
        "llm_pii_masked_total",
        "llm_refusals_total",
    ],
)
def test_traffic_latency_tokens_queue_cache_and_masking_are_shown(dashboard: dict[str, Any], series: str) -> None:
    assert any(series in metric_names(query) for query in dashboard_queries(dashboard))


def test_stable_and_canary_stand_side_by_side(dashboard: dict[str, Any]) -> None:
    traffic = next(panel for panel in dashboard["panels"] if panel["title"] == "Requests by protocol")
    assert "by (protocol, revision)" in traffic["targets"][0]["expr"]


def test_pods_without_a_revision_are_shown_too(dashboard: dict[str, Any]) -> None:
    """Another scrape configuration than the chart's sets no such label, and Grafana's own All would name none."""
    revision = next(variable for variable in dashboard["templating"]["list"] if variable["name"] == "revision")
    assert revision["allValue"] == ".*"


def test_gpu_memory_is_found_under_either_label_of_the_namespace(dashboard: dict[str, Any]) -> None:
    (query,) = [query for query in dashboard_queries(dashboard) if "DCGM" in query]
    assert query.count('{namespace="llm"}') == query.count('{exported_namespace="llm"}') == 3


def test_every_query_is_promql(dashboard: dict[str, Any], tmp_path: Path) -> None:
    """Promtool parses them as recording rules, Grafana's variables filled in."""
    rules = [{"record": f"query_{number}", "expr": query} for number, query in enumerate(dashboard_queries(dashboard))]
    path = tmp_path / "queries.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    done = subprocess.run([tools.PROMTOOL, "check", "rules", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
