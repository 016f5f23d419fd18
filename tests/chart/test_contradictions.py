"""Values that contradict each other, or that cut off an address which they themselves name: each is refused, opened or reported.

A row holds the values, what becomes of them, and the words that say so.
"""

from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import Helm, Refused

Values = dict[str, Any]
ROUTE = {"enabled": True, "host": "llm.example.com"}
TWO = {"min": 2, "max": 2}
RATE = {"rate": "10/second"}
CORP = "http://server.corp.example:4318"
NOWHERE = {"airGapped": True, "networkPolicy": {"privateNetworks": []}}
INSIDE = "http://vllm.models.svc:8000"
PROXY = {"name": "HTTP_PROXY", "value": "http://proxy.corp.example:3128"}
POOL = {"enabled": True, "endpointPicker": {"name": "picker"}}


def upstream(*urls: str, **more: Any) -> Values:
    return {"engine": {"type": "upstream", "upstream": {"urls": list(urls)}}, **more}


REFUSED: list[tuple[str, Values, str]] = [
    ("hub, air-gapped", {"airGapped": True, "model": {"id": "a/b"}}, "cannot be downloaded"),
    ("hub by KServe, air-gapped", {"airGapped": True, "model": {"storageUri": "hf://a/b"}}, "cannot reach the hub"),
    ("hub's mirror that KServe does not read", {"model": {"storageUri": "hf://a/b", "endpoint": CORP}}, "does not read it"),
    ("hub's mirror in no open network", {**NOWHERE, "model": {"id": "a/b", "endpoint": CORP}}, "cannot be reached"),
    ("bucket, air-gapped", {"airGapped": True, "model": {"storageUri": "s3://a/b"}}, "model.storageEndpoint"),
    ("bucket in no open network", {**NOWHERE, "model": {"storageUri": "s3://a/b", "storageEndpoint": CORP}}, "cannot be reached"),
    ("bucket's endpoint without a bucket", {"model": {"id": "a/b", "storageEndpoint": CORP}}, "only an s3:// or gs://"),
    ("identity of no account", {"serviceAccount": {"create": False, "annotations": {"a": "b"}}}, "do nothing without"),
    ("proxy in no open network", {**NOWHERE, "extraEnv": [PROXY]}, "extraEnv HTTP_PROXY"),
    ("collector in no open network", {**NOWHERE, "server": {"otlpEndpoint": CORP}}, "server.otlpEndpoint"),
    ("store in no open network", {**NOWHERE, "limits": {**RATE, "rateStorage": "redis://r.corp.example"}}, "limits.rateStorage"),
    ("upstream in no open network", {**NOWHERE, **upstream(CORP)}, "engine.upstream.urls"),
    ("audit record without a collector", {"audit": {"sink": "otlp"}}, "needs server.otlpEndpoint"),
    (
        "claim of an audit record that goes elsewhere",
        {"audit": {"sink": "stdout", "existingClaim": "a"}},
        "only `audit.sink: file`",
    ),
    ("policy that lets nobody in", {"networkPolicy": {"fromNamespaces": [], "fromSameNamespace": False}}, "no caller"),
    ("sidecar in ambient mode", {"istio": {"mesh": "ambient"}, "podLabels": {"sidecar.istio.io/inject": "true"}}, "no sidecars"),
    ("pool without its picker", {"inferencePool": {"enabled": True}}, "name the Service of the endpoint picker"),
]

