"""Commands that end, and processes that stay until the cluster is taken down."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.cluster.paths import LOGS, NETNS, RUN, environment


class ClusterError(Exception):
    """The cluster cannot be built, started or taken down; the message gives the reason and what to do."""


class Unable(ClusterError):
    """This machine cannot build or run the cluster, which says nothing about the project."""


class Unfinished(Unable):
    """The time for building ended; the next build goes on there."""


def run(*command: str | Path, cwd: Path | None = None, stdin: str | None = None, inside: bool = False, **env: str) -> str:
    """Run a command and return its standard output; raises ClusterError with the end of its output.

    `inside` runs it in the cluster's network namespace.
    """
    words = [*(within() if inside else ()), *map(str, command)]
    done = subprocess.run(words, cwd=cwd, input=stdin, env=environment() | env, capture_output=True, text=True)
    if done.returncode:
        raise ClusterError(
            f"`{' '.join(map(str, command))[:300]}` exited with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
        )
    return done.stdout


def within() -> list[str]:
    """The prefix that moves a command into the cluster's network namespace.

    `ip netns exec` is no choice, because it mounts /sys anew and loses /sys/fs/cgroup.
    """
    return ["nsenter", f"--net=/run/netns/{NETNS}"]


def kubectl(*args: str | Path, stdin: str | None = None) -> str:
    """kubectl against the cluster; raises ClusterError."""
    return run("kubectl", *args, stdin=stdin, inside=True)


def start(name: str, *command: str | Path, **env: str) -> None:
    """Start a process in the cluster's namespace; its process id goes to run/pids/NAME, its output to logs/NAME.log."""
    pids = RUN / "pids"
    pids.mkdir(parents=True, exist_ok=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*within(), *map(str, command)],
            env=environment() | env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # A session of its own, because Ctrl-C in a terminal goes to the whole foreground group.
            start_new_session=True,
        )
    (pids / name).write_text(str(process.pid))


def alive(name: str) -> bool:
    """True while the process that `start` started runs."""
    file = RUN / "pids" / name
    if not file.exists():
        return False
    status = Path(f"/proc/{file.read_text()}/stat")
    # A zombie has ended; its parent has only not yet read the exit status.
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def stop(name: str, seconds: float = 2) -> None:
    """End a process by SIGTERM, after `seconds` by SIGKILL."""
    file = RUN / "pids" / name
    if not file.exists():
        return
    for number, limit in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5.0)):
        if alive(name):
            with suppress(ProcessLookupError):
                os.kill(int(file.read_text()), number)
            with suppress(ClusterError):
                wait(lambda: not alive(name), f"the end of {name}", limit)
    file.unlink()


def wait(true: Callable[[], bool], what: str, seconds: float, process: str = "") -> None:
    """Return once `true` is; raises ClusterError after `seconds`, or when `process` has ended."""
    end = time.monotonic() + seconds
    while not true():
        if process and not alive(process):
            raise ClusterError(f"{process} ended while {what} was awaited:\n{tail(process)}")
        if time.monotonic() > end:
            raise ClusterError(f"{what} did not come in {seconds:.0f} s" + (f"\n{tail(process)}" if process else ""))
        time.sleep(0.1)


def works(*command: str | Path) -> bool:
    """True when the command exits with 0 inside the namespace."""
    return subprocess.run([*within(), *map(str, command)], env=environment(), capture_output=True).returncode == 0


def tail(name: str, characters: int = 2000) -> str:
    """The end of a process' log."""
    file = LOGS / f"{name}.log"
    return file.read_text(errors="replace")[-characters:] if file.exists() else ""
