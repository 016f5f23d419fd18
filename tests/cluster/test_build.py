"""An artifact is built once for its pins, and again when one changes."""

import time
from pathlib import Path

import pytest

from tests.cluster import build
from tests.cluster.build import Artifact
from tests.cluster.process import Unfinished


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(build, "CACHE", tmp_path)
    return tmp_path


def test_it_is_there_once_built() -> None:
    artifact = Artifact("tool", ("v1",), lambda folder, deadline: (folder / "tool").touch())
    assert not artifact.built
    artifact.build()
    assert artifact.built
    assert (artifact.folder / "tool").exists()


def test_another_pin_is_another_folder(tmp_path: Path) -> None:
    pin = tmp_path / "go.mod"
    pin.write_text("v1")
    before = Artifact("tool", (pin,), lambda folder, deadline: None).folder
    pin.write_text("v2")
    assert Artifact("tool", (pin,), lambda folder, deadline: None).folder != before


def test_a_recipe_that_fails_leaves_it_unbuilt() -> None:
    def broken(folder: Path, deadline: float) -> None:
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


def test_nothing_is_begun_after_the_deadline() -> None:
    artifact = Artifact("tool", ("v1",), lambda folder, deadline: None)
    with pytest.raises(Unfinished, match="tool was not begun"):
        artifact.build(time.monotonic() - 1)
    assert not artifact.built
