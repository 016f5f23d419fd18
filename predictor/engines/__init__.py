"""The engines. The module of an engine, and with it torch or vLLM, is imported only when the engine is chosen."""

from importlib import import_module
from typing import cast

from predictor.config import Settings
from predictor.engines.base import Engine, EngineHost, SeparateEngines

CLASSES = {
    "vllm": "predictor.engines.vllm:VLLMEngine",
    "transformers": "predictor.engines.transformers:TransformersEngine",
    "upstream": "predictor.engines.upstream.engine:UpstreamEngine",
    "mock": "predictor.engines.mock:MockEngine",
}


def create(settings: Settings) -> Engine:
    """Return the chosen engine, not yet built; imports nothing heavy."""
    module, name = CLASSES[settings.engine_name].split(":")
    return cast(Engine, getattr(import_module(module), name)(settings))


def create_host(settings: Settings, front_ends: int) -> EngineHost:
    """Return the host of the chosen engine for so many front ends, not yet configured."""
    if settings.engine_name != "vllm":
        return SeparateEngines(lambda: create(settings))
    from predictor.engines.vllm import SharedCore

    return SharedCore(settings, front_ends)
