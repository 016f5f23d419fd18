"""The compiled automaton, for the tests that compare it with RE2."""

import importlib.util
from types import ModuleType

import pytest

from predictor.pii import compilation


@pytest.fixture(scope="session")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The compiled automaton."""
    if lack := compilation.missing():
        pytest.skip(lack)
    path = compilation.compile_automaton(tmp_path_factory.mktemp("automaton"))
    spec = importlib.util.spec_from_file_location("predictor.pii.scan._automaton", path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
