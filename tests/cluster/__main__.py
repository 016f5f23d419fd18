"""`python -m tests.cluster build | up | down | shell | test [pytest's arguments]`; `make cluster-…` calls it."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

from tests.chart import tools
from tests.cluster import addons, build, controlplane, machine, node, predictorimage, teardown
from tests.cluster.paths import BIN, CACHE, HERE, KUBECONFIG, LOCK, LOGS, ROOT, RUN, environment
from tests.cluster.process import ClusterError, Unable, within

# `make cluster-ci` sets both: a machine that cannot run the cluster, or has not built all of it, skips the tests.
OPTIONAL, BUILT_ONLY = "CLUSTER_OPTIONAL", "CLUSTER_BUILT_ONLY"
WELCOME = f"""\
The cluster runs. `make cluster-shell` opens a shell with kubectl and helm; `make cluster-down` takes it away.
Logs: {LOGS}
"""


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code, 2 for a usage error."""
    commands: dict[str, Callable[[], int | None]] = {
        "build": build_all,
        "up": up,
        "down": down,
        "shell": shell,
        "test": lambda: test(arguments[1:]),
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    # SIGTERM and SIGHUP unwind like Ctrl-C, so that what was started is taken away.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        return commands[arguments[0]]() or 0
    except Unable as error:
        if os.environ.get(OPTIONAL):
            print(f"cluster-test skipped: {' '.join(str(error).split())[:600]}")
            return 0
        return failed(error)
    except ClusterError as error:
        return failed(error)
    except KeyboardInterrupt:
        return 130


def failed(error: ClusterError) -> int:
    """Print it; returns the exit code."""
    print(f"error: {error}", file=sys.stderr)
    return 1


def interrupt(number: int, frame: FrameType | None) -> None:
    """Raise what Ctrl-C raises."""
    raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let no signal stop a teardown halfway."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of the one cluster that a machine holds; raises ClusterError while another command has it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ClusterError("another cluster command runs on this machine; wait until it has ended") from None
        yield


def build_all() -> None:
    """Build what is missing; raises Unable with what the machine lacks, ClusterError where the project's image cannot be built."""
    todo = [part.name for part in build.parts() if not part.built]
    if todo and os.environ.get(BUILT_ONLY):
        raise Unable(f"not built yet, `make cluster-build` does it: {', '.join(todo)}")
    if lacks := machine.lacks(bool(todo)):
        raise Unable("this machine lacks " + "; ".join(lacks))
    machine.prepare()
    tools.install()
    build.build()
    if not predictorimage.artifact().built:
        print("cluster: the predictor's image …", flush=True)
        predictorimage.artifact().build()


def up() -> None:
    """Build and start the cluster; takes away what was started when that fails."""
    with alone():
        if RUN.exists():
            raise ClusterError("the cluster is there, or what is left of one: `make cluster-down` takes it away")
        build_all()
        try:
            start()
        except BaseException:
            take_away()
            raise
    print(WELCOME)


def start() -> None:
    """Start all parts; raises Unable."""
    try:
        start_parts()
    except ClusterError as error:
        raise Unable(str(error)) from error


def start_parts() -> None:
    """Start all parts; raises ClusterError."""
    step = addons.stopwatch()
    RUN.mkdir(parents=True)
    controlplane.network()
    controlplane.up()
    (BIN / "helm").symlink_to(tools.HELM)
    step("control plane")
    with ThreadPoolExecutor(1) as pool:
        custom_resources = pool.submit(addons.custom_resources)
        node.up()
        step("node, images imported")
        custom_resources.result()
        step("custom resources")
        # The predictor's image is the largest, and nothing needs it before the tests.
        predictor = pool.submit(node.import_images, [predictorimage.artifact().folder / "image.tar"])
        addons.up(step)
        predictor.result()
    step("the predictor's image imported")


def down() -> None:
    """Take the cluster away; raises ClusterError where something is left."""
    with alone():
        take_away()


def take_away() -> None:
    """Tear down, and say what is left."""
    with uninterrupted():
        teardown.down()
        if left := teardown.leftovers():
            raise ClusterError("left behind:\n  " + "\n  ".join(left))


def shell() -> int:
    """A shell inside the cluster's network, with kubectl and helm."""
    if not KUBECONFIG.exists():
        raise ClusterError("no cluster runs; `make cluster-up` starts one")
    return subprocess.run([*within(), os.environ.get("SHELL", "bash")], env=environment()).returncode


def test(arguments: list[str]) -> int:
    """Run pytest on a cluster that starts before and is taken away after; returns pytest's exit code.

    Without arguments all tests run, those of the teardown before the others.
    """
    with alone():
        if RUN.exists():
            take_away()
        build_all()
    code = 0
    if not arguments:
        teardown_tests = [str(HERE / "test_teardown.py")]
        code = run_tests(teardown_tests, [], LLM_CLUSTER_TEARDOWN="1")
    with alone():
        try:
            start()
            return run_tests(arguments or [str(HERE)], within()) or code
        finally:
            take_away()
            print("cluster: taken away", flush=True)


def run_tests(arguments: list[str], prefix: list[str], **env: str) -> int:
    """pytest, by `prefix` inside the network; Ctrl-C reaches pytest too, which then ends by itself."""
    process = subprocess.Popen([*prefix, sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment() | env)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
