"""What runs on the cluster: CoreDNS, KServe for both modes, Knative with Kourier, Envoy Gateway."""

import base64
import json
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from tests.chart import tools
from tests.cluster import build
from tests.cluster.paths import HERE, KUBECONFIG, PKI, RUN
from tests.cluster.process import kubectl, run, start, wait, works

Doc = dict[str, Any]
KOURIER_CLASS = "kourier.ingress.networking.knative.dev"
PODSPEC_FEATURES = (
    "persistent-volume-claim",
    "persistent-volume-write",
    "init-containers",
    "securitycontext",
    "nodeselector",
    "tolerations",
    "affinity",
    "topologyspreadconstraints",
    "runtimeclassname",
    "priorityclassname",
)
# ConfigMaps of Knative, and what differs here from Knative's own values.
KNATIVE_SETTINGS: dict[str, dict[str, str]] = {
    "config-deployment": {
        "queue-sidecar-image": "dev.local/knative-queue:1",
        # There is no registry to ask for a digest.
        "registries-skipping-tag-resolving": "dev.local",
        "queue-sidecar-cpu-request": "10m",
        "queue-sidecar-memory-request": "32Mi",
    },
    "config-network": {"ingress-class": KOURIER_CLASS},
    "config-autoscaler": {"target-burst-capacity": "0", "stable-window": "10s", "scale-to-zero-grace-period": "10s"},
    "config-domain": {"example.com": ""},
    "config-features": {f"kubernetes.podspec-{name}": "enabled" for name in PODSPEC_FEATURES},
}


def custom_resources() -> None:
    """All CRDs, before what uses them; raises ClusterError."""
    # `create` costs the API server half of what `apply` does, and the schemas are checked by it in any case.
    kubectl("create", "--validate=ignore", "-f", build.CUSTOM_RESOURCES.folder / "crds.json")
    kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=180s")


def up(step: Any) -> None:
    """Apply everything at once, then wait for everything; `step` gets a line for each part. Raises ClusterError."""
    kubectl("create", "namespace", "kserve")
    with ThreadPoolExecutor() as pool:
        for part in [pool.submit(part) for part in (coredns, knative, envoy_gateway, kserve)]:
            part.result()
    step("everything applied")
    kubectl("wait", "deployment", "--all", "--all-namespaces", "--for=condition=Available", "--timeout=300s")
    step("CoreDNS, Knative, Kourier and Envoy Gateway available")
    kubectl("-n", "kserve", "wait", "gateway/kserve-ingress-gateway", "--for=condition=Programmed", "--timeout=300s")
    step("Envoy programmed")


def coredns() -> None:
    """The names of Services, ExternalName included."""
    apply(HERE / "files" / "coredns.yaml")


def apply(path: Path) -> None:
    """kubectl apply, on the server's side since some CRDs are too large for an annotation."""
    kubectl("apply", "--server-side", "--force-conflicts", "-f", path)


def apply_text(documents: Iterator[Doc] | list[Doc], name: str) -> None:
    """Apply documents, and leave them in run/NAME.yaml for a person."""
    file = RUN / f"{name}.yaml"
    file.write_text(yaml.dump_all(documents, Dumper=yaml.CSafeDumper))
    apply(file)


def load(*paths: Path) -> Iterator[Doc]:
    """The documents of manifests."""
    for path in paths:
        yield from (doc for doc in yaml.load_all(path.read_text(), Loader=yaml.CSafeLoader) if doc)


def knative() -> None:
    """Knative Serving and Kourier."""
    apply_text(knative_configuration(), "knative-configuration")
    apply_text(knative_parts(), "knative")


def knative_configuration() -> Iterator[Doc]:
    """Namespaces and ConfigMaps of Knative and Kourier, without their examples."""
    core = build.KNATIVE_SOURCES.folder / "serving" / "config" / "core"
    kourier = build.KNATIVE_SOURCES.folder / "net-kourier" / "config"
    networking = build.KNATIVE_SOURCES.folder / "networking" / "config"
    configuration = [*sorted((core / "configmaps").glob("*.yaml")), networking / "config-network.yaml", kourier / "200-config.yaml"]
    for doc in load(core / "100-namespace.yaml", kourier / "100-namespace.yaml", *configuration):
        if doc["kind"] == "ConfigMap":
            doc["metadata"].get("annotations", {}).pop("knative.dev/example-checksum", None)
            data = {key: value for key, value in (doc.get("data") or {}).items() if key != "_example"}
            doc["data"] = data | KNATIVE_SETTINGS.get(doc["metadata"]["name"], {})
        yield doc


