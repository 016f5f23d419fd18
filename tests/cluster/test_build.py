"""An artifact is built once for its pins, and again when one changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster import build
from tests.cluster.build import Artifact
from tests.cluster.paths import ROOT


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(build, "CACHE", tmp_path)
    return tmp_path


def test_it_is_there_once_built() -> None:
    artifact = Artifact("tool", ("v1",), lambda folder: (folder / "tool").touch())
    assert not artifact.built
    artifact.build()
    assert artifact.built
    assert (artifact.folder / "tool").exists()


def test_another_pin_is_another_folder(tmp_path: Path) -> None:
    pin = tmp_path / "go.mod"
    pin.write_text("v1")
    before = Artifact("tool", (pin,), lambda folder: None).folder
    pin.write_text("v2")
    assert Artifact("tool", (pin,), lambda folder: None).folder != before


def test_a_recipe_that_fails_leaves_it_unbuilt() -> None:
    def broken(folder: Path) -> None:
        (folder / "half").touch()
        raise RuntimeError("no disk")

    artifact = Artifact("tool", ("v1",), broken)
    with pytest.raises(RuntimeError):
        artifact.build()
    assert not artifact.built


def test_every_image_follows_the_program_in_it() -> None:
    names = [artifact.name for artifact in build.artifacts()]
    assert len(names) == len(set(names))
    assert all(artifact.inputs for artifact in build.artifacts())


def test_a_schema_loses_its_explanations_and_keeps_a_property_of_that_name() -> None:
    named = {
        "description": "why",
        "properties": {"description": {"type": "string", "description": "what"}},
        "anyOf": [{"description": "x"}],
    }
    assert build.without_descriptions(named) == {"properties": {"description": {"type": "string"}}, "anyOf": [{}]}


def test_ci_skips_what_is_not_built_and_says_so_in_one_line(tmp_path: Path) -> None:
    """`make cluster-ci` sets both variables."""
    wishes = {"LLM_PREDICTOR_CLUSTER": str(tmp_path), "CLUSTER_OPTIONAL": "1", "CLUSTER_BUILT_ONLY": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.cluster", "test"], cwd=ROOT, env=os.environ | wishes, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("cluster-test skipped: not built yet, `make cluster-build` does it: hyperkube, kserve-manager")
    assert list(tmp_path.iterdir()) == [tmp_path / "lock"]
