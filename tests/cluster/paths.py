"""Where the cluster keeps what it builds and what it runs."""

import os
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = Path(os.environ.get("LLM_PREDICTOR_CLUSTER", Path.home() / ".cache" / "llm-predictor-cluster"))
RUN = CACHE / "run"
LOGS = CACHE / "logs"
BIN = RUN / "bin"
PKI = RUN / "pki"
KUBECONFIG = RUN / "admin.kubeconfig"
CONTAINERD = RUN / "containerd.sock"
# A second start waits for this lock, because a machine holds one such cluster.
LOCK = CACHE / "lock"

NETNS = "llm-cluster"
NODE = "node1"
NODE_IP = "10.88.0.1"
PODS = "10.244.0.0/16"
SERVICES = "10.96.0.0/16"
DNS_IP = "10.96.0.10"


def environment() -> dict[str, str]:
    """The environment of kubectl, helm and the tests inside the cluster's network namespace."""
    return {**os.environ, "KUBECONFIG": str(KUBECONFIG), "PATH": f"{BIN}:{os.environ.get('PATH', '')}"}
