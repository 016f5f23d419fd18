"""The canary's judge on the cluster: it promotes a good canary, rolls a bad one back, and goes on after its own death."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cluster.conftest import MODES, releases
from tests.cluster.load import Outcome
from tests.cluster.paths import ROOT, environment
from tests.cluster.release import Knative, Release, kubectl, objects, soon

# Shorter than a user's, because the cluster's life is short; the margin asks for less proof, and so for fewer requests.
PLAN = ("--interval=3", "--burn-in=6", "--min-step=9", "--margin=1.5")
DELAY = 0.01
PROMOTED, ROLLED_BACK, TOO_LITTLE, ANOTHER = 0, 3, 4, 7


def delay(seconds: float) -> dict[str, str]:
    """The environment of an engine that takes so long for a word."""
    return {"name": "LLM_MOCK_DELAY_SEC", "value": str(seconds)}


def failing(share: float) -> list[dict[str, str]]:
    """The environment of an engine that fails a share of its inferences."""
    return [{"name": "LLM_MOCK_FAULT", "value": "runtime"}, {"name": "LLM_MOCK_FAULT_SHARE", "value": str(share)}]


@pytest.fixture(scope="module", params=list(MODES))
def release(request: pytest.FixtureRequest) -> Iterator[Release]:
    """A stable version 0.1.0, which meets one canary after the other."""
    with releases(f"judge-{request.param}") as start:
        release = start(MODES[request.param])
        release.install(extraEnv=[delay(DELAY)])
        release.wait_reachable()
        yield release


def canary(release: Release, tag: str, *env: dict[str, str], **judge: Any) -> None:
    """Install a canary without traffic."""
    changes: dict[str, Any] = {"canary": {"enabled": True, "trafficPercent": 0, "image": {"tag": tag}, "extraEnv": list(env)}}
    release.upgrade(values=changes | ({"judge": judge} if judge else {}))


def judging(release: Release, *options: str, verb: str = "run") -> subprocess.Popen[str]:
    """A judge as on a laptop."""
    words = [sys.executable, "-m", "predictor", "rollout", verb, release.service, "-n", release.namespace]
    plan = PLAN if verb == "run" else ()
    return subprocess.Popen(
        [*words, *plan, *options], cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def ended(judge: subprocess.Popen[str], seconds: float = 500) -> tuple[int, str]:
    """The exit code of a judge and what it printed."""
    output, _ = judge.communicate(timeout=seconds)
    print(output)
    return judge.returncode, output


def share(release: Release) -> int:
    """The canary's percent, as the objects have it."""
    if isinstance(release, Knative):
        return int(release.isvc()["spec"]["predictor"].get("canaryTrafficPercent", 100))
    (route,) = objects("httproute", f"{release.service}-route", "-n", release.namespace)
    weights: dict[str, int] = {backend["name"]: backend.get("weight", 1) for backend in route["spec"]["rules"][-1]["backendRefs"]}
    found: float = weights.get(f"{release.service}-canary-predictor", 0)
    return round(100 * found / sum(weights.values()))


def verdict(release: Release) -> dict[str, Any]:
    """The condition that the judge sets beside KServe's own."""
    return dict(release.conditions()["RolloutSucceeded"])


@contextmanager
def traffic(release: Release) -> Iterator[Outcome]:
    """Requests of all protocols; prints how many there were and how many failed."""
    started = time.monotonic()
    with release.caller().load(concurrent=8) as outcome:
        yield outcome
        seconds = time.monotonic() - started
        print(f"{outcome.sent} requests in {seconds:.0f} s, {len(outcome.failed)} failed, answers {dict(outcome.versions)}")


def test_a_quiet_service_gets_too_little_traffic(release: Release) -> None:
    canary(release, "0.2.0")
    code, output = ended(judging(release, "--budget=30"))
    assert code == TOO_LITTLE, output
    assert verdict(release)["reason"] == "TooLittleTraffic"
    assert share(release) == 0


def test_a_canary_with_five_percent_errors_is_rolled_back_before_two_percent_of_all_requests_failed(release: Release) -> None:
    canary(release, "0.2.0", *failing(0.05))
    with traffic(release) as outcome:
        code, output = ended(judging(release))
        failed, sent = len(outcome.failed), outcome.sent
    assert code == ROLLED_BACK, output
    assert 0 < failed < 0.02 * sent
    assert share(release) == 0
    assert verdict(release)["status"] == "False"
    assert "failed" in verdict(release)["message"]
    assert "RolledBack" in release.events()
    assert soon(lambda: set(release.caller().versions(50).versions) == {"0.1.0"})


def test_a_canary_with_twice_the_time_to_the_first_token_is_rolled_back(release: Release) -> None:
    canary(release, "0.2.0", delay(2 * DELAY))
    with traffic(release) as outcome:
        code, output = ended(judging(release))
    assert code == ROLLED_BACK, output
    assert outcome.failed == []
    assert share(release) == 0
    assert any(name in verdict(release)["message"] for name in ("first token", "token gap", "whole request"))


def test_a_judge_that_is_killed_at_a_quarter_is_followed_by_one_that_goes_on_and_promotes(release: Release) -> None:
    canary(release, "0.3.0")
    with traffic(release) as outcome:
        first = judging(release)
        assert soon(lambda: share(release) == 10)
        code, output = ended(judging(release))
        assert code == ANOTHER, output
        assert soon(lambda: share(release) == 25)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        assert share(release) == 25
        code, output = ended(judging(release))
    assert code == PROMOTED, output
    assert "going on with the rollout at 25 %" in output
    assert "Step10" not in output.partition("going on")[2].partition("Promoted")[0]
    assert outcome.failed == []
    assert share(release) == 100
    assert verdict(release)["status"] == "True"
    assert soon(lambda: set(release.caller().versions(50).versions) == {"0.3.0"})
    assert judged_status(release) == PROMOTED


def judged_status(release: Release) -> int:
    """The exit code of `status`."""
    code, output = ended(judging(release, verb="status"))
    assert "promoted" in output.lower()
    return code


def test_the_chart_s_job_judges_with_its_own_rights(release: Release) -> None:
    release.promote("0.3.0")
    assert soon(lambda: release.settled("0.3.0"))
    with traffic(release) as outcome:
        canary(release, "0.1.0", enabled=True, extraArgs=list(PLAN))
        assert soon(lambda: job_ended(release), 240, every=2)
    assert job_ended(release) == "Complete", kubectl("logs", "-n", release.namespace, "-l", "app.kubernetes.io/component=rollout")
    assert outcome.failed == []
    assert verdict(release)["status"] == "True"
    assert share(release) == 100
    assert soon(lambda: set(release.caller().versions(50).versions) == {"0.1.0"})


def job_ended(release: Release) -> str:
    """Complete or Failed once the chart's Job of the judge has ended, else an empty text."""
    jobs = objects("jobs", "-n", release.namespace, "-l", f"app.kubernetes.io/instance={release.name}")
    conditions = [condition for job in jobs for condition in job["status"].get("conditions", [])]
    return next((str(one["type"]) for one in conditions if one["type"] in ("Complete", "Failed") and one["status"] == "True"), "")
