"""The demo model on the real vLLM.

The mock image gets vLLM from this machine's virtualenv, because building an image of 6 GB takes 30 GB of disk.
"""

import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.conftest import MODES, releases
from tests.cluster.load import PROTOCOLS
from tests.cluster.paths import RUN
from tests.cluster.release import Release, kubectl, log_lines, soon
from tests.cluster.test_drills import RUNBOOK, processes, seen

PACKAGES = Path(sysconfig.get_paths()["purelib"]).resolve()
LIBNUMA = Path("/lib/x86_64-linux-gnu/libnuma.so.1")
IMAGE_PACKAGES = "/opt/llm/lib/python3.11/site-packages"
PATH_FILE = "engine.pth"
CLAIM = """\
apiVersion: v1
kind: PersistentVolume
metadata: {{name: {namespace}-{name}}}
spec:
  accessModes: [ReadOnlyMany]
  storageClassName: ""
  capacity: {{storage: 10Gi}}
  hostPath: {{path: {path}}}
  claimRef: {{namespace: {namespace}, name: {name}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  accessModes: [ReadOnlyMany]
  storageClassName: ""
  volumeName: {namespace}-{name}
  resources: {{requests: {{storage: 10Gi}}}}
"""
VALUES: dict[str, Any] = {
    "engine": {"type": "vllm", "maxModelLen": 512},
    "cpuCacheGiB": 1,
    "resources": {"requests": {"cpu": "100m", "memory": "5Gi"}, "limits": {"cpu": "2"}},
    "maxStartSeconds": 300,
    "extraEnv": [
        {"name": "LD_LIBRARY_PATH", "value": "/engine/libraries"},
        {"name": "VLLM_CACHE_ROOT", "value": "/cache/vllm"},
    ],
    "extraVolumes": [
        {"name": name, "persistentVolumeClaim": {"claimName": name, "readOnly": True}} for name in ("packages", "libraries")
    ],
    # A path file in the image's own virtualenv, because KServe allows no PYTHONPATH in a container.
    "extraVolumeMounts": [
        *({"name": name, "mountPath": f"/engine/{name}", "readOnly": True} for name in ("packages", "libraries")),
        {"name": "libraries", "mountPath": f"{IMAGE_PACKAGES}/{PATH_FILE}", "subPath": PATH_FILE, "readOnly": True},
    ],
}

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not (PACKAGES / "vllm").is_dir(), reason="the virtualenv has no vLLM (make dev KIND=cpu)"),
    pytest.mark.skipif(not LIBNUMA.exists(), reason="vLLM needs libnuma1"),
]


@pytest.fixture(scope="module", params=list(MODES))
def release(request: pytest.FixtureRequest) -> Iterator[Release]:
    """The demo model on vLLM, in each mode."""
    with releases(f"real-{request.param}") as start:
        release = start(MODES[request.param])
        volumes(release.namespace)
        release.install(**VALUES)
        yield release


def volumes(namespace: str) -> None:
    """This machine's Python packages and libnuma as read-only claims."""
    libraries = RUN / "volumes" / "libraries"
    libraries.mkdir(parents=True, exist_ok=True)
    shutil.copy(LIBNUMA, libraries / LIBNUMA.name)
    (libraries / PATH_FILE).write_text("/engine/packages\n")
    for name, path in (("packages", PACKAGES), ("libraries", libraries)):
        kubectl("apply", "-f", "-", stdin=CLAIM.format(namespace=namespace, name=name, path=path))


def test_the_first_request_after_ready_is_as_fast_as_later_ones(release: Release) -> None:
    release.wait_ready(seconds=300)
    caller = release.caller()
    assert soon(lambda: caller.get("/v2/health/ready").status_code == 200)
    seconds = [caller.ask().elapsed.total_seconds() for _ in range(10)]
    print("seconds of the first ten requests:", [round(value, 3) for value in seconds])
    assert seconds[0] <= 2 * seconds[9]


def test_the_model_was_warm_before_the_pod_was_ready(release: Release) -> None:
    (pod,) = release.running()
    stages = {line["stage"]: line for line in log_lines(release, pod) if line.get("message") == "stage"}
    assert list(stages)[-1] == "ready"
    print("seconds by stage:", stages["ready"]["stage_seconds"])
    (ready,) = [condition for condition in pod["status"]["conditions"] if condition["type"] == "Ready"]
    assert ready["lastTransitionTime"] >= stages["ready"]["time"][:19]


@pytest.mark.parametrize("protocol", [protocol[0] for protocol in PROTOCOLS])
def test_every_protocol_answers(release: Release, protocol: str) -> None:
    answer = release.caller().ask(protocol)
    assert answer.status_code == 200, answer.text
    assert "stream" not in protocol or "[DONE]" in answer.text


def test_an_engine_that_is_killed_is_restarted_and_leaves_the_reason(release: Release) -> None:
    (pod,) = release.running()
    (main,) = processes(pod)
    engine = next(child for child in main.children(recursive=True) if "EngineCore" in " ".join(child.cmdline()))
    engine.kill()
    assert soon(lambda: "engine" in release.termination_messages(), 60)
    message = release.termination_messages().strip()
    print("termination message:", message)
    assert message.partition(":")[0] in RUNBOOK
    assert soon(lambda: release.caller().get("/health").status_code == 200, 240), seen(release)
    assert release.caller().ask().status_code == 200
