"""What the installed KServe does with `spec.canary[]`, so that a version that does something else is noticed."""

import pytest

from tests.cluster.conftest import Start
from tests.cluster.release import CommandFailed, Release, Standard, claim, kubectl, soon

CLAIM = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models}
spec: {accessModes: [ReadWriteMany], storageClassName: "", resources: {requests: {storage: 1Gi}}}
"""


def test_kserve_0_20_gives_a_canary_of_its_own_field_no_traffic_and_the_chart_refuses_a_share(start: Start) -> None:
    release = start(Standard)
    folder = claim(release.namespace, "models", f"{release.namespace}-models")
    (folder / "demo").mkdir()
    kubectl("apply", "-n", release.namespace, "-f", "-", stdin=CLAIM)
    release.install(
        workload="runtime",
        model={"storageUri": "pvc://models/demo"},
        route={"enabled": False, "host": ""},
        canary={"strategy": "kserve", "enabled": True, "trafficPercent": 0, "image": {"tag": "0.2.0"}},
    )
    release.wait_ready()
    caller = release.caller(f"{release.service}-{release.namespace}.example.com")
    assert soon(lambda: caller.get("/health").status_code == 200)
    assert soon(lambda: len(release.running()) == 2)
    with pytest.raises(CommandFailed, match="canary"):
        release.upgrade("canary.trafficPercent=50")
    # Past the chart, KServe itself takes the share, and gives the canary nothing.
    half = '[{"op": "replace", "path": "/spec/canary/0/trafficPercent", "value": 50}]'
    kubectl("patch", "isvc", release.service, "-n", release.namespace, "--type=json", "-p", half)
    # `kubectl wait` is no choice, because KServe 0.20 copies the Deployment's observedGeneration, which a share does not change.
    assert soon(lambda: canary_status(release) == (True, 50), 60), release.isvc()["status"]
    assert caller.versions(200).versions == {"0.1.0": 200}
    assert canary_status(release) == (True, 50)


def canary_status(release: Release) -> tuple[bool, int]:
    """Readiness and percent of the canary, as KServe's status has them."""
    (canary,) = release.isvc()["status"]["canaryStatuses"]
    return canary["ready"], canary["trafficPercent"]
