"""Make the JSON schemas beside this file from the CRDs in the projects' own Go modules; run it to move to another version.

    python tests/chart/schemas/vendor.py

Descriptions are dropped, what repeats (the InferenceService holds the pod's schema nine times) goes to `$defs`, and unknown
fields are refused as the API server refuses them with `--validate=strict`.
"""

import hashlib
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
# Module, version, CRD file, API version.
SOURCES = {
    "InferenceService": (
        "github.com/kserve/kserve",
        "v0.20.0",
        "config/crd/full/serving.kserve.io_inferenceservices.yaml",
        "v1beta1",
    ),
    "ServingRuntime": ("github.com/kserve/kserve", "v0.20.0", "config/crd/full/serving.kserve.io_servingruntimes.yaml", "v1alpha1"),
    "HTTPRoute": ("sigs.k8s.io/gateway-api", "v1.5.1", "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml", "v1"),
    **{
        kind: (
            "github.com/prometheus-operator/prometheus-operator",
            "v0.93.0",
            f"example/prometheus-operator-crd/monitoring.coreos.com_{kind.lower()}s.yaml",
            "v1",
        )
        for kind in ("PodMonitor", "ServiceMonitor", "PrometheusRule")
    },
}
SMALLEST_DEF = 200


def module(path: str, version: str) -> Path:
    """The module's folder in Go's cache, downloaded where it is not there."""
    reported = subprocess.run(
        ["go", "mod", "download", "-json", f"{path}@{version}"], check=True, capture_output=True, cwd="/"
    ).stdout
    return Path(json.loads(reported)["Dir"])


def strict(schema: Any) -> Any:
    """The schema without descriptions and Kubernetes' extensions, refusing unknown fields."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    made = {key: strict(value) for key, value in schema.items() if not key.startswith("x-kubernetes-")}
    for key in ("description", "format"):
        # Their text; a property of that name is a mapping.
        if isinstance(made.get(key), str):
            del made[key]
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
        if not open_ended:
            made["additionalProperties"] = False
    return made


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """`strict` for a CRD's root, whose `metadata` the CRD leaves open."""
    made = strict(schema)
    made["properties"]["metadata"] = {"type": "object"}
    assert isinstance(made, dict)
    return made


def share(schema: dict[str, Any]) -> dict[str, Any]:
    """Move sub-schemas that occur more than once to `$defs`."""
    seen: Counter[str] = Counter()
    count(schema, seen)
    defs: dict[str, Any] = {}
    body = replace(schema, seen, defs, root=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "$defs": dict(sorted(defs.items()))}


def digest(schema: Any) -> str:
    """A short name for a sub-schema."""
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:10]


def count(schema: Any, seen: Counter[str]) -> None:
    """Count each sub-schema."""
    if isinstance(schema, dict):
        if "type" in schema and len(json.dumps(schema)) >= SMALLEST_DEF:
            seen[digest(schema)] += 1
            if seen[digest(schema)] > 1:
                return
        for value in schema.values():
            count(value, seen)
    elif isinstance(schema, list):
        for item in schema:
            count(item, seen)


def replace(schema: Any, seen: Counter[str], defs: dict[str, Any], root: bool = False) -> Any:
    """The schema with references to `defs`."""
    if isinstance(schema, list):
        return [replace(item, seen, defs) for item in schema]
    if not isinstance(schema, dict):
        return schema
    name = digest(schema)
    if root or seen.get(name, 0) < 2:
        return {key: replace(value, seen, defs) for key, value in schema.items()}
    if name not in defs:
        defs[name] = {}
        defs[name] = {key: replace(value, seen, defs) for key, value in schema.items()}
    return {"$ref": f"#/$defs/{name}"}


def text(schema: dict[str, Any]) -> str:
    """JSON with one definition per line, so that a new version can be read as a diff."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, sort_keys=True)}" for key, value in schema.items() if key != "$defs"]
    defs = ",\n".join(f"{json.dumps(key)}: {json.dumps(value, sort_keys=True)}" for key, value in schema["$defs"].items())
    return "{\n" + ",\n".join(lines) + ',\n"$defs": {\n' + defs + "\n}\n}\n"


def main() -> None:
    """Write one file per kind."""
    for kind, (path, version, file, api) in SOURCES.items():
        crd = yaml.load((module(path, version) / file).read_text(), Loader=yaml.CSafeLoader)
        (found,) = [entry["schema"]["openAPIV3Schema"] for entry in crd["spec"]["versions"] if entry["name"] == api]
        made = {"title": f"{crd['spec']['group']}/{api} {kind}", "$comment": f"{path}@{version} {file}"} | share(properties(found))
        (HERE / f"{kind}.json").write_text(text(made))
        print(kind, len(text(made)))


if __name__ == "__main__":
    main()
