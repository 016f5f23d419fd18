"""Stable and canary of one release on a real cluster, in both of KServe's modes."""

import datetime
import hashlib
import ipaddress
import json
from typing import Any

import httpx
from kubernetes import client

from predictor.rollout.api import REVISIONS, SERVING, Api, ApiError, Conflict, Object
from predictor.rollout.lease import Lease
from predictor.rollout.meter import ScrapeError
from predictor.rollout.sides import HASH, Pod, Side, View
from predictor.rollout.split import KnativeSplit, RouteSplit

CONDITION = "RolloutSucceeded"
MODES = {"RawDeployment": "Standard", "Serverless": "Knative"}
SCALE = ("minReplicas", "maxReplicas", "canaryTrafficPercent", "scaleTarget", "scaleMetric", "autoScaling", "name")
SCRAPE_SECONDS = 5.0


class KubernetesCluster:
    """What predictor.rollout.sides.Cluster asks for, of the InferenceService `name`.

    `direct` scrapes pods by their addresses, as from inside the cluster; else through the API server's pod proxy.
    """

    def __init__(self, api: Api, name: str, lease: Lease, *, direct: bool) -> None:
        self.api, self.name, self.canary, self.lease, self.direct = api, name, f"{name}-canary", lease, direct
        self.load, self.save = lease.load, lease.save
        service = self._service()
        self.mode = _mode(service)
        knative = self.mode == "Knative"
        self.split: KnativeSplit | RouteSplit = KnativeSplit(api, name) if knative else RouteSplit(api, name, self.canary)

    def view(self) -> View:
        """Stable and canary now; raises ApiError."""
        service = self._service()
        return self._revisions(service) if self.mode == "Knative" else self._services(service)

    def set_share(self, share: int, mirror_percent: int = 0) -> None:
        """Move the traffic; raises ApiError."""
        self.split.set(share, mirror_percent)

    def scrape(self, pod: Pod) -> str:
        """A pod's /metrics; raises ScrapeError."""
        try:
            return self._direct(pod) if self.direct else self._proxied(pod)
        except (httpx.HTTPError, ApiError) as error:
            raise ScrapeError(str(error) or type(error).__name__) from error

    def _direct(self, pod: Pod) -> str:
        host = f"[{pod.address}]" if pod.address and ipaddress.ip_address(pod.address).version == 6 else pod.address
        answer = httpx.get(f"http://{host}:{pod.port}/metrics", timeout=SCRAPE_SECONDS, trust_env=False)
        answer.raise_for_status()
        return answer.text

    def _proxied(self, pod: Pod) -> str:
        answer = self.api.call(
            f"scrape {pod.name}",
            self.api.core.connect_get_namespaced_pod_proxy_with_path,
            f"{pod.name}:{pod.port}",
            self.api.namespace,
            "metrics",
            _preload_content=False,
        )
        return str(answer.data.decode("utf-8", "replace"))

    def event(self, reason: str, message: str, warning: bool = False) -> None:
        """Make an Event on the stable InferenceService; raises ApiError."""
        now, service = datetime.datetime.now(datetime.UTC), self._service()
        body = client.CoreV1Event(
            metadata=client.V1ObjectMeta(generate_name=f"{self.name}-rollout-"),
            involved_object=client.V1ObjectReference(
                api_version="/".join(SERVING),
                kind="InferenceService",
                name=self.name,
                namespace=self.api.namespace,
                uid=service["metadata"].get("uid"),
            ),
            reason=reason,
            message=message[:1000],
            type="Warning" if warning else "Normal",
            source=client.V1EventSource(component="llm-predictor-rollout"),
            first_timestamp=now,
            last_timestamp=now,
            count=1,
        )
        self.api.call("create event", self.api.core.create_namespaced_event, self.api.namespace, body)

    def condition(self, status: str, reason: str, message: str) -> None:
        """Set RolloutSucceeded beside KServe's own conditions; raises ApiError."""
        for _ in range(5):
            service = self._service()
            before = service.get("status", {}).get("conditions") or []
            old: Object = next((one for one in before if one["type"] == CONDITION), {})
            now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            since = old.get("lastTransitionTime", now) if old.get("status") == status else now
            made = {"type": CONDITION, "status": status, "reason": reason, "message": message, "lastTransitionTime": since}
            conditions = [one for one in before if one["type"] != CONDITION] + [made]
            version = {"resourceVersion": service["metadata"].get("resourceVersion")}
            try:
                body = {"metadata": version, "status": {"conditions": conditions}}
                return self.api.patch(SERVING, "inferenceservices", self.name, body, status=True)
            except Conflict:
                continue
        raise ApiError(f"inferenceservices/{self.name}: its status changes too often to set a condition")

    def _service(self) -> Object:
        service = self.api.get(SERVING, "inferenceservices", self.name)
        if service is None:
            raise ApiError(f"no InferenceService {self.name} in namespace {self.api.namespace}: give its name, and -n NAMESPACE")
        return service

    def _pods(self, label: str, value: str, identity: str) -> tuple[tuple[Pod, ...], bool]:
        """The pods that run `identity`, and whether others of the same side still serve."""
        pods = [Pod.of(one) for one in self.api.pods(f"{label}={value}")]
        own = tuple(pod for pod in pods if pod.hash in ("", identity))
        return own, any(pod.ready and not pod.leaving for pod in pods if pod not in own)

    def _services(self, stable: Object) -> View:
        sides: list[Side] = []
        ready = False
        canary = self.api.get(SERVING, "inferenceservices", self.canary)
        for service in (stable, canary):
            if service and not service["metadata"].get("deletionTimestamp"):
                name, identity = service["metadata"]["name"], _identity(service)
                pods, old = self._pods("serving.kserve.io/inferenceservice", name, identity)
                sides.append(Side(name, identity, pods))
                ready = _condition(service, "Ready") and not old and bool(sides[-1].serving)
        if not sides:
            raise ApiError(f"InferenceService {self.name} is being deleted")
        return View(sides[0], sides[1] if len(sides) > 1 else None, self.split.share(stable) if len(sides) > 1 else 0, ready)

    def _revisions(self, service: Object) -> View:
        status = (service.get("status", {}).get("components") or {}).get("predictor") or {}
        newest, warm, rolled = (status.get(f"latest{which}Revision", "") for which in ("Created", "Ready", "Rolledout"))
        stable = self._revision(rolled or newest, service)
        canary = self._revision(newest, service) if newest and rolled and newest != rolled else None
        # `status.observedGeneration` is the Knative Service's, so the pod's hash tells whether KServe has seen the newest spec.
        wanted = _hash(service["spec"]["predictor"])
        seen = wanted in ("", (canary or stable).identity)
        return View(stable, canary, self.split.share(service), ready=newest == warm and seen)

    def _revision(self, name: str, service: Object) -> Side:
        revision = self.api.get(REVISIONS, "revisions", name) if name else None
        identity = _hash((revision or {}).get("metadata", {})) or name
        pods, _ = self._pods("serving.knative.dev/revision", name, identity) if name else ((), False)
        return Side(name, identity, pods)


def _mode(service: Object) -> str:
    given = service.get("status", {}).get("deploymentMode") or ""
    given = given or (service["metadata"].get("annotations") or {}).get("serving.kserve.io/deploymentMode", "Knative")
    mode = MODES.get(given, given)
    if mode not in ("Standard", "Knative"):
        raise ApiError(f"InferenceService {service['metadata']['name']} runs in mode {mode}; the judge knows Standard and Knative")
    return mode


def _condition(service: Object, kind: str) -> bool:
    conditions: list[Any] = service.get("status", {}).get("conditions") or []
    return any(one["type"] == kind and one["status"] == "True" for one in conditions)


def _hash(annotated: Object) -> str:
    """The chart's hash of the pod among the annotations; empty without one."""
    return str((annotated.get("annotations") or {}).get(HASH, ""))


def _identity(service: Object) -> str:
    predictor = service["spec"]["predictor"]
    plain = {key: value for key, value in predictor.items() if key not in SCALE}
    return _hash(predictor) or str(hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16])
