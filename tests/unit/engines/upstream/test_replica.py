import pytest

from predictor.engines.upstream.replica import Replica, places
from predictor.telemetry import metrics


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def replica(clock: Clock) -> Replica:
    made = Replica(0, "http://upstream:8000", clock)
    made.on_probe_ok()
    return made


@pytest.mark.parametrize(
    ("url", "root", "prefixes"),
    [
        ("http://a:8000", "http://a:8000", ["http://a:8000", "http://a:8000/openai"]),
        ("http://a:8000/v1/", "http://a:8000", ["http://a:8000"]),
        ("https://a/openai", "https://a", ["https://a/openai"]),
        ("https://a/team/openai/v1", "https://a/team", ["https://a/team/openai"]),
        ("https://a/team", "https://a/team", ["https://a/team", "https://a/team/openai"]),
    ],
)
def test_an_upstream_may_be_given_with_or_without_its_api_path(url: str, root: str, prefixes: list[str]) -> None:
    assert places(url) == (root, prefixes)


def test_it_is_unavailable_until_its_first_check(clock: Clock) -> None:
    replica = Replica(0, "http://upstream", clock)
    assert not replica.available
    replica.on_probe_ok()
    assert replica.available


def test_each_failure_in_a_row_ejects_it_twice_as_long_up_to_thirty_seconds(replica: Replica, clock: Clock) -> None:
    pauses = []
    for _ in range(7):
        replica.on_request_failed()
        start = clock.now
        while replica.ejected:
            clock.now += 0.5
        pauses.append(clock.now - start)
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_requests_that_break_together_count_as_one_failure(replica: Replica, clock: Clock) -> None:
    for _ in range(32):
        replica.on_request_failed()
    clock.now += 1.0
    assert replica.available


def test_only_an_answered_request_ends_the_doubling_and_no_check_ends_an_ejection(replica: Replica, clock: Clock) -> None:
    replica.on_request_failed()
    replica.on_probe_ok()
    assert not replica.available
    clock.now += 1.0
    replica.on_probe_ok()
    replica.on_request_failed()
    clock.now += 1.9
    assert replica.ejected
    clock.now += 0.1
    replica.on_request_ok()
    replica.on_request_failed()
    clock.now += 1.0
    assert not replica.ejected


def test_one_late_check_is_forgiven_a_second_is_not_and_a_refusal_counts_at_once(replica: Replica) -> None:
    replica.on_probe_failed("no answer", certain=False)
    assert replica.up
    replica.on_probe_failed("no answer", certain=False)
    assert not replica.up
    replica.on_probe_ok()
    replica.on_probe_failed("cannot connect", certain=True)
    assert not replica.up


def test_an_answered_request_outweighs_a_late_check(replica: Replica) -> None:
    for _ in range(5):
        replica.on_probe_failed("no answer", certain=False)
        replica.on_request_ok()
    assert replica.up


def test_late_is_not_the_same_as_down(replica: Replica, clock: Clock) -> None:
    fresh = Replica(1, "http://upstream", clock)
    fresh.on_probe_failed("no answer", certain=False)
    assert fresh.health_rank == 3, "it has never been up"
    assert replica.health_rank == 0
    replica.on_request_failed()
    assert replica.health_rank == 1
    for _ in range(2):
        replica.on_probe_failed("no answer", certain=False)
    assert replica.health_rank == 2
    replica.on_probe_failed("cannot connect", certain=True)
    assert replica.health_rank == 3


def test_its_health_is_a_metric_that_follows_at_once(clock: Clock) -> None:
    replica = Replica(7, "http://upstream", clock)
    shown = metrics.UPSTREAM_HEALTHY.labels(7)
    assert _value(shown) == 0
    replica.on_probe_ok()
    assert _value(shown) == 1
    replica.on_request_failed()
    assert _value(shown) == 0


def _value(gauge: object) -> float:
    return next(iter(gauge.collect())).samples[0].value  # type: ignore[attr-defined,no-any-return]
