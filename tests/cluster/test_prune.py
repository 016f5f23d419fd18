"""What no pin names goes: by itself after 14 days without use, at once by `make cluster-prune`."""

import os
import time
from pathlib import Path

import pytest

from tests.cluster import prune

USED, LATE, OLD = "programs-0123456789ab", "programs-aaaaaaaaaaaa", "image-llm-predictor-bbbbbbbbbbbb"
OTHERS = ("logs", "run", "programs")


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(prune, "CACHE", tmp_path)
    monkeypatch.setattr(prune, "used", lambda: {USED})
    for name in (USED, LATE, OLD, *OTHERS):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    for name, days in ((USED, 20), (LATE, 10), (OLD, 15), *((name, 30) for name in OTHERS)):
        os.utime(tmp_path / name, (time.time() - days * 86400,) * 2)
    return tmp_path


def left(cache: Path) -> set[str]:
    return {path.name for path in cache.iterdir()}


def test_what_was_unused_for_14_days_goes_by_itself(cache: Path) -> None:
    prune.unused()
    assert left(cache) == {USED, LATE, *OTHERS}


def test_what_a_run_uses_counts_from_then_on(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prune.unused()
    monkeypatch.setattr(prune, "used", set)
    prune.unused()
    assert USED in left(cache)


def test_a_person_removes_all_that_the_pins_do_not_name(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prune.all_others()
    assert left(cache) == {USED, *OTHERS}
    assert "removed 2 folders" in capsys.readouterr().out
