"""Stable and canary as the cluster shows them, and the faults of pods that need no statistics."""

from dataclasses import dataclass
from typing import Any, Protocol

STUCK = ("CrashLoopBackOff", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError")
# Reasons with which the node or the scheduler, not the version, ends a pod.
NODE_REASONS = ("Evicted", "Preempting", "NodeShutdown", "Terminated", "NodeAffinity", "NodeLost", "Shutdown")
CONTAINER = "kserve-container"
HASH = "llm-predictor/pod-hash"  # the chart's annotation: two versions of one hash run the same pod
MISSED_LOOKS = 2


def _named(items: list[dict[str, Any]], name: object) -> dict[str, Any]:
    return next((item for item in items if item["name"] == name), {})


def _container(containers: list[dict[str, Any]]) -> dict[str, Any]:
    """KServe's container, or the first one."""
    return _named(containers, CONTAINER) or (containers[0] if containers else {})


def _end(running: dict[str, Any]) -> str:
    """How a container ended last, or an empty text."""
    ended = (running.get("lastState") or {}).get("terminated") or (running.get("state") or {}).get("terminated")
    return f"{ended.get('reason', '')}, exit code {ended.get('exitCode', '')}" if ended else ""


def _waiting(running: dict[str, Any]) -> str:
    """Why a container waits, or an empty text."""
    reason: str = ((running.get("state") or {}).get("waiting") or {}).get("reason", "")
    return reason


@dataclass(frozen=True, slots=True)
class Pod:
    """One pod of a side; `failed` and `waiting` are Kubernetes' reasons, empty while all is well."""

    name: str
    address: str = ""
    port: int = 8000
    ready: bool = False
    restarts: int = 0
    waiting: str = ""
    failed: str = ""
    ended: str = ""
    leaving: bool = False
    hash: str = ""

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> "Pod":
        """From a pod as the API has it."""
        status = manifest.get("status", {})
        chosen = _container(manifest.get("spec", {}).get("containers", []))
        ports = chosen.get("ports") or [{}]
        running = _named(status.get("containerStatuses") or [], chosen.get("name"))
        conditions = {one["type"]: one["status"] for one in status.get("conditions") or []}
        return cls(
            name=manifest["metadata"]["name"],
            address=status.get("podIP") or "",
            port=int(ports[0].get("containerPort", 8000)),
            ready=conditions.get("Ready") == "True",
            restarts=int(running.get("restartCount", 0)),
            waiting=_waiting(running),
            failed=(status.get("reason") or "Failed") if status.get("phase") == "Failed" else "",
            ended=_end(running),
            leaving=bool(manifest["metadata"].get("deletionTimestamp")),
            hash=(manifest["metadata"].get("annotations") or {}).get(HASH, ""),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """Stable or canary: the name of its InferenceService or revision, what it runs (a hash), and its pods."""

    name: str
    identity: str
    pods: tuple[Pod, ...] = ()

    @property
    def serving(self) -> tuple[Pod, ...]:
        """The pods that take requests."""
        return tuple(pod for pod in self.pods if pod.ready and not pod.leaving)


@dataclass(frozen=True, slots=True)
class View:
    """One look at the cluster.

    `canary` is None where there is nothing to judge. `ready`: its share would be answered, by a pod, or by one that Knative starts.
    """

    stable: Side
    canary: Side | None
    share: int
    ready: bool


class Cluster(Protocol):
    """What a judge needs of the cluster; predictor/rollout/cluster.py has it by the kubernetes client."""

    def view(self) -> View:
        """Stable and canary now."""

    def scrape(self, pod: Pod) -> str:
        """A pod's page of metrics; raises ScrapeError."""

    def set_share(self, share: int, mirror_percent: int = 0) -> None:
        """Give the canary `share` percent of the requests, and copies of `mirror_percent` of stable's."""

    def event(self, reason: str, message: str, warning: bool = False) -> None:
        """An Event on the InferenceService."""

    def condition(self, status: str, reason: str, message: str) -> None:
        """The condition RolloutSucceeded of the InferenceService."""

    def load(self) -> str:
        """The state that was saved last, or ""."""

    def save(self, state: str) -> str:
        """Save the state; returns the command (abort, promote) that somebody left, or ""."""


class Health:
    """Remembers the pods of one side between looks; `memory` goes into the rollout's state."""

    def __init__(self, memory: dict[str, dict[str, int]]) -> None:
        self.memory = memory

    def start_problem(self, side: Side) -> str:
        """Why a canary that has no traffic yet cannot become ready, or ""."""
        for pod in side.pods:
            if pod.waiting in STUCK:
                return f"pod {pod.name} does not start: {pod.waiting}" + (f" ({pod.ended})" if pod.ended else "")
        return ""

    def problem(self, side: Side) -> str:
        """What no version may do while it has traffic: die, restart, or lose its readiness; "" while all is well."""
        found = [text for pod in side.pods if not pod.leaving for text in self._of(pod)]
        self.memory = {pod.name: dict(self.memory.get(pod.name) or self._first(pod)) for pod in side.pods}
        for pod in side.pods:
            self._remember(pod)
        return found[0] if found else ""

    def restarted(self, side: Side) -> bool:
        """Whether a pod of this side has started anew, or has gone, since the last look: its counts are then not whole."""
        now = {pod.name: pod.restarts for pod in side.pods}
        before = {name: memory["restarts"] for name, memory in self.memory.items()}
        self.memory = {name: {"restarts": count} for name, count in now.items()}
        return any(now.get(name, -1) != count for name, count in before.items())

    def _first(self, pod: Pod) -> dict[str, int]:
        """Restarts before the canary had traffic are its start's; a pod that came later had none when it was made."""
        return {"restarts": 0 if self.memory else pod.restarts, "ready": 0, "missed": 0}

    def _of(self, pod: Pod) -> list[str]:
        before = self.memory.get(pod.name) or self._first(pod)
        ended = f" ({pod.ended})" if pod.ended else ""
        missed = before["missed"] + 1 >= MISSED_LOOKS
        rules = [
            (pod.failed and pod.failed not in NODE_REASONS, f"pod {pod.name} failed: {pod.failed}{ended}"),
            (pod.restarts > before["restarts"], f"pod {pod.name} restarted{ended}"),
            (pod.waiting in STUCK, f"pod {pod.name} does not start: {pod.waiting}{ended}"),
            (before["ready"] and not pod.ready and not pod.failed and missed, f"pod {pod.name} lost its readiness"),
        ]
        return [text for broken, text in rules if broken]

    def _remember(self, pod: Pod) -> None:
        memory = self.memory[pod.name]
        memory["missed"] = memory["missed"] + 1 if memory["ready"] and not pod.ready else 0
        memory["ready"] = int(bool(memory["ready"]) or pod.ready)
        memory["restarts"] = max(memory["restarts"], pod.restarts)
