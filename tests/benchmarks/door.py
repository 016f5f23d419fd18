"""The cost of the OpenAI adapter against the same app without it: `python -m tests.benchmarks.door --help`.

Requests alternate between the two in one process and one loop. The median of the differences is printed for the adapter alone and
for all that stands before the app: the edge with its key, rate and log line, and the adapter. With `scripted` (the default)
the app answers at once; with `vllm` it is vLLM's own. What is measured is the processor time of the thread, so that a busy machine
is not in the figures; `--clock wall` measures the time that passes. `first token` is the first text that the caller sees: while
answers are masked a word waits for its end, so that on the wall clock this holds the engine's time for the rest of the word too.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvloop
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.mock import MockEngine
from predictor.inference.context import CONTEXT_KEY, RequestContext
from predictor.inference.lifecycle import Stage
from predictor.pii import Masker
from predictor.protocols.openai import OpenAIMiddleware
from predictor.protocols.routing import ROUTE_KEY, classify
from predictor.server.front_end import FrontEnd
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.logging import configure

TEXT = "안녕하세요 고객님 주문하신 상품은 내일 오전에 도착할 예정이며 궁금하신 점은 언제든지 문의해 주시기 바랍니다 "
TOKEN = 2  # characters, about what tokenizers make of Korean
KEY = "invented-secret-of-the-benchmark"
Clock = Callable[[], float]
GOAL_REQUEST_MS, GOAL_CHUNK_US = 1.0, 20.0


class Scripted:
    """Streams `tokens` chunks at once, as vLLM writes them."""

    def __init__(self, tokens: int) -> None:
        self.events = [self._event({"role": "assistant", "content": ""})]
        self.events += [self._event({"content": piece}) for piece in _pieces(tokens)]
        self.events += [self._event({"content": ""}, "stop"), b"data: [DONE]\n\n"]

    def _event(self, delta: dict[str, str], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish, "token_ids": None}
        chunk = {"id": "chatcmpl-" + "0" * 32, "object": "chat.completion.chunk", "created": 1, "model": "llm", "choices": [choice]}
        return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        for event in self.events:
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _pieces(tokens: int) -> list[str]:
    text = TEXT * (tokens * TOKEN // len(TEXT) + 1)
    return [text[place : place + TOKEN] for place in range(0, tokens * TOKEN, TOKEN)]


class Times(NamedTuple):
    """Seconds of one request: to the first byte of the answer's body, to its first and its last text, and to its end."""

    first: float
    first_text: float
    last_text: float
    end: float


async def timed(app: ASGIApp, body: bytes, clock: Clock) -> Times:
    """Send one request to `app`; times are by `clock`."""
    first = text = last = 0.0
    start = clock()
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await asyncio.get_running_loop().create_future()
        raise AssertionError

    async def send(message: Message) -> None:
        nonlocal first, text, last
        if data := message.get("body"):
            first = first or clock() - start
            if b'"content":"' in data.replace(b'": "', b'":"').replace(b'"content":""', b""):
                last = clock() - start
                text = text or last

    headers = [(b"content-type", b"application/json"), (b"authorization", f"Bearer {KEY}-0".encode())]
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/chat/completions",
        "raw_path": b"/v1/chat/completions",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "state": {},
    }
    await app(scope, receive, send)
    return Times(first, text, last, clock() - start)


async def measure(bare: ASGIApp, door: ASGIApp, body: bytes, rounds: int, clock: Clock) -> list[list[float]]:
    """Differences door − bare of each round, ABBA: of the first byte, of the first text, of all after the first byte."""
    differences: list[list[float]] = [[], [], []]
    for number in range(rounds + 5):
        order: list[ASGIApp] = [bare, door] if number % 2 else [door, bare]
        seen: dict[int, Times] = {}
        for app in order:
            seen[id(app)] = await timed(app, body, clock)
        (first, text, _, whole), (bare_first, bare_text, _, bare_whole) = seen[id(door)], seen[id(bare)]
        if number >= 5:
            differences[0].append(first - bare_first)
            differences[1].append(text - bare_text)
            differences[2].append((whole - first) - (bare_whole - bare_first))
    return differences


