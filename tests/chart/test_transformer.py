"""`workload: transformer`: our container before a model server of the same InferenceService."""

from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import NAME, container, env

BEHIND = {"model": {"modelFormat": {"name": "huggingface"}, "storageUri": "hf://a/b"}}
TRANSFORMER: dict[str, Any] = {"workload": "transformer", "engine": {"type": "upstream"}, "transformer": {"predictor": BEHIND}}


def test_the_model_server_is_the_predictor_and_we_stand_before_it(render: Render) -> None:
    spec = render(TRANSFORMER).one("InferenceService")["spec"]
    assert spec["predictor"] == BEHIND
    assert container(spec["transformer"])["image"].startswith("llm-predictor:")


def test_the_predictor_takes_what_kserve_will_call_it_with(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    from predictor.options import load

    ours = container(render(TRANSFORMER, model={"name": "qwen"}).one("InferenceService")["spec"]["transformer"])
    for name, value in env(ours).items():
        if isinstance(value, str):
            monkeypatch.setenv(name, value)
    # KServe v0.20's CustomTransformer.GetContainer appends this where it is not there.
    settings = load([*ours["args"], "--predictor_host", f"{NAME}-predictor.llm"])
    assert (settings.port, settings.model_name, settings.upstream_urls) == (8000, "qwen", (f"{NAME}-predictor.llm",))


def test_route_test_alerts_and_policy_follow(render: Render) -> None:
    release = render(TRANSFORMER, route={"enabled": True, "host": "llm.example.com"}, alerts={"enabled": True})
    (rule,) = release.one("HTTPRoute")["spec"]["rules"]
    assert rule["backendRefs"][0]["name"] == f"{NAME}-transformer"
    assert f"http://{NAME}-transformer.llm.svc" in env(release.one("Pod")["spec"]["containers"][0])["TARGETS"]
    assert f"{NAME}-(canary-)?transformer-.*" in release.one("PrometheusRule")["spec"]["groups"][0]["rules"][0]["expr"]
    behind = release.one("NetworkPolicy")["spec"]["egress"][-1]["to"][0]["podSelector"]["matchLabels"]
    assert behind == {"serving.kserve.io/inferenceservice": NAME, "component": "predictor"}
