"""PodMonitor and ServiceMonitor: every pod, ready or not, with its revision."""

import pytest

from tests.chart.conftest import Render
from tests.chart.release import NAME


def test_there_is_none_unless_asked_for(render: Render) -> None:
    release = render({})
    assert release.all("PodMonitor") == release.all("ServiceMonitor") == []


def test_a_pod_monitor_finds_stable_and_canary_pods(render: Render) -> None:
    release = render({"monitoring": {"kind": "PodMonitor"}})
    labels = release.one("PodMonitor")["spec"]["selector"]["matchLabels"]
    assert labels.items() <= release.predictor["labels"].items()


def test_it_scrapes_the_port_that_the_predictor_listens_on(render: Render) -> None:
    (endpoint,) = render({"monitoring": {"kind": "PodMonitor"}, "server": {"port": 9001}}).one("PodMonitor")["spec"][
        "podMetricsEndpoints"
    ]
    assert (endpoint["portNumber"], endpoint["path"]) == (9001, "/metrics")


def test_a_service_monitor_finds_kserve_s_services(render: Render) -> None:
    spec = render({"monitoring": {"kind": "ServiceMonitor"}}).one("ServiceMonitor")["spec"]
    (expression,) = spec["selector"]["matchExpressions"]
    assert expression["values"] == [NAME, f"{NAME}-canary"]


@pytest.mark.parametrize("mode", ["Standard", "Knative"])
def test_series_tell_stable_from_canary(render: Render, mode: str) -> None:
    (endpoint,) = render({"mode": mode, "monitoring": {"kind": "PodMonitor"}}).one("PodMonitor")["spec"]["podMetricsEndpoints"]
    assert "revision" in {relabeling["targetLabel"] for relabeling in endpoint["relabelings"]}


def test_prometheus_selects_it_by_labels(render: Render) -> None:
    monitor = render({"monitoring": {"kind": "PodMonitor", "labels": {"release": "stack"}}}).one("PodMonitor")
    assert monitor["metadata"]["labels"]["release"] == "stack"
