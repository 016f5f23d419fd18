"""With nothing to mask the adapter's wire is vLLM's own: each shape of request goes to both, over one engine in this process."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from predictor.config import Settings
from predictor.engines.vllm import VLLMEngine
from predictor.pii import Masker
from predictor.server.front_end import FrontEnd
from tests.engine.openai.shapes import REQUESTS, label

pytestmark = [
    pytest.mark.vllm,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(400),
    pytest.mark.filterwarnings("ignore"),  # vLLM, torch and what they import are in this process
]
ARGS = "--enable-auto-tool-choice --tool-call-parser hermes --max-model-len 2048"
VOLATILE = {"id", "created", "created_at", "item_id", "system_fingerprint", "completed_at"}


@dataclass
class Pair:
    """The same engine behind the adapter and bare."""

    adapted: httpx.AsyncClient
    bare: httpx.AsyncClient
    server: FrontEnd


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(own_environment: None) -> AsyncIterator[Pair]:
    settings = Settings(_env_file=None, vllm_args=ARGS)
    engine = VLLMEngine(settings)
    server = FrontEnd(settings, engine, Masker())
    for stage in ("LOADING", "WARMING", "READY"):
        server.lifecycle.enter(type(server.lifecycle.stage)[stage])
    await asyncio.to_thread(engine.build, lambda: None)
    app = server.model.pipeline.openai_app = await engine.openai_app()
    ways = [httpx.ASGITransport(server.app), httpx.ASGITransport(app)]
    clients = [httpx.AsyncClient(transport=way, base_url="http://x", timeout=None) for way in ways]
    yield Pair(clients[0], clients[1], server)
    for client in clients:
        await client.aclose()
    await engine.close()


async def asked(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> tuple[tuple[int, str], Any]:
    """(status and content type, a stream's blocks or the answer's JSON)."""
    response = await client.post(path, json=body)
    head = (response.status_code, response.headers["content-type"])
    if head[1].startswith("text/event-stream"):
        return head, [block for block in response.text.split("\n\n") if block]
    return head, steady(response.json()) if response.status_code < 400 else fault(response.json())


def fault(body: Any) -> Any:
    """The wrong parameter of an error. The rest differs, because the predictor has one form of errors, which quotes no value."""
    return str(body["error"].get("param")).removeprefix("body.")


def steady(value: Any) -> Any:
    """A JSON value without ids and times."""
    if isinstance(value, dict):
        return {name: steady(item) for name, item in value.items() if name not in VOLATILE}
    return [steady(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("request_", REQUESTS, ids=map(label, REQUESTS))
async def test_an_answer_is_vllms_own_field_by_field(pair: Pair, request_: tuple[str, dict[str, Any]]) -> None:
    route, body = request_
    assert await asked(pair.adapted, f"/openai/v1/{route}", body) == await asked(pair.bare, f"/v1/{route}", body)


STREAMS = [(route, body | {"stream": True}) for route, body in REQUESTS]


@pytest.mark.parametrize("request_", STREAMS, ids=map(label, STREAMS))
async def test_a_stream_says_what_vllms_own_says(pair: Pair, request_: tuple[str, dict[str, Any]]) -> None:
    route, body = request_
    ours = await asked(pair.adapted, f"/openai/v1/{route}", body)
    theirs = await asked(pair.bare, f"/v1/{route}", body)
    assert ours[0] == theirs[0]
    assert outcome(ours[1]) == outcome(theirs[1])


@pytest.mark.parametrize("request_", STREAMS[:20], ids=map(label, STREAMS[:20]))
async def test_without_masking_a_streams_events_have_vllms_own_fields(
    pair: Pair, request_: tuple[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair.server.model.pipeline, "masker", None)
    route, body = request_
    ours = (await asked(pair.adapted, f"/openai/v1/{route}", body))[1]
    theirs = (await asked(pair.bare, f"/v1/{route}", body))[1]
    assert outcome(ours) == outcome(theirs)
    assert shapes(ours) == shapes(theirs)


def shapes(stream: Any) -> set[str]:
    """The kinds of events by their fields. vLLM joins tokens into one event when its reader is slow, so their number may differ."""
    return {str(sorted(event)) if isinstance(event, dict) else str(event) for event in events(stream)}


async def test_usage_is_in_a_stream_only_where_it_was_asked_for(pair: Pair) -> None:
    body = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}], "stream": True, "max_tokens": 4}
    always = {"include_usage": True, "continuous_usage_stats": True}
    for options in (None, {"include_usage": False}, {"include_usage": True}, always):
        _, ours = await asked(pair.adapted, "/v1/chat/completions", body | {"stream_options": options})
        _, theirs = await asked(pair.bare, "/v1/chat/completions", body | {"stream_options": options})
        assert outcome(ours)["usage"] == outcome(theirs)["usage"]


def events(stream: Any) -> Any:
    """A stream's events without ids and times; an error answer as it is."""
    if not isinstance(stream, list):
        return stream
    data = [block.rpartition("data: ")[2] for block in stream]
    return [text if text == "[DONE]" else steady(json.loads(text)) for text in data]


def outcome(stream: Any) -> Any:
    """What a stream says in the end: by choice and field its text joined, its other fields, its usage."""
    if not isinstance(stream, list):
        return stream
    joined: dict[str, Any] = {"usage": None, "done": 0, "choices": {}, "responses": []}
    for event in events(stream):
        if event == "[DONE]":
            joined["done"] += 1
        elif "choices" in event:
            joined["usage"] = event.get("usage") or joined["usage"]
            for choice in event["choices"]:
                merge(joined["choices"].setdefault(choice["index"], {}), choice)
        elif not str(event.get("type", "")).endswith(".delta"):
            joined["responses"].append({name: value for name, value in event.items() if name != "sequence_number"})
    return joined


def merge(whole: dict[str, Any], piece: dict[str, Any]) -> None:
    for name, value in piece.items():
        known = whole.get(name)
        if name == "tool_calls":
            calls = whole.setdefault(name, {})
            for call in value:
                merge(calls.setdefault(call["index"], {}), call)
        elif isinstance(value, dict):
            whole[name] = known or {}
            merge(whole[name], value)
        elif isinstance(value, str | list) and type(known) is type(value) and name not in ("role", "type", "finish_reason"):
            whole[name] = known + value  # type: ignore[operator]  # both are of one type
        elif value is not None or known is None:
            whole[name] = value
