import asyncio
import subprocess
import sys

import pytest

from predictor.config import Settings
from predictor.engines import create
from predictor.engines.mock import MockEngine
from predictor.engines.types import Prompt


async def test_it_is_deterministic() -> None:
    engine = create(Settings(_env_file=None, fallback_mock=True))
    answers = [[delta async for delta in engine.generate(Prompt("가 나"), "id", True)] for _ in range(2)]
    assert answers[0] == answers[1]


async def test_closing_it_half_way_leaves_nothing_unfinished() -> None:
    engine = create(Settings(_env_file=None, fallback_mock=True))
    deltas = engine.generate(Prompt("가 나 다"), "id", True)
    await anext(deltas)
    assert engine.unfinished == 1
    await deltas.aclose()
    assert engine.unfinished == 0


async def test_it_can_be_slow() -> None:
    engine = create(Settings(_env_file=None, fallback_mock=True, mock_delay_sec=0.02))
    begun = asyncio.get_running_loop().time()
    assert len([delta async for delta in engine.generate(Prompt("가 나"), "id", True)]) == 3
    assert asyncio.get_running_loop().time() - begun >= 0.06


def test_serving_it_imports_no_torch() -> None:
    modules = "predictor.server.front_end, predictor.engines.mock"
    code = f"import sys, {modules}; print({{'torch', 'vllm', 'transformers'}} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "set()"


@pytest.mark.parametrize("fault", ["oom", "runtime", "bug"])
async def test_faults_and_delays_begin_after_the_warm_up(fault: str) -> None:
    engine = MockEngine(Settings(_env_file=None, fallback_mock=True, mock_fault=fault, mock_delay_sec=60))
    engine.build(lambda: None)
    assert [delta.text async for delta in engine.generate(Prompt("a b"), "1", stream=True)] == ["[mock]", " a", " b"]
    await engine.reset_after_warmup()
    assert (engine.fault, engine.delay) == (fault, 60)


async def test_a_fault_may_hit_a_share_of_the_inferences() -> None:
    engine = create(Settings(_env_file=None, fallback_mock=True, mock_fault="runtime", mock_fault_share=0.25))
    failed = []
    for number in range(8):
        try:
            assert [delta async for delta in engine.generate(Prompt("a b"), str(number), True)]
        except RuntimeError:
            failed.append(number)
    assert failed == [3, 7]
