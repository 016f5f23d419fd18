"""The canary: what differs, who gets which share, and that promotion changes nothing but the share."""

from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import NAME, container, env

ROUTE = {"enabled": True, "host": "llm.example.com"}
CANARY = {
    "enabled": True,
    "trafficPercent": 10,
    "image": {"tag": "0.2.0"},
    "model": {"id": "Qwen/Qwen3-8B"},
    "engine": {"args": ["--quantization=fp8"]},
    "extraEnv": [{"name": "LLM_BODY_TIMEOUT_SEC", "value": "20"}],
}
STABLE: dict[str, Any] = {
    "image": {"tag": "0.1.0"},
    "model": {"id": "Qwen/Qwen2.5-7B-Instruct", "revision": "abc"},
    "gpu": {"count": 1},
    "cache": {"accessMode": "ReadWriteMany"},
}
WEIGHTED = STABLE | {"route": ROUTE, "canary": CANARY}
KNATIVE = STABLE | {"mode": "Knative", "canary": CANARY}
KSERVE = STABLE | {"workload": "runtime", "canary": CANARY | {"strategy": "kserve"}}
# The main values once the canary has become the stable version.
PROMOTED = STABLE | {
    "image": {"tag": "0.2.0"},
    "model": {"id": "Qwen/Qwen3-8B"},
    "engine": {"args": ["--quantization=fp8"]},
    "extraEnv": CANARY["extraEnv"],
}


class TestWeighted:
    def test_a_second_service_runs_the_other_version(self, render: Render) -> None:
        release = render(WEIGHTED)
        canary = container(release.one("InferenceService", f"{NAME}-canary")["spec"]["predictor"])
        assert release.container["image"] == "llm-predictor:0.1.0"
        assert canary["image"] == "llm-predictor:0.2.0"
        assert env(canary)["LLM_MODEL"] == "Qwen/Qwen3-8B"
        assert env(canary)["LLM_BODY_TIMEOUT_SEC"] == "20"

    def test_the_stable_model_s_revision_does_not_reach_the_canary_s_model(self, render: Render) -> None:
        release = render(WEIGHTED)
        canary = container(release.one("InferenceService", f"{NAME}-canary")["spec"]["predictor"])
        assert release.env["LLM_VLLM_ARGS"] == "--revision=abc"
        assert env(canary)["LLM_VLLM_ARGS"] == "--quantization=fp8"

    def test_the_stable_pods_are_not_touched(self, render: Render) -> None:
        assert render(WEIGHTED).predictor == render(STABLE, route=ROUTE).predictor

    def test_the_canary_does_not_scale(self, render: Render) -> None:
        scaled = WEIGHTED | {"replicas": {"max": 4}, "autoscaling": {"enabled": True, "prometheus": "http://p"}}
        canary = render(scaled).one("InferenceService", f"{NAME}-canary")
        assert canary["spec"]["predictor"]["minReplicas"] == 1
        assert "autoScaling" not in canary["spec"]["predictor"]
        assert canary["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "none"

    def test_a_canary_of_a_digest_may_name_a_tag(self, render: Render) -> None:
        values = WEIGHTED | {"image": {"digest": "sha256:" + "a" * 64}}
        canary = render(values).one("InferenceService", f"{NAME}-canary")["spec"]["predictor"]
        assert container(canary)["image"] == "llm-predictor:0.2.0"

    def test_promotion_runs_the_canary_s_very_pod(self, render: Render) -> None:
        canary = render(WEIGHTED).one("InferenceService", f"{NAME}-canary")["spec"]["predictor"]
        assert render(PROMOTED, route=ROUTE).predictor["containers"] == canary["containers"]

    def test_rollback_takes_the_canary_away(self, render: Render) -> None:
        assert len(render(STABLE, route=ROUTE).all("InferenceService")) == 1


class TestKnative:
    def test_kserve_splits_between_revisions(self, render: Render) -> None:
        release = render(KNATIVE)
        assert release.predictor["canaryTrafficPercent"] == 10
        assert release.container["image"] == "llm-predictor:0.2.0"
        assert len(release.all("InferenceService")) == 1

    def test_each_side_has_an_address(self, render: Render) -> None:
        annotations = render(KNATIVE).one("InferenceService")["metadata"]["annotations"]
        assert annotations["serving.kserve.io/enable-tag-routing"] == "true"

    def test_promotion_changes_nothing_but_the_share_so_no_pod_restarts(self, render: Render) -> None:
        canary, promoted = render(KNATIVE).predictor, render(PROMOTED, mode="Knative").predictor
        assert canary == promoted | {"canaryTrafficPercent": 10}

    def test_rollback_is_a_share_of_zero(self, render: Render) -> None:
        back = KNATIVE | {"canary": CANARY | {"trafficPercent": 0}}
        assert render(back).predictor["canaryTrafficPercent"] == 0

    def test_the_way_out_after_a_rollback_is_the_stable_version_as_canary(self, render: Render) -> None:
        values = STABLE | {"mode": "Knative", "canary": {"enabled": True, "trafficPercent": 0}}
        assert render(values).predictor["containers"] == render(STABLE, mode="Knative").predictor["containers"]


class TestKServe:
    def test_spec_canary_names_its_own_runtime(self, render: Render) -> None:
        release = render(KSERVE)
        (canary,) = release.one("InferenceService")["spec"]["canary"]
        assert canary["trafficPercent"] == 10
        assert canary["predictor"]["name"] == "canary"
        assert canary["predictor"]["model"]["runtime"] == f"{NAME}-canary"
        assert {doc["metadata"]["name"] for doc in release.all("ServingRuntime")} == {NAME, f"{NAME}-canary"}

    @pytest.mark.parametrize("field", ["maxReplicas", "scaleTarget", "scaleMetric", "autoScaling"])
    def test_it_has_none_of_the_fields_that_the_webhook_refuses(self, render: Render, field: str) -> None:
        (canary,) = render(KSERVE).one("InferenceService")["spec"]["canary"]
        assert field not in canary["predictor"]
