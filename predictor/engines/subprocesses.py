"""The server's processes: what they must not inherit, and that none outlives the server."""

import contextlib
import ctypes
import logging
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from predictor.errors import EXIT_SETTINGS, Fatal

PR_SET_PDEATHSIG = 1  # linux/prctl.h
ERROR_FILE = "first-error"
ERROR_LENGTH = 1000  # characters
GONE_SEC = 2.0  # in which killed processes are gone
_gate = threading.Lock()
_ports: set[int] = set()
_shared: list[tempfile.TemporaryDirectory[str]] = []
_parent = 0  # the process that forks, kept for its child
_serving = threading.local()  # set while this thread forks a process that answers HTTP


def prepare(port: int) -> None:
    """Make forks from a running server safe; to be called before the first one.

    A child that kept the server's sockets would hold the port, and connections open that the server has closed; one that kept the
    loop's wake-up descriptor would hand its own signals to the server; one in its process group would get a terminal's Ctrl-C, and
    end before the server has drained.
    """
    if not _ports:
        os.register_at_fork(before=_before_fork, after_in_parent=_gate.release, after_in_child=_in_child)
    _ports.add(port)


def folder() -> Path:
    """A folder, closed to other users, for what this process and its children share; `stop_all` removes it. Raises Fatal."""
    if not _shared:
        try:
            _shared.append(tempfile.TemporaryDirectory(prefix="llm-", ignore_cleanup_errors=True))
        except OSError as error:
            raise Fatal(
                f"no folder can be written ({error.strerror}); mount one at /tmp or name one by TMPDIR", EXIT_SETTINGS
            ) from error
    return Path(_shared[0].name)


@contextmanager
def forking_server() -> Iterator[None]:
    """Within it this thread forks processes that answer HTTP: they keep the port, and their errors are not the engine's."""
    _serving.now = True
    try:
        yield
    finally:
        _serving.now = False


class FirstError(logging.Handler):
    """Keeps the first exception that a child process logs, because vLLM reports to the parent only that the child failed."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.ERROR)
        self.file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Write the exception, unless a child has written one before."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            with contextlib.suppress(OSError), self.file.open("x", encoding="utf-8") as file:
                file.write(f"{type(error).__name__}: {error}")


def first_error() -> str:
    """In one line, the first exception that a child has logged; empty where none has."""
    if not _shared:
        return ""
    try:
        return " ".join((folder() / ERROR_FILE).read_text(encoding="utf-8").split())[:ERROR_LENGTH]
    except OSError:
        return ""


def _before_fork() -> None:
    global _parent
    _gate.acquire()
    _parent = os.getpid()


def _in_child() -> None:
    _gate.release()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.setpgid(0, 0)
    # Counts from the end of the forking thread, so the thread that loads the engine has to stay (server/loader_thread.py).
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != _parent:  # because the kernel sends no signal for a parent that ended before this request
        os._exit(1)
    if getattr(_serving, "now", False):
        return
    if _shared:
        logging.getLogger().addHandler(FirstError(folder() / ERROR_FILE))
    _close_ports()


def _close_ports() -> None:
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(int(name))) as found:
            if found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockname()[1] in _ports:
                os.close(int(name))


def _runs(process: psutil.Process) -> bool:
    """False once it has ended, also while its parent has not read its exit code (a zombie)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def stop_all() -> None:
    """Kill every descendant, forbid new forks and remove the shared folder; returns after at most two seconds."""
    _gate.acquire(timeout=1)  # held to the end of the process
    descendants = psutil.Process().children(recursive=True)
    for process in descendants:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    end = time.monotonic() + GONE_SEC
    while any(map(_runs, descendants)) and time.monotonic() < end:
        time.sleep(0.01)
    while _shared:
        _shared.pop().cleanup()
