"""The audit record's volume, key and settings, and the InferencePool."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import NAME
from tests.chart.schema import problems

FOLDER = "/var/log/llm-predictor"


def pod(render: Render, **audit: Any) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
    """Environment, mounts by path and volumes by name."""
    release = render({"audit": audit})
    service = release.one("InferenceService")["spec"]["predictor"]
    container = service.get("model") or service["containers"][0]
    environment = {item["name"]: item.get("value") for item in container["env"]}
    return environment, {item["mountPath"]: item for item in container["volumeMounts"]}, {v["name"]: v for v in service["volumes"]}


def test_there_is_no_record_unless_asked_for(render: Render) -> None:
    environment, mounts, volumes = pod(render)
    assert not [name for name in environment if name.startswith("LLM_AUDIT")]
    assert FOLDER not in mounts
    assert "audit" not in volumes


@pytest.mark.parametrize("claim", ["", "records"])
def test_one_value_switches_it_on_with_a_volume_that_the_pod_can_write(render: Render, claim: str) -> None:
    environment, mounts, volumes = pod(render, sink="file", existingClaim=claim)
    assert environment["LLM_AUDIT"] == "file"
    assert environment["LLM_AUDIT_FOLDER"].startswith(mounts[FOLDER]["mountPath"])
    assert "readOnly" not in mounts[FOLDER]
    kept = volumes["audit"]
    assert kept.get("persistentVolumeClaim") == ({"claimName": "records"} if claim else None)
    assert ("emptyDir" in kept) is not bool(claim)


def test_the_key_is_a_file_of_a_secret(render: Render) -> None:
    environment, mounts, volumes = pod(render, sink="stdout", keySecret="audit-secret")
    assert environment["LLM_AUDIT_KEY_FILE"] == "/etc/llm-predictor/audit/audit-key"
    assert mounts["/etc/llm-predictor/audit"]["readOnly"] is True
    assert volumes["audit-key"]["secret"]["secretName"] == "audit-secret"
    assert "audit" not in volumes


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"audit": {"sink": "otlp"}}, "audit.sink: otlp needs server.otlpEndpoint"),
        ({"audit": {"sink": "file", "text": True}, "pii": {"enabled": False}}, "audit.text"),
        ({"audit": {"sink": "stdout", "existingClaim": "x"}}, "audit.existingClaim"),
        ({"inferencePool": {"enabled": True}}, "inferencePool.endpointPicker.name"),
        ({"mode": "Knative", "inferencePool": {"enabled": True, "endpointPicker": {"name": "epp"}}}, "inferencePool.enabled"),
    ],
)
def test_what_cannot_work_is_refused(refusal: Callable[..., str], values: dict[str, Any], message: str) -> None:
    assert message in refusal(values)


def test_the_pool_selects_the_stable_pods_and_their_port(render: Render) -> None:
    release = render({"inferencePool": {"enabled": True, "endpointPicker": {"name": "epp"}}, "server": {"port": 9000}})
    pool = release.one("InferencePool")
    assert problems(pool) == []
    assert pool["spec"]["selector"]["matchLabels"] == {"serving.kserve.io/inferenceservice": NAME}
    assert pool["spec"]["targetPorts"] == [{"number": 9000}]
    assert pool["spec"]["endpointPickerRef"] == {"name": "epp", "port": {"number": 9002}, "failureMode": "FailClose"}


def test_alerts_tell_of_a_record_that_fails(render: Render) -> None:
    rules = [
        rule.get("alert")
        for group in render({"alerts": {"enabled": True}, "audit": {"sink": "file"}}).one("PrometheusRule")["spec"]["groups"]
        for rule in group["rules"]
    ]
    assert {"LLMPredictorAuditFailing", "LLMPredictorAuditLost"} <= set(rules)
