"""Runs pytest on the cluster: the short list, in which both modes run at once, or what a person names."""

import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tests.cluster.paths import HERE, LOGS, ROOT, environment
from tests.cluster.process import ClusterError, within

# What a user of the chart does, by mode; `make cluster-test` runs it. Both modes run at once and share the hazards.
SHORT = {
    "Standard": (
        "test_walk.py",
        "test_rollout.py::test_a_quiet_service_gets_too_little_traffic",
        "test_rollout.py::test_a_canary_with_five_percent_errors_is_rolled_back_before_two_percent_of_all_requests_failed",
        "test_networkpolicy.py",
    ),
    "Knative": (
        "test_walk.py",
        "test_hazards.py::test_helm_rollback_during_a_canary_leaves_it_no_more_than_its_share",
        "test_hazards.py::test_a_clean_up_in_a_hurry_keeps_stable",
        "test_under_load.py::test_an_upgrade_loses_nothing",
    ),
}
PASSED = 0


def short_list(minutes: float) -> int:
    """Run SHORT, one process for each mode; returns the first exit code that is not 0. Raises ClusterError after `minutes`."""
    runs = {mode: begin(mode, tests) for mode, tests in SHORT.items()}
    try:
        return wait_for(runs, minutes)
    except BaseException:
        for process, _ in runs.values():
            interrupt(process)
        raise
    finally:
        for mode, (_, output) in runs.items():
            print(f"\n=== {mode} mode\n{output.read_text(errors='replace')}", flush=True)


def begin(mode: str, tests: Iterable[str]) -> tuple[subprocess.Popen[bytes], Path]:
    """Start the tests of a mode; their output waits in a file, because two outputs on one screen cannot be read."""
    output = LOGS / f"tests-{mode}.log"
    words = [*pytest(), "-v", "--durations=0", "--durations-min=5", "-k", selection(mode), *(str(HERE / test) for test in tests)]
    with output.open("wb") as file:
        return subprocess.Popen([*within(), *words], cwd=ROOT, env=environment(), stdout=file, stderr=subprocess.STDOUT), output


def selection(mode: str) -> str:
    """The tests of a mode for `pytest -k`, those that run in one mode alone included."""
    others = [other for other in SHORT if other != mode]
    return " and ".join(f"not {other}" for other in others)


def wait_for(runs: dict[str, tuple[subprocess.Popen[bytes], Path]], minutes: float) -> int:
    """The first exit code that is not 0, once all have ended."""
    codes = []
    for mode, (process, _) in runs.items():
        try:
            codes.append(process.wait(minutes * 60))
        except subprocess.TimeoutExpired:
            raise ClusterError(f"the tests in {mode} mode were not done after {minutes:.0f} minutes") from None
    return next((code for code in codes if code != PASSED), PASSED)


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


def interrupt(process: subprocess.Popen[bytes]) -> None:
    """Let pytest end by itself, as by Ctrl-C, and end it where it does not."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(60)
    process.kill()
    process.wait()
