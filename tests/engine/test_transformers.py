"""What is particular to transformers in process."""

import asyncio
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from predictor.config import Settings
from predictor.engines.transformers import TransformersEngine
from predictor.engines.types import Prompt, Sampling
from predictor.errors import Fatal, InvalidRequest, OutOfMemory, map_exception
from tests.conftest import Start


def built(**settings: Any) -> TransformersEngine:
    made = TransformersEngine(Settings(_env_file=None, engine="transformers", max_concurrent=2, **settings))
    made.build(lambda: None)
    return made


@pytest.fixture(scope="module")
def engine() -> TransformersEngine:
    return built()


def test_the_device_is_chosen_by_what_is_there(engine: TransformersEngine) -> None:
    import torch

    assert engine.model.device.type == ("cuda" if torch.cuda.is_available() else "cpu")


async def test_a_cancelled_generation_stops_its_thread(endless_model: Path) -> None:
    engine, begun = built(model=str(endless_model)), asyncio.Event()

    async def run() -> None:
        async for _ in engine.generate(Prompt("안녕하세요", Sampling(max_length=16_000)), "id", True):
            begun.set()

    task = asyncio.create_task(run())
    await begun.wait()
    (thread,) = engine.threads
    assert engine.unfinished == 1
    task.cancel()
    cancelled = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - cancelled < 1
    assert engine.unfinished == 0
    assert not thread.is_alive()


def test_a_chat_template_is_taken_as_it_is_or_from_a_file(tmp_path: Path) -> None:
    template = "{{ messages[0].content }}!"
    file = tmp_path / "template.jinja"
    file.write_text(template)
    for given in (template, str(file)):
        assert built(chat_template=given).tokenizer.chat_template == template
    with pytest.raises(Fatal, match="FileNotFoundError"):
        built(chat_template=str(tmp_path / "nowhere.jinja"))


async def test_no_more_threads_than_the_semaphore_allows(engine: TransformersEngine) -> None:
    seen = 0

    async def run() -> None:
        nonlocal seen
        async for _ in engine.generate(Prompt("안녕하세요", Sampling(max_length=10)), "id", True):
            seen = max(seen, len(engine.threads))

    await asyncio.gather(*(run() for _ in range(6)))
    assert seen == 2


async def test_pieces_of_a_stream_are_whole_characters(engine: TransformersEngine) -> None:
    prompt = Prompt("영업시간이 어떻게 되나요?", Sampling(temperature=0))
    pieces = [delta.text async for delta in engine.generate(prompt, "id", True)]
    assert len([piece for piece in pieces if piece]) > 3
    assert "\ufffd" not in "".join(pieces)


async def test_a_prompt_beyond_the_context_is_the_callers_mistake(engine: TransformersEngine) -> None:
    with pytest.raises(InvalidRequest, match="문맥 길이"):
        async for _ in engine.generate(Prompt("👍" * 5000), "id", True):
            pass


def test_a_server_out_of_memory_says_so_and_serves_on_once_there_is_some(start: Start) -> None:
    service = start(LLM_ENGINE="transformers").wait_ready()
    process = psutil.Process(service.process.pid)
    process.rlimit(psutil.RLIMIT_AS, (process.memory_info().vms + 16 * 2**20, psutil.RLIM_INFINITY))
    answer = service.post("/infer", {"query": "쀍" * 2048, "max_length": 1})
    assert (answer.status_code, answer.json()) == (503, {"detail": "LLM 추론 중 메모리 부족"})
    process.rlimit(psutil.RLIMIT_AS, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    assert service.post("/infer", {"query": "안녕하세요"}).status_code == 200
    assert service.metric('llm_requests_total{outcome="out_of_memory",protocol="native"}') == 1


def test_torchs_real_out_of_memory_is_the_specs_row() -> None:
    import torch

    with pytest.raises(RuntimeError) as raised:
        torch.empty(2**50)
    assert isinstance(map_exception(raised.value), OutOfMemory)
