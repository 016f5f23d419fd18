"""Every series that dashboard, alerts and autoscaling ask for."""

import json
from typing import Any

from tests.chart.queries import FOREIGN, dashboard_queries, metric_names, rule_queries, scaling_queries
from tests.chart.release import Release

# Values under which every query is rendered.
ALL: dict[str, Any] = {
    "model": {"id": "a/b"},
    "gpu": {"count": 1},
    "cache": {"accessMode": "ReadWriteMany"},
    "limits": {"rate": "10/second"},
    "apiKeys": {"file": {"existingSecret": "named-keys"}},
    "audit": {"sink": "file"},
    "alerts": {"enabled": True},
    "dashboard": {"enabled": True},
    "replicas": {"max": 4},
    "autoscaling": {"enabled": True, "prometheus": "http://p", "firstTokenSeconds": 2},
}


def dashboard(release: Release) -> dict[str, Any]:
    """The dashboard of a release."""
    return dict(json.loads(release.one("ConfigMap")["data"]["llm-predictor.json"]))


def wanted_series(release: Release) -> set[str]:
    """Names of the predictor's and vLLM's series in a release rendered with ALL."""
    queries = dashboard_queries(dashboard(release)) + rule_queries(release) + scaling_queries(release)
    return {name for query in queries for name in metric_names(query) if not FOREIGN.match(name)}
