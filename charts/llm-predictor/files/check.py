"""`helm test`: each version of the predictor is ready, answers on every protocol, and refuses a caller without a key.

TARGETS is JSON of name to base address, WAIT the seconds in which a version must get ready (a Knative service may start from zero).
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any

KEY = os.environ.get("KEYS", "").split(",")[0].strip()
MODEL = os.environ["MODEL"]
QUERY = "안녕하세요"
# Path, body, and the field that the answer must have.
REQUESTS: list[tuple[str, dict[str, Any], str]] = [
    ("/infer", {"query": QUERY, "max_length": 16}, "generated_text"),
    (f"/v1/models/{MODEL}:predict", {"instances": [{"query": QUERY, "max_length": 16}]}, "predictions"),
    (
        f"/v2/models/{MODEL}/infer",
        {"inputs": [{"name": "query", "datatype": "BYTES", "shape": [1], "data": [QUERY]}], "parameters": {"max_length": 16}},
        "outputs",
    ),
]


def call(url: str, body: dict[str, Any] | None = None, key: str = KEY) -> tuple[int, dict[str, Any]]:
    """Status and JSON of one request; 0 where the server cannot be reached."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(url, json.dumps(body).encode() if body is not None else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, {}
    except OSError as error:
        return 0, {"error": str(error)}


def wait_ready(url: str, seconds: float) -> None:
    """Return once /health is 200; exits with 1 when that takes longer."""
    ends = time.monotonic() + seconds
    while True:
        status, answer = call(f"{url}/health")
        if status == 200:
            return
        if time.monotonic() > ends:
            sys.exit(f"{url}/health says {status or answer['error']}: not ready after {seconds:.0f} s")
        time.sleep(1)


def check(name: str, url: str) -> None:
    """Check one version; exits with 1 and the reason."""
    wait_ready(url, float(os.environ.get("WAIT", "60")))
    for path, body, field in REQUESTS:
        status, answer = call(url + path, body)
        if status != 200 or field not in answer:
            sys.exit(f"{name}: {path} says {status} without {field}: {answer}")
    status, answer = call(f"{url}/openai/v1/models")
    served = [model["id"] for model in answer.get("data", [])]
    if MODEL not in served:
        sys.exit(f"{name}: /openai/v1/models says {status} and lists {served}, not {MODEL}")
    print(f"{name}: ready, and answers on /infer, V1, V2 and OpenAI")
    if KEY:
        status, _ = call(f"{url}/infer", {"query": QUERY}, key="")
        if status != 401:
            sys.exit(f"{name}: without a key /infer says {status} instead of 401")
        print(f"{name}: refused a caller without a key")


for target, address in json.loads(os.environ["TARGETS"]).items():
    check(target, address)
