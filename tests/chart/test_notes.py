"""NOTES.txt: how to wait, how to ask, and what is insecure in the values chosen."""

from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import NAME, Helm


def test_the_defaults_have_no_warning(render: Render) -> None:
    assert "WARNING" not in render({}).notes


def test_after_an_upgrade_the_deployment_is_asked_since_the_service_stays_ready(helm: Helm) -> None:
    new = helm.render({}, upgrade=True)
    pod_hash = new.predictor["annotations"]["llm-predictor/pod-hash"]
    path = "{.spec.template.metadata.annotations.llm-predictor/pod-hash}"
    assert f"wait deployment/{NAME}-predictor --for=jsonpath='{path}'={pod_hash}" in new.notes
    assert f"rollout status deployment/{NAME}-predictor --timeout=1800s" in new.notes
    assert "wait isvc" not in new.notes
    assert f"rollout status deployment/{NAME}-predictor" in helm.render({}).notes


@pytest.mark.parametrize("canary", [{}, {"enabled": True, "trafficPercent": 10, "image": {"tag": "0.3.0"}}])
def test_after_an_upgrade_in_knative_mode_the_knative_service_is_asked(helm: Helm, canary: dict[str, Any]) -> None:
    """KServe leaves the InferenceService's observedGeneration behind, and `kubectl wait isvc` would wait for ever."""
    new = helm.render({"mode": "Knative", "canary": canary}, upgrade=True)
    path = "{.spec.template.metadata.annotations.llm-predictor/pod-hash}"
    pod_hash = new.predictor["annotations"]["llm-predictor/pod-hash"]
    assert f"wait ksvc/{NAME}-predictor --for=jsonpath='{path}'={pod_hash} --timeout=60s" in new.notes
    assert f"wait ksvc/{NAME}-predictor --for=condition=Ready --timeout=1800s" in new.notes
    assert "wait isvc" not in new.notes
    assert "rollout status" not in new.notes


@pytest.mark.parametrize(("canary", "side"), [({}, NAME), ({"enabled": True, "image": {"tag": "0.3.0"}}, f"{NAME}-canary")])
def test_a_host_that_dns_does_not_allow_is_warned_of(helm: Helm, canary: dict[str, Any], side: str) -> None:
    """KServe joins name and namespace in one label of 63 characters; with a longer one it makes no route."""
    longest = "n" * (63 - len(f"{side}-predictor-"))
    values = {"canary": canary, "route": {"enabled": True, "host": "llm.example.com"}}
    assert "DNS allows 63" not in helm.render(values, namespace=longest).notes
    assert "DNS allows 63" in helm.render(values, namespace=f"{longest}n").notes
    assert "DNS allows 63" not in helm.render({"mode": "Knative"}, namespace=f"{longest}n").notes


def test_one_pod_is_one_pod(render: Render) -> None:
    assert "replicas.min 2 loses no request" in render({}).notes
    assert "replicas.min 2" not in render({"replicas": {"min": 2, "max": 2}}).notes


def test_it_shows_how_to_watch_and_how_to_ask(render: Render) -> None:
    notes = render({}).notes
    assert "kubectl -n llm wait isvc/demo-llm-predictor --for=condition=Ready --timeout=1800s" in notes
    assert 'curl http://$HOST/openai/v1/chat/completions -H "Authorization: Bearer $KEY"' in notes
    assert "get secret demo-llm-predictor-api-keys" in notes


