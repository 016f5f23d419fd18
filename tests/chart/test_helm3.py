"""The chart under Helm 3: lints strictly, and renders what Helm 4 renders."""

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.chart import tools
from tests.chart.conftest import Render
from tests.chart.release import CHART

CI = sorted((CHART / "ci").glob("*-values.yaml"))


def helm(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tools.HELM, *arguments, "--kube-version", tools.KUBERNETES], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", CI, ids=lambda path: path.stem.removesuffix("-values"))
def test_helm_3_renders_the_same(render: Render, path: Path) -> None:
    done = helm("template", "demo", CHART, "--namespace", "llm", "--values", path)
    assert done.returncode == 0, done.stderr

    def named(docs: list[dict[str, object]]) -> list[str]:
        return sorted(yaml.safe_dump(doc, sort_keys=True) for doc in docs)

    docs = [doc for doc in yaml.load_all(done.stdout, Loader=yaml.CSafeLoader) if doc]
    release = render(yaml.safe_load(path.read_text()))
    assert named(docs) == named(release.docs + release.hooks)


@pytest.mark.parametrize("path", CI, ids=lambda path: path.stem.removesuffix("-values"))
def test_helm_3_lints_strictly(path: Path) -> None:
    done = helm("lint", "--strict", CHART, "--values", path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_helm_3_refuses_what_the_schema_refuses() -> None:
    done = helm("template", "demo", CHART, "--set", "gpus=1")
    assert "additional properties 'gpus' not allowed" in done.stderr


def test_helm_3_says_why_a_combination_cannot_work() -> None:
    done = helm("template", "demo", CHART, "--set", "canary.trafficPercent=10")
    assert "10 percent of the traffic has nowhere to go" in done.stderr
