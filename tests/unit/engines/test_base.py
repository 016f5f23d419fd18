"""Every engine keeps the protocol of `engines/base.py`: each member, with the parameters that its callers pass."""

import inspect
from importlib import import_module
from typing import Any

import pytest

from predictor.config import Settings
from predictor.engines import CLASSES
from predictor.engines.base import Engine

MEMBERS = [name for name in vars(Engine) if not name.startswith("_")]
METHODS = [name for name in MEMBERS if inspect.isfunction(vars(Engine)[name])]


@pytest.fixture(params=list(CLASSES))
def engine(request: pytest.FixtureRequest, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An engine of each class, not built; its constructor imports neither torch nor vLLM."""
    monkeypatch.setenv("VLLM_RPC_BASE_PATH", str(tmp_path))
    module, name = CLASSES[request.param].split(":")
    settings = Settings(_env_file=None, engine=request.param, upstream_urls="http://upstream:8000")
    return getattr(import_module(module), name)(settings)


def test_every_engine_has_every_member_of_the_protocol(engine: Any) -> None:
    assert len(MEMBERS) >= 10
    members = {*dir(type(engine)), *vars(engine)}
    assert [name for name in MEMBERS if name not in members] == []


@pytest.mark.parametrize("name", METHODS)
def test_every_method_takes_the_parameters_of_the_protocol(name: str, engine: Any) -> None:
    wanted = list(inspect.signature(vars(Engine)[name]).parameters)
    assert list(inspect.signature(getattr(type(engine), name)).parameters) == wanted


@pytest.mark.parametrize("name", METHODS)
def test_what_the_protocol_awaits_can_be_awaited(name: str, engine: Any) -> None:
    assert inspect.iscoroutinefunction(getattr(type(engine), name)) == inspect.iscoroutinefunction(vars(Engine)[name])
