"""The Makefile: each step of its install is one line, a failed step shows the installer's output, and Ctrl-C stops `make test`."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.service import ROOT
from tests.waiting import wait_until

# In the place of Python: a run of pytest that goes on until Ctrl-C, by which it leaves a file. It waits by a builtin, because bash
# takes no note of a Ctrl-C that comes while a command in the foreground begins.
ENDLESS = """#!/bin/bash
case "$*" in
*"-m last"*) exit 0 ;;
*) sleep 3600 & trap "kill $!; echo stopped >stopped-$$; exit 2" INT; : >began-$$; wait ;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clone with an installer in place of uv, which writes 190 lines and fails where a file `fail` is there."""
    for file in ("Makefile", "tests/chart/chart.mk", "tests/cluster/cluster.mk", "requirements/base.txt", "requirements/uv.txt"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    installer = tmp_path / ".venv/bin/uv"
    installer.parent.mkdir(parents=True)
    installer.write_text("#!/bin/bash\nseq 190\n[ ! -e fail ] || { echo 'no matching hash' >&2; exit 3; }\n")
    installer.chmod(0o755)
    return tmp_path


def install(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "install", "KIND=base"], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def environment() -> dict[str, str]:
    """This process's own without what a surrounding make hands on: its flags, and what its caller set by `NAME=value`."""
    set_by_caller = {word.partition("=")[0] for word in shlex.split(os.environ.get("MAKEFLAGS", "")) if "=" in word}
    return {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name not in set_by_caller}


def test_a_step_is_one_line_with_its_seconds(folder: Path) -> None:
    done = install(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"Installing requirements/base\.txt .*: \d+ s\n", done.stdout)
    assert install(folder).stdout in ("", "make: Nothing to be done for 'install'.\n")


def test_a_step_that_fails_shows_the_installers_last_words_and_ends_the_target(folder: Path) -> None:
    (folder / "fail").touch()
    done = install(folder)
    assert done.returncode != 0
    assert "failed after" in done.stdout
    assert "no matching hash" in done.stdout
    assert len(done.stdout.splitlines()) < 50
    (folder / "fail").unlink()
    assert install(folder).returncode == 0, "the next try begins where the last one failed"


def test_ctrl_c_stops_all_tests_that_run_beside_each_other(folder: Path) -> None:
    python = folder / ".venv/bin/python"
    python.write_text(ENDLESS)
    python.chmod(0o755)
    # What `make test` needs is taken as installed.
    wanted = [f"--assume-old={made}" for made in (".venv/dev", ".venv/redis", ".cache/vllm/baked", "chart-tools")]
    (folder / ".cache").mkdir()
    # A run of the tests that a shell has started beside itself ignores Ctrl-C and hands this on.
    command = ["env", "--default-signal=INT", "make", "test", *wanted]
    with subprocess.Popen(command, cwd=folder, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL) as make:
        try:
            wait_until(lambda: len(list(folder.glob("began-*"))) == 5)
            os.killpg(make.pid, signal.SIGINT)
            assert make.wait(30) != 0
        finally:
            if make.poll() is None:
                os.killpg(make.pid, signal.SIGKILL)
    assert len(list(folder.glob("stopped-*"))) == 5
