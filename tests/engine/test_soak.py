"""Two minutes of `make soak`: nothing grows."""

import pytest

from tests.benchmarks.soak import MOST_GROWTH, growth, soak
from tests.conftest import Start

pytestmark = pytest.mark.quiet


@pytest.mark.timeout(420)
def test_two_minutes_of_mixed_traffic_with_disconnects_leave_nothing_behind(start: Start) -> None:
    service = start(LLM_ENGINE="vllm", LLM_FRONTENDS="2").wait_ready()
    samples, outcomes = soak(service, minutes=2)
    grown = growth(samples)
    print({name: f"{share:+.2%}" for name, share in grown.items()}, dict(outcomes))
    assert outcomes["left"] > 20
    assert outcomes["200"] > 40
    assert set(outcomes) <= {"200", "400", "404", "422", "left"}, outcomes
    assert grown["memory_mib"] < MOST_GROWTH
    assert grown["tasks"] <= 0.1
    assert grown["descriptors"] <= 0.05
    assert grown["threads"] <= 0.05
