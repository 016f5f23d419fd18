"""Strict validators for everything the chart renders: Kubernetes' own schemas, and those of the CRDs in `schemas/`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.chart import tools

CRDS = Path(__file__).parent / "schemas"
# Files of kubernetes-validate for the kinds that the chart renders.
KUBERNETES = {
    "ConfigMap": "configmap-v1",
    "Job": "job-batch-v1",
    "NetworkPolicy": "networkpolicy-networking-v1",
    "PersistentVolumeClaim": "persistentvolumeclaim-v1",
    "Pod": "pod-v1",
    "PodDisruptionBudget": "poddisruptionbudget-policy-v1",
    "Role": "role-rbac-v1",
    "RoleBinding": "rolebinding-rbac-v1",
    "Secret": "secret-v1",
    "ServiceAccount": "serviceaccount-v1",
}


def problems(doc: dict[str, Any]) -> list[str]:
    """Where an object breaks its schema; raises KeyError for a kind without one."""
    return [f"{doc['kind']}{error.json_path[1:]}: {error.message[:300]}" for error in validator(doc["kind"]).iter_errors(doc)]


@cache
def validator(kind: str) -> Draft202012Validator:
    """The validator of a kind."""
    if (crd := CRDS / f"{kind}.json").exists():
        return Draft202012Validator(json.loads(crd.read_text()))
    path = tools.KUBERNETES_SCHEMAS / f"{KUBERNETES[kind]}.json"
    return Draft202012Validator(json.loads(path.read_text()), registry=Registry(retrieve=_definitions))  # type: ignore[call-arg]


def _definitions(uri: str) -> Resource[Any]:
    return Resource.from_contents(
        json.loads((tools.KUBERNETES_SCHEMAS / Path(uri).name).read_text()), default_specification=DRAFT202012
    )
