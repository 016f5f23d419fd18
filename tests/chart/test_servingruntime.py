"""The ServingRuntime: the container for reuse, with the pod's other fields left to the InferenceService."""

from typing import Any

from tests.chart.conftest import Render
from tests.chart.release import NAME, container

RUNTIME: dict[str, Any] = {"workload": "runtime", "model": {"storageUri": "pvc://models/a"}, "gpu": {"count": 1}}


def test_the_service_refers_to_the_runtime(render: Render) -> None:
    release = render(RUNTIME)
    model = release.predictor["model"]
    assert model["runtime"] == release.one("ServingRuntime")["metadata"]["name"] == NAME
    assert model["storageUri"] == "pvc://models/a"
    assert "containers" not in release.predictor


def test_the_runtime_runs_the_same_container(render: Render) -> None:
    (runtime,) = render(RUNTIME).one("ServingRuntime")["spec"]["containers"]
    custom = container(render(RUNTIME, workload="custom").predictor)
    # A custom container asks for its storage by this variable; with a runtime KServe has the model's storageUri.
    custom = custom | {"env": [entry for entry in custom["env"] if entry["name"] != "STORAGE_URI"]}
    assert runtime == custom


def test_the_model_asks_for_the_same_resources_lest_kserve_puts_its_own(render: Render) -> None:
    release = render(RUNTIME)
    assert release.predictor["model"]["resources"] == release.one("ServingRuntime")["spec"]["containers"][0]["resources"]


def test_its_format_is_never_chosen_for_others(render: Render) -> None:
    (offered,) = render(RUNTIME).one("ServingRuntime")["spec"]["supportedModelFormats"]
    assert offered["autoSelect"] is False


def test_knative_changes_one_runtime_in_place(render: Render) -> None:
    canary = {"enabled": True, "image": {"tag": "2"}}
    runtime = render(RUNTIME, mode="Knative", canary=canary).one("ServingRuntime")
    assert runtime["spec"]["containers"][0]["image"] == "llm-predictor:2"


def test_there_is_none_for_a_custom_container(render: Render) -> None:
    assert render({}).all("ServingRuntime") == []
