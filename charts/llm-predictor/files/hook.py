"""Jobs of Helm's hooks, which ask the cluster's API: `key` makes the API key once, `rollback` refuses an unsafe `helm rollback`.

Only the standard library is used, so that any image with Python 3.9 can run it.
"""

import base64
import json
import os
import secrets
import ssl
import string
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ACCOUNT = Path(os.environ.get("ACCOUNT", "/var/run/secrets/kubernetes.io/serviceaccount"))
ALPHABET = string.ascii_letters + string.digits
KEY_LENGTH = 40


class Refused(Exception):
    """The rollback would send callers to a version without warm pods; the message says what to do instead."""


def server() -> str:
    """Address of the cluster's API, as Kubernetes gives it to every pod."""
    host = os.environ["KUBERNETES_SERVICE_HOST"]
    scheme = os.environ.get("SCHEME", "https")
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{os.environ['KUBERNETES_SERVICE_PORT']}"


def call(method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """Status and body of one call of the API; 404 and 409 are answers, every other error raises urllib's HTTPError."""
    kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
    headers = {"Authorization": f"Bearer {(ACCOUNT / 'token').read_text()}", "Content-Type": kind}
    data = None if body is None else json.dumps(body).encode()
    url = server() + path
    context = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt")) if url.startswith("https:") else None
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30, context=context) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code not in {404, 409}:
            raise
        return error.code, {}


def make_key(namespace: str, name: str, key: str, labels: dict[str, str]) -> str:
    """Make the Secret, or add the key that it lacks, and leave a key that is there. Returns a line for the log."""
    path = f"/api/v1/namespaces/{namespace}/secrets"
    value = base64.b64encode("".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH)).encode()).decode()
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "labels": labels},
        "type": "Opaque",
        "data": {key: value},
    }
    if call("POST", path, secret)[0] != 409:
        return f"made Secret {name} with one API key"
    _, there = call("GET", f"{path}/{name}")
    if key in (there.get("data") or {}):
        return f"Secret {name} has its key already"
    call("PATCH", f"{path}/{name}", {"data": {key: value}})
    return f"added {key} to Secret {name}"


def service(namespace: str, name: str) -> dict[str, Any]:
    """The InferenceService, or an empty mapping where there is none."""
    return call("GET", f"/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices/{name}")[1]


def pod_hash(found: dict[str, Any]) -> str:
    """The hash of the pod that an InferenceService asks for; empty where there is none."""
    annotations = found.get("spec", {}).get("predictor", {}).get("annotations") or {}
    return str(annotations.get("llm-predictor/pod-hash", ""))


def check_knative(found: dict[str, Any], wanted: str, keeps_canary: bool) -> None:
    """Raise Refused where the rollback would give a canary all the traffic until an older version is warm."""
    predictor = found.get("spec", {}).get("predictor", {})
    if "canaryTrafficPercent" not in predictor:
        return
    revisions = found.get("status", {}).get("components", {}).get("predictor", {})
    if pod_hash(found) != wanted:
        raise Refused(
            "A canary is on, and Knative would send it all the traffic until the older version is warm. Take its traffic away by"
            " `helm upgrade … --reset-then-reuse-values --set canary.trafficPercent=0`, which takes effect at once, and then follow"
            " 'Knative mode' in the chart's README."
        )
    if not keeps_canary and revisions.get("latestCreatedRevision") != revisions.get("latestReadyRevision"):
        raise Refused(
            f"Revision {revisions.get('latestCreatedRevision')} is not Ready yet, and Knative would send all the traffic to"
            f" {revisions.get('latestReadyRevision')}. Wait until it is Ready."
        )


def check_weighted(found: dict[str, Any], wanted: str, percent: int) -> None:
    """Raise Refused where the rollback would give a share of the traffic to a canary whose pods are not there."""
    conditions = {item["type"]: item["status"] for item in found.get("status", {}).get("conditions", [])}
    if percent and (conditions.get("Ready") != "True" or pod_hash(found) != wanted):
        raise Refused(
            f"That revision gives {percent} % of the traffic to a canary whose pods are not running, and they would get 503. Roll"
            " back by `helm upgrade` with the older values and canary.trafficPercent=0, and raise it once the canary is Ready."
        )


def check_rollback(namespace: str, name: str) -> str:
    """Raise Refused for an unsafe rollback; returns a line for the log."""
    wanted, percent = os.environ["POD_HASH"], int(os.environ["CANARY_PERCENT"])
    if os.environ["MODE"] == "Knative":
        check_knative(service(namespace, name), wanted, percent >= 0)
    else:
        check_weighted(service(namespace, os.environ["CANARY"]), wanted, percent)
    return f"the rollback of {name} is safe"


def main() -> None:
    """Do what the first argument names."""
    namespace, name = os.environ["NAMESPACE"], os.environ["NAME"]
    try:
        if sys.argv[1] == "key":
            print(make_key(namespace, name, os.environ["KEY"], json.loads(os.environ["LABELS"])))
        else:
            print(check_rollback(namespace, name))
    except Refused as refused:
        sys.exit(f"refused: {refused} `helm rollback --no-hooks` skips this check.")
    except urllib.error.HTTPError as error:
        sys.exit(f"the cluster's API answers {error.code} to {error.url}: {error.read().decode(errors='replace')[:500]}")
    except urllib.error.URLError as error:
        sys.exit(f"the cluster's API cannot be reached: {error.reason}. Does a NetworkPolicy of the namespace keep it closed?")


if __name__ == "__main__":
    main()
