"""Under a steady load of all protocols through the gateway, no change of the release loses a request."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cluster.conftest import MODES, Start, releases
from tests.cluster.load import PROTOCOLS, STREAMS, Outcome, enough
from tests.cluster.predictorimage import REPOSITORY
from tests.cluster.release import Release, kubectl, soon

REQUESTS = 2000
# A stream of seventeen words lasts five seconds.
SLOW = [{"name": "LLM_MOCK_DELAY_SEC", "value": "0.3"}]


@pytest.fixture(scope="module", params=list(MODES))
def release(request: pytest.FixtureRequest) -> Iterator[Release]:
    """One release with default values, changed by one test after the other."""
    with releases(f"load-{request.param}") as start:
        release = start(MODES[request.param])
        release.install()
        release.wait_reachable()
        yield release


def during(
    release: Release, change: Callable[[], Any], settled: Callable[[], Any], protocols: tuple[Any, ...] = PROTOCOLS
) -> Outcome:
    """What became of the requests before, during and after a change."""
    with release.caller().load(protocols=protocols) as outcome:
        enough(outcome, 200)
        change()
        assert soon(settled), "the change did not settle"
        enough(outcome, max(REQUESTS, outcome.sent + 200))
    return outcome


def nothing_lost(outcome: Outcome) -> None:
    """Every request was answered, and there were enough of them."""
    assert outcome.failed == []
    assert outcome.sent >= REQUESTS


def test_an_upgrade_loses_nothing(release: Release) -> None:
    outcome = during(release, lambda: release.upgrade("image.tag=0.2.0"), lambda: release.settled("0.2.0"))
    nothing_lost(outcome)
    assert set(outcome.versions) == {"0.1.0", "0.2.0"}


def test_a_canary_and_its_promotion_lose_nothing(release: Release) -> None:
    def change() -> None:
        release.start_canary("0.3.0", 10)
        release.promote("0.3.0")

    outcome = during(release, change, lambda: release.settled("0.3.0"))
    nothing_lost(outcome)
    assert outcome.versions["0.3.0"] > 0


def test_a_canary_and_its_roll_back_lose_nothing(release: Release) -> None:
    def change() -> None:
        release.start_canary("0.2.0", 10)
        release.roll_back()
        release.clean_up()

    outcome = during(release, change, lambda: release.settled("0.3.0"))
    nothing_lost(outcome)
    assert set(release.caller().versions(100).versions) == {"0.3.0"}


def test_scaling_up_and_down_loses_nothing(release: Release) -> None:
    def change() -> None:
        release.upgrade("replicas.min=3", "replicas.max=3")
        assert soon(lambda: len([pod for pod in release.running() if ready(pod)]) == 3)
        release.upgrade("replicas.min=2", "replicas.max=2")

    nothing_lost(during(release, change, lambda: len(release.running()) == 2 and all(map(ready, release.running()))))


def test_the_deletion_of_one_of_two_pods_loses_nothing(release: Release) -> None:
    names = {pod["metadata"]["name"] for pod in release.running()}
    assert len(names) == 2

    def change() -> None:
        kubectl("delete", "pod", "-n", release.namespace, min(names), "--wait=false")

    def settled() -> bool:
        pods = release.running()
        return len(pods) == 2 and all(map(ready, pods)) and {pod["metadata"]["name"] for pod in pods} != names

    nothing_lost(during(release, change, settled))


def test_streams_under_way_are_finished(start: Start, mode: type[Release]) -> None:
    release = start(mode)
    release.install(extraEnv=SLOW)
    release.wait_reachable()
    with release.caller().load(concurrent=12, protocols=STREAMS) as outcome:
        enough(outcome, 24)
        release.upgrade("image.tag=0.2.0")
        # Knative ends the old pod a while after the traffic has gone, and the streams that it has are then under way.
        assert soon(lambda: release.settled("0.2.0") and release.images() == {f"{REPOSITORY}:0.2.0"})
    assert outcome.failed == []
    assert set(outcome.versions) == {"0.1.0", "0.2.0"}
    assert min(outcome.seconds) > 4


def test_three_thousand_streams_are_whole(release: Release) -> None:
    outcome = release.caller().versions(3000, STREAMS)
    assert outcome.failed == []
    assert outcome.versions.total() == 3000


def ready(pod: dict[str, Any]) -> bool:
    """True when the pod takes traffic."""
    return any(condition["type"] == "Ready" and condition["status"] == "True" for condition in pod["status"].get("conditions", []))
