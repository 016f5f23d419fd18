"""The key file is read again when it changes: whole, and never when it is broken."""

import os
from pathlib import Path

import pytest

from predictor.errors import Unauthorized
from predictor.inference.keys.key_file import KeyFileError
from predictor.inference.keys.watcher import KeyFile
from predictor.telemetry import metrics
from tests.unit.inference.budgets.callers import SECRET, key, write


def opens(keys: KeyFile, name: str) -> bool:
    try:
        keys.ring.check(None, SECRET.format(name))
    except Unauthorized:
        return False
    return True


async def test_a_replaced_file_is_read_at_the_next_look(tmp_path: Path) -> None:
    keys = KeyFile(write(tmp_path / "keys.yaml", key("old")))
    write(tmp_path / "keys.yaml", key("new"))
    await keys.poll()
    assert (opens(keys, "old"), opens(keys, "new")) == (False, True)


async def test_a_mounted_secret_is_read_when_its_link_changes(tmp_path: Path) -> None:
    """Kubernetes writes a new folder and renames the link `..data` to it."""
    for folder, name in (("first", "old"), ("second", "new")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "keys.yaml", key(name))
    (tmp_path / "..data").symlink_to("first")
    (tmp_path / "keys.yaml").symlink_to("..data/keys.yaml")
    keys = KeyFile(tmp_path / "keys.yaml")
    assert opens(keys, "old")
    (tmp_path / "next").symlink_to("second")
    (tmp_path / "next").replace(tmp_path / "..data")
    await keys.poll()
    assert (opens(keys, "old"), opens(keys, "new")) == (False, True)


async def test_a_file_written_in_place_is_read_once_it_rests_and_not_half(tmp_path: Path) -> None:
    file = write(tmp_path / "keys.yaml", key("one"), key("two"))
    keys = KeyFile(file)
    whole = write(tmp_path / "whole.yaml", key("one"), key("two"), key("three")).read_text()
    lines = ["keys:\n", *(f"  - {{name: {name}, secrets: [{SECRET.format(name)}]}}\n" for name in ("one", "two", "three"))]
    file.write_text("".join(lines[:2]))  # half of the list, which is a valid list
    await keys.poll()
    assert opens(keys, "two")
    file.write_text("".join(lines))
    for _ in range(4):
        await keys.poll()
        assert opens(keys, "two")
    assert opens(keys, "three")
    assert whole


@pytest.mark.parametrize("broken", ["keys: [", "", "keys: [{name: a}]"])
async def test_a_broken_file_keeps_the_keys_and_is_shown_until_it_is_mended(
    tmp_path: Path, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    keys = KeyFile(write(tmp_path / "keys.yaml", key("old")), kept=tmp_path / "kept")
    (tmp_path / "broken").write_text(broken)
    (tmp_path / "broken").replace(tmp_path / "keys.yaml")
    for _ in range(5):
        await keys.poll()
    assert opens(keys, "old")
    assert metrics.KEY_FILE_VALID._value.get() == 0
    assert len([record for record in caplog.records if "stay as they were" in record.message]) == 1
    started_again = KeyFile(tmp_path / "keys.yaml", kept=tmp_path / "kept")
    assert opens(started_again, "old")
    assert os.stat(tmp_path / "kept").st_mode & 0o777 == 0o600
    write(tmp_path / "keys.yaml", key("new"))
    await keys.poll()
    assert (opens(keys, "new"), metrics.KEY_FILE_VALID._value.get()) == (True, 1)


async def test_a_file_that_is_gone_keeps_the_keys(tmp_path: Path) -> None:
    file = write(tmp_path / "keys.yaml", key("old"))
    keys = KeyFile(file)
    file.unlink()
    for _ in range(4):
        await keys.poll()
    assert opens(keys, "old")
    assert metrics.KEY_FILE_VALID._value.get() == 0
    write(file, key("new"))
    for _ in range(4):
        await keys.poll()
    assert opens(keys, "new")


def test_a_start_without_a_good_file_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        KeyFile(tmp_path / "missing.yaml", kept=tmp_path / "kept")


def test_the_gauges_of_a_key_are_those_of_the_file(tmp_path: Path) -> None:
    KeyFile(write(tmp_path / "keys.yaml", key("gauged", tokens_per_day=5, expires="2027-01-31T00:00:00+09:00")))
    assert metrics.KEY_TOKEN_LIMIT.labels("gauged", "day")._value.get() == 5
    assert metrics.KEY_EXPIRES.labels("gauged")._value.get() == 1801321200
    KeyFile(write(tmp_path / "keys.yaml", key("gauged")))
    assert ("gauged",) not in metrics.KEY_EXPIRES._metrics
