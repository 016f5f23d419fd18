"""Pages of metrics: read, subtracted, summed, and turned into counts."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from predictor.rollout.tally import Tally, TallyError, bounds_of, counts, kind, name_of, total
from predictor.rollout.verdict import STREAMS
from predictor.telemetry import metrics
from predictor.telemetry.metrics import LATENCY_BUCKETS, TOKEN_GAP_BUCKETS

NAMES = [stream.name for stream in STREAMS]


def page(
    outcomes: dict[str, int], first_tokens: list[float] = (), label: str = "surface", buckets: tuple[float, ...] = LATENCY_BUCKETS
) -> str:  # type: ignore[assignment]
    """A page as prometheus_client writes it."""
    registry = CollectorRegistry()
    requests = Counter(name_of(metrics.REQUESTS), "Requests.", [label, "outcome"], registry=registry)
    for at, (outcome, count) in enumerate(outcomes.items()):
        requests.labels("native" if at % 2 else "openai", outcome).inc(count)
    for metric in (metrics.FIRST_TOKEN_SECONDS, metrics.REQUEST_SECONDS):
        made = Histogram(name_of(metric), "Seconds.", [label], registry=registry, buckets=buckets)
        for value in first_tokens:
            made.labels("native").observe(value)
    Counter("vllm:other", "Another's.", registry=registry).inc(9)
    return generate_latest(registry).decode()


@pytest.mark.parametrize("label", ["surface", "protocol"])
def test_a_page_is_read_whatever_its_other_labels_are_called(label: str) -> None:
    tally = Tally.parse(page({"ok": 7, "engine_failure": 2, "cancelled": 1}, [0.1, 0.3], label))
    assert tally.outcomes == {"ok": 7, "engine_failure": 2, "cancelled": 1}
    assert (tally.buckets["first token"][0.25], tally.buckets["first token"][math.inf]) == (1, 2)
    assert tally.busy == pytest.approx(0.4)


@pytest.mark.parametrize("text", ["", "<html>not found</html>", 'up{job="x"} 1\n', "llm_requests_total{ 1\n"])
def test_a_page_that_is_not_a_predictor_s_is_an_error(text: str) -> None:
    with pytest.raises(TallyError):
        Tally.parse(text)


def test_what_was_counted_since_is_the_difference() -> None:
    before, now = (Tally.parse(page({"ok": ok}, [0.1] * ok)) for ok in (3, 10))
    since = now.since(before)
    assert (since.outcomes, since.buckets["first token"][math.inf]) == ({"ok": 7}, 7)


@pytest.mark.parametrize("later", [{"ok": 4, "engine_failure": 1}, {"engine_failure": 9}, {}])
def test_counters_that_are_lower_have_started_anew_and_count_whole(later: dict[str, int]) -> None:
    before, now = Tally.parse(page({"ok": 5, "engine_failure": 1})), Tally.parse(page(later))
    assert now.since(before).outcomes == now.outcomes


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("ok", "ok"),
        ("fallback", "failed"),
        ("engine_dead", "failed"),
        ("inference_timeout", "failed"),
        ("internal_error", "failed"),
        ("concurrency_limit_exceeded", "refused"),
        ("rate_limit_exceeded", "refused"),
        ("cancelled", "abandoned"),
        ("invalid_request", "caller"),
        ("invalid_api_key", "caller"),
        ("personal_data_rejected", "caller"),
        ("http_404", "caller"),
        ("http_429", "refused"),
        ("http_502", "failed"),
        ("an_error_of_the_next_version", "failed"),
    ],
)
def test_an_outcome_is_quality_load_or_the_caller_s_own(outcome: str, wanted: str) -> None:
    assert kind(outcome) == wanted


def test_counts_leave_load_and_callers_faults_out_of_the_failures() -> None:
    stable = Tally.parse(page({"ok": 90, "engine_failure": 10, "rate_limit_exceeded": 40, "invalid_request": 30, "cancelled": 5}))
    found = counts(stable, Tally.parse(page({"ok": 1})), {})
    failed, abandoned = NAMES.index("failed"), NAMES.index("abandoned")
    assert (found.stable[failed], found.stable_bad[failed]) == (100, 10)
    assert (found.stable[abandoned], found.stable_bad[abandoned]) == (105, 5)


def test_bounds_are_the_buckets_just_over_stable_s_quantiles() -> None:
    times = list(np.linspace(0.001, 1, 1000))
    tally = Tally.parse(page({"ok": 1000}, times))
    found = bounds_of(tally, {name: sorted(bounds) for name, bounds in tally.buckets.items()})
    assert (found["first token > p50"], found["first token > p95"]) == (0.5, 1.0)
    assert "token gap > p50" not in found
    bad = counts(tally, tally, found)
    assert bad.canary_bad[NAMES.index("first token > p50")] == 500


def test_bounds_need_enough_requests_and_a_finite_bucket() -> None:
    few = Tally.parse(page({"ok": 99}, [0.1] * 99))
    assert bounds_of(few, {"first token": few.buckets["first token"]}) == {}
    long = Tally.parse(page({"ok": 200}, [1000.0] * 200))
    assert bounds_of(long, {"first token": long.buckets["first token"]}) == {}


def test_a_sum_keeps_the_bounds_that_all_have_and_ignores_those_without_data() -> None:
    fine, coarse, empty = (
        Tally.parse(page({"ok": 2}, [0.1] * 2)),
        Tally.parse(page({"ok": 1}, [0.3], buckets=(0.25, 0.33, 1))),
        Tally(),
    )
    found = total([fine, coarse, empty])
    assert found.buckets["first token"] == {0.25: 2, 1.0: 3, math.inf: 3}
    assert found.outcomes == {"ok": 3}


@pytest.mark.parametrize(("buckets", "low", "high"), [(LATENCY_BUCKETS, 0.02, 10), (TOKEN_GAP_BUCKETS, 0.001, 1)])
def test_the_predictor_s_buckets_are_fine_enough_to_judge_by(buckets: tuple[float, ...], low: float, high: float) -> None:
    assert min(buckets) <= low < high <= max(buckets)
    ratios = [b / a for a, b in pairwise(buckets) if b > low and a < high]
    assert max(ratios) <= 1.25 + 1e-9


def test_the_alerts_bounds_are_still_buckets() -> None:
    assert {0.25, 0.5, 1, 2.5, 5, 10, 20, 30} <= set(LATENCY_BUCKETS)


def test_seconds_of_a_quarter_and_of_a_half_no_longer_share_a_bucket() -> None:
    assert np.searchsorted(LATENCY_BUCKETS, 0.26) != np.searchsorted(LATENCY_BUCKETS, 0.49)


async def test_the_predictor_s_own_page_is_read(serve: Any) -> None:
    client = serve()
    before = Tally.parse((await client.get("/metrics")).text)
    for _ in range(3):
        assert (await client.post("/infer", json={"query": "안녕하세요"})).status_code == 200
    async with client.stream("POST", "/infer/stream", json={"query": "안녕하세요"}) as answer:
        await answer.aread()
    since = Tally.parse((await client.get("/metrics")).text).since(before)
    assert {outcome: count for outcome, count in since.outcomes.items() if count} == {"ok": 4}
    assert [since.buckets[name][math.inf] for name in ("first token", "whole request")] == [4, 4]
    assert since.busy > 0
