"""The compiled masker: it finds what the one in Python finds, and where no compiler is the masker says so and stays Python."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from predictor.pii import COMPILED, compilation
from tests.pii.outcomes import compiled_copy
from tests.service import ROOT

LAG = """
import sys, threading, time
from predictor.pii import COMPILED, Masker
assert COMPILED
masker, worst = Masker(), []
for unit in ("\\u1100\\u1161\\u11a8", "김철수님 ", "０１"):
    lags = []
    for _ in range(3):
        thread, lag = threading.Thread(target=masker.redact, args=(unit * (120_000 // len(unit)),)), 0.0
        thread.start()
        while thread.is_alive():
            before = time.perf_counter()
            time.sleep(0.001)
            lag = max(lag, time.perf_counter() - before)
        lags.append(lag)
    worst.append(min(lags))
print(max(worst))
"""


def run(folder: Path, *arguments: str) -> str:
    """What Python prints in a folder; fails with its error."""
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a compiled copy of the masker, and the corpora."""
    if lack := compilation.missing():
        pytest.skip(lack)
    folder = tmp_path_factory.mktemp("compiled")
    compiled_copy(folder, "--once")  # because counts of branches change no outcome and double the time
    return folder


@pytest.mark.quiet
@pytest.mark.timeout(900)
def test_compiled_and_in_python_the_masker_finds_the_same_in_all_corpora(compiled: Path) -> None:
    kinds, *lines = run(compiled, "-m", "tests.pii.outcomes").splitlines()
    kinds_here, *lines_here = run(ROOT, "-m", "tests.pii.outcomes").splitlines()
    assert (kinds, kinds_here) == ("compiled", "Python")
    assert len(lines) > 5000
    different = [(json.loads(one), json.loads(other)) for one, other in zip(lines_here, lines, strict=True) if one != other]
    assert different[:3] == []


@pytest.mark.quiet
@pytest.mark.timeout(900)
def test_compiled_a_large_text_in_a_thread_leaves_the_lock_to_others(compiled: Path) -> None:
    assert float(run(compiled, "-c", LAG)) < 0.1


def test_here_the_masker_is_python() -> None:
    assert not COMPILED
    assert not list((ROOT / "predictor").rglob("*.so"))


def test_every_module_is_compiled_but_those_that_loop_without_re2_and_the_commands_own() -> None:
    package = ROOT / "predictor" / "pii"
    named = {path.removeprefix("predictor/pii/") for path in compilation.sources(ROOT)}
    every = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if not path.name.startswith("__")}
    assert every - named == {*compilation.LOOPS, "compilation.py", "document.py", "workload.py"}


def test_without_a_compiler_the_command_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "predictor.pii.compilation"],
        cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "error: no C compiler is on the PATH; install one (Debian: apt-get install gcc libc6-dev)\n"


@pytest.mark.parametrize(
    ("compiler", "version", "counts"),
    [("gcc-12", "gcc (Debian 12.2.0) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.", True),
     ("clang", "Debian clang version 14.0.6", False)],
)  # fmt: skip
def test_only_gcc_compiles_by_counts_of_branches(
    compiler: str, version: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / compiler
    command.write_text(f"#!/bin/sh\necho '{version}'\n")
    command.chmod(0o755)
    monkeypatch.setenv("CC", f"{command} -pthread")
    assert compilation.is_gcc() is counts


def test_a_compiler_that_is_not_there_compiles_by_no_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CC", str(tmp_path / "cc"))
    assert not compilation.is_gcc()
