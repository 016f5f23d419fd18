"""A release of the chart on the cluster, worked on by the commands of the chart's README."""

import base64
import json
import re
import shlex
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.cluster.load import Caller
from tests.cluster.paths import ROOT, RUN, environment
from tests.cluster.predictorimage import REPOSITORY

CHART = ROOT / "charts" / "llm-predictor"
Doc = dict[str, Any]
# Small enough for several pods on two cores.
VALUES: Doc = {
    "image": {"repository": REPOSITORY, "tag": "0.1.0", "pullPolicy": "Never"},
    "engine": {"type": "mock"},
    "resources": {"requests": {"cpu": "20m", "memory": "384Mi"}, "limits": {"cpu": "2"}},
    "maxStartSeconds": 120,
    "requestTimeoutSeconds": 30,
}
# A cache on the claim that `claim` makes a volume for.
ON_A_CLAIM: Doc = {"type": "pvc", "size": "1Gi", "accessMode": "ReadWriteMany", "storageClassName": "-"}


class CommandFailed(Exception):
    """A command exited with another code than 0; the message is what a person would read."""


def command(*words: str, stdin: str | None = None, timeout: float = 300) -> str:
    """Run a command and return its output; raises CommandFailed."""
    done = subprocess.run(words, input=stdin, env=environment(), capture_output=True, text=True, timeout=timeout)
    if done.returncode:
        raise CommandFailed(done.stderr + done.stdout)
    return done.stdout


def kubectl(*words: str, stdin: str | None = None, timeout: float = 300) -> str:
    """kubectl on the cluster; raises CommandFailed."""
    return command("kubectl", *words, stdin=stdin, timeout=timeout)


def works(*words: str) -> bool:
    """True when kubectl exits with 0."""
    try:
        kubectl(*words)
    except CommandFailed:
        return False
    return True


def objects(*words: str) -> list[Doc]:
    """`kubectl get … -o json` as a list."""
    found = json.loads(kubectl("get", *words, "-o", "json"))
    return list(found["items"]) if "items" in found else [found]


def soon(true: Callable[[], Any], seconds: float = 180, every: float = 0.5) -> Any:
    """The first true value of `true`; its last value after `seconds`."""
    end = time.monotonic() + seconds
    while not (value := true()) and time.monotonic() < end:
        time.sleep(every)
    return value


