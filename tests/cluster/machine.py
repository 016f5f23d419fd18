"""What the cluster needs of the machine."""

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.cluster.paths import CACHE
from tests.cluster.process import Unable

# Commands, and the Debian package of each.
PACKAGES = {
    "buildah": "buildah",
    "busybox": "busybox-static",
    "conntrack": "conntrack",
    "containerd": "containerd",
    "ctr": "containerd",
    "debootstrap": "debootstrap",
    "etcd": "etcd-server",
    "ip": "iproute2",
    "ipset": "ipset",
    "iptables": "iptables",
    "nft": "nftables",
    "openssl": "openssl",
    "runc": "runc",
    "/usr/lib/cni/bridge": "containernetworking-plugins",
}
DISK_COLD_GIB, DISK_WARM_GIB, MEMORY_GIB = 25, 6, 6
# What the node does with the kernel, tried once in namespaces that end with the shell, the last a container.
KERNEL = """
ip link set lo up
ip link add probe type bridge
ip link add left type veth peer name right
iptables -w -t nat -A POSTROUTING -m comment --comment probe -j MASQUERADE
iptables -w -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
ipset create probe hash:ip
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
test -c /dev/kmsg
cd "$PLACE"
mkdir -p lower upper work all bundle/rootfs/bin
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work all
umount all
cp /bin/busybox bundle/rootfs/bin/sh
cd bundle
runc spec
sed -i 's/"terminal": true/"terminal": false/; s/"sh"/"sh", "-c", "exit 0"/' config.json
runc --root "$PLACE/runc" run llm-cluster-probe
"""


def lacks(cold: bool) -> list[str]:
    """What the machine lacks and a person must provide, each with what to do; packages of Debian are installed by `prepare`."""
    disk = DISK_COLD_GIB if cold else DISK_WARM_GIB
    CACHE.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(CACHE).free / 2**30
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    rules = (
        (platform.system() != "Linux" or platform.machine() != "x86_64", "Linux on x86-64"),
        (os.getuid() != 0, "root: run it as root, or in a machine of its own"),
        (cold and not shutil.which("go"), "Go 1.26 or newer on PATH, which builds Kubernetes and KServe"),
        (bool(absent()) and not shutil.which("apt-get"), f"{', '.join(absent())} on PATH (no apt-get here to install them)"),
        (not Path("/sys/fs/cgroup").is_dir(), "cgroups at /sys/fs/cgroup"),
        (not Path("/proc/sys/net/netfilter").is_dir(), "netfilter in the kernel (nftables, conntrack, ipset)"),
        (free < disk, f"{disk} GiB of free disk at {CACHE} ({free:.0f} there); LLM_PREDICTOR_CLUSTER names another folder"),
        (memory < MEMORY_GIB, f"{MEMORY_GIB} GiB of memory ({memory:.0f} there)"),
        (
            len(str(CACHE)) > 80,
            f"a shorter path than {CACHE}, because Unix sockets allow 108 characters; set LLM_PREDICTOR_CLUSTER",
        ),
        (foreign_kubelet(), "a machine without a kubelet of its own: /sys/fs/cgroup/…/kubepods is there; try `make cluster-down`"),
    )
    return [text for true, text in rules if true]


def refused() -> str:
    """What the kernel refuses of KERNEL and of control groups; empty where it takes all. Needs the packages of `prepare`."""
    CACHE.mkdir(parents=True, exist_ok=True)
    # In the cache folder, because containerd's overlays will lie on that file system.
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="probe-") as place:
        words = ["unshare", "--net", "--mount", "bash", "-euxc", KERNEL]
        done = subprocess.run(words, env=os.environ | {"PLACE": place}, capture_output=True, text=True)
    if done.returncode:
        return " | ".join(done.stderr.strip().splitlines()[-2:])
    groups = Path("/sys/fs/cgroup")
    for group in [groups / name for name in ("memory", "cpu", "pids")] if (groups / "memory").is_dir() else [groups]:
        try:
            (group / "llm-cluster-probe").mkdir(exist_ok=True)
            (group / "llm-cluster-probe").rmdir()
        except OSError as error:
            return f"a control group cannot be made: {error}"
    return ""


def foreign_kubelet() -> bool:
    """True when pods' cgroups are there that the cluster did not make."""
    from tests.cluster.paths import RUN

    return not RUN.exists() and any(Path("/sys/fs/cgroup").glob("**/kubepods"))


def absent() -> list[str]:
    """Commands that are not there."""
    return [command for command in PACKAGES if not shutil.which(command)]


def prepare() -> None:
    """Install the missing Debian packages, and try what the kernel must do; raises Unable."""
    packages = sorted({PACKAGES[command] for command in absent()})
    if packages:
        install_packages(packages)
    if text := refused():
        raise Unable(f"this machine's kernel refuses what a node needs: {text}")


def install_packages(packages: list[str]) -> None:
    """apt-get; raises Unable."""
    print(f"cluster: installing Debian's {', '.join(packages)}", flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        if command == install and done.returncode == 0:
            return
    raise Unable(f"this machine lacks {', '.join(packages)}, and apt-get cannot install them:\n{done.stderr[-1000:]}")
