"""The PodDisruptionBudget: made where it can work."""

import pytest

from tests.chart.conftest import Render

TWO = {"replicas": {"min": 2, "max": 2}}


def test_one_pod_gets_none_since_it_would_block_every_drain(render: Render) -> None:
    assert render({}).all("PodDisruptionBudget") == []


@pytest.mark.parametrize("mode", ["Standard", "Knative"])
def test_two_pods_do_not_go_at_once(render: Render, mode: str) -> None:
    spec = render(TWO, mode=mode).one("PodDisruptionBudget")["spec"]
    assert spec["maxUnavailable"] == 1
    assert spec["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


def test_it_counts_the_stable_pods_and_not_the_canary_s(render: Render) -> None:
    release = render(TWO)
    labels = release.one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"]
    # KServe puts this label on the pods, with the name of their InferenceService.
    assert labels.pop("serving.kserve.io/inferenceservice") == release.one("InferenceService")["metadata"]["name"]
    assert labels.items() <= release.predictor["labels"].items()


def test_it_can_be_left_out(render: Render) -> None:
    assert render(TWO, podDisruptionBudget={"enabled": False}).all("PodDisruptionBudget") == []
