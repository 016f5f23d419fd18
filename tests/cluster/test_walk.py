"""What a user does, in the order of the chart's README: install, ask, canary, promote, roll back, uninstall."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.cluster.conftest import MODES, releases
from tests.cluster.load import PROTOCOLS, binomial_bounds, version_in
from tests.cluster.release import ON_A_CLAIM, Release, claim, log_lines, objects, soon

# Slow words, so that the warm-up takes seconds and not milliseconds.
SLOW = [{"name": "LLM_MOCK_DELAY_SEC", "value": "0.01"}]


@pytest.fixture(scope="module", params=list(MODES))
def release(request: pytest.FixtureRequest) -> Iterator[Release]:
    """A release with a claim, which the tests below take through its life."""
    with releases(f"walk-{request.param}") as start:
        release = start(MODES[request.param])
        claim(release.namespace, "llm-llm-predictor-cache", f"{release.namespace}-cache")
        release.install(cache=ON_A_CLAIM, extraEnv=SLOW)
        yield release


def test_ready_comes_after_the_warm_up(release: Release) -> None:
    release.wait_ready()
    (pod,) = release.running()
    ready = next(condition for condition in pod["status"]["conditions"] if condition["type"] == "Ready")
    stages = {line["stage"]: line["time"] for line in log_lines(release, pod) if line.get("message") == "stage"}
    assert list(stages)[:3] == ["loading", "warming", "ready"]
    # Conditions carry whole seconds.
    late = datetime.fromisoformat(ready["lastTransitionTime"]) - datetime.fromisoformat(stages["ready"])
    assert late.total_seconds() > -1
    assert release.conditions()["Ready"]["status"] == "True"


@pytest.mark.parametrize("protocol", [protocol[0] for protocol in PROTOCOLS])
def test_every_protocol_answers_through_the_gateway(release: Release, protocol: str) -> None:
    soon(lambda: release.caller().get("/health").status_code == 200)
    answer = release.caller().ask(protocol)
    assert answer.status_code == 200, answer.text
    assert version_in(answer.text) == "0.1.0"
    assert "hong@example.com" not in answer.text


def test_a_caller_without_the_key_is_refused(release: Release) -> None:
    assert release.caller(Authorization="Bearer wrong").ask().status_code == 401


def test_helm_test_passes(release: Release) -> None:
    assert "Succeeded" in release.helm("test", chart=False)


def test_a_canary_gets_its_tenth(release: Release) -> None:
    release.start_canary("0.2.0", 10)
    # The gateway takes the new share a moment after the API server.
    assert soon(lambda: release.caller().versions(20).versions["0.2.0"])
    outcome = release.caller().versions(1000)
    assert not outcome.failed
    low, high = binomial_bounds(1000, 0.1)
    assert low <= outcome.versions["0.2.0"] <= high, outcome.versions


@pytest.mark.parametrize(("canary", "version"), [(False, "0.1.0"), (True, "0.2.0")])
def test_each_side_alone(release: Release, canary: bool, version: str) -> None:
    outcome = release.side(canary).versions(50)
    assert not outcome.failed
    assert outcome.versions == {version: 50}


def test_promotion_gives_the_canary_everything(release: Release) -> None:
    release.promote("0.2.0")
    assert soon(lambda: release.settled("0.2.0"))
    outcome = release.caller().versions(200)
    assert not outcome.failed
    assert outcome.versions == {"0.2.0": 200}


def test_a_roll_back_gives_stable_everything(release: Release) -> None:
    release.start_canary("0.3.0", 10)
    assert release.caller().versions(200).versions["0.3.0"] > 0
    release.roll_back()
    assert soon(lambda: set(release.caller().versions(50).versions) == {"0.2.0"})
    outcome = release.caller().versions(200)
    assert not outcome.failed
    assert outcome.versions == {"0.2.0": 200}


def test_uninstalling_keeps_the_claim_and_the_key(release: Release) -> None:
    release.uninstall()
    assert not release.pods()
    assert not objects("inferenceservices", "-n", release.namespace)
    assert [claim["metadata"]["name"] for claim in objects("persistentvolumeclaims", "-n", release.namespace)]
    assert release.key()
