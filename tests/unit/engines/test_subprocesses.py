"""Forks of a process that serves a port, each in a Python of its own, because a fork hook cannot be taken back."""

import signal
import subprocess
import sys
import tempfile
from textwrap import dedent

import psutil
import pytest

from predictor.engines import subprocesses
from predictor.errors import EXIT_SETTINGS, Fatal
from tests.service import ROOT
from tests.waiting import wait_until


def run(program: str, timeout: float = 30) -> list[str]:
    """The lines that the program writes; fails with what it wrote to standard error."""
    done = subprocess.run([sys.executable, "-c", dedent(program)], cwd=ROOT, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_child_keeps_neither_the_port_nor_the_group_of_the_server() -> None:
    lines = run("""
        import os, socket
        from predictor.engines import subprocesses
        listening = socket.create_server(("127.0.0.1", 0))
        subprocesses.prepare(listening.getsockname()[1])
        own = os.pipe()
        if os.fork() == 0:
            try:
                held = listening.getsockname()
            except OSError:
                held = None
            os.write(own[1], f"{held} {os.getpgid(0) == os.getppid()} {os.getpgid(0) == os.getpid()}".encode())
            os._exit(0)
        os.wait()
        print(os.read(own[0], 200).decode())
        print(listening.getsockname() is not None)
    """)
    assert lines == ["None False True", "True"]


def test_no_descendant_is_left_once_all_are_stopped() -> None:
    lines = run("""
        import os, subprocess, sys, time, psutil
        from predictor.engines import subprocesses
        subprocesses.prepare(1)
        shared = subprocesses.folder()
        sleep = "import time; time.sleep(60)"
        parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{sleep}']); {sleep}"
        subprocess.Popen([sys.executable, "-c", parent])
        while len(psutil.Process().children(recursive=True)) < 2:
            time.sleep(0.01)
        pids = [process.pid for process in psutil.Process().children(recursive=True)]
        print(shared.stat().st_mode & 0o077)
        subprocesses.stop_all()
        print(len(pids), [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"])
        print(shared.exists())
    """)
    assert lines == ["0", "2 []", "False"]


def test_a_killed_server_takes_its_children_with_it() -> None:
    program = dedent("""
        import os, time
        from predictor.engines import subprocesses
        subprocesses.prepare(1)
        child = os.fork()
        if child:
            print(child, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        child = int(server.stdout.readline())
        server.kill()
        wait_until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE, 10)


def test_a_server_killed_in_the_moment_of_a_fork_leaves_no_child() -> None:
    program = dedent("""
        import os, signal, time
        from predictor.engines import subprocesses
        subprocesses.prepare(1)
        change_group = os.setpgid
        def slow_start(pid, group):
            os.kill(os.getppid(), signal.SIGKILL)
            while os.getppid() == server:
                time.sleep(0.01)
            change_group(pid, group)
        os.setpgid = slow_start
        server = os.getpid()
        if os.fork() == 0:
            print("outlived", flush=True)
        time.sleep(60)
    """)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


def test_the_first_error_of_a_child_is_kept_in_one_line_for_its_parent() -> None:
    lines = run("""
        import logging, os
        from predictor.engines import subprocesses
        subprocesses.prepare(1)
        print(repr(subprocesses.first_error()))
        subprocesses.folder()
        if os.fork() == 0:
            for reason in ("no\\nspace " + "x" * 2000, "later"):
                try:
                    raise OSError(reason)
                except OSError:
                    logging.getLogger("vllm").exception("failed")
            os._exit(0)
        os.wait()
        print(subprocesses.first_error()[:17], len(subprocesses.first_error()))
    """)
    assert lines == ["''", "OSError: no space 1000"]


def test_a_port_is_free_again_as_soon_as_the_server_closes_it() -> None:
    lines = run("""
        import os, signal, socket, time
        from predictor.engines import subprocesses
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        subprocesses.prepare(port)
        child = os.fork()
        if child == 0:
            time.sleep(60)
        time.sleep(0.2)
        listening.close()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1)
            print("open")
        except OSError:
            print("closed")
        os.kill(child, signal.SIGKILL)
    """)
    assert lines == ["closed"]


def test_a_machine_without_a_writable_folder_is_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    monkeypatch.setattr(subprocesses, "_shared", [])
    with pytest.raises(Fatal, match="TMPDIR") as fatal:
        subprocesses.folder()
    assert fatal.value.exit_code == EXIT_SETTINGS
