"""What the chart, KServe and Knative would have on the API server for one release with a canary."""

from typing import Any

import numpy as np

from predictor.rollout.sides import HASH
from tests.unit.rollout.apiserver import ApiServer, Object
from tests.unit.rollout.world import Replica, Version

NAME = "demo-llm-predictor"
REVISIONS = {"stable": f"{NAME}-predictor-00001", "canary": f"{NAME}-predictor-00002"}
SERVICES = {"stable": NAME, "canary": f"{NAME}-canary"}


class Release:
    """A release in `mode`; both sides ready with one pod each, no traffic for the canary."""

    def __init__(self, server: ApiServer, mode: str) -> None:
        self.server, self.mode = server, mode
        self.rng = np.random.default_rng(3)
        self.versions = {"stable": Version(), "canary": Version()}
        self.replicas: dict[str, Replica] = {}
        server.metrics = self.page
        server.put("inferenceservices", self._service(NAME, "hash-1" if mode == "Standard" else "hash-2"))
        if mode == "Standard":
            server.put("inferenceservices", self._service(f"{NAME}-canary", "hash-2"))
            server.put("httproutes", self._route())
        else:
            for side, identity in (("stable", "hash-1"), ("canary", "hash-2")):
                server.put("revisions", {"metadata": {"name": REVISIONS[side], "annotations": {HASH: identity}}})
        for side, identity in (("stable", "hash-1"), ("canary", "hash-2")):
            self.add_pod(f"{side}-0", side, identity)

    def _service(self, name: str, identity: str) -> Object:
        predictor: Object = {"annotations": {HASH: identity}, "minReplicas": 1}
        status: Object = {"conditions": [{"type": "Ready", "status": "True"}], "deploymentMode": self.mode}
        if self.mode == "Knative":
            predictor["canaryTrafficPercent"] = 0
            stable, canary = REVISIONS["stable"], REVISIONS["canary"]
            revisions = {"latestCreatedRevision": canary, "latestReadyRevision": canary, "latestRolledoutRevision": stable}
            status["components"] = {"predictor": revisions}
        metadata = {"name": name, "uid": f"uid-{name}", "annotations": {"serving.kserve.io/deploymentMode": self.mode}}
        return {"metadata": metadata, "spec": {"predictor": predictor}, "status": status}

    def _route(self) -> Object:
        rules: list[Object] = [
            {
                "matches": [{"headers": [{"name": "x-canary", "value": "always"}]}],
                "backendRefs": [{"name": f"{NAME}-canary-predictor", "port": 80}],
            },
            {
                "backendRefs": [
                    {"name": f"{NAME}-predictor", "port": 80, "weight": 100},
                    {"name": f"{NAME}-canary-predictor", "port": 80, "weight": 0},
                ]
            },
        ]
        return {"metadata": {"name": f"{NAME}-route"}, "spec": {"rules": rules}}

    def stick(self) -> None:
        """The route of sticky callers, as the chart makes it."""
        header = {"type": "RegularExpression", "name": "x-session-id", "value": "0^"}
        rules = [
            {"matches": [{"headers": [header]}], "backendRefs": [{"name": f"{NAME}-canary-predictor", "port": 80}]},
            {"matches": [{"headers": [dict(header, value=".+")]}], "backendRefs": [{"name": f"{NAME}-predictor", "port": 80}]},
        ]
        self.server.put("httproutes", {"metadata": {"name": f"{NAME}-sticky"}, "spec": {"rules": rules}})

    def add_pod(self, name: str, side: str, identity: str, *, ready: bool = True, **status: Any) -> Object:
        """One pod of a side."""
        standard = self.mode == "Standard"
        label = "serving.kserve.io/inferenceservice" if standard else "serving.knative.dev/revision"
        names = SERVICES if standard else REVISIONS
        containers = [
            {"name": "queue-proxy", "image": "q"},
            {"name": "kserve-container", "image": "p", "ports": [{"containerPort": 8000}]},
        ]
        pod = {
            "metadata": {"name": name, "labels": {label: names[side]}, "annotations": {HASH: identity}},
            "spec": {"containers": containers},
            "status": {
                "phase": "Running",
                "podIP": "127.0.0.1",
                "conditions": [{"type": "Ready", "status": "True" if ready else "False"}],
                "containerStatuses": [
                    {"name": "kserve-container", "restartCount": 0, "image": "p", "imageID": "p", "ready": ready, "state": {}}
                ],
                **status,
            },
        }
        self.replicas.setdefault(name, Replica(pod=None))  # type: ignore[arg-type]
        return self.server.put("pods", pod)

    def container(self, pod: str) -> Any:
        """The status of a pod's container, to be changed."""
        return self.server.get("pods", pod)["status"]["containerStatuses"][0]

    def page(self, pod: str) -> str:
        return self.replicas[pod].page(self.versions[pod.split("-")[0]])

    @property
    def share(self) -> int:
        """The canary's share, as the gateway would read it."""
        if self.mode == "Knative":
            return int(self.server.get("inferenceservices", NAME)["spec"]["predictor"]["canaryTrafficPercent"])
        return int(self.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]["backendRefs"][1]["weight"])

    @property
    def condition(self) -> Object:
        """RolloutSucceeded."""
        conditions = self.server.get("inferenceservices", NAME)["status"]["conditions"]
        return next(one for one in conditions if one["type"] == "RolloutSucceeded")

    def serve(self, requests: int) -> None:
        """Traffic by the share as it is now."""
        canary = int(self.rng.binomial(requests, self.share / 100))
        self.replicas["stable-0"].serve(requests - canary, self.versions["stable"], self.rng)
        self.replicas["canary-0"].serve(canary, self.versions["canary"], self.rng)
