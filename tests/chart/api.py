"""A Kubernetes API in little, with the discovery that Helm asks for: it holds objects, and remembers every call."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import yaml

Doc = dict[str, Any]
# Group and version to the kinds in it, each with its plural.
KINDS: dict[str, dict[str, str]] = {
    "v1": {
        "Secret": "secrets",
        "ConfigMap": "configmaps",
        "Service": "services",
        "ServiceAccount": "serviceaccounts",
        "Namespace": "namespaces",
        "Pod": "pods",
        "PersistentVolumeClaim": "persistentvolumeclaims",
    },
    "batch/v1": {"Job": "jobs"},
    "rbac.authorization.k8s.io/v1": {"Role": "roles", "RoleBinding": "rolebindings"},
    "networking.k8s.io/v1": {"NetworkPolicy": "networkpolicies"},
    "policy/v1": {"PodDisruptionBudget": "poddisruptionbudgets"},
    "serving.kserve.io/v1beta1": {"InferenceService": "inferenceservices"},
    "serving.kserve.io/v1alpha1": {"ServingRuntime": "servingruntimes"},
    "serving.knative.dev/v1": {"Service": "services", "Revision": "revisions"},
    "gateway.networking.k8s.io/v1": {"HTTPRoute": "httproutes"},
    "monitoring.coreos.com/v1": {"PodMonitor": "podmonitors", "PrometheusRule": "prometheusrules"},
    "keda.sh/v1alpha1": {"ScaledObject": "scaledobjects"},
}


class Cluster:
    """The objects, by path, and the calls that changed them."""

    def __init__(self, objects: list[Doc], without: tuple[str, ...] = ()) -> None:
        self.groups = {group: kinds for group, kinds in KINDS.items() if group not in without}
        self.objects: dict[str, Doc] = {}
        self.tokens: set[str] = set()
        # Called with an object after a PATCH of it, as a controller would see it.
        self.patched: Callable[[Doc], None] = lambda _: None
        self.url = ""
        for doc in objects:
            self.objects[self.path(doc)] = doc

    def path(self, doc: Doc) -> str:
        """Where an object is found."""
        meta, plural = doc["metadata"], KINDS[doc["apiVersion"]][doc["kind"]]
        return f"{root(doc['apiVersion'])}/namespaces/{meta.get('namespace', 'llm')}/{plural}/{meta['name']}"

    def discovery(self, path: str) -> Doc | None:
        """The answer to one call of discovery; None for any other path."""
        groups = sorted(group for group in self.groups if "/" in group)
        documents: dict[str, Doc] = {
            "/version": {"major": "1", "minor": "35", "gitVersion": "v1.35.0"},
            "/api": {"kind": "APIVersions", "versions": ["v1"]},
            "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [group_doc(group) for group in groups]},
        }
        for group, kinds in self.groups.items():
            resources = [{"name": plural, "kind": kind, "namespaced": True, "verbs": ["get"]} for kind, plural in kinds.items()]
            documents[root(group)] = {"kind": "APIResourceList", "groupVersion": group, "resources": resources}
        return documents.get(path)

    def kubeconfig(self, folder: Path) -> Path:
        """A kubeconfig that leads here."""
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "here",
            "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}],
            "clusters": [{"name": "here", "cluster": {"server": self.url}}],
            "users": [{"name": "me", "user": {"token": "token"}}],
        }
        (path := folder / "kubeconfig").write_text(yaml.safe_dump(config))
        return path


def revision(name: str, pod_hash: str) -> Doc:
    """A revision of Knative, as KServe has it made for a predictor of the chart."""
    metadata = {"name": name, "annotations": {"llm-predictor/pod-hash": pod_hash}}
    return {"apiVersion": "serving.knative.dev/v1", "kind": "Revision", "metadata": metadata}


def root(group: str) -> str:
    """Path of a group and version."""
    return f"/apis/{group}" if "/" in group else f"/api/{group}"


def group_doc(group: str) -> Doc:
    """One group as /apis lists it."""
    name, version = group.split("/")
    answered = {"groupVersion": group, "version": version}
    return {"name": name, "versions": [answered], "preferredVersion": answered}


def merge(into: Doc, patch: Doc) -> None:
    """Apply a JSON merge patch (RFC 7396) in place."""
    for key, value in patch.items():
        if value is None:
            into.pop(key, None)
        elif isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


class Handler(BaseHTTPRequestHandler):
    """GET, POST and merge PATCH of single objects."""

    cluster: Cluster

    def answer(self, status: int, body: Doc) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def status(self, code: int, reason: str) -> None:
        self.answer(code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "code": code})

    def body(self) -> Doc:
        return dict(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        found = self.cluster.discovery(path) or self.cluster.objects.get(path)
        if found:
            self.answer(200, found)
        else:
            self.status(404, "NotFound")

    def do_POST(self) -> None:
        self.cluster.tokens.add(self.headers["Authorization"])
        doc = self.body()
        path = f"{self.path}/{doc['metadata']['name']}"
        if path in self.cluster.objects:
            self.status(409, "AlreadyExists")
        else:
            self.cluster.objects[path] = doc
            self.answer(201, doc)

    def do_PATCH(self) -> None:
        there = self.cluster.objects[self.path]
        merge(there, self.body())
        self.cluster.patched(there)
        self.answer(200, there)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def running(*objects: Doc, without: tuple[str, ...] = ()) -> Iterator[Cluster]:
    """A cluster that holds `objects`, without the groups in `without`."""
    cluster = Cluster(list(objects), without)
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"cluster": cluster})) as server:
        cluster.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield cluster
        server.shutdown()