def knative_parts() -> Iterator[Doc]:
    """Knative Serving and Kourier by their own manifests, with the images built here and small CPU requests."""
    core = build.KNATIVE_SOURCES.folder / "serving" / "config" / "core"
    kourier = build.KNATIVE_SOURCES.folder / "net-kourier" / "config"
    deployments = [core / "deployments" / f"{name}.yaml" for name in ("controller", "webhook", "autoscaler", "activator")]
    files = [
        core / "200-serviceaccount.yaml",
        *sorted((core / "200-roles").glob("*.yaml")),
        *sorted((core / "webhooks").glob("*.yaml")),
        *deployments,
        kourier / "200-serviceaccount.yaml",
        kourier / "200-bootstrap.yaml",
        *sorted(kourier.glob("300-*.yaml")),
    ]
    replaced = (
        (r"ko://knative.dev/(serving|net-kourier)/cmd/([a-z]+)", r"dev.local/knative-\2:1"),
        (r"docker.io/envoyproxy/envoy:\S+", "dev.local/envoy:1"),
        (r"cpu: (100|200|300)m", "cpu: 10m"),
        (r"initialDelaySeconds: 10", "initialDelaySeconds: 1"),
    )
    for path in files:
        text = path.read_text()
        for pattern, replacement in replaced:
            text = re.sub(pattern, replacement, text)
        yield from (doc for doc in yaml.load_all(text, Loader=yaml.CSafeLoader) if doc)


def kserve() -> None:
    """KServe's manager as a process beside the API server, which reaches its webhooks by loopback."""
    config = build.KSERVE_SOURCES.folder / "kserve" / "config"
    apply_text([kserve_configmap(config)], "kserve-configmap")
    certificates = RUN / "tmp" / "k8s-webhook-server" / "serving-certs"
    certificates.mkdir(parents=True)
    for kind in ("crt", "key"):
        shutil.copy(PKI / f"webhook.{kind}", certificates / f"tls.{kind}")
    manager = build.KSERVE.folder / "kserve-manager"
    addresses = ("--metrics-addr=127.0.0.1:8380", "--health-probe-addr=127.0.0.1:8381")
    start("kserve-manager", manager, *addresses, POD_NAMESPACE="kserve", TMPDIR=str(RUN / "tmp"), KUBECONFIG=str(KUBECONFIG))
    wait(lambda: works("curl", "-sf", "http://127.0.0.1:8381/readyz"), "KServe's manager", 180, "kserve-manager")
    apply_text(kserve_webhooks(config), "kserve-webhooks")


def kserve_webhooks(config: Path) -> Iterator[Doc]:
    """KServe's webhooks, by address since the manager is no pod."""
    authority = base64.b64encode((PKI / "ca.crt").read_bytes()).decode()
    for doc in load(config / "webhook" / "manifests.yaml"):
        for webhook in doc["webhooks"]:
            path = webhook["clientConfig"].pop("service")["path"]
            webhook["clientConfig"] = {"url": f"https://127.0.0.1:9443{path}", "caBundle": authority}
        yield doc


def kserve_configmap(config: Path) -> Doc:
    """KServe's own configuration, for Standard mode over the Gateway API and Knative mode without Istio."""
    (doc,) = load(config / "configmap" / "inferenceservice.yaml")
    doc["metadata"]["namespace"] = "kserve"
    data = doc["data"]
    data.pop("_example", None)
    ingress = {"enableGatewayApi": True, "kserveIngressGateway": "kserve/kserve-ingress-gateway", "disableIstioVirtualHost": True}
    data["ingress"] = json.dumps(json.loads(data["ingress"]) | ingress)
    data["deploy"] = json.dumps({"defaultDeploymentMode": "Standard"})
    return dict(doc)


def envoy_gateway() -> None:
    """Envoy Gateway by its own chart, whose placeholders its release process fills otherwise."""
    chart = RUN / "gateway-helm"
    shutil.copytree(build.gateway_chart(), chart, ignore=shutil.ignore_patterns("charts", "Chart.lock"))
    text = (chart / "Chart.yaml").read_text()
    (chart / "Chart.yaml").write_text(text.partition("\ndependencies:")[0] + "\n")
    values = (chart / "values.tmpl.yaml").read_text()
    image = {"${GatewayImage}": "dev.local/envoy-gateway:1", "${GatewayImagePullPolicy}": "IfNotPresent"}
    for placeholder, value in image.items():
        values = values.replace(placeholder, value)
    (chart / "values.yaml").write_text(values)
    settings = {
        "global.images.envoyProxy.image": "dev.local/envoy:1",
        "config.envoyGateway.provider.kubernetes.shutdownManager.image": "dev.local/envoy-gateway:1",
        "deployment.envoyGateway.resources.requests.cpu": "10m",
    }
    flags = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    run(tools.HELM, "install", "envoy", chart, "-n", "envoy-gateway-system", "--create-namespace", *flags, inside=True)
    apply(HERE / "files" / "gateway.yaml")


def stopwatch() -> Any:
    """A function that prints its argument with the seconds since now."""
    started = time.monotonic()
    return lambda text: print(f"cluster: {time.monotonic() - started:5.1f} s  {text}", flush=True)
