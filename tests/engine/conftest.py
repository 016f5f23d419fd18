"""Fixtures of the engine tests."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests import models


@pytest.fixture(scope="module")
def own_environment() -> Iterator[None]:
    """Undoes what an engine in the tests' own process sets for its libraries; the servers of later tests would inherit it.

    Compiling is off, as in a process of the predictor. An earlier test may have imported torch, which reads the environment once.
    """
    import torch._dynamo.config as compiling

    with mock.patch.dict(os.environ), compiling.patch(disable=True):
        yield


@pytest.fixture(scope="session")
def endless_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo model, which goes on to the limit of its context."""
    return models.endless(tmp_path_factory.mktemp("endless") / "model")
