"""The NetworkPolicy: in from gateway, KServe and Prometheus; out to DNS and the hub, or nothing."""

from typing import Any

from tests.chart.conftest import Render
from tests.chart.release import Release


def ports(rule: dict[str, Any]) -> set[int]:
    return {port["port"] for port in rule["ports"]}


def namespaces(rule: dict[str, Any]) -> set[str]:
    selectors = [peer["namespaceSelector"] for peer in rule["from"] if "namespaceSelector" in peer]
    return {value for selector in selectors for value in selector["matchExpressions"][0]["values"]}


def spec(release: Release) -> dict[str, Any]:
    return dict(release.one("NetworkPolicy")["spec"])


def test_it_covers_the_predictor_and_the_download_but_not_the_test(render: Render) -> None:
    selector = spec(render({}))["podSelector"]
    (component,) = selector["matchExpressions"]
    assert component["values"] == ["predictor", "download"]
    assert selector["matchLabels"].items() <= render({}).predictor["labels"].items()


def test_gateway_kserve_and_the_own_namespace_come_in_by_the_http_port(render: Render) -> None:
    gateway, _ = spec(render({}))["ingress"]
    assert namespaces(gateway) >= {"kserve", "envoy-gateway-system", "istio-system"}
    assert {"podSelector": {}} in gateway["from"]
    assert ports(gateway) == {8000}


def test_prometheus_comes_in(render: Render) -> None:
    _, monitoring = spec(render({"networkPolicy": {"monitoringNamespaces": ["observability"]}}))["ingress"]
    assert namespaces(monitoring) == {"observability"}


def test_a_closed_namespace_still_lets_helm_test_in(render: Render) -> None:
    gateway, _ = spec(render({"networkPolicy": {"fromSameNamespace": False}}))["ingress"]
    (peer,) = [peer for peer in gateway["from"] if "podSelector" in peer]
    test = render({}).one("Pod")["metadata"]["labels"]
    assert peer["podSelector"]["matchLabels"].items() <= test.items()


def test_knative_s_queue_proxy_can_be_reached(render: Render) -> None:
    gateway, _ = spec(render({"mode": "Knative"}))["ingress"]
    assert ports(gateway) >= {8012, 9090}


def test_the_demo_reaches_dns_and_nothing_else(render: Render) -> None:
    (dns,) = spec(render({}))["egress"]
    # OpenShift's DNS pods listen on 5353.
    assert ports(dns) == {53, 5353}


def test_dns_may_be_the_node_s_own_cache_which_is_no_pod(render: Render) -> None:
    (dns,) = spec(render({}))["egress"]
    assert {"ipBlock": {"cidr": "169.254.20.10/32"}} in dns["to"]


def test_a_hub_model_reaches_public_https_but_no_private_address(render: Render) -> None:
    _, hub = spec(render({"model": {"id": "a/b"}}))["egress"]
    assert ports(hub) == {443}
    assert {"10.0.0.0/8", "169.254.0.0/16"} <= set(hub["to"][0]["ipBlock"]["except"])


def test_the_same_on_ipv6(render: Render) -> None:
    _, hub = spec(render({"model": {"id": "a/b"}}))["egress"]
    assert {"ipBlock": {"cidr": "::/0", "except": ["fc00::/7", "fe80::/10"]}} in hub["to"]


def test_a_transformer_reaches_its_model_server_directly_or_through_knative_s_gateway(render: Render) -> None:
    values = {"workload": "transformer", "engine": {"type": "upstream"}, "transformer": {"predictor": {"model": {}}}}
    standard, knative = (spec(render(values, mode=mode))["egress"][-1]["to"] for mode in ("Standard", "Knative"))
    assert [list(peer) for peer in standard] == [["podSelector"]]
    assert namespaces({"from": knative}) >= {"kourier-system", "istio-system"}


def test_an_air_gapped_one_does_not(render: Render) -> None:
    values = {"airGapped": True, "model": {"id": "a/b"}, "cache": {"existingClaim": "filled"}}
    assert len(spec(render(values))["egress"]) == 1


def test_rules_of_one_s_own_are_added(render: Render) -> None:
    rule = {"to": [{"ipBlock": {"cidr": "10.1.2.3/32"}}]}
    made = spec(render({"networkPolicy": {"extraEgress": [rule], "extraIngress": [{"from": [{"podSelector": {}}]}]}}))
    assert made["egress"][-1] == rule
    assert len(made["ingress"]) == 3


def test_it_can_be_left_out(render: Render) -> None:
    assert render({"networkPolicy": {"enabled": False}}).all("NetworkPolicy") == []
