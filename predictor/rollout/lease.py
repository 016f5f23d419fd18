"""The Lease NAME-rollout: who judges, and the rollout's state in an annotation.

The state is not an annotation of the InferenceService, because KServe copies those to the pods, and each look would restart them.
"""

import contextlib
import datetime
import time
from collections.abc import Callable
from typing import Any

from kubernetes import client
from kubernetes.client.exceptions import ApiException

from predictor.rollout.api import Api, ApiError, Conflict

STATE, COMMAND = "llm-predictor/rollout-state", "llm-predictor/rollout-command"
COMMANDS = ("abort", "promote")


class Held(Exception):
    """Another judge is at work; the message names it."""


class Lease:
    """Held by one judge at a time; renewed with each `save`."""

    def __init__(self, api: Api, name: str, holder: str, seconds: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self.api, self.name, self.holder, self.seconds, self.sleep = api, f"{name}-rollout", holder, seconds, sleep
        self.held: Any = None

    def acquire(self) -> None:
        """Take it, or raise Held.

        One that another holds is watched for its `seconds` and taken when it is not renewed meanwhile. Clocks are not compared,
        because a laptop's may be wrong.
        """
        lease = self.read()
        if lease is None:
            body = client.V1Lease(metadata=client.V1ObjectMeta(name=self.name), spec=self._spec(0))
            self.held = self._or_held(self.api.leases.create_namespaced_lease, self.api.namespace, body)
            return
        if lease.spec.holder_identity not in (None, "", self.holder):
            lease = self._watched(lease)
        lease.spec = self._spec((lease.spec.lease_transitions or 0) + 1)
        self.held = self._or_held(self.api.leases.replace_namespaced_lease, self.name, self.api.namespace, lease)

    def _watched(self, lease: Any) -> Any:
        step = min(1.0, self.seconds / 4)
        for _ in range(int(lease.spec.lease_duration_seconds / step) + 1):
            self.sleep(step)
            now = self.read()
            if now is None or not now.spec.holder_identity:
                break
            if now.spec.renew_time != lease.spec.renew_time:
                raise Held(f"{now.spec.holder_identity} is judging this rollout already")
        fresh = self.read()
        if fresh is None:
            raise Held("another judge has just taken the lease away; start again")
        return fresh

    def read(self) -> Any:
        """The Lease, or None."""
        try:
            return self.api.call(f"get lease {self.name}", self.api.leases.read_namespaced_lease, self.name, self.api.namespace)
        except ApiError as error:
            if isinstance(error.__cause__, ApiException) and error.__cause__.status == 404:
                return None
            raise

    def load(self) -> str:
        """The state, or ""."""
        lease = self.held or self.read()
        return (lease.metadata.annotations or {}).get(STATE, "") if lease else ""

    def save(self, state: str) -> str:
        """Write the state and renew; returns the command that was left, and removes it. Raises Held when another took over."""
        for _ in range(3):
            lease = self.held
            annotations = dict(lease.metadata.annotations or {})
            command = annotations.pop(COMMAND, "")
            lease.metadata.annotations = annotations | {STATE: state}
            lease.spec.renew_time = _now()
            try:
                self.held = self._write(lease)
                return command if command in COMMANDS else ""
            except Conflict:
                self.held = self._still_own()
        raise ApiError(f"lease {self.name}: changed too often")

    def _still_own(self) -> Any:
        lease, self.held = self.read(), None
        if lease is None or lease.spec.holder_identity != self.holder:
            raise Held("another judge has taken this rollout over") from None
        return lease

    def release(self) -> None:
        """Let another judge take it at once."""
        if self.held is not None:
            self.held.spec.holder_identity = None
            with contextlib.suppress(Conflict):
                self._write(self.held)
            self.held = None

    def send(self, command: str) -> None:
        """Leave a command for the judge at work."""
        body = {"metadata": {"annotations": {COMMAND: command}}}
        self.api.call(f"patch lease {self.name}", self.api.leases.patch_namespaced_lease, self.name, self.api.namespace, body)

    def _write(self, lease: Any) -> Any:
        return self.api.call(
            f"update lease {self.name}", self.api.leases.replace_namespaced_lease, self.name, self.api.namespace, lease
        )

    def _or_held(self, function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return self.api.call(f"take lease {self.name}", function, *arguments)
        except Conflict:
            raise Held("another judge was quicker") from None

    def _spec(self, transitions: int) -> client.V1LeaseSpec:
        now = _now()
        return client.V1LeaseSpec(
            holder_identity=self.holder,
            lease_duration_seconds=self.seconds,
            acquire_time=now,
            renew_time=now,
            lease_transitions=transitions,
        )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
