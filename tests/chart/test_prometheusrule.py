"""The alerts: promtool runs them over loads under which each fires or stays silent."""

import copy
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart import tools
from tests.chart.alerts import CASES, POD, Case
from tests.chart.conftest import Render
from tests.chart.release import CHART

# Values under which every alert is made, but for the one that only a predictor before other servers has.
ALL: dict[str, Any] = {
    "model": {"id": "a/b"},
    "gpu": {"count": 1},
    "limits": {"rate": "10/second"},
    "apiKeys": {"file": {"existingSecret": "named-keys"}},
    "audit": {"sink": "file"},
    "alerts": {"enabled": True, "labels": {"team": "search"}},
}
UPSTREAM: dict[str, Any] = {"engine": {"type": "upstream", "upstream": {"urls": ["http://a"]}}, "alerts": ALL["alerts"]}
CLAIM = 'namespace="llm",persistentvolumeclaim="demo-llm-predictor-cache"'


@pytest.fixture
def rules(render: Render, tmp_path: Path) -> Path:
    spec = copy.deepcopy(render(ALL).one("PrometheusRule")["spec"])
    (upstream,) = [
        rule for rule in render(UPSTREAM).one("PrometheusRule")["spec"]["groups"][1]["rules"] if "Upstream" in rule["alert"]
    ]
    spec["groups"][1]["rules"].append(upstream)
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(spec))
    return path


@pytest.fixture
def alerts(rules: Path) -> dict[str, dict[str, Any]]:
    groups = yaml.safe_load(rules.read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tools.PROMTOOL, *arguments], capture_output=True, text=True, check=False)


def labelled(series: str) -> str:
    """The series with the labels that it has in a cluster."""
    name, _, own = series.rstrip("}").partition("{")
    labels = CLAIM if name.startswith("kubelet") else POD
    return f"{name}{{{labels},{own}}}" if own else f"{name}{{{labels}}}"


def promtool_case(case: Case) -> dict[str, Any]:
    """A test as promtool reads it; promtool compares alerts whole, so a firing one is asked for by ALERTS."""
    firing = f'count(ALERTS{{alertname="{case.alert}",alertstate="firing",team="search"}})'
    return {
        "name": case.title,
        "interval": "1m",
        "input_series": [{"series": labelled(series), "values": values} for series, values in case.series.items()],
        "promql_expr_test": [
            {"expr": firing, "eval_time": f"{case.minute}m", "exp_samples": [{"labels": "{}", "value": 1}] if case.fires else []}
        ],
    }


def test_promtool_accepts_the_rules(rules: Path) -> None:
    done = promtool("check", "rules", rules)
    assert done.returncode == 0, done.stderr
    assert "SUCCESS" in done.stdout


def test_each_alert_fires_and_stays_silent_rightly(rules: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(yaml.safe_dump({"rule_files": [str(rules)], "tests": [promtool_case(case) for case in CASES]}))
    done = promtool("test", "rules", path)
    assert done.returncode == 0, done.stderr + done.stdout


def test_each_alert_has_both_cases(alerts: dict[str, Any]) -> None:
    assert {case.alert for case in CASES if case.fires} == alerts.keys()
    assert {case.alert for case in CASES if not case.fires} == alerts.keys()


def test_a_wrong_expectation_is_noticed(rules: Path, tmp_path: Path) -> None:
    wrong = promtool_case(Case("masks", "LLMPredictorMaskingOff", True, 3, {"llm_pii_masking_enabled": "1x10"}))
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump({"rule_files": [str(rules)], "tests": [wrong]}))
    assert promtool("test", "rules", path).returncode == 1


def test_each_alert_has_a_runbook_in_the_readme(alerts: dict[str, Any]) -> None:
    sections = set(re.findall(r"^#### (LLMPredictor\w+)$", (CHART / "README.md").read_text(), re.MULTILINE))
    assert sections == alerts.keys()
    for name, alert in alerts.items():
        assert alert["annotations"]["runbook_url"].endswith(f"#{name.lower()}")


def test_each_says_what_is_wrong_and_how_bad_it_is(alerts: dict[str, Any]) -> None:
    for alert in alerts.values():
        assert alert["labels"] == {"severity": alert["labels"]["severity"], "release": "demo", "team": "search"}
        assert alert["labels"]["severity"] in ("critical", "warning")
        assert alert["annotations"]["summary"]


def test_what_cannot_happen_is_not_watched(render: Render) -> None:
    rule = render({"alerts": {"enabled": True}, "engine": {"type": "mock"}, "pii": {"enabled": False}}).one("PrometheusRule")
    names = {entry.get("alert") for entry in rule["spec"]["groups"][1]["rules"]}
    unwanted = {"CacheFull", "GPUMemoryFull", "MaskingOff", "CacheVolumeFull", "RateStoreDown"}
    assert not names & {f"LLMPredictor{name}" for name in unwanted}


def test_scale_to_zero_is_not_down(render: Render) -> None:
    rule = render({"mode": "Knative", "replicas": {"min": 0}, "alerts": {"enabled": True}}).one("PrometheusRule")
    assert "LLMPredictorDown" not in {entry.get("alert") for entry in rule["spec"]["groups"][1]["rules"]}


@pytest.mark.parametrize(("bound", "le"), [(0.25, "0.25"), (1, "1.0"), (2.5, "2.5"), (10, "10.0")])
def test_the_latency_objective_names_a_bucket_as_the_predictor_writes_it(render: Render, bound: float, le: str) -> None:
    from prometheus_client import generate_latest

    from predictor.telemetry.metrics import FIRST_TOKEN_SECONDS

    FIRST_TOKEN_SECONDS.labels("native")
    rule = render({"alerts": {"enabled": True, "firstTokenSeconds": bound}}).one("PrometheusRule")
    assert f'le="{le}"' in yaml.safe_dump(rule, width=10_000)
    assert f'llm_time_to_first_token_seconds_bucket{{le="{le}",protocol="native"}}' in generate_latest().decode()
