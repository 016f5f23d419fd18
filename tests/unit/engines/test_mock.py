import asyncio
import subprocess
import sys

from predictor.config import Settings
from predictor.engines import create
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
