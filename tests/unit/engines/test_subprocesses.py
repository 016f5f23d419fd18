import tempfile

import pytest

from predictor.engines import subprocesses
from predictor.errors import EXIT_SETTINGS, Fatal


def test_a_machine_without_a_writable_folder_is_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    monkeypatch.setattr(subprocesses, "_shared", [])
    with pytest.raises(Fatal, match="TMPDIR") as fatal:
        subprocesses.folder()
    assert fatal.value.exit_code == EXIT_SETTINGS
