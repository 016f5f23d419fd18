"""etcd, API server, controller manager and scheduler, as processes in the cluster's network namespace."""

from tests.cluster import build, certificates
from tests.cluster.paths import BIN, KUBECONFIG, NETNS, NODE_IP, PKI, PODS, RUN, SERVICES
from tests.cluster.process import run, start, wait, works

PARTS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl")
ETCD = "http://127.0.0.1:2379"
# A loopback, the node's address on a bridge, and a default route that ends there: Service addresses need a route before they are
# translated. No interface leads out of the namespace.
NETWORK = f"""
ip link set lo up
ip link add node0 type bridge
ip link add node0a type veth peer name node0b
ip link set node0a master node0
ip link set node0a up
ip link set node0b up
ip addr add {NODE_IP}/24 dev node0
ip link set node0 up
ip route add default via 10.88.0.254 dev node0
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
"""


def network() -> None:
    """Make the namespace."""
    run("ip", "netns", "add", NETNS)
    run("bash", "-euc", NETWORK, inside=True)


def up() -> None:
    """Start the control plane and return when its controllers run; raises ClusterError."""
    BIN.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        (BIN / part).symlink_to(build.HYPERKUBE.folder / "hyperkube")
    certificates.make()
    etcd()
    api_server()
    KUBECONFIG.chmod(0o600)
    start("kube-controller-manager", "kube-controller-manager", *controller_manager_flags())
    start(
        "kube-scheduler",
        "kube-scheduler",
        f"--kubeconfig={RUN}/scheduler.kubeconfig",
        "--bind-address=127.0.0.1",
        "--leader-elect=false",
    )
    ready = ("kubectl", "-n", "default", "get", "serviceaccount", "default")
    wait(lambda: works(*ready), "the first ServiceAccount", 180, "kube-controller-manager")


def etcd() -> None:
    """Without fsync, because the data end with the cluster."""
    urls = [f"--listen-client-urls={ETCD}", f"--advertise-client-urls={ETCD}", "--listen-peer-urls=http://127.0.0.1:2380"]
    start("etcd", "etcd", f"--data-dir={RUN}/etcd", *urls, "--unsafe-no-fsync")


def api_server() -> None:
    """Start it and wait until it is ready."""
    flags = {
        "etcd-servers": ETCD,
        "advertise-address": NODE_IP,
        "secure-port": "6443",
        "endpoint-reconciler-type": "lease",
        "tls-cert-file": f"{PKI}/apiserver.crt",
        "tls-private-key-file": f"{PKI}/apiserver.key",
        "client-ca-file": f"{PKI}/ca.crt",
        "service-account-issuer": "https://kubernetes.default.svc",
        "service-account-key-file": f"{PKI}/service-accounts.pub",
        "service-account-signing-key-file": f"{PKI}/service-accounts.key",
        "kubelet-client-certificate": f"{PKI}/admin.crt",
        "kubelet-client-key": f"{PKI}/admin.key",
        "kubelet-certificate-authority": f"{PKI}/ca.crt",
        "kubelet-preferred-address-types": "InternalIP",
        "authorization-mode": "Node,RBAC",
        "service-cluster-ip-range": SERVICES,
        "allow-privileged": "true",
        "enable-admission-plugins": "NodeRestriction",
    }
    start("kube-apiserver", "kube-apiserver", *(f"--{name}={value}" for name, value in flags.items()))
    wait(lambda: works("kubectl", "get", "--raw", "/readyz"), "the API server", 240, "kube-apiserver")


def controller_manager_flags() -> list[str]:
    """It also gives nodes their range of pod addresses and signs certificates."""
    flags = {
        "kubeconfig": f"{RUN}/controller-manager.kubeconfig",
        "bind-address": "127.0.0.1",
        "use-service-account-credentials": "true",
        "service-account-private-key-file": f"{PKI}/service-accounts.key",
        "root-ca-file": f"{PKI}/ca.crt",
        "leader-elect": "false",
        "allocate-node-cidrs": "true",
        "cluster-cidr": PODS,
        "cluster-signing-cert-file": f"{PKI}/ca.crt",
        "cluster-signing-key-file": f"{PKI}/ca.key",
    }
    return [f"--{name}={value}" for name, value in flags.items()]
