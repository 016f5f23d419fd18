"""Constraints that are too large are refused before the engine compiles them; the error names the limit and its setting."""

import asyncio
import json
import time
from typing import Any

import pytest

from predictor.config import Settings
from predictor.errors import InvalidRequest
from predictor.protocols.openai.structured_output import StructuredOutputLimits, repetitions
from tests.unit.protocols.openai.apps import Scripted, completion
from tests.unit.protocols.openai.conftest import Connect
from tests.unit.wire import Wire

ASK = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}]}
CHAT = "/v1/chat/completions"


def schema(schema: Any) -> dict[str, Any]:
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "order", "schema": schema}}}


def properties(count: int) -> dict[str, Any]:
    return {"type": "object", "properties": {f"field{number}": {"type": "string"} for number in range(count)}}


def nested(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        made = {"oneOf": [made]}
    return made


def tool(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "find", "parameters": parameters}}


BOMBS: dict[str, tuple[dict[str, Any], str]] = {
    "an enum of 20,000 entries": ({"structured_outputs": {"json": {"enum": [f"값{n}" for n in range(20_000)]}}}, "BYTES"),
    "an enum of 2,000 entries": ({"structured_outputs": {"json": {"enum": list(range(2000))}}}, "CHOICES"),
    "a schema as a string": ({"structured_outputs": {"json": json.dumps({"enum": list(range(2000))})}}, "CHOICES"),
    "a choice of 2,000": ({"structured_outputs": {"choice": [f"v{n}" for n in range(2000)]}}, "CHOICES"),
    "8,000 properties": (schema(properties(8000)), "BYTES"),
    "600 properties": (schema(properties(600)), "PROPERTIES"),
    "nested oneOf": (schema(nested(20)), "DEPTH"),
    "a long grammar": ({"structured_outputs": {"grammar": 'root ::= "' + "a" * 20_000 + '"'}}, "GRAMMAR"),
    "a long regex": ({"structured_outputs": {"regex": "a" * 3000}}, "REGEX"),
    "a long pattern": (schema({"type": "string", "pattern": "a" * 3000}), "REGEX"),
    "repetitions within repetitions": ({"structured_outputs": {"regex": "((a{1,99}){1,99}){1,99}"}}, "REPEATS"),
    "a grammar that counts": ({"structured_outputs": {"grammar": 'root ::= "a"{1,5000}'}}, "REPEATS"),
    "a very long string": (schema({"type": "string", "maxLength": 10_000}), "REPEATS"),
    "the format of the Responses API": ({"text": {"format": {"type": "json_schema", "schema": nested(20)}}}, "DEPTH"),
    "a tool that must be called": ({"tools": [tool(nested(20))], "tool_choice": "required"}, "DEPTH"),
    "a strict tool": ({"tools": [tool(nested(20)) | {"strict": True}]}, "DEPTH"),
}


@pytest.mark.parametrize(("fields", "limit"), BOMBS.values(), ids=BOMBS)
async def test_a_grammar_bomb_is_400_that_names_the_setting(fields: dict[str, Any], limit: str, connect: Connect) -> None:
    app = Scripted(completion("네"))
    client = await connect(app)
    answer = await client.post(CHAT, json=ASK | fields)
    assert (answer.status_code, app.asked) == (400, [])
    assert f"LLM_STRUCTURED_MAX_{limit}" in answer.json()["error"]["message"]


async def test_each_limit_can_be_raised(connect: Connect) -> None:
    raised = {f"structured_max_{name}": 0 for name in ("bytes", "depth", "properties", "choices", "grammar", "regex", "repeats")}
    client = await connect(Scripted(completion("네")), **raised)
    for fields, _ in BOMBS.values():
        assert (await client.post(CHAT, json=ASK | fields)).status_code == 200


async def test_a_tool_that_is_only_offered_is_not_compiled_and_not_limited(connect: Connect) -> None:
    client = await connect(Scripted(completion("네")))
    assert (await client.post(CHAT, json=ASK | {"tools": [tool(nested(20))], "tool_choice": "auto"})).status_code == 200


@pytest.mark.parametrize("fields", [fields for fields, _ in BOMBS.values()], ids=BOMBS)
def test_measuring_holds_the_loop_only_shortly(fields: dict[str, Any]) -> None:
    limits = StructuredOutputLimits(Settings(_env_file=None))
    best = 1.0
    for _ in range(3):
        began = time.thread_time()
        with pytest.raises(InvalidRequest):
            limits.check(fields)
        best = min(best, time.thread_time() - began)
    assert best < 0.02


