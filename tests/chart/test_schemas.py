"""Everything that the chart renders is valid under Kubernetes' and the CRDs' own schemas, with no unknown field."""

import copy
from pathlib import Path

import pytest
import yaml

from tests.chart.conftest import Render
from tests.chart.release import CHART, Helm
from tests.chart.schema import problems

CI = sorted((CHART / "ci").glob("*-values.yaml"))
MANIFESTS = sorted((CHART.parents[1] / "manifests").glob("*/values.yaml"))


def name(path: Path) -> str:
    return path.name.removesuffix("-values.yaml") if path.parent.name == "ci" else f"manifests-{path.parent.name}"


@pytest.mark.parametrize("path", CI + MANIFESTS, ids=name)
def test_every_object_is_valid_for_the_api_server(render: Render, path: Path) -> None:
    release = render(yaml.safe_load(path.read_text()))
    assert [problem for doc in release.docs + release.hooks for problem in problems(doc)] == []


@pytest.mark.parametrize("path", CI, ids=name)
def test_helm_4_lints_strictly(helm: Helm, path: Path) -> None:
    assert helm.complaints(yaml.safe_load(path.read_text())) == []


@pytest.mark.parametrize("path", CI + MANIFESTS, ids=name)
def test_no_object_is_rendered_twice(render: Render, path: Path) -> None:
    names = [(doc["kind"], doc["metadata"]["name"]) for doc in render(yaml.safe_load(path.read_text())).docs]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("path", CI, ids=name)
def test_every_object_carries_the_chart_s_labels_and_the_release_s_namespace(render: Render, path: Path) -> None:
    release = render(yaml.safe_load(path.read_text()))
    for doc in release.docs + release.hooks:
        assert doc["metadata"]["namespace"] == "llm"
        assert doc["metadata"]["labels"].keys() >= {"app.kubernetes.io/name", "app.kubernetes.io/instance"}


def test_the_validators_refuse_a_misspelt_field(render: Render) -> None:
    release = render(yaml.safe_load((CHART / "ci" / "tensor-parallel-values.yaml").read_text()))
    for kind in ("InferenceService", "HTTPRoute", "PodMonitor", "PrometheusRule", "NetworkPolicy", "Job"):
        wrong = copy.deepcopy(release.all(kind)[0])
        wrong["spec"]["selektor"] = {}
        assert len(problems(wrong)) == 1, kind


def test_the_validator_reaches_into_the_pod(render: Render) -> None:
    wrong = copy.deepcopy(render({}).one("InferenceService"))
    wrong["spec"]["predictor"]["containers"][0]["livenessProbe"]["periodSecond"] = 1
    assert "periodSecond" in problems(wrong)[0]
