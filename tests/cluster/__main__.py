"""`python -m tests.cluster build | up | down | shell | prune | test [--all | pytest's arguments]`; `make cluster-…` calls it.

CLUSTER_BUILD_MINUTES=N  build no longer than that; the next build goes on there
CLUSTER_OPTIONAL=1       for CI: `test` passes, with the reason in one line, where the machine cannot run the cluster or the minutes
                         for building have ended; a start that failed is tried once more
"""

import fcntl
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

from tests.chart import tools
from tests.cluster import addons, build, controlplane, imagestore, machine, node, predictorimage, prune, teardown, testrun
from tests.cluster.paths import BIN, CACHE, HERE, KUBECONFIG, LOCK, LOGS, RUN, environment
from tests.cluster.process import ClusterError, Unable, Unfinished, within

# The short list takes a third of it on two quiet cores.
TEST_MINUTES = 20
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
        "prune": prune_all,
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
        if arguments[0] == "test" and optional():
            print(f"cluster-test skipped: {' '.join(str(error).split())[:600]}")
            return 0
        return failed(error)
    except ClusterError as error:
        return failed(error)
    except KeyboardInterrupt:
        return 130


def optional() -> bool:
    """True where CLUSTER_OPTIONAL is set."""
    return os.environ.get("CLUSTER_OPTIONAL", "") not in ("", "0")


def build_deadline() -> float:
    """CLUSTER_BUILD_MINUTES as a time of `time.monotonic`; raises ClusterError."""
    text = os.environ.get("CLUSTER_BUILD_MINUTES", "")
    try:
        minutes = float(text or math.inf)
    except ValueError:
        raise ClusterError(f"CLUSTER_BUILD_MINUTES is {text!r}; give a number of minutes") from None
    return time.monotonic() + minutes * 60


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
    """Build what is missing; raises Unable with what the machine lacks, Unfinished, and ClusterError for what does not build."""
    deadline = build_deadline()
    todo = [part.name for part in build.parts() if not part.built]
    if lacks := machine.lacks(bool(todo)):
        raise Unable("this machine lacks " + "; ".join(lacks))
    machine.prepare()
    tools.install()
    try:
        build.build(deadline)
    except Unfinished as error:
        raise Unfinished(f"the minutes for building have ended: {error}; `make cluster-build` goes on there") from error
    for name, artifact in (("the store of images", imagestore.artifact()), ("the predictor's image", predictorimage.artifact())):
        if not artifact.built:
            print(f"cluster: {name} …", flush=True)
            artifact.build()
    prune.unused()


def prune_all() -> None:
    """Remove what the pins and the code of this folder do not name."""
    with alone():
        prune.all_others()


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
        step("node")
        custom_resources.result()
        step("custom resources")
        # The predictor's image is the largest, and nothing needs it before the tests.
        predictor = pool.submit(node.import_images, predictorimage.artifact().folder / "image.tar")
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
    """Run tests on a cluster that starts before and is taken away after; returns pytest's exit code.

    Without arguments the short list runs, with --all every test, those of the teardown before the others.
    """
    with alone():
        if RUN.exists():
            take_away()
        build_all()
    code = 0
    every = arguments == ["--all"]
    if every:
        code = testrun.named([str(HERE / "test_teardown.py")], [], LLM_CLUSTER_TEARDOWN="1")
    with alone():
        try:
            start_again_once() if optional() else start()
            if arguments:
                return testrun.named([str(HERE)] if every else arguments, within()) or code
            return testrun.short_list(TEST_MINUTES)
        finally:
            take_away()
            print("cluster: taken away", flush=True)


def start_again_once() -> None:
    """Start, and after a failure once more; raises ClusterError."""
    try:
        start()
    except ClusterError as error:
        print(f"cluster: the start failed and is tried once more: {error}", flush=True)
        take_away()
        start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
