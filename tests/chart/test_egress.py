"""The policy opens what the values name, and nothing else; the notes list it."""

import ipaddress
import re
from typing import Any, ClassVar

import pytest

from tests.chart.conftest import Render
from tests.chart.release import Release

Peer = dict[str, Any]
UPSTREAM = {"type": "upstream"}
S3 = "s3://models/a"


def rules(release: Release) -> list[dict[str, Any]]:
    """The rules of egress behind the one for DNS."""
    return list(release.one("NetworkPolicy")["spec"]["egress"][1:])


def namespaces(release: Release) -> set[str]:
    """Namespaces that are open at every port: a policy sees the pod's port, which the Service's need not be."""
    found = set()
    for rule in rules(release):
        for peer in rule["to"]:
            if selector := peer.get("namespaceSelector", {}).get("matchLabels"):
                assert "ports" not in rule
                found.add(selector["kubernetes.io/metadata.name"])
    return found


def reaches(release: Release, address: str, port: int) -> bool:
    """True when a pod may connect to an address outside the cluster."""
    host = ipaddress.ip_address(address)
    for rule in rules(release):
        if "ports" in rule and port not in {item["port"] for item in rule["ports"]}:
            continue
        for block in (peer["ipBlock"] for peer in rule["to"] if "ipBlock" in peer):
            inside = host in ipaddress.ip_network(block["cidr"])
            if inside and not any(host in ipaddress.ip_network(cidr) for cidr in block.get("except", [])):
                return True
    return False


# A value that names an address, and how it is given.
VALUES: list[tuple[str, Any]] = [
    ("engine.upstream.urls", lambda url: {"engine": UPSTREAM | {"upstream": {"urls": [url]}}}),
    ("server.otlpEndpoint", lambda url: {"server": {"otlpEndpoint": url}}),
    ("model.endpoint", lambda url: {"model": {"id": "a/b", "revision": "c", "endpoint": url}}),
    ("model.storageEndpoint", lambda url: {"model": {"storageUri": S3, "storageEndpoint": url}}),
    ("extraEnv HTTPS_PROXY", lambda url: {"extraEnv": [{"name": "HTTPS_PROXY", "value": url}]}),
    ("extraEnv https_proxy", lambda url: {"extraEnv": [{"name": "https_proxy", "value": url.removeprefix("http://")}]}),
    ("extraEnv AWS_ENDPOINT_URL", lambda url: {"extraEnv": [{"name": "AWS_ENDPOINT_URL", "value": url}]}),
    (
        "extraEnv SINK",
        lambda url: {"extraContainers": [{"name": "a", "image": "b", "env": [{"name": "SINK", "value": url}]}]},
    ),
]


@pytest.mark.parametrize(("name", "values"), VALUES, ids=[name for name, _ in VALUES])
class TestEveryValueThatNamesAnAddress:
    def test_opens_a_namespace_for_a_service_of_the_cluster(self, render: Render, name: str, values: Any) -> None:
        release = render(values("http://server.backend.svc.cluster.local:9000"))
        assert "backend" in namespaces(release)
        assert f"{name}: server.backend.svc.cluster.local (namespace backend)" in release.notes

    def test_opens_a_private_address_at_its_port(self, render: Render, name: str, values: Any) -> None:
        release = render(values("http://10.1.2.3:9000"))
        assert reaches(release, "10.1.2.3", 9000)
        assert not reaches(release, "10.1.2.3", 9001)
        assert not reaches(release, "10.1.2.4", 9000)

    def test_opens_private_networks_for_a_name_that_only_dns_knows(self, render: Render, name: str, values: Any) -> None:
        release = render(values("http://server.corp.example:9000"))
        assert reaches(release, "10.1.2.3", 9000)
        assert reaches(release, "203.0.113.9", 9000)
        assert not reaches(release, "10.1.2.3", 9001)
        assert not reaches(release, "169.254.169.254", 9000)

    def test_stays_inside_the_networks_that_the_user_allows(self, render: Render, name: str, values: Any) -> None:
        release = render(values("http://server.corp.example:9000"), networkPolicy={"privateNetworks": ["10.20.0.0/16"]})
        assert reaches(release, "10.20.1.1", 9000)
        assert not reaches(release, "10.1.2.3", 9000)

    def test_opens_the_own_namespace_for_a_bare_name(self, render: Render, name: str, values: Any) -> None:
        assert {"to": [{"podSelector": {}}]} in rules(render(values("http://server:9000")))

    def test_opens_nothing_for_the_pod_itself(self, render: Render, name: str, values: Any) -> None:
        assert not [rule for rule in rules(render(values("http://localhost:9000"))) if {"podSelector": {}} in rule["to"]]
        assert not reaches(render(values("http://127.0.0.1:9000")), "127.0.0.1", 9000)


