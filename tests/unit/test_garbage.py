"""A request that has ended leaves nothing behind that only the garbage collector frees, because its run holds the event loop."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import httpx
import pytest

from tests.hostile import CHAT, KEY, MIXES, V2, Mix, chat
from tests.unit.conftest import Serve
from tests.unit.test_isolation import Encoded, encoded

ASK = {"query": "김철수 010-1234-5678에게 알려 주세요", "max_length": 4}
ENDED: dict[str, Mix] = {
    "answers": [("/infer", KEY, ASK), (CHAT, KEY, chat("안녕")), (V2, KEY, {"inputs": []})],
    "streams": [("/infer/stream", KEY, ASK), (CHAT, KEY, chat("안녕 010-1234-5678", stream=True))],
    "V1": [("/v1/models/llm:predict", KEY, {"instances": [ASK]}), ("/v1/models/other:predict", KEY, {"instances": [ASK]})],
    "refusals": [(CHAT, {}, chat("안녕")), ("/infer", KEY, {"query": 1}), ("/nowhere", KEY, {}), (CHAT, KEY, chat("가", n=0))],
}


@contextmanager
def garbage() -> Iterator[list[object]]:
    """What the collector alone would free of all that is made meanwhile; filled at the end."""
    left: list[object] = []
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield left
        gc.collect()
        left += gc.garbage
    finally:
        gc.garbage.clear()
        gc.set_debug(0)
        gc.enable()


def named(one: object) -> str:
    """The predictor's class or function that the object is one of or a frame of; empty for all others."""
    if isinstance(one, FrameType):
        code = one.f_code
        return code.co_qualname if "/predictor/" in code.co_filename else ""
    return type(one).__qualname__ if type(one).__module__.startswith("predictor") else ""


async def ended(client: Any, requests: Encoded) -> None:
    """Send the requests; a stream that breaks off, which the client reports by AssertionError, has ended too."""
    sent = [client.post(url, headers=headers, content=content) for url, headers, content in requests]
    for outcome in await asyncio.gather(*sent, return_exceptions=True):
        assert isinstance(outcome, httpx.Response | AssertionError), outcome


async def left_by(client: Any, mix: Mix) -> set[str]:
    requests = await encoded(mix)
    await ended(client, requests)  # what is made once for all requests
    with garbage() as left:
        await ended(client, requests)
        await asyncio.sleep(0)
    return {name for one in left if (name := named(one))}


@pytest.mark.parametrize("mix", [*MIXES.values(), *ENDED.values()], ids=[*MIXES, *ENDED])
async def test_an_ended_request_leaves_no_cycle(mix: Mix, serve: Serve) -> None:
    assert await left_by(serve(api_keys="invented-key"), mix) == set()


@pytest.mark.parametrize("failing", [{"mock_fault": fault} for fault in ("runtime", "oom", "bug")] + [{"mock_delay_sec": 1.0}], ids=str)
@pytest.mark.parametrize("fallback", ["", "잠시 뒤에 다시 물어 주세요"])
async def test_a_failed_engine_leaves_no_cycle(failing: dict[str, Any], fallback: str, serve: Serve) -> None:
    client = serve(api_keys="invented-key", **failing, fallback_response=fallback, inference_timeout_sec=0.1)
    assert await left_by(client, [*ENDED["answers"], *ENDED["streams"]]) == set()
