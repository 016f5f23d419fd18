"""Takes everything away: processes, containers, mounts, network namespaces, cgroups, files."""

import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil

from tests.cluster.node import CTR
from tests.cluster.paths import CONTAINERD, NETNS, RUN
from tests.cluster.process import stop

CGROUPS = Path("/sys/fs/cgroup")
CNI_RESULTS = Path("/var/lib/cni/results")
# Containers end between these two groups, because a kubelet would start them again and containerd ends them.
FIRST = ("kserve-manager", "kubelet", "kube-router", "kube-proxy", "kube-scheduler", "kube-controller-manager")
LAST = ("kube-apiserver", "etcd", "containerd")


def down() -> None:
    """Take away what `up` made, however far it came; may be called again."""
    with ThreadPoolExecutor(len(FIRST)) as pool:
        list(pool.map(stop, FIRST))
        containers()
        list(pool.map(stop, LAST))
    strays()
    for mount in mounts():
        if subprocess.run(["umount", mount], capture_output=True).returncode:
            subprocess.run(["umount", "-l", mount], capture_output=True)
    subprocess.run(["ip", "netns", "delete", NETNS], capture_output=True)
    for result in CNI_RESULTS.glob(f"{NETNS}-*"):
        pod = result.name.removeprefix(f"{NETNS}-").partition("-")[0]
        for file in CNI_RESULTS.glob(f"*{pod}*"):
            file.unlink()
    # A mount that stayed may show files of somebody else.
    if not mounts():
        shutil.rmtree(RUN, ignore_errors=True)
    for group in cgroups():
        with suppress(OSError):
            group.rmdir()


def containers() -> None:
    """Kill all containers; their shims end with their tasks."""
    if not CONTAINERD.exists():
        return
    for _ in range(3):
        tasks = ctr("tasks", "list", "-q")
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda task: ctr("tasks", "kill", "-s", "KILL", task), tasks))
            if not tasks:
                break
            time.sleep(0.5)
            list(pool.map(lambda task: ctr("tasks", "rm", "-f", task), tasks))
    ids = ctr("containers", "list", "-q")
    if ids:
        ctr("containers", "rm", *ids)


def ctr(*args: str) -> list[str]:
    """The words that ctr prints; none where it fails."""
    try:
        return subprocess.run([*CTR, *args], capture_output=True, text=True, timeout=30).stdout.split()
    except subprocess.TimeoutExpired:
        return []


def strays() -> None:
    """Kill what is left: shims, containers without containerd, and a process that `stop` had no id of."""
    left = processes()
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=10)


def processes() -> list[psutil.Process]:
    """Processes of the cluster: in its namespaces, or with its folder on their command line; never this process or its parents."""
    own = {process.pid for process in [psutil.Process(), *psutil.Process().parents()]}
    inodes = {namespace.stat().st_ino for namespace in namespaces()}
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess, OSError):
            ours = f"{RUN}/" in " ".join(process.cmdline()) or Path(f"/proc/{process.pid}/ns/net").stat().st_ino in inodes
            if ours and process.pid not in own and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def mounts() -> list[str]:
    """Mount points under the run folder, the deepest first."""
    points = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    return sorted((point for point in points if point.startswith(f"{RUN}/")), reverse=True)


def namespaces() -> list[Path]:
    """The cluster's network namespace, and those of its pods, which containerd mounts under its state folder."""
    own = Path("/run/netns") / NETNS
    pods = (RUN / "containerd" / "state").glob("*/netns/*")
    return [path for path in (own, *sorted(pods)) if path.exists()]


def cgroups() -> list[Path]:
    """Control groups of pods and containers, the deepest first."""
    roots = [root for name in ("kubepods", "k8s.io") for root in CGROUPS.glob(f"**/{name}") if root.is_dir()]
    return sorted((group for root in roots for group in [root, *(path for path in root.rglob("*") if path.is_dir())]), reverse=True)


def leftovers() -> list[str]:
    """What is still there after `down`, in words; empty when all is gone."""
    left = [f"process {process.pid} {' '.join(process.cmdline())[:80]}" for process in processes()]
    left += [f"mount {mount}" for mount in mounts()]
    left += [f"network namespace {namespace}" for namespace in namespaces()]
    left += [f"cgroup {group}" for group in cgroups()]
    return left + ([f"folder {RUN}"] if RUN.exists() else [])