@pytest.mark.parametrize(
    ("url", "address", "port"),
    [
        ("http://10.1.2.3", "10.1.2.3", 80),
        ("https://10.1.2.3/path:9", "10.1.2.3", 443),
        ("https://user:word@10.1.2.3:8443/a?b=c@d", "10.1.2.3", 8443),
        ("HTTPS://10.1.2.3", "10.1.2.3", 443),
        ("http://[fd00::1]:9000/v1", "fd00::1", 9000),
        ("redis://:word@10.1.2.3/0", "10.1.2.3", 6379),
        ("rediss://10.1.2.3:6380", "10.1.2.3", 6380),
        ("redis+cluster://10.1.2.3:7000", "10.1.2.3", 7000),
        ("grpc://10.1.2.3:4317", "10.1.2.3", 4317),
    ],
)
def test_an_address_is_read_as_a_client_reads_it(render: Render, url: str, address: str, port: int) -> None:
    release = render({"extraEnv": [{"name": "TARGET", "value": url}]})
    assert reaches(release, address, port)
    assert not reaches(release, address, port + 1)


def test_several_addresses_in_one_variable_are_all_open(render: Render) -> None:
    release = render({"extraEnv": [{"name": "TARGETS", "value": "http://10.0.0.1:81, http://10.0.0.2:82"}]})
    assert reaches(release, "10.0.0.1", 81)
    assert reaches(release, "10.0.0.2", 82)


@pytest.mark.parametrize("value", ["s3://a/b", "file:///etc/x", "true", "12", "a.b.c", "", "10.1.2.3"])
def test_what_is_no_server_opens_nothing(render: Render, value: str) -> None:
    assert rules(render({"extraEnv": [{"name": "OTHER", "value": value}]})) == []


def test_no_proxy_is_no_proxy(render: Render) -> None:
    assert rules(render({"extraEnv": [{"name": "NO_PROXY", "value": "10.0.0.1,.svc"}]})) == []


def test_a_name_of_two_parts_may_be_a_namespace_or_the_internet(render: Render) -> None:
    release = render({"engine": UPSTREAM | {"upstream": {"urls": ["http://vllm.models:8000"]}}})
    assert "models" in namespaces(release)
    assert reaches(release, "203.0.113.9", 8000)


def test_a_password_in_an_address_does_not_reach_the_notes(render: Render) -> None:
    release = render({"limits": {"rate": "1/second", "rateStorage": "redis://:hidden@redis.cache.svc:6379"}})
    assert "limits.rateStorage: redis.cache.svc (namespace cache)" in release.notes
    assert "hidden" not in release.notes + release.texts["llm-predictor/templates/networkpolicy.yaml"]


def test_a_canary_s_addresses_are_open_too(render: Render) -> None:
    canary = {"enabled": True, "engine": {"upstream": {"urls": ["http://new.backend.svc"]}}}
    values = {"engine": UPSTREAM | {"upstream": {"urls": ["http://old.models.svc"]}}}
    release = render(values, canary=canary, route={"enabled": True, "host": "a.example.com"})
    assert namespaces(release) == {"models", "backend"}
    assert "canary.engine.upstream.urls: new.backend.svc" in release.notes


