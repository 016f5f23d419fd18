"""Jobs of Helm's hooks, which ask the cluster's API: `key` makes the API key once, `rollback` makes a `helm rollback` safe.

Only the standard library is used, so that any image with Python 3.9 can run it.
"""

import base64
import json
import os
import secrets
import ssl
import string
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ACCOUNT = Path(os.environ.get("ACCOUNT", "/var/run/secrets/kubernetes.io/serviceaccount"))
ALPHABET = string.ascii_letters + string.digits
KEY_LENGTH = 40
PERIOD = 2.0


class Refused(Exception):
    """The rollback would send callers to a version without warm pods; the message names the way out."""


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


def service_path(namespace: str, name: str) -> str:
    """Path of an InferenceService."""
    return f"/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices/{name}"


def service(namespace: str, name: str) -> dict[str, Any]:
    """The InferenceService, or an empty mapping where there is none."""
    return call("GET", service_path(namespace, name))[1]


def pod_hash(found: dict[str, Any]) -> str:
    """The hash of the pod that an InferenceService asks for; empty where there is none."""
    annotations = found.get("spec", {}).get("predictor", {}).get("annotations") or {}
    return str(annotations.get("llm-predictor/pod-hash", ""))


def revisions(found: dict[str, Any]) -> tuple[str, str]:
    """Knative's latest created and latest Ready revision."""
    status = found.get("status", {}).get("components", {}).get("predictor", {})
    return status.get("latestCreatedRevision", ""), status.get("latestReadyRevision", "")


def runs(namespace: str, revision: str, wanted: str) -> bool:
    """Whether a revision runs the wanted pod; a revision that cannot be found, or has no hash, is taken for it."""
    _, found = call("GET", f"/apis/serving.knative.dev/v1/namespaces/{namespace}/revisions/{revision}")
    annotations = found.get("metadata", {}).get("annotations") or {}
    return annotations.get("llm-predictor/pod-hash", wanted) == wanted


def wait_ready(namespace: str, name: str, before: str, wanted: str, seconds: float) -> None:
    """Return once a revision of the wanted pod, other than `before`, is the latest and Ready; raises Refused after `seconds`.

    KServe's status names the former revision until its controller has seen a change, so the status alone proves nothing.
    """
    ends = time.monotonic() + seconds
    while True:
        created, ready = revisions(service(namespace, name))
        if created != before and created == ready and runs(namespace, ready, wanted):
            return
        if time.monotonic() > ends:
            raise Refused(f"Revision {created} is not Ready after {seconds:.0f} s. The stable version keeps all the traffic.")
        print(f"waiting until a revision after {before or 'none'} is Ready: {created}", flush=True)
        time.sleep(PERIOD)


def prepare_knative(namespace: str, name: str, wanted: str, predictor: dict[str, Any]) -> str:
    """Make a rollback under a canary safe; returns a line for the log, raises Refused.

    Without a canary Knative sends everything to the latest Ready revision, which is the canary's. So the older version is made
    the latest first, with a share of 0, and Helm goes on when it is Ready.
    """
    found = service(namespace, name)
    if "canaryTrafficPercent" not in found.get("spec", {}).get("predictor", {}):
        return "no canary is on: Knative itself waits for the older version"
    created, before = revisions(found)[0], ""
    if pod_hash(found) != wanted:
        if "model" in predictor:
            raise Refused(
                "A canary is on, and `workload: runtime` changes its ServingRuntime in place, so the canary would get all the"
                " traffic. Set canary.trafficPercent to 0 by `helm upgrade` and follow 'Knative mode' in the chart's README."
            )
        before = created
        body = {"spec": {"predictor": {**predictor, "canaryTrafficPercent": 0}}}
        call("PATCH", service_path(namespace, name), body)
        print("the canary gets no traffic any more", flush=True)
    wait_ready(namespace, name, before, wanted, float(os.environ["WAIT"]))
    return "the older version is the latest, and Ready"


def check_weighted(found: dict[str, Any], wanted: str, percent: int) -> str:
    """Raise Refused where the rollback would give a share of the traffic to a canary whose pods are not there."""
    conditions = {item["type"]: item["status"] for item in found.get("status", {}).get("conditions", [])}
    if conditions.get("Ready") != "True" or pod_hash(found) != wanted:
        raise Refused(
            f"That revision gives {percent} % of the traffic to a canary whose pods are not running, and they would get 503."
            " Roll back to a revision that gives it none, and raise canary.trafficPercent once it is Ready."
        )
    return "the canary is running"


def prepare_rollback(namespace: str, name: str) -> str:
    """Make the rollback safe, or raise Refused; returns a line for the log."""
    wanted = os.environ["POD_HASH"]
    if os.environ["MODE"] == "Knative":
        return prepare_knative(namespace, name, wanted, json.loads(Path(__file__).with_name("predictor.json").read_text()))
    return check_weighted(service(namespace, os.environ["CANARY"]), wanted, int(os.environ["CANARY_PERCENT"]))


def main() -> None:
    """Do what the first argument names."""
    namespace, name = os.environ["NAMESPACE"], os.environ["NAME"]
    try:
        if sys.argv[1] == "key":
            print(make_key(namespace, name, os.environ["KEY"], json.loads(os.environ["LABELS"])))
        else:
            print(prepare_rollback(namespace, name))
    except Refused as refused:
        sys.exit(
            f"refused: {refused} Helm calls this attempt pending until `helm rollback` to another revision succeeds, be it the one"
            " that is deployed. `helm rollback --no-hooks` skips this check."
        )
    except urllib.error.HTTPError as error:
        sys.exit(f"the cluster's API answers {error.code} to {error.url}: {error.read().decode(errors='replace')[:500]}")
    except urllib.error.URLError as error:
        sys.exit(f"the cluster's API cannot be reached: {error.reason}. Does a NetworkPolicy of the namespace keep it closed?")


if __name__ == "__main__":
    main()
