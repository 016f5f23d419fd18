"""A start that is interrupted leaves nothing behind. `make cluster-test` runs it before the cluster starts."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cluster import teardown
from tests.cluster.paths import ROOT, RUN

pytestmark = pytest.mark.skipif(not os.environ.get("LLM_CLUSTER_TEARDOWN"), reason="`make cluster-test` runs it")


# What is there when the signal comes: the API server, the node, pods.
@pytest.mark.parametrize("there", ["pids/kube-apiserver", "containerd.sock", "knative.yaml"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_start_leaves_nothing(there: str, number: int) -> None:
    starting = subprocess.Popen([sys.executable, "-m", "tests.cluster", "up"], cwd=ROOT, start_new_session=True)
    try:
        end = time.monotonic() + 120
        while not (RUN / there).exists():
            assert starting.poll() is None, "the start ended by itself"
            assert time.monotonic() < end
            time.sleep(0.1)
        os.killpg(starting.pid, number)
        assert starting.wait(60) == 130
        assert teardown.leftovers() == []
    finally:
        starting.kill()
        starting.wait()
