"""Runs pytest on the cluster: the short list, in which both modes run at once, or what a person names."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from tests.cluster.paths import HERE, ROOT, environment
from tests.cluster.process import ClusterError, within

# What a user of the chart does, by mode; `make cluster-test` runs it. Both modes run at once and share the hazards.
SHORT = {
    "Standard": (
        "test_walk.py",
        "test_rollout.py::test_a_quiet_service_gets_too_little_traffic",
        "test_rollout.py::test_a_canary_with_five_percent_errors_is_rolled_back_before_two_percent_of_all_requests_failed",
    ),
    "Knative": (
        "test_walk.py",
        "test_hazards.py::test_helm_rollback_during_a_canary_leaves_it_no_more_than_its_share",
        "test_networkpolicy.py::TestIn",
        "test_networkpolicy.py::TestOut",
        "test_under_load.py::test_an_upgrade_loses_nothing",
    ),
}
PASSED = 0
OUTCOME = re.compile(r" (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b.*%\]$")


def short_list(minutes: float) -> int:
    """Run SHORT, one process for each mode; returns the first exit code that is not 0. Raises ClusterError after `minutes`."""
    runs = {mode: begin(mode, tests) for mode, tests in SHORT.items()}
    with ThreadPoolExecutor(len(runs)) as pool:
        followed = [pool.submit(follow, mode, process) for mode, process in runs.items()]
        try:
            return wait_for(runs, time.monotonic() + minutes * 60)
        finally:
            for process in runs.values():
                interrupt(process)
            for mode, lines in zip(runs, followed, strict=True):
                # One mode after the other, because two outputs on one screen cannot be read.
                print(f"\n=== {mode}\n{lines.result()}", flush=True)


def begin(mode: str, tests: Iterable[str]) -> subprocess.Popen[str]:
    """Start the tests of a mode."""
    words = [*pytest(), "-v", "-k", selection(mode), *(str(HERE / test) for test in tests)]
    return subprocess.Popen(
        [*within(), *words], cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def follow(mode: str, process: subprocess.Popen[str]) -> str:
    """Print the outcome of each test as it comes; returns what is worth reading then: failures, durations and the count."""
    assert process.stdout is not None
    rest = []
    with process.stdout as lines:
        for line in lines:
            if OUTCOME.search(line):
                print(f"{mode:9} {line}", end="", flush=True)
            else:
                rest.append(line)
    return "".join(rest)


def wait_for(runs: dict[str, subprocess.Popen[str]], deadline: float) -> int:
    """The first exit code that is not 0, once all have ended; raises ClusterError at `deadline`, a time of `time.monotonic`."""
    codes = []
    for mode, process in runs.items():
        try:
            codes.append(process.wait(max(0, deadline - time.monotonic())))
        except subprocess.TimeoutExpired:
            raise ClusterError(f"the tests in {mode} mode were not done in time and are stopped") from None
    return next((code for code in codes if code != PASSED), PASSED)


def selection(mode: str) -> str:
    """The tests of a mode for `pytest -k`, those that run in one mode alone included."""
    others = [other for other in SHORT if other != mode]
    return " and ".join(f"not {other}" for other in others)


def named(arguments: list[str], prefix: list[str], **env: str) -> int:
    """Run pytest with its arguments, by `prefix` inside the network; returns its exit code."""
    process = subprocess.Popen([*prefix, *pytest(), *arguments], cwd=ROOT, env=environment() | env)
    try:
        return process.wait()
    except BaseException:
        interrupt(process)
        raise


def pytest() -> list[str]:
    """The command; no cache, because two of them run at once, and more time than a test needs on a busy machine."""
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--timeout=900"]


def interrupt(process: subprocess.Popen[Any]) -> None:
    """Let pytest end by itself, as by Ctrl-C, and end it where it does not; nothing where it has ended."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(60)
    process.kill()
    process.wait()
