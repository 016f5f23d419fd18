"""Fixtures of the engine tests."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from predictor.config import DEMO_MODEL


@pytest.fixture(scope="module")
def own_environment() -> Iterator[None]:
    """Undoes what an engine in the tests' own process sets for its libraries; the servers of later tests would inherit it."""
    with mock.patch.dict(os.environ):
        yield


@pytest.fixture(scope="session")
def endless_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo model with another token declared as its end, so that it goes on to the limit of its context."""
    folder = tmp_path_factory.mktemp("endless") / "model"
    shutil.copytree(DEMO_MODEL, folder)
    config = json.loads((folder / "config.json").read_text())
    tokenizer = json.loads((folder / "tokenizer_config.json").read_text())
    pad = tokenizer["pad_token"]
    assert pad != tokenizer["eos_token"]
    tokenizer["eos_token"] = pad
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
    for name in ("config.json", "generation_config.json"):
        content = json.loads((folder / name).read_text())
        content["eos_token_id"] = config["pad_token_id"]
        (folder / name).write_text(json.dumps(content))
    return folder