class TestHubAndBucket:
    @pytest.mark.parametrize(
        "values",
        [
            {"model": {"id": "a/b"}},
            {"model": {"storageUri": "hf://a/b"}},
            {"model": {"loraAdapters": [{"name": "a", "path": "b/c"}]}},
            {"engine": {"args": ["--tokenizer=a/b"]}},
            {"engine": {"args": ['--speculative_config={"method": "eagle3", "model": "a/b"}']}},
            {"model": {"storageUri": S3}},
            {"model": {"storageUri": "gs://a/b"}},
        ],
    )
    def test_what_comes_from_the_internet_may_come(self, render: Render, values: dict[str, Any]) -> None:
        release = render(values)
        assert reaches(release, "203.0.113.9", 443)
        assert reaches(release, "2001:db8::1", 443)
        assert not reaches(release, "10.1.2.3", 443)
        assert not reaches(release, "fd00::1", 443)

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"model": {"storageUri": "pvc://models/a"}},
            {"model": {"storageUri": "oci://registry/a"}},
            {"model": {"pvcPath": "a"}, "cache": {"existingClaim": "models"}},
            {"model": {"loraAdapters": [{"name": "a", "path": "/cache/a"}]}},
            {"engine": {"args": ["--tokenizer=/cache/a"]}},
            {"airGapped": True, "model": {"id": "a/b"}, "cache": {"existingClaim": "filled"}},
        ],
    )
    def test_what_does_not_opens_nothing(self, render: Render, values: dict[str, Any]) -> None:
        release = render(values)
        assert rules(release) == []
        assert re.search(r"what the values name:\n   nothing\nEvery other address is closed\.", release.notes)

    def test_with_a_mirror_the_hub_itself_is_closed(self, render: Render) -> None:
        release = render({"model": {"id": "a/b", "endpoint": "http://mirror.hub.svc"}})
        assert namespaces(release) == {"hub"}
        assert not reaches(release, "203.0.113.9", 443)

    def test_a_model_behind_an_address_is_reached_there(self, render: Render) -> None:
        assert reaches(render({"model": {"storageUri": "https://10.1.2.3:8443/model.tar"}}), "10.1.2.3", 8443)

    def test_a_bucket_at_a_private_address_is_named_as_closed(self, render: Render) -> None:
        assert "a bucket at a private address (model.storageEndpoint opens it)" in render({"model": {"storageUri": S3}}).notes


class TestIdentity:
    def test_google_s_metadata_server_is_open_for_its_identities(self, render: Render) -> None:
        release = render({"serviceAccount": {"annotations": {"iam.gke.io/gcp-service-account": "a@b"}}})
        assert reaches(release, "169.254.169.254", 80)
        assert reaches(release, "169.254.169.252", 988)

    @pytest.mark.parametrize(("uri", "address"), [("gs://a/b", "169.254.169.254"), (S3, "169.254.170.23")])
    def test_a_bucket_without_a_secret_needs_the_cloud_s_identity(self, render: Render, uri: str, address: str) -> None:
        assert reaches(render({"model": {"storageUri": uri}}), address, 80)
        assert not reaches(render({"model": {"storageUri": uri}, "serviceAccount": {"secrets": ["key"]}}), address, 80)

    def test_the_node_s_own_credentials_stay_closed(self, render: Render) -> None:
        assert not reaches(render({"model": {"storageUri": S3}}), "169.254.169.254", 80)

    @pytest.mark.parametrize("annotation", ["eks.amazonaws.com/role-arn", "azure.workload.identity/client-id"])
    def test_a_token_service_is_public(self, render: Render, annotation: str) -> None:
        labels = {"azure.workload.identity/use": "true"}
        release = render({"serviceAccount": {"annotations": {annotation: "a"}}, "podLabels": labels})
        assert reaches(release, "203.0.113.9", 443)


