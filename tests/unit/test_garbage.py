"""A request that has ended leaves nothing behind that only the garbage collector frees, because its run holds the event loop."""

import asyncio
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import httpx
import pytest

from tests.hostile import CHAT, KEY, MIXES, V2, Mix, chat
from tests.unit.conftest import Client, Serve
from tests.unit.test_isolation import Encoded, encoded
from tests.unit.wire import Wire

ASK = {"query": "김철수 010-1234-5678에게 알려 주세요", "max_length": 4}
ENDED: dict[str, Mix] = {
    "answers": [("/infer", KEY, ASK), (CHAT, KEY, chat("안녕")), (V2, KEY, {"inputs": []})],
    "streams": [("/infer/stream", KEY, ASK), (CHAT, KEY, chat("안녕 010-1234-5678", stream=True))],
    "V1": [("/v1/models/llm:predict", KEY, {"instances": [ASK, ASK]}), ("/v1/models/other:predict", KEY, {"instances": [ASK]})],
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


def names(left: list[object]) -> set[str]:
    return {name for one in left if (name := named(one))}


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
    return names(left)


@pytest.mark.parametrize("mix", [*MIXES.values(), *ENDED.values()], ids=[*MIXES, *ENDED])
async def test_an_ended_request_leaves_no_cycle(mix: Mix, serve: Serve) -> None:
    assert await left_by(serve(api_keys="invented-key"), mix) == set()


FAILING: list[dict[str, Any]] = [{"mock_fault": fault} for fault in ("runtime", "oom", "bug")] + [{"mock_delay_sec": 1.0}]


@pytest.mark.parametrize("failing", FAILING, ids=str)
@pytest.mark.parametrize("fallback", ["", "잠시 뒤에 다시 물어 주세요"])
async def test_a_failed_engine_leaves_no_cycle(failing: dict[str, Any], fallback: str, serve: Serve) -> None:
    client = serve(api_keys="invented-key", **failing, fallback_response=fallback, inference_timeout_sec=0.1)
    assert await left_by(client, [*ENDED["answers"], *ENDED["streams"], *ENDED["V1"]]) == set()


async def left_early(client: Client, path: str, body: Any) -> None:
    """Send a request, and leave while the engine answers."""
    wire = Wire(client, path, {**KEY, "content-type": "application/json"})
    wire.body(json.dumps(body).encode())
    await asyncio.sleep(0.1)
    wire.leave()
    await wire.task
    assert not wire.complete


@pytest.mark.parametrize(
    ("path", "body"), [(path, body) for mix in ("answers", "streams", "V1") for path, _, body in ENDED[mix][:2]]
)
async def test_a_caller_who_leaves_leaves_no_cycle(path: str, body: Any, serve: Serve) -> None:
    client = serve(api_keys="invented-key", mock_delay_sec=0.3)
    await left_early(client, path, body)
    with garbage() as left:
        await left_early(client, path, body)
        await asyncio.sleep(0)
    assert names(left) == set()