REPORTED: list[tuple[str, Values, str]] = [
    ("hub's token for no hub", {"model": {"tokenSecret": {"name": "hub"}}}, "model.tokenSecret without effect"),
    ("hub's mirror for no hub", {"model": {"endpoint": CORP}}, "model.endpoint without effect"),
    ("revision of no model", {"model": {"revision": "main"}}, "model.revision without effect"),
    ("bucket for an upstream", upstream(INSIDE, model={"storageUri": "s3://a/b"}), "model.storageUri without effect"),
    ("key of no upstream", {"engine": {"upstream": {"keySecret": {"name": "a"}}}}, "engine.upstream.keySecret without effect"),
    ("upstream that is the predictor", upstream("http://demo-llm-predictor-predictor.llm.svc"), "would come back to it"),
    ("upstream behind a proxy", upstream(INSIDE, extraEnv=[PROXY]), "add NO_PROXY"),
    ("collector behind a proxy", {"server": {"otlpEndpoint": "http://otel.mon.svc:4318"}, "extraEnv": [PROXY]}, "add NO_PROXY"),
    ("public collector, air-gapped", {"airGapped": True, "server": {"otlpEndpoint": "http://203.0.113.9:1"}}, "public address"),
    ("air gap without a policy", {"airGapped": True, "networkPolicy": {"enabled": False}}, "airGapped closes no address"),
    ("rules without a policy", {"networkPolicy": {"enabled": False, "extraEgress": [{}]}}, "extraIngress without effect"),
    ("pods that count by themselves", {"limits": RATE, "replicas": TWO}, "each pod counts by itself"),
    ("one rate for all callers", {"limits": RATE, "apiKeys": {"enabled": False}}, "share one rate"),
    ("store for no rate", {"limits": {"rateStorage": "redis://a.b.svc"}, "apiKeys": {"enabled": False}}, "rateStorage without"),
    ("key of no audit record", {"audit": {"keySecret": "a"}}, "audit.keySecret without effect"),
    ("picker that is shut out", {"inferencePool": POOL, "networkPolicy": {"fromSameNamespace": False}}, "endpoint picker"),
    (
        "Prometheus that is shut out",
        {"monitoring": {"kind": "PodMonitor"}, "networkPolicy": {"monitoringNamespaces": []}},
        "cannot scrape",
    ),
    ("budget for a drain of all", {"replicas": TWO, "podDisruptionBudget": {"maxUnavailable": 2}}, "all pods at once"),
    ("mesh without its sidecar", {"istio": {"mesh": "sidecar"}, "podLabels": {"sidecar.istio.io/inject": "false"}}, "strict mTLS"),
    ("control plane of no mesh", {"istio": {"namespace": "mesh"}}, "istio.namespace without effect"),
    ("host of no route", {"route": {"host": "a.example.com"}}, "route.host without effect"),
    ("keys that nobody asks for", {"apiKeys": {"enabled": False, "existingSecret": "a"}}, "apiKeys.existingSecret without effect"),
    ("masking that is off", {"pii": {"enabled": False, "restore": "on"}}, "restore without effect"),
    ("share that the judge owns", {"judge": {"enabled": True}, "route": ROUTE, "canary": {"enabled": True, "trafficPercent": 5,
                                                                                       "image": {"tag": "2"}}}, "the judge owns"),
]  # fmt: skip

OPENED: list[tuple[str, Values, str]] = [
    ("store in the cluster", {"limits": {**RATE, "rateStorage": "redis://r.cache.svc:6379"}}, "limits.rateStorage: r.cache.svc"),
    (
        "audit record's collector",
        {"audit": {"sink": "otlp"}, "server": {"otlpEndpoint": "http://otel.mon.svc:4318"}},
        "server.otlpEndpoint: otel.mon.svc",
    ),
    ("upstream in the cluster", upstream(INSIDE), "engine.upstream.urls: vllm.models.svc (namespace models)"),
    ("mesh", {"istio": {"mesh": "sidecar"}}, "istio.mesh: Istio's control plane (namespace istio-system)"),
    ("identity", {"serviceAccount": {"annotations": {"iam.gke.io/gcp-service-account": "a@b"}}}, "Google's metadata server"),
    (
        "a name, air-gapped",
        {"airGapped": True, "server": {"otlpEndpoint": CORP}},
        "server.corp.example (networkPolicy.privateNetworks, port 4318)",
    ),
]


@pytest.mark.parametrize(("values", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_it_is_refused(values: Values, words: str, helm: Helm) -> None:
    with pytest.raises(Refused) as refused:
        helm.render(values)
    assert words in str(refused.value)


@pytest.mark.parametrize(("values", "words"), [row[1:] for row in REPORTED], ids=[row[0] for row in REPORTED])
def test_it_is_told_as_a_warning(values: Values, words: str, render: Render) -> None:
    assert words in render(values).notes.partition("WARNING")[2]


@pytest.mark.parametrize(("values", "words"), [row[1:] for row in OPENED], ids=[row[0] for row in OPENED])
def test_it_is_open_and_listed(values: Values, words: str, render: Render) -> None:
    assert words in render(values).notes


def test_no_proxy_for_the_cluster_ends_the_warning(render: Render) -> None:
    exempt = [PROXY, {"name": "NO_PROXY", "value": ".svc,.cluster.local"}]
    assert "WARNING" not in render(upstream(INSIDE, extraEnv=exempt)).notes


@pytest.mark.parametrize("values", [row[1] for row in (*REPORTED, *OPENED)], ids=[row[0] for row in (*REPORTED, *OPENED)])
def test_two_renders_are_the_same_and_hold_no_key(values: Values, helm: Helm, render: Render) -> None:
    again = helm.render(values)
    assert again.texts == render(values).texts
    assert again.all("Secret") == []


@pytest.mark.parametrize("mode", ["Standard", "Knative"])
def test_helm_test_asks_the_release_in_both_modes(mode: str, render: Render) -> None:
    pod = render({"mode": mode}).one("Pod")
    assert pod["metadata"]["annotations"]["helm.sh/hook"] == "test"
    (container,) = pod["spec"]["containers"]
    assert "http://demo-llm-predictor-predictor.llm.svc" in str(container["env"])
