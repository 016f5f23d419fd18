"""What one streamed token costs, stage by stage: `python -m tests.benchmarks.token_cost`.

Each stage runs alone over the same answer. The least processor time of many rounds is printed in microseconds per token, because
on a machine that others use too every other figure measures them.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import h11

from predictor.engines.http.sse import EventWriter
from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.event_stream import EventStream
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.server.streaming_http import StreamingConnection
from predictor.telemetry.access_log import AccessLogEntry
from tests.benchmarks.door import Scripted, _pieces

MASKER = Masker()
Stage = Callable[[], Awaitable[None]]


async def _nowhere(message: Any) -> None:
    """Takes what is sent."""


def events_stage(events: list[bytes], masked: bool, templates: bool) -> Stage:
    """The engine's events through EventStream; without templates each is parsed."""

    async def run() -> None:
        masker = ResponseMasker(CallMasking(MASKER), structured=False) if masked else None
        stream = EventStream(masker, EventWriter(_nowhere), True, AccessLogEntry("id", "openai", "path"))
        if not templates:
            stream._learn = lambda chunk, block: None  # type: ignore[method-assign]
        for event in events:
            stream.feed(event)

    return run


def words_stage(pieces: list[str]) -> Stage:
    """The masker's own stream over the text alone."""

    async def run() -> None:
        stream = CallMasking(MASKER).output_stream()
        for piece in pieces:
            stream.feed(piece)

    return run


def writer_stage(events: list[bytes]) -> Stage:
    """EventWriter into an ASGI `send` that does nothing."""

    async def run() -> None:
        writer = EventWriter(_nowhere)
        for event in events:
            await writer.write(event)

    return run


def framing_stage(events: list[bytes], kind: type[h11.Connection]) -> Stage:
    """The chunks of HTTP/1.1."""

    async def run() -> None:
        connection = kind(h11.SERVER)
        connection.receive_data(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        while not isinstance(connection.next_event(), h11.EndOfMessage):
            pass
        connection.send(h11.Response(status_code=200, headers=[]))
        for event in events:
            connection.send(h11.Data(data=event))

    return run


async def least(stage: Stage, rounds: int, tokens: int) -> float:
    """The least microseconds of processor time per token."""
    best = float("inf")
    for _ in range(rounds):
        began = time.thread_time()
        await stage()
        best = min(best, time.thread_time() - began)
    return best / tokens * 1e6


async def main(rounds: int, tokens: int) -> None:
    """Measure each stage and print the table."""
    events, pieces = Scripted(tokens).events, _pieces(tokens)
    stages = {
        "event, masking off, parsed": events_stage(events, masked=False, templates=False),
        "event, masking off, by its template": events_stage(events, masked=False, templates=True),
        "event, masking on, parsed": events_stage(events, masked=True, templates=False),
        "event, masking on, by its template": events_stage(events, masked=True, templates=True),
        "of which the masker's words": words_stage(pieces),
        "event writer": writer_stage(events),
        "chunk framed by h11": framing_stage(events, h11.Connection),
        "chunk framed by StreamingConnection": framing_stage(events, StreamingConnection),
    }
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, the least of {rounds} rounds of {tokens} tokens")
    for name, stage in stages.items():
        print(f"{name:38} {await least(stage, rounds, tokens):6.1f} µs")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What one streamed token costs, stage by stage.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=200)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.rounds, chosen.tokens))
