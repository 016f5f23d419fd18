"""What goes wrong in production: stable keeps its traffic, and the reason stands where an operator looks and in the runbook."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.chart import hub
from tests.cluster import predictorimage
from tests.cluster.conftest import Start
from tests.cluster.load import Outcome, enough
from tests.cluster.paths import NODE_IP
from tests.cluster.release import CHART, ON_A_CLAIM, CommandFailed, Release, Standard, claim, kubectl, soon

RUNBOOK = (CHART / "README.md").read_text().partition("\n## Runbooks")[2]


def stable(start: Start, mode: type[Release], **values: Any) -> Release:
    """A release of 0.1.0 that serves."""
    release = start(mode)
    release.install(**values)
    release.wait_reachable()
    return release


def upgraded_badly(release: Release, *sets: str, values: dict[str, Any] | None = None, reason: str) -> Outcome:
    """Upgrade under load, and wait until `reason` is seen; the runbook must have it too."""
    assert reason in RUNBOOK, f"the runbook does not say {reason!r}"
    with release.caller().load(concurrent=4) as outcome:
        enough(outcome, 50)
        release.upgrade(*sets, values=values)
        assert soon(lambda: reason in seen(release), 120), seen(release)
        enough(outcome, outcome.sent + 200)
    return outcome


def seen(release: Release) -> str:
    """What an operator looks at first: conditions, pods, termination messages, events."""
    conditions = "\n".join(
        f"{condition.get('reason', '')} {condition.get('message', '')}" for condition in release.conditions().values()
    )
    pods = kubectl("get", "pods", "-n", release.namespace)
    return "\n".join((conditions, pods, release.termination_messages(), release.events()))


def keeps_its_traffic(outcome: Outcome) -> None:
    """Only stable answered, and always."""
    assert outcome.failed == []
    assert set(outcome.versions) == {"0.1.0"}


def test_a_wrong_image(start: Start, mode: type[Release]) -> None:
    release = stable(start, mode)
    keeps_its_traffic(upgraded_badly(release, "image.tag=9.9.9", "image.pullPolicy=IfNotPresent", reason="ImagePullBackOff"))
    assert "9.9.9" in seen(release)


def test_a_wrong_model_path(start: Start, mode: type[Release]) -> None:
    release = start(mode)
    claim(release.namespace, "llm-llm-predictor-cache", f"{release.namespace}-models")
    release.install(cache=ON_A_CLAIM)
    release.wait_reachable()
    keeps_its_traffic(upgraded_badly(release, "model.pvcPath=nothing/here", reason="model could not be loaded"))
    assert "/cache/nothing/here is not a folder" in release.termination_messages()


def test_out_of_memory(start: Start, mode: type[Release]) -> None:
    release = stable(start, mode)
    small = {"resources": {"requests": {"memory": "48Mi"}, "limits": {"memory": "48Mi"}}}
    keeps_its_traffic(upgraded_badly(release, values=small, reason="OOMKilled"))


def test_a_missing_key_secret(start: Start, mode: type[Release]) -> None:
    release = stable(start, mode)
    keeps_its_traffic(upgraded_badly(release, "apiKeys.existingSecret=nowhere", reason="CreateContainerConfigError"))
    assert 'secret "nowhere" not found' in seen(release)


@pytest.mark.skipif(not predictorimage.hub(), reason="the virtualenv has no huggingface_hub (make dev KIND=cpu)")
def test_a_full_claim(start: Start) -> None:
    release = start(Standard)
    folder = claim(release.namespace, "llm-llm-predictor-cache", f"{release.namespace}-full")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", folder], check=True)
    reason = "No space left on device"
    assert reason in RUNBOOK
    with hub.serve({"config.json": b"{}", "model.safetensors": os.urandom(8 * 2**20)}, host=NODE_IP) as address:
        release.install(
            image={"tag": predictorimage.WITH_HUB},
            model={"id": hub.MODEL, "endpoint": address},
            cache=ON_A_CLAIM,
            download={"enabled": True, "timeoutSeconds": 60},
            networkPolicy={"extraEgress": [{"to": [{"ipBlock": {"cidr": f"{NODE_IP}/32"}}]}]},
        )
        assert soon(lambda: reason in download_log(release), 90), download_log(release)
    assert release.conditions()["Ready"]["status"] != "True"


def download_log(release: Release) -> str:
    """The log of the download Job; empty while there is none."""
    try:
        return kubectl("logs", "-n", release.namespace, "-l", "app.kubernetes.io/component=download", "--tail=-1")
    except CommandFailed:
        return ""


def test_readiness_lost_and_regained(start: Start, mode: type[Release]) -> None:
    release = stable(start, mode, replicas={"min": 2, "max": 2})
    assert soon(lambda: len(ready_pods(release)) == 2, 60)
    frozen = release.running()[0]
    (process,) = processes(frozen)
    with release.caller().load(concurrent=4) as outcome:
        enough(outcome, 50)
        process.send_signal(signal.SIGSTOP)
        assert soon(lambda: len(ready_pods(release)) == 1, 40), "a frozen pod stayed ready"
        before = outcome.sent
        enough(outcome, before + 50, 20)
        process.send_signal(signal.SIGCONT)
        assert soon(lambda: len(ready_pods(release)) == 2, 40)
        enough(outcome, outcome.sent + 100)
    keeps_its_traffic(outcome)
    assert "Readiness probe failed" in release.events()
    assert "Readiness probe failed" in RUNBOOK


def test_a_second_release_beside_the_first(start: Start, mode: type[Release]) -> None:
    first = stable(start, mode)
    second = mode(first.namespace, "other")
    second.install(image={"tag": "0.2.0"}, route={"host": f"other-{first.namespace}.example.com"} if mode is Standard else {})
    second.wait_ready()
    host = f"other-{first.namespace}.example.com" if mode is Standard else second.host()
    assert soon(lambda: second.caller(host).get("/health").status_code == 200)
    assert first.caller().versions(50).versions == {"0.1.0": 50}
    assert second.caller(host).versions(50).versions == {"0.2.0": 50}
    assert first.key() != second.key()
    with first.caller().load(concurrent=4) as outcome:
        enough(outcome, 50)
        second.uninstall()
        enough(outcome, outcome.sent + 100)
    keeps_its_traffic(outcome)


def test_two_pods_of_one_claim(start: Start, mode: type[Release]) -> None:
    release = start(mode)
    folder = claim(release.namespace, "llm-llm-predictor-cache", f"{release.namespace}-shared")
    release.install(cache=ON_A_CLAIM, replicas={"min": 2, "max": 2})
    release.wait_reachable()
    assert soon(lambda: len(ready_pods(release)) == 2, 60)
    for number, pod in enumerate(ready_pods(release)):
        write = f"open('/cache/{number}', 'w').close()"
        where = ("exec", "-n", release.namespace, pod["metadata"]["name"], "-c", "kserve-container")
        kubectl(*where, "--", "python", "-c", write)
    assert {"0", "1"} <= {path.name for path in folder.iterdir()}
    outcome = release.caller().versions(200)
    assert outcome.failed == []


def ready_pods(release: Release) -> list[Any]:
    """Pods that take traffic."""
    return [
        pod
        for pod in release.running()
        if any(condition["type"] == "Ready" and condition["status"] == "True" for condition in pod["status"].get("conditions", []))
    ]


def processes(pod: dict[str, Any]) -> list[psutil.Process]:
    """The predictor's main process in a pod, as this machine sees it."""
    uid, found = pod["metadata"]["uid"], []
    for process in psutil.process_iter():
        try:
            group = Path(f"/proc/{process.pid}/cgroup").read_text()
            if uid in group and process.cmdline()[:3] == ["python", "-m", "predictor"]:
                found.append(process)
        except (OSError, psutil.Error):
            continue
    return found