def test_with_a_route_the_host_is_known(render: Render) -> None:
    assert "curl http://llm.example.com/openai" in render({"route": {"enabled": True, "host": "llm.example.com"}}).notes


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"apiKeys": {"enabled": False}}, "apiKeys.enabled is off"),
        ({"pii": {"enabled": False}}, "pii.enabled is off"),
        ({"networkPolicy": {"enabled": False}}, "networkPolicy.enabled is off"),
        ({"server": {"corsOrigins": ["*"]}}, "scripts of any web page"),
        ({"image": {"tag": "latest"}}, "image.tag is latest"),
        ({"model": {"id": "a/b"}}, "model.revision is empty"),
        ({"engine": {"args": ["--trust-remote-code"]}}, "trusts remote code"),
        ({"model": {"id": "a/b", "revision": "c"}}, "an upgrade interrupts the service"),
        ({"podSecurityContext": {"runAsNonRoot": False}}, "may run as root"),
        ({"pii": {"actions": {"phone": "off"}}}, "leaves phone unmasked"),
        ({"server": {"trustedProxies": ["0.0.0.0/0"]}}, "trusts everybody"),
        ({"fallbackResponse": "잠시 후"}, "callers get 200"),
        ({"extraEnv": [{"name": "DB_PASSWORD", "value": "x"}]}, "DB_PASSWORD in plain text"),
        ({"mode": "Knative", "model": {"id": "a/b"}}, "an upgrade waits for ever"),
        (
            {"mode": "Knative", "model": {"id": "a/b"}, "cache": {"existingClaim": "models"}},
            "claim models an upgrade waits for ever",
        ),
        ({"model": {"id": "a/b"}, "rollout": {"maxSurge": 1}}, "the new pod waits for ever unless it fits on the old one's node"),
        ({"model": {"storageUri": "pvc://models/a"}, "replicas": {"min": 2, "max": 2}}, "several pods mount the claim models"),
        ({"mode": "Knative", "networkPolicy": {"fromNamespaces": ["kourier-system"]}}, "lacks knative-serving"),
        (
            {
                "workload": "transformer",
                "engine": {"type": "upstream"},
                "transformer": {"predictor": {"model": {}, "logger": {"mode": "all"}}},
            },
            "transformer.predictor.logger records the model's answers",
        ),
        (
            {"canary": {"enabled": True, "image": {"tag": "latest"}}, "route": {"enabled": True, "host": "a.example.com"}},
            "canary.image.tag is latest",
        ),
    ],
)
def test_what_is_insecure_is_told(render: Render, values: dict[str, Any], warning: str) -> None:
    assert warning in render(values).notes.split("WARNING")[1]


@pytest.mark.parametrize(
    "values",
    [
        {"podSecurityContext": {"runAsNonRoot": None}},
        {"extraEnv": [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]},
        {"extraEnv": [{"name": "LLM_TOKENIZE_ROUTES", "value": "true"}]},
        {"server": {"otlpEndpoint": "http://a:4318"}},
        {"server": {"trustedProxies": ["10.0.0.0/8"]}},
        {"airGapped": True, "model": {"storageUri": "pvc://a/b"}},
    ],
)
def test_what_is_sound_has_no_warning(render: Render, values: dict[str, Any]) -> None:
    assert "WARNING" not in render(values).notes


def test_knative_s_feature_flags_are_named(render: Render) -> None:
    notes = render({"mode": "Knative", "model": {"id": "a/b", "revision": "c"}, "gpu": {"count": 1}}).notes
    for flag in ("persistent-volume-claim", "persistent-volume-write", "tolerations", "securitycontext"):
        assert f"kubernetes.podspec-{flag}\n" in notes + "\n"
    assert "nodeselector" not in notes
    assert "podspec" not in render({"mode": "Knative"}).notes
    first = {"initContainers": [{"name": "a", "image": "b"}]}
    assert "kubernetes.podspec-init-containers" in render({"mode": "Knative"}, **first).notes
    assert "persistent-volume-claim" in render({"mode": "Knative", "model": {"storageUri": "pvc://models/a"}}).notes


def test_each_side_of_a_canary_is_shown(render: Render) -> None:
    canary = {"enabled": True, "trafficPercent": 10, "image": {"tag": "2"}}
    assert "-H 'x-canary: always'" in render({"canary": canary, "route": {"enabled": True, "host": "a.example.com"}}).notes
    assert "http://latest-demo-llm-predictor-predictor.llm" in render({"mode": "Knative", "canary": canary}).notes
