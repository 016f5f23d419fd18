"""A compilation says at fault of what it failed, and ends at its deadline."""

import math
import os
import time
from pathlib import Path

import psutil
import pytest

from tests.cluster import goprograms
from tests.cluster.goprograms import compile_program
from tests.cluster.process import ClusterError, Unable, Unfinished
from tests.waiting import wait_until


def go_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, build: str, listing: str = "echo one; echo two") -> None:
    """Put a `go` before all others on PATH, which lists two packages and builds by a line of shell."""
    monkeypatch.setattr(goprograms, "MODULES", tmp_path)
    go = tmp_path / "bin" / "go"
    go.parent.mkdir()
    go.write_text(f'#!/bin/sh\nif [ "$1" = list ]; then {listing}; else {build}; fi\n')
    go.chmod(0o755)
    monkeypatch.setenv("PATH", f"{go.parent}:{os.environ['PATH']}")


def test_a_program_that_does_not_compile_is_a_fault_of_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    go_that(monkeypatch, tmp_path, "echo undefined: missing >&2; exit 1")
    with pytest.raises(ClusterError, match="undefined: missing") as caught:
        compile_program(tmp_path / "x", ".", "./x", "", "", math.inf)
    assert caught.type is ClusterError


def test_sources_that_cannot_be_fetched_are_a_lack_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    go_that(monkeypatch, tmp_path, "true", listing="echo no such host >&2; exit 1")
    with pytest.raises(Unable, match="no such host"):
        compile_program(tmp_path / "x", ".", "./x", "", "", math.inf)


def test_a_compilation_ends_at_its_deadline_with_all_its_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    go_that(monkeypatch, tmp_path, f"echo one >&2; sleep 1000 & echo $! >{tmp_path}/child; wait")
    with pytest.raises(Unfinished, match="1 packages of at most 2"):
        compile_program(tmp_path / "x", ".", "./x", "", "", time.monotonic() + 1)
    child = int((tmp_path / "child").read_text())
    wait_until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)
