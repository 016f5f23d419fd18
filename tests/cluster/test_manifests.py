"""Every folder of manifests/ and every set of ci/ values against the API server; the CPU ones are applied and serve."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.conftest import Start, releases
from tests.cluster.load import Caller
from tests.cluster.paths import ROOT
from tests.cluster.predictorimage import REPOSITORY
from tests.cluster.release import CHART, Knative, Release, Standard, command, kubectl, objects, soon

FOLDERS = sorted(path.parent for path in (ROOT / "manifests").glob("*/kustomization.yaml"))
VALUES = sorted((CHART / "ci").glob("*-values.yaml"))
# `helm template` does not ask the cluster.
VERSION = ("--kube-version", "1.35")
STRICT = ("--dry-run=server", "--validate=strict")
# This machine's image and small requests, in the place of what a company would put there.
IMAGE: list[dict[str, Any]] = [
    {"op": "replace", "path": "/spec/predictor/containers/0/image", "value": f"{REPOSITORY}:0.1.0"},
    {"op": "replace", "path": "/spec/predictor/containers/0/resources", "value": {"requests": {"cpu": "20m", "memory": "384Mi"}}},
]
# The image has no vLLM; test_real_engine.py serves the demo model by it.
MOCK: list[dict[str, Any]] = [
    {"op": "add", "path": "/spec/predictor/containers/0/env/-", "value": {"name": "LLM_FALLBACK_MOCK", "value": "1"}}
]
# The server that manifests/upstream stands before: an OpenAI-compatible server at vllm.models.svc:8000.
UPSTREAM = f"""\
apiVersion: v1
kind: Pod
metadata: {{name: vllm, labels: {{app: vllm}}}}
spec:
  containers:
    - name: server
      image: {REPOSITORY}:0.1.0
      env: [{{name: LLM_FALLBACK_MOCK, value: "1"}}]
      readinessProbe: {{httpGet: {{path: /health, port: 8000}}, periodSeconds: 1}}
---
apiVersion: v1
kind: Service
metadata: {{name: vllm}}
spec: {{selector: {{app: vllm}}, ports: [{{port: 8000}}]}}
"""


@pytest.fixture(scope="module")
def namespace() -> Iterator[Release]:
    """An empty namespace for what is not applied."""
    with releases("manifests") as start:
        release = start(Standard)
        # A dry run makes no ServiceAccount, and a pod (of `helm test`) is refused without its own.
        kubectl("create", "serviceaccount", release.service, "-n", release.namespace)
        yield release


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_api_server_takes_every_folder(namespace: Release, folder: Path) -> None:
    kubectl("apply", "-n", namespace.namespace, "-k", str(folder), *STRICT)


@pytest.mark.parametrize("file", VALUES, ids=lambda path: path.name.removesuffix("-values.yaml"))
def test_the_api_server_takes_every_set_of_values(namespace: Release, file: Path) -> None:
    rendered = command("helm", "template", "llm", str(CHART), "-n", namespace.namespace, "-f", str(file), *VERSION)
    kubectl("apply", "-n", namespace.namespace, "-f", "-", *STRICT, stdin=rendered)


def test_the_api_server_refuses_an_unknown_field(namespace: Release) -> None:
    rendered = command("helm", "template", "llm", str(CHART), "-n", namespace.namespace, *VERSION)
    with pytest.raises(Exception, match="unknown field"):
        kubectl("apply", "-n", namespace.namespace, "-f", "-", *STRICT, stdin=rendered.replace("minReplicas:", "minReplica:"))


@pytest.mark.parametrize(("folder", "kind"), [("demo-cpu", Standard), ("canary-knative", Knative)])
def test_the_cpu_folders_serve(start: Start, tmp_path: Path, folder: str, kind: type[Release]) -> None:
    assert applied(start(kind), overlay(tmp_path, folder, IMAGE + MOCK)).ask().status_code == 200


def test_the_upstream_folder_serves_what_the_server_behind_answers(start: Start, tmp_path: Path) -> None:
    kubectl("create", "namespace", "models")
    kubectl("apply", "-n", "models", "-f", "-", stdin=UPSTREAM)
    try:
        caller = applied(start(Standard), overlay(tmp_path, "upstream", IMAGE))
        assert "[mock]" in caller.ask().text
    finally:
        kubectl("delete", "namespace", "models")


def overlay(path: Path, folder: str, changes: list[dict[str, Any]]) -> Path:
    """A kustomization over a folder of manifests/, with patches of the InferenceServices."""
    base = path / "base"
    base.mkdir()
    for file in (ROOT / "manifests" / folder).iterdir():
        (base / file.name).write_text(file.read_text())
    patches = [{"target": {"kind": "InferenceService"}, "patch": yaml.safe_dump(changes)}]
    (path / "kustomization.yaml").write_text(yaml.safe_dump({"resources": ["base"], "patches": patches}))
    return path


def applied(release: Release, kustomization: Path) -> Caller:
    """`kubectl apply -k`, as manifests/README.md has it; a caller once it is Ready."""
    keys = ("secret", "generic", "llm-keys", "--from-literal=api-keys=a-test-key")
    kubectl("create", "-n", release.namespace, *keys)
    kubectl("apply", "-n", release.namespace, "-k", str(kustomization))
    release.service = "llm-predictor"
    release.wait_ready()
    caller = Caller(release.address(), url(release), "a-test-key")
    assert soon(lambda: caller.get("/health").status_code == 200)
    return caller


def url(release: Release) -> str:
    """The host of the InferenceService's status."""
    (service,) = objects("inferenceservice", "llm-predictor", "-n", release.namespace)
    return str(service["status"]["url"].partition("://")[2])
