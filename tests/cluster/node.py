"""The node: containerd, kubelet, kube-proxy, and kube-router, which enforces NetworkPolicies."""

from pathlib import Path

from tests.cluster import build, imagestore
from tests.cluster.paths import CONTAINERD, HERE, KUBECONFIG, NODE, NODE_IP, RUN
from tests.cluster.process import kubectl, run, start, wait, works

CTR = ("ctr", "-a", str(CONTAINERD), "-n", "k8s.io")
FILES = {
    "containerd.toml": "containerd.toml",
    "cni.json": "cni/10-pods.conflist",
    "kubelet.yaml": "kubelet.yaml",
    "kube-proxy.yaml": "kube-proxy.yaml",
}


def up() -> None:
    """Start the node with the images of all but the predictor; raises ClusterError."""
    for source, target in FILES.items():
        (RUN / target).parent.mkdir(parents=True, exist_ok=True)
        (RUN / target).write_text((HERE / "files" / source).read_text().replace("{RUN}", str(RUN)))
    (RUN / "containerd").mkdir()
    imagestore.copy(RUN / "containerd" / "root")
    start("containerd", "containerd", "--config", RUN / "containerd.toml")
    wait(lambda: works(*CTR, "version"), "containerd", 120, "containerd")
    kubectl("create", "clusterrolebinding", "node-proxier", "--clusterrole=system:node-proxier", "--user=system:kube-proxy")
    folders = [f"--root-dir={RUN}/kubelet", f"--cert-dir={RUN}/kubelet-pki"]
    names = [f"--hostname-override={NODE}", f"--node-ip={NODE_IP}"]
    start("kubelet", "kubelet", f"--config={RUN}/kubelet.yaml", f"--kubeconfig={RUN}/kubelet.kubeconfig", *names, *folders)
    start("kube-proxy", "kube-proxy", f"--config={RUN}/kube-proxy.yaml")
    wait(node_ready, "the node", 180, "kubelet")
    start("kube-router", build.KUBE_ROUTER.folder / "kube-router", f"--kubeconfig={KUBECONFIG}", f"--hostname-override={NODE}")
    wait(policies_enforced, "kube-router's rules", 120, "kube-router")


def import_images(archive: Path) -> None:
    """Give containerd the images of an archive; raises ClusterError."""
    run(*CTR, "images", "import", archive)


def node_ready() -> bool:
    """True when the kubelet has reported that the node takes pods."""
    return works("kubectl", "wait", f"node/{NODE}", "--for=condition=Ready", "--timeout=1s")


def policies_enforced() -> bool:
    """True when kube-router has put its chain before forwarded packets."""
    return works("iptables", "-n", "-L", "KUBE-ROUTER-FORWARD")
