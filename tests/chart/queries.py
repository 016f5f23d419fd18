"""The PromQL in what the chart renders, and the series that it names."""

import re
from typing import Any

from tests.chart.release import Release

# Series of other exporters: kube-state-metrics, the kubelet, NVIDIA's DCGM exporter, Prometheus itself, and rules recorded here.
FOREIGN = re.compile(r"^(kube_|kubelet_|DCGM_|ALERTS|llm_predictor:)")
WORDS = {"by", "on", "ignoring", "group_left", "and", "or", "le", "vector", "scalar", "without"}


def metric_names(query: str) -> set[str]:
    """Names of the series in a query: words that are neither functions, labels, strings nor PromQL's own."""
    bare = re.sub(r'"[^"]*"', "", query)
    bare = re.sub(r"\b(by|on|ignoring|without|group_left)\s*\([^)]*\)", "", bare)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", " ", bare)
    words = re.findall(r"(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\s*\()(?![\w:])", bare)
    return {word for word in words if word not in WORDS}


def dashboard_queries(dashboard: dict[str, Any]) -> list[str]:
    """Every query of a dashboard, Grafana's variables filled in."""
    filled = {"$__rate_interval": "5m", "$namespace": "llm", "$revision": ".*"}
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    for variable, value in filled.items():
        queries = [query.replace(variable, value) for query in queries]
    return queries


def rule_queries(release: Release) -> list[str]:
    """Every expression of the PrometheusRule."""
    groups = release.one("PrometheusRule")["spec"]["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


def scaling_queries(release: Release) -> list[str]:
    """Every query that KEDA gets."""
    return [metric["external"]["metric"]["query"] for metric in release.predictor["autoScaling"]["metrics"]]