async def run(rounds: int, tokens: int, engine_name: str, turns: int, clock: Clock) -> int:
    """Measure and print; returns 1 where a goal is missed."""
    settings = Settings(_env_file=None, fallback_mock=engine_name == "scripted", rate_limit="")
    messages = [{"role": "user", "content": TEXT}] * turns
    asked: dict[str, Any] = {"model": "llm", "messages": messages, "max_tokens": tokens, "temperature": 0, "ignore_eos": True}
    body = json.dumps(asked | {"stream": True}, ensure_ascii=False).encode()
    missed = 0
    server, app, close = await build(settings, engine_name, tokens)
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {rounds} rounds of {tokens} tokens, {turns} messages")
    for masking, masker in (("masking off", None), ("masking on", Masker())):
        server.model.pipeline.masker = masker
        openai = OpenAIMiddleware(refuse, server.model.name, settings, server.model.pipeline, server.lifecycle)
        for name, layer in (("adapter", with_context(openai)), ("edge, adapter", server.app)):
            firsts, texts, rests = await measure(app, layer, body, rounds, clock)
            request = statistics.median(firsts) * 1e3
            chunk = statistics.median(rests) / tokens * 1e6
            missed |= request > GOAL_REQUEST_MS or chunk > GOAL_CHUNK_US
            print(f"{engine_name:9} {name:14} {masking:12} request +{request:.3f} ms (goal {GOAL_REQUEST_MS}),", end=" ")
            print(f"first token +{statistics.median(texts) * 1e3:.3f} ms, chunk +{chunk:.1f} µs (goal {GOAL_CHUNK_US})")
    await close()
    return missed


async def build(settings: Settings, engine_name: str, tokens: int) -> tuple[FrontEnd, ASGIApp, Callable[[], Any]]:
    """(a ready server, the engine's app alone, what ends it)."""
    if engine_name == "scripted":
        engine: Any = MockEngine(settings)
        app: ASGIApp = Scripted(tokens)
    else:
        from predictor.engines.vllm import VLLMEngine

        engine = VLLMEngine(settings)
        await asyncio.to_thread(engine.build, lambda: None)
        app = await engine.openai_app()
    server = FrontEnd(settings, engine, None)
    for stage in (Stage.LOADING, Stage.WARMING, Stage.READY):
        server.lifecycle.enter(stage)
    server.model.pipeline.openai_app = app
    return server, app, engine.close


def with_context(app: ASGIApp) -> ASGIApp:
    """`app` with what the edge puts into the scope."""

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        scope[ROUTE_KEY] = classify(scope["path"])
        scope[CONTEXT_KEY] = RequestContext(AccessLogEntry("bench", "openai", "/", is_inference=True), timeout_sec=60)
        await app(scope, receive, send)

    return inner


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the routes behind the adapter, which are not requested here."""
    raise AssertionError


def against(bases: list[str], arguments: list[str]) -> int:
    """Run this benchmark of the commits `bases` and of the checkout, forth and back, and print the lines of all."""
    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as trees:
        places = [(base, trees.enter_context(_worktree(root, Path(folder) / base, base))) for base in bases]
        places.append(("checkout", root))
        for name, where in places + places[::-1]:
            shown = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.door", *arguments], cwd=where, capture_output=True, text=True, check=False
            ).stdout
            print("\n".join(f"{name:10} {line}" for line in shown.splitlines()), flush=True)
    return 0


@contextmanager
def _worktree(root: Path, folder: Path, commit: str) -> Iterator[Path]:
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(folder), commit], cwd=root, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(folder)], cwd=root, check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The OpenAI door's cost per request and per streamed chunk.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=100)
    parser.add_argument("--turns", type=int, default=1, help="messages in the conversation")
    parser.add_argument("--engine", choices=["scripted", "vllm"], default="scripted")
    parser.add_argument("--clock", choices=["cpu", "wall"], default="cpu")
    parser.add_argument("--base", nargs="+", default=[], metavar="COMMIT", help="commits to compare with, in turns")
    parser.add_argument("--keys", action="store_true", help="measure named keys and the audit record instead (key_cost.py)")
    parser.add_argument("--keep", action="store_true", help="with --keys, write the table into README.md")
    chosen = parser.parse_args()
    if chosen.base:
        same = [f"--{name}={getattr(chosen, name)}" for name in ("rounds", "tokens", "turns", "engine", "clock")]
        raise SystemExit(against(chosen.base, same))
    # As in a server: its loop, and its log lines, written to nowhere.
    with open(os.devnull, "w") as nowhere, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        configure("json", "INFO", str, nowhere)
        clock = time.thread_time if chosen.clock == "cpu" else time.perf_counter
        if chosen.keys:
            from tests.benchmarks import key_cost

            raise SystemExit(runner.run(key_cost.run(chosen.rounds, chosen.tokens, chosen.keep)))
        raise SystemExit(runner.run(run(chosen.rounds, chosen.tokens, chosen.engine, chosen.turns, clock)))
