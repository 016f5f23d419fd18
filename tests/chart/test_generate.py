"""The `helm test` pod, and the check that it runs, against predictors that run."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import CHART, NAME, Doc, Release, env
from tests.conftest import Start
from tests.service import free_port

ROUTE = {"enabled": True, "host": "llm.example.com"}
CANARY = {"enabled": True, "image": {"tag": "2"}}


def pod(release: Release) -> Doc:
    """The container of the test pod."""
    (container,) = release.one("Pod")["spec"]["containers"]
    return dict(container)


def test_it_runs_only_when_asked(render: Render) -> None:
    assert render({}).one("Pod")["metadata"]["annotations"]["helm.sh/hook"] == "test"


def test_it_shows_what_it_saw_though_its_pod_is_gone(render: Render) -> None:
    annotations = render({}).one("Pod")["metadata"]["annotations"]
    assert "hook-succeeded" in annotations["helm.sh/hook-delete-policy"]
    assert annotations["helm.sh/hook-output-log-policy"] == "hook-succeeded,hook-failed"


def test_it_calls_the_release_with_its_key(render: Render) -> None:
    release = render({"model": {"name": "qwen"}})
    assert env(pod(release))["KEYS"] == release.env["LLM_API_KEYS"]
    assert env(pod(release))["MODEL"] == "qwen"
    assert pod(release)["securityContext"] == release.container["securityContext"]


@pytest.mark.parametrize(
    ("values", "targets"),
    [
        ({}, {"stable": f"http://{NAME}-predictor.llm.svc"}),
        ({"mode": "Knative"}, {"stable": f"http://{NAME}-predictor.llm.svc"}),
        (
            {"canary": CANARY, "route": ROUTE},
            {"stable": f"http://{NAME}-predictor.llm.svc", "canary": f"http://{NAME}-canary-predictor.llm.svc"},
        ),
        (
            {"mode": "Knative", "canary": CANARY},
            {"stable": f"http://{NAME}-predictor.llm.svc", "canary": f"http://latest-{NAME}-predictor.llm.svc"},
        ),
    ],
)
def test_each_version_is_asked_in_both_modes(render: Render, values: dict[str, Any], targets: dict[str, str]) -> None:
    assert json.loads(env(pod(render(values)))["TARGETS"]) == targets


def test_it_waits_as_long_as_a_start_may_take_since_knative_may_start_from_zero(render: Render) -> None:
    assert env(pod(render({"mode": "Knative", "maxStartSeconds": 600})))["WAIT"] == "600"


class TestTheCheck:
    def check(self, url: str, keys: str = "first,second", model: str = "llm", wait: str = "1") -> subprocess.CompletedProcess[str]:
        environment = {"TARGETS": json.dumps({"stable": url}), "KEYS": keys, "MODEL": model, "WAIT": wait, "PYTHONUTF8": "1"}
        command = [sys.executable, str(CHART / "files" / "check.py")]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def test_a_predictor_that_is_starting_is_waited_for_and_passes(self, start: Start) -> None:
        service = start(LLM_FALLBACK_MOCK="1", LLM_API_KEYS="first,second")
        done = self.check(service.url, wait="60")
        assert done.returncode == 0, done.stderr
        assert "answers on /infer, V1, V2 and OpenAI" in done.stdout
        assert "refused a caller without a key" in done.stdout

    def test_one_that_is_not_there_fails(self) -> None:
        done = self.check(f"http://127.0.0.1:{free_port()}")
        assert done.returncode == 1
        assert "not ready after 1 s" in done.stderr

    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({}, "without a key /infer says 200 instead of 401"),
            ({"LLM_API_KEYS": "other"}, "/infer says 401"),
            ({"LLM_API_KEYS": "first", "LLM_MODEL_NAME": "other"}, "/v1/models/llm:predict says 404"),
        ],
    )
    def test_an_unsound_one_fails_and_says_why(self, start: Start, settings: dict[str, str], message: str) -> None:
        service = start(LLM_FALLBACK_MOCK="1", **settings).wait_ready()
        done = self.check(service.url)
        assert done.returncode == 1
        assert message in done.stderr