class Compiling:
    """An engine's app that compiles until `done` is set; its engine tells whether a request has begun."""

    def __init__(self, client: Any) -> None:
        self.done = asyncio.Event()
        self.running = 0
        client.server.model.inference_engine.begun = lambda _: self.done.is_set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        self.running += 1
        left = asyncio.create_task(receive())
        await asyncio.wait({left, compiled := asyncio.create_task(self.done.wait())}, return_when=asyncio.FIRST_COMPLETED)
        compiled.cancel()
        self.running -= 1
        if not left.done():
            left.cancel()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
            await send({"type": "http.response.body", "body": json.dumps(completion("네")).encode()})


def constrained(number: int) -> bytes:
    return json.dumps(ASK | {"structured_outputs": {"regex": f"a{number}"}}).encode()


JSON = {"content-type": "application/json"}


async def begun(app: Compiling, count: int) -> None:
    while app.running < count:
        await asyncio.sleep(0.001)


async def test_over_the_compilations_at_once_it_is_429_and_a_known_constraint_passes(connect: Connect) -> None:
    client = await connect(structured_compilations=4)
    app = client.server.model.pipeline.openai_app = Compiling(client)
    wires = [Wire(client, CHAT, JSON) for _ in range(2)]
    for number, wire in enumerate(wires):
        wire.body(constrained(number))
    await begun(app, 2)
    refused = await client.post(CHAT, content=constrained(2), headers=JSON)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert (await door_answers(client, app)).status_code == 200
    for wire in wires:
        await wire.task
        assert wire.status == 200
    app.done.clear()
    known = asyncio.create_task(client.post(CHAT, content=constrained(0), headers=JSON))
    await begun(app, 1)
    assert not client.server.model.pipeline.compilations._running
    app.done.set()
    assert (await known).status_code == 200


async def door_answers(client: Any, app: Compiling) -> Any:
    """The answer to a request without a constraint while others compile."""
    plain = asyncio.create_task(client.post(CHAT, json=ASK))
    await begun(app, 3)
    app.done.set()
    return await plain


async def test_a_compilation_of_a_caller_who_left_keeps_its_place_until_it_is_done_and_is_then_aborted(connect: Connect) -> None:
    client = await connect(structured_compilations=1)
    app = client.server.model.pipeline.openai_app = Compiling(client)
    wire = Wire(client, CHAT, JSON)
    wire.body(constrained(1))
    await begun(app, 1)
    wire.leave()
    await asyncio.wait_for(wire.task, 1)
    assert (app.running, client.server.model.pipeline.concurrency.running) == (1, 0)
    assert (await client.post(CHAT, content=constrained(2), headers=JSON)).status_code == 429
    app.done.set()
    while app.running or client.server.model.pipeline.compilations._running:
        await asyncio.sleep(0.001)
    assert (await client.post(CHAT, content=constrained(2), headers=JSON)).status_code == 200


@pytest.mark.parametrize("stream", [False, True])
async def test_a_constraint_that_the_engine_cannot_compile_is_400_and_no_fallback(stream: bool, connect: Connect) -> None:
    error = {"error": {"message": "Internal server error", "type": "InternalServerError", "code": 500}}
    app = Scripted(error, status=200 if stream else 500, stream=stream)
    client = await connect(app, fallback_response="대신")
    fields = {"structured_outputs": {"grammar": "root ::= root"}, "stream": stream}
    answer = await client.post(CHAT, json=ASK | fields)
    assert answer.status_code == 400
    assert "structured_outputs" in answer.json()["error"]["message"]
    assert (await client.post(CHAT, json=ASK | {"stream": stream})).status_code == 200  # the fallback


@pytest.mark.parametrize(
    ("pattern", "more"),
    [("[a-z]{1,100}", 99), ("(ab{2}){3}", 7), ("plain", 0), ("(?:a{3,}b){2}", 6), (r"\{5\}", 0), ("[{9}]", 0), ("(" * 5000, 0)],
)
def test_counted_repetitions_are_written_out(pattern: str, more: int) -> None:
    assert repetitions(pattern) == more


@pytest.mark.parametrize(
    "tools", [5, "text", {"type": "function"}, [5], [None], [{"function": 5}], [{"function": {"parameters": 5}}]]
)
async def test_tools_of_a_wrong_form_are_left_to_the_engine(connect: Connect, tools: Any) -> None:
    client = await connect(Scripted(completion("네")))
    assert (await client.post(CHAT, json=ASK | {"tools": tools, "tool_choice": "required"})).status_code == 200