class TestAirGapped:
    CLOSED: ClassVar[dict[str, Any]] = {"airGapped": True}

    def test_what_is_named_inside_stays_open(self, render: Render) -> None:
        model = {"id": "a/b", "endpoint": "https://mirror.corp.example"}
        release = render(self.CLOSED, model=model, server={"otlpEndpoint": "http://otel.monitoring.svc:4318"})
        assert namespaces(release) == {"monitoring"}
        assert reaches(release, "10.1.2.3", 443)

    def test_nothing_public_is(self, render: Render) -> None:
        release = render(self.CLOSED, model={"id": "a/b", "endpoint": "https://mirror.corp.example"})
        assert not reaches(release, "203.0.113.9", 443)

    def test_a_public_address_that_a_value_gives_is_told(self, render: Render) -> None:
        release = render(self.CLOSED, server={"otlpEndpoint": "http://203.0.113.9:4318"})
        assert "airGapped, but server.otlpEndpoint names the public address 203.0.113.9" in release.notes
        assert reaches(release, "203.0.113.9", 4318)
        private = render(self.CLOSED, server={"otlpEndpoint": "http://172.20.0.1:4318"})
        assert "WARNING" not in private.notes

    def test_an_identity_that_needs_the_internet_is_told(self, render: Render) -> None:
        release = render(self.CLOSED, serviceAccount={"annotations": {"eks.amazonaws.com/role-arn": "a"}})
        assert "airGapped closes the token service of eks.amazonaws.com" in release.notes


class TestMesh:
    @pytest.mark.parametrize(
        "values", [{"istio": {"mesh": "sidecar"}}, {"podLabels": {"sidecar.istio.io/inject": "true"}}], ids=["value", "label"]
    )
    def test_a_sidecar_reaches_istio_s_control_plane(self, render: Render, values: dict[str, Any]) -> None:
        assert namespaces(render(values)) == {"istio-system"}

    def test_which_may_have_a_namespace_of_its_own(self, render: Render) -> None:
        assert namespaces(render({"istio": {"mesh": "sidecar", "namespace": "mesh"}})) == {"mesh"}

    def test_ambient_traffic_comes_by_the_tunnel_s_port(self, render: Render) -> None:
        release = render({"podLabels": {"istio.io/dataplane-mode": "ambient"}})
        for rule in release.one("NetworkPolicy")["spec"]["ingress"]:
            assert 15008 in {port["port"] for port in rule["ports"]}
        assert rules(release) == []


class TestIngress:
    def sources(self, release: Release, rule: int) -> set[str]:
        (peer,) = [peer for peer in release.one("NetworkPolicy")["spec"]["ingress"][rule]["from"] if "namespaceSelector" in peer]
        return set(peer["namespaceSelector"]["matchExpressions"][0]["values"])

    def test_the_gateway_that_the_route_names_comes_in(self, render: Render) -> None:
        route = {"enabled": True, "host": "a.example.com", "gateway": {"name": "public", "namespace": "edge"}}
        assert "edge" in self.sources(render({"route": route}), 0)

    def test_so_does_the_prometheus_that_autoscaling_names(self, render: Render) -> None:
        scaling = {"enabled": True, "prometheus": "http://prometheus-operated.observability.svc:9090"}
        assert self.sources(render({"replicas": {"max": 2}, "autoscaling": scaling}), 1) == {"monitoring", "observability"}


@pytest.mark.parametrize(
    "extra", [{"extraEnvFrom": [{"secretRef": {"name": "a"}}]}, {"extraEnv": [{"name": "A", "valueFrom": {"secretKeyRef": {}}}]}]
)
def test_what_the_chart_cannot_see_is_told(render: Render, extra: dict[str, Any]) -> None:
    assert "addresses in the ConfigMaps and Secrets of extraEnv and extraEnvFrom" in render(extra).notes
