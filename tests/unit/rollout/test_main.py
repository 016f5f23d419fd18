"""The command, over a kubeconfig and HTTP: what it prints, what it does, and its exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from predictor.rollout import __main__ as command
from tests.unit.rollout.apiserver import ApiServer
from tests.unit.rollout.release import NAME, Release
from tests.unit.rollout.world import Version

New = Callable[[str], Release]
Run = Callable[..., int]
Output = pytest.CaptureFixture[str]
QUICK = ["--interval", "15", "--burn-in", "15", "--min-step", "30"]


@pytest.fixture(autouse=True)
def _kubeconfig(server: ApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "test",
        "clusters": [{"name": "test", "cluster": {"server": server.url}}],
        "users": [{"name": "test", "user": {}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test", "namespace": "llm"}}],
    }
    path = tmp_path / "kubeconfig"
    path.write_text(yaml.safe_dump(config))
    monkeypatch.setattr("kubernetes.config.kube_config.KUBE_CONFIG_DEFAULT_LOCATION", str(path))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command; with a release, 400 requests flow instead of each wait."""

    def made(release: Release | None, *argv: str) -> int:
        now = [1_000_000.0]

        def sleep(seconds: float) -> None:
            now[0] += seconds
            if release:
                release.serve(400)

        monkeypatch.setattr("predictor.rollout.__main__.sleep", sleep)
        monkeypatch.setattr("predictor.rollout.__main__.now", lambda: now[0])
        return command.main([*argv])

    return made


def test_run_promotes_a_good_canary_and_writes_the_plot(release: New, run: Run, tmp_path: Path, capsys: Output) -> None:
    made = release("Standard")
    plot = tmp_path / "rollout.html"
    assert run(made, "run", NAME, *QUICK, "--html", str(plot)) == 0
    assert made.share == 100
    assert capsys.readouterr().out.startswith("Promoted: no worse than stable")
    assert "<svg" in plot.read_text()


def test_run_rolls_a_failing_canary_back_with_its_own_exit_code(release: New, run: Run, capsys: Output) -> None:
    made = release("Knative")
    made.versions["canary"] = Version(failed=0.2)
    assert run(made, "run", NAME, *QUICK) == 3
    assert made.share == 0
    assert "RolledBack: failed: canary" in capsys.readouterr().out
    assert run(None, "status", NAME) == 3


def test_a_quiet_service_has_its_own_exit_code(release: New, run: Run) -> None:
    release("Standard")
    assert run(None, "run", NAME, *QUICK, "--interval", "60", "--budget", "600") == 4


def test_a_dry_run_changes_nothing(release: New, run: Run) -> None:
    made = release("Standard")
    made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]["backendRefs"][1]["weight"] = 10
    made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]["backendRefs"][0]["weight"] = 90
    made.versions["canary"] = Version(failed=0.2)
    before = json.dumps(list(made.server.objects.values()))
    assert run(made, "run", NAME, *QUICK, "--dry-run") == 3
    assert json.dumps(list(made.server.objects.values())) == before
    assert {verb for verb, *_ in made.server.calls} <= {"get", "list"}


def test_a_dry_run_without_traffic_says_so(release: New, run: Run, capsys: Output) -> None:
    release("Standard")
    assert run(None, "run", NAME, "--dry-run") == 2
    assert "which is 0 %: give it one first" in capsys.readouterr().err


def test_abort_without_a_judge_at_work_rolls_back_itself(release: New, run: Run) -> None:
    made = release("Standard")
    assert run(None, "abort", NAME) == 5
    assert (made.share, made.condition["reason"]) == (0, "Aborted")


def test_promote_after_a_roll_back_is_the_user_s_right(release: New, run: Run) -> None:
    made = release("Standard")
    made.versions["canary"] = Version(failed=0.2)
    assert run(made, "run", NAME, *QUICK) == 3
    assert run(None, "promote", NAME) == 0
    assert made.share == 100


def test_an_ended_rollout_is_judged_anew_only_when_asked(release: New, run: Run) -> None:
    made = release("Standard")
    made.versions["canary"] = Version(failed=0.2)
    assert run(made, "run", NAME, *QUICK) == 3
    made.versions["canary"] = Version()
    assert run(made, "run", NAME, *QUICK) == 3
    assert run(made, "run", NAME, *QUICK, "--again") == 0


@pytest.mark.parametrize(
    ("argv", "code", "text"),
    [
        (["run", NAME, "--steps", "10,x"], 2, "--steps: give whole percents"),
        (["run", NAME, "--alpha", "2"], 2, "--alpha: give a probability"),
        (["run", "other"], 1, "no InferenceService other in namespace llm"),
        (["status", NAME], 8, f"no rollout of {NAME} is known"),
    ],
)
def test_mistakes_are_told_with_what_to_do(release: New, run: Run, capsys: Output, argv: list[str], code: int, text: str) -> None:
    release("Standard")
    assert run(None, *argv) == code
    assert text in capsys.readouterr().err


def test_no_canary_has_its_own_exit_code(release: New, run: Run, capsys: Output) -> None:
    made = release("Standard")
    del made.server.objects["inferenceservices", f"{NAME}-canary"]
    assert run(None, "run", NAME, *QUICK) == 8
    assert "canary.enabled of the chart" in capsys.readouterr().err


def test_an_api_server_that_is_away_for_a_while_is_waited_for(release: New, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made = release("Standard")
    serve, served = made.serve, [0]

    def away_for_a_while(requests: int) -> None:
        served[0] += 1
        made.server.down = 5 <= served[0] < 9
        serve(requests)

    monkeypatch.setattr(made, "serve", away_for_a_while)
    assert run(made, "run", NAME, *QUICK) == 0
