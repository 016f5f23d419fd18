"""Every series that dashboard, alerts and autoscaling ask for is one that the predictor exports.

Here against the code's own registry; `test_live.py` asks a predictor that runs.
"""

import re

import pytest

from tests.chart.conftest import Render
from tests.chart.queries import dashboard_queries, metric_names, rule_queries
from tests.chart.wanted import ALL, dashboard, wanted_series


@pytest.fixture
def wanted(render: Render) -> set[str]:
    return wanted_series(render(ALL))


def test_the_predictor_s_own_series_exist(wanted: set[str]) -> None:
    from prometheus_client import REGISTRY, Metric

    import predictor.telemetry.metrics

    suffixes = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_count", "_sum"]}

    def names(family: Metric) -> set[str]:
        return {family.name + suffix for suffix in suffixes.get(family.type, [""])}

    assert predictor.telemetry.metrics.REQUESTS
    exported = {name for family in REGISTRY.collect() for name in names(family)}
    assert {name for name in wanted if name.startswith("llm_")} <= exported
    assert len(wanted) > 20


def test_the_rest_are_vllm_s(wanted: set[str]) -> None:
    assert {name for name in wanted if not name.startswith("llm_")} == {
        "vllm:kv_cache_usage_perc",
        "vllm:num_preemptions_total",
        "vllm:num_requests_waiting",
        "vllm:prefix_cache_hits_total",
        "vllm:prefix_cache_queries_total",
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('sum by (revision) (rate(a_total{x="b"}[5m])) / (c > 0)', {"a_total", "c"}),
        ("histogram_quantile(0.95, sum by (le) (rate(vllm:d_bucket[5m]))) * scalar(e)", {"vllm:d_bucket", "e"}),
        ("increase(f[15m]) > 0 and on (namespace, pod) g == 3", {"f", "g"}),
    ],
)
def test_series_are_read_from_a_query(query: str, names: set[str]) -> None:
    assert metric_names(query) == names


def failing_outcomes(query: str) -> list[str]:
    """The outcomes that a query counts as failures."""
    found = re.search(r'outcome=~"([^"]+)"', query)
    assert found, query
    return found[1].split("|")


@pytest.mark.parametrize("where", ["alerts", "dashboard"])
def test_every_5xx_and_no_other_outcome_counts_as_a_failure(render: Render, where: str) -> None:
    from predictor.errors import InvalidRequest, PredictorError

    def kinds(error: type[PredictorError]) -> set[type[PredictorError]]:
        return {error}.union(*map(kinds, error.__subclasses__()))

    release = render(ALL)
    queries = rule_queries(release) if where == "alerts" else dashboard_queries(dashboard(release))
    counted = failing_outcomes(next(query for query in queries if "outcome=~" in query))
    own = {kind.code for kind in kinds(PredictorError) if not issubclass(kind, InvalidRequest) and kind.status >= 500}
    assert set(counted) == own | {"fallback"}