class Release:
    """`helm install NAME charts/llm-predictor` in a namespace of its own. A mode's class knows what differs by mode."""

    mode = ""
    gateway = ("namespace", "service", 80)

    def __init__(self, namespace: str, name: str = "llm") -> None:
        self.namespace, self.name = namespace, name
        self.service = f"{name}-llm-predictor"
        if not objects("namespaces", f"--field-selector=metadata.name={namespace}"):
            kubectl("create", "namespace", namespace)

    # Commands

    def values(self, changes: Doc) -> Doc:
        """The values of an installation."""
        return merged(VALUES, {"mode": self.mode}, changes)

    def helm(self, verb: str, *words: str, values: Doc | None = None, chart: bool = True) -> str:
        """helm VERB NAME [CHART] -n NAMESPACE …; raises CommandFailed."""
        place = [str(CHART)] if chart else []
        flags = ["-f", "-"] if values is not None else []
        text = yaml.safe_dump(values) if values is not None else None
        return command("helm", verb, self.name, *place, "-n", self.namespace, *words, *flags, stdin=text)

    def install(self, **changes: Any) -> str:
        """Install with the test's small values."""
        return self.helm("install", values=self.values(changes))

    def upgrade(self, *sets: str, values: Doc | None = None) -> str:
        """`helm upgrade --reset-then-reuse-values --set …`, the form of the README."""
        flags = [word for pair in sets for word in ("--set", pair)]
        return self.helm("upgrade", "--reset-then-reuse-values", *flags, values=values)

    def rollback(self, revision: str = "") -> str:
        """`helm rollback NAME [REVISION]`."""
        return self.helm("rollback", *([revision] if revision else []), chart=False)

    def uninstall(self) -> None:
        """`helm uninstall`, and the end of the pods."""
        self.helm("uninstall", chart=False)
        soon(lambda: not self.pods())

    def remove(self) -> None:
        """Delete the namespace with all that is in it."""
        kubectl("delete", "namespace", self.namespace, "--timeout=120s")

    # What is there

    def pods(self, *words: str) -> list[Doc]:
        """The release's pods."""
        return objects("pods", "-n", self.namespace, "-l", f"app.kubernetes.io/instance={self.name}", *words)

    def running(self) -> list[Doc]:
        """Pods that are not about to end."""
        return [pod for pod in self.pods() if "deletionTimestamp" not in pod["metadata"]]

    def images(self) -> set[str]:
        """The images of all pods, those that are about to end included, because they still answer what the gateway sends them."""
        return {pod["spec"]["containers"][0]["image"] for pod in self.pods()}

    def isvc(self, suffix: str = "") -> Doc:
        """The InferenceService."""
        return objects("inferenceservice", self.service + suffix, "-n", self.namespace)[0]

    def conditions(self, suffix: str = "") -> dict[str, Doc]:
        """Its conditions by type."""
        return {condition["type"]: condition for condition in self.isvc(suffix).get("status", {}).get("conditions", [])}

    def events(self) -> str:
        """All events of the namespace, as `kubectl get events` prints them."""
        return kubectl("get", "events", "-n", self.namespace)

    def termination_messages(self) -> str:
        """What containers left in /dev/termination-log."""
        states = [
            status.get(when, {}).get("terminated", {}).get("message", "")
            for pod in self.pods()
            for status in pod["status"].get("containerStatuses", [])
            for when in ("state", "lastState")
        ]
        return "\n".join(filter(None, states))

    def log(self, pod: Doc) -> str:
        """The predictor's log in a pod."""
        return kubectl("logs", "-n", self.namespace, pod["metadata"]["name"], "-c", "kserve-container")

    def wait_ready(self, suffix: str = "", seconds: int = 240) -> float:
        """`kubectl wait isvc --for=condition=Ready`; returns the seconds it took."""
        started = time.monotonic()
        name = f"isvc/{self.service}{suffix}"
        kubectl("-n", self.namespace, "wait", name, "--for=condition=Ready", f"--timeout={seconds}s", timeout=seconds + 30)
        return time.monotonic() - started

    def follow(self, notes: str, seconds: int = 240) -> None:
        """Run the commands of the notes that wait for the new version; raises CommandFailed where it does not come."""
        lines = [line for line in notes.splitlines() if re.match(r" +kubectl .*(wait|rollout status) ", line)]
        assert lines, notes
        for line in lines:
            command(*shlex.split(re.sub(r"--timeout=\d+s", f"--timeout={seconds}s", line)), timeout=seconds + 30)

    def wait_reachable(self) -> None:
        """Ready, and answering through the gateway, whose configuration follows a moment later."""
        self.wait_ready()
        assert soon(lambda: self.caller().get("/health").status_code == 200), "not reachable through the gateway"

    def key(self) -> str:
        """The API key that the chart made."""
        secret = objects("secret", f"{self.service}-api-keys", "-n", self.namespace)[0]
        return base64.b64decode(secret["data"]["api-keys"]).decode().partition(",")[0]

    def address(self) -> str:
        """IP:PORT of the gateway."""
        namespace, selector, port = self.gateway
        (service,) = objects("services", "-n", namespace, *selector.split())
        return f"{service['spec']['clusterIP']}:{port}"

    def host(self) -> str:
        """The host that callers use."""
        return str(self.isvc()["status"]["url"].partition("://")[2])

    def caller(self, host: str = "", **headers: str) -> Caller:
        """A client that comes through the gateway with the key."""
        return Caller(self.address(), host or self.host(), self.key(), **headers)

    # --- a canary, as each mode has it ---

    def start_canary(self, tag: str, percent: int) -> None:
        """Give so many percent of the requests to a canary of image `tag`."""
        raise NotImplementedError

    def promote(self, tag: str) -> str:
        """Make the canary's version the stable one; returns what Helm prints."""
        raise NotImplementedError

    def roll_back(self) -> None:
        """Take the canary's requests away."""
        raise NotImplementedError

    def clean_up(self) -> None:
        """Remove the canary after its rollback."""
        raise NotImplementedError

    def side(self, canary: bool) -> Caller:
        """A caller of one side alone."""
        raise NotImplementedError

    def settled(self, tag: str) -> bool:
        """True once all requests go to image `tag` and only its pods run."""
        raise NotImplementedError


class Standard(Release):
    """Deployments behind Envoy Gateway; the chart's own weighted route."""

    mode = "Standard"
    gateway = ("envoy-gateway-system", "-l app.kubernetes.io/component=proxy", 8000)

    def values(self, changes: Doc) -> Doc:
        """With a route, since a canary needs one."""
        return super().values(merged({"route": {"enabled": True, "host": f"{self.namespace}.example.com"}}, changes))

    def host(self) -> str:
        """The route's host, which stays the same with and without a canary."""
        return f"{self.namespace}.example.com"

    def start_canary(self, tag: str, percent: int) -> None:
        """Start it without traffic, wait, then give it its share."""
        self.upgrade("canary.enabled=true", f"canary.image.tag={tag}")
        self.wait_ready("-canary")
        self.upgrade(f"canary.trafficPercent={percent}")

    def promote(self, tag: str) -> str:
        """The stable version becomes what the canary was."""
        return self.upgrade(f"image.tag={tag}", "canary.enabled=false", "canary.trafficPercent=0", "canary.image.tag=")

    def roll_back(self) -> None:
        """The canary goes."""
        self.upgrade("canary.enabled=false", "canary.trafficPercent=0", "canary.image.tag=")

    def clean_up(self) -> None:
        """Nothing is left to do after a roll-back."""

    def side(self, canary: bool) -> Caller:
        """One side alone."""
        if canary:
            return self.caller(**{"x-canary": "always"})
        return self.caller(f"{self.service}-{self.namespace}.example.com")

    def settled(self, tag: str) -> bool:
        """True once only pods of a version are left."""
        return self.images() == {f"{REPOSITORY}:{tag}"} and rolled_out(self.namespace, f"{self.service}-predictor")


