"""The Makefile's install: one line for each step, and what the installer wrote where it fails."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.service import ROOT


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
    # Without what a surrounding make tells the ones within it, such as to name its folders.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "install", "KIND=base"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


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
