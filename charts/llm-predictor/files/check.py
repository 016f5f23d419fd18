"""`helm test`: the predictor is ready, answers, and refuses a caller without a key."""

import json
import os
import urllib.error
import urllib.request

URL, KEY = os.environ["URL"], os.environ.get("KEYS", "").split(",")[0].strip()


def call(path: str, body: dict[str, object] | None = None, key: str = "") -> tuple[int, dict[str, object]]:
    """Status and JSON of one request."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(URL + path, json.dumps(body).encode() if body is not None else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, {}


status, _ = call("/health")
assert status == 200, f"/health says {status}: not ready"
status, answer = call("/infer", {"query": "안녕하세요", "max_length": 16}, KEY)
assert status == 200, f"/infer says {status}: {answer}"
assert "generated_text" in answer, f"/infer answers without a text: {answer}"
print("answered:", answer["generated_text"])
if KEY:
    status, _ = call("/infer", {"query": "안녕하세요"})
    assert status == 401, f"without a key /infer says {status} instead of 401"
    print("refused a caller without a key")