class Knative(Release):
    """Revisions behind Kourier, split by KServe's canaryTrafficPercent."""

    mode = "Knative"
    gateway = ("kourier-system", "kourier", 80)

    def host(self) -> str:
        """The host of the predictor's Knative service, which Kourier knows."""
        return f"{self.service}-predictor.{self.namespace}.example.com"

    def start_canary(self, tag: str, percent: int) -> None:
        """One command; KServe waits until the canary is ready."""
        self.follow(self.upgrade("canary.enabled=true", f"canary.image.tag={tag}", f"canary.trafficPercent={percent}"))
        assert soon(lambda: sorted(self.split().values()) == sorted({percent, 100 - percent})), self.split()
        assert soon(self.newest_is_ready)

    def promote(self, tag: str) -> str:
        """The same pods, with all the traffic."""
        return self.upgrade(f"image.tag={tag}", "canary.enabled=false", "canary.trafficPercent=0", "canary.image.tag=")

    def roll_back(self) -> None:
        """The canary's revision stays without traffic."""
        self.upgrade("canary.trafficPercent=0")

    def clean_up(self) -> None:
        """Make the stable version the latest revision again, then switch the canary off."""
        before = self.created()
        self.follow(self.upgrade("canary.image.tag="))
        # KServe's status follows the Knative Service's a moment later.
        assert soon(lambda: self.created() != before and self.newest_is_ready())
        self.upgrade("canary.enabled=false")

    def created(self) -> str:
        """KServe's latest created revision."""
        return str(self.isvc()["status"]["components"]["predictor"]["latestCreatedRevision"])

    def newest_is_ready(self) -> bool:
        """True once KServe reports the newest revision as the latest that is ready."""
        status = self.isvc()["status"]["components"]["predictor"]
        return bool(status["latestReadyRevision"] == status["latestCreatedRevision"])

    def split(self) -> dict[str, int]:
        """Percent by revision, as Knative routes now."""
        (service,) = objects("ksvc", f"{self.service}-predictor", "-n", self.namespace)
        split: dict[str, int] = {}
        for target in service.get("status", {}).get("traffic", []):
            split[target["revisionName"]] = split.get(target["revisionName"], 0) + target.get("percent", 0)
        return {revision: percent for revision, percent in split.items() if percent}

    def side(self, canary: bool) -> Caller:
        """One side alone, by its tag."""
        return self.caller(f"{'latest' if canary else 'prev'}-{self.host()}")

    def settled(self, tag: str) -> bool:
        """True once all traffic goes to one revision of a version."""
        split = self.split()
        if len(split) != 1:
            return False
        (revision,) = objects("revision", next(iter(split)), "-n", self.namespace)
        return bool(revision["spec"]["containers"][0]["image"] == f"{REPOSITORY}:{tag}")


def log_lines(release: Release, pod: Doc) -> list[Doc]:
    """The predictor's log as objects, without what other libraries wrote."""
    return [json.loads(line) for line in release.log(pod).splitlines() if line.startswith("{")]


def rolled_out(namespace: str, deployment: str) -> bool:
    """True when a Deployment's newest version is what runs."""
    (found,) = objects("deployment", deployment, "-n", namespace)
    status, wanted = found["status"], found["spec"]["replicas"]
    current = status.get("observedGeneration") == found["metadata"]["generation"]
    return current and [status.get(name, 0) for name in ("replicas", "updatedReplicas", "availableReplicas")] == [wanted] * 3


def merged(*parts: Doc) -> Doc:
    """Values of which later ones win, merged as Helm does."""
    result: Doc = {}
    for part in parts:
        for key, value in part.items():
            both = isinstance(value, dict) and isinstance(result.get(key), dict)
            result[key] = merged(result[key], value) if both else value
    return result


def claim(namespace: str, name: str, folder: str, size: str = "1Gi") -> Path:
    """A ReadWriteMany volume on the node's disk and its claim; returns the folder on this machine."""
    path = RUN / "volumes" / folder
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o777)
    spec = {"accessModes": ["ReadWriteMany"], "storageClassName": ""}
    volume = {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"{namespace}-{name}"},
        "spec": {
            **spec,
            "capacity": {"storage": size},
            "hostPath": {"path": str(path)},
            "claimRef": {"namespace": namespace, "name": name},
            "persistentVolumeReclaimPolicy": "Retain",
        },
    }
    kubectl("apply", "-f", "-", stdin=yaml.safe_dump(volume))
    return path
