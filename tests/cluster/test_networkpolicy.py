"""The chart's NetworkPolicy, enforced by kube-router: it lets through what the values name, and nothing else."""

from collections.abc import Iterator

import pytest
import yaml

from tests.cluster.conftest import MODES, Start, releases
from tests.cluster.predictorimage import REPOSITORY
from tests.cluster.release import Release, Standard, kubectl, objects, soon, works

CONNECT = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 2).close()"
RESOLVE = "import socket, sys; socket.getaddrinfo(sys.argv[1], 80)"
PORT, OTHER_PORT = "8000", "8080"


@pytest.fixture(scope="module")
def strangers() -> Iterator[dict[str, str]]:
    """Pods in namespaces of their own that listen on ports 8080 and 8081; the address of each by namespace."""
    namespaces = ("stranger", "monitoring", "elsewhere")
    for namespace in namespaces:
        kubectl("create", "namespace", namespace)
        probe(namespace)
    yield {namespace: address(namespace) for namespace in namespaces}
    for namespace in namespaces:
        kubectl("delete", "namespace", namespace, "--wait=false")


@pytest.fixture(scope="module", params=list(MODES))
def release(request: pytest.FixtureRequest, strangers: dict[str, str]) -> Iterator[Release]:
    """A release whose values name one further namespace to reach."""
    extra = [
        {
            "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "elsewhere"}}}],
            "ports": [{"port": int(OTHER_PORT), "protocol": "TCP"}],
        }
    ]
    with releases(f"policy-{request.param}") as start:
        release = start(MODES[request.param])
        release.install(networkPolicy={"extraEgress": extra})
        probe(release.namespace)
        release.wait_reachable()
        yield release


def probe(namespace: str) -> None:
    """A pod `probe` that listens and has Python."""
    container = {
        "name": "probe",
        "image": f"{REPOSITORY}:0.1.0",
        "command": ["sh", "-c", f"python -m http.server 8081 & exec python -m http.server {OTHER_PORT}"],
    }
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "probe"}, "spec": {"containers": [container]}}
    kubectl("apply", "-n", namespace, "-f", "-", stdin=yaml.safe_dump(pod))
    kubectl("wait", "-n", namespace, "pod/probe", "--for=condition=Ready", "--timeout=180s")


def address(namespace: str) -> str:
    """The probe's IP."""
    return str(objects("pod", "probe", "-n", namespace)[0]["status"]["podIP"])


def reaches(namespace: str, pod: str, *target: str, container: str = "") -> bool:
    """True once a process in a pod connects to an address and port; kube-router follows a new pod or policy a moment later."""
    return bool(soon(lambda: connects(namespace, pod, *target, container=container), 30))


def shut_off(namespace: str, pod: str, *target: str, container: str = "") -> bool:
    """True once it does not connect."""
    return bool(soon(lambda: not connects(namespace, pod, *target, container=container), 30))


def connects(namespace: str, pod: str, *target: str, container: str) -> bool:
    """True when it connects now."""
    where = ["-c", container] if container else []
    return works("exec", "-n", namespace, pod, *where, "--", "python", "-c", CONNECT, *target)


def serving(release: Release) -> tuple[str, str]:
    """Name and IP of the predictor's pod."""
    (pod,) = release.running()
    return pod["metadata"]["name"], pod["status"]["podIP"]


class TestIn:
    def test_a_pod_of_the_same_namespace_gets_in(self, release: Release) -> None:
        assert reaches(release.namespace, "probe", serving(release)[1], PORT)

    def test_a_pod_of_another_namespace_does_not(self, release: Release) -> None:
        assert shut_off("stranger", "probe", serving(release)[1], PORT)

    def test_the_monitoring_namespace_gets_in(self, release: Release) -> None:
        assert reaches("monitoring", "probe", serving(release)[1], PORT)

    def test_the_gateway_gets_in(self, release: Release) -> None:
        assert release.caller().ask().status_code == 200

    def test_without_a_policy_the_stranger_gets_in(self, release: Release) -> None:
        release.upgrade("networkPolicy.enabled=false")
        pod = serving(release)[1]
        assert reaches("stranger", "probe", pod, PORT)
        release.upgrade("networkPolicy.enabled=true")
        assert shut_off("stranger", "probe", pod, PORT)


class TestOut:
    def test_names_are_resolved(self, release: Release) -> None:
        name, _ = serving(release)
        where = ("exec", "-n", release.namespace, name, "-c", "kserve-container")
        assert works(*where, "--", "python", "-c", RESOLVE, "kubernetes.default.svc.cluster.local")

    def test_another_pod_is_out_of_reach(self, release: Release, strangers: dict[str, str]) -> None:
        name, _ = serving(release)
        assert shut_off(release.namespace, name, strangers["stranger"], OTHER_PORT, container="kserve-container")

    def test_the_api_server_is_out_of_reach(self, release: Release) -> None:
        name, _ = serving(release)
        assert shut_off(release.namespace, name, "10.96.0.1", "443", container="kserve-container")

    def test_what_extra_egress_names_is_reached(self, release: Release, strangers: dict[str, str]) -> None:
        name, _ = serving(release)
        assert reaches(release.namespace, name, strangers["elsewhere"], OTHER_PORT, container="kserve-container")

    def test_another_port_there_is_not(self, release: Release, strangers: dict[str, str]) -> None:
        name, _ = serving(release)
        assert reaches("stranger", "probe", strangers["elsewhere"], "8081")
        assert shut_off(release.namespace, name, strangers["elsewhere"], "8081", container="kserve-container")


def test_from_same_namespace_off_shuts_the_neighbours_out_but_not_helm_test(start: Start) -> None:
    release = start(Standard)
    release.install(networkPolicy={"fromSameNamespace": False})
    probe(release.namespace)
    release.wait_reachable()
    assert shut_off(release.namespace, "probe", serving(release)[1], PORT)
    assert "Succeeded" in release.helm("test", chart=False)
