"""A load generator that costs little: streamed chats in a closed loop over connections that are kept alive.

It reads with epoll and counts bytes instead of parsing JSON, about 3 µs a chunk, so that it can share two cores with what it
measures. `python -m tests.benchmarks.load URL STREAMS REQUESTS` prints one line of JSON.
"""

import argparse
import json
import re
import select
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.benchmarks.results import percentile

PHRASES = """안녕하세요 배송 문의 드립니다 주문 번호 확인 부탁드려요 환불 영업시간 교환 매장 위치 결제 카드 취소 언제 도착 하나요
감사합니다 상품 재고 색상 크기 할인 쿠폰 회원 가입 탈퇴 비밀번호 변경"""
WORDS = PHRASES.split()
EVENT, DONE = b"data: {", b"data: [DONE]"
USAGE = re.compile(rb'"completion_tokens": ?(\d+)')
TAIL_BYTES = 2000  # of an answer, in which its usage stands
READ_BYTES = 1 << 18


def question(number: int, words: int = 60) -> str:
    """An invented question with an invented telephone number."""
    draw = Random(number)
    return " ".join(draw.choice(WORDS) for _ in range(words)) + f" 010-{draw.randint(1000, 9999)}-{draw.randint(1000, 9999)}"


def chat(number: int, tokens: int, path: str = "/v1/chat/completions") -> bytes:
    """The bytes of one streamed chat request."""
    fields = {
        "model": "llm",
        "messages": [{"role": "user", "content": question(number)}],
        "max_tokens": tokens,
        "temperature": 1.0,
        "ignore_eos": True,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    body = json.dumps(fields, ensure_ascii=False).encode()
    head = f"POST {path} HTTP/1.1\r\nhost: benchmark\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


@dataclass
class Figures:
    """What was seen; times in seconds."""

    first: list[float] = field(default_factory=list)
    between: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    tokens: int = 0
    chunks: int = 0
    failures: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    def summary(self) -> dict[str, float]:
        """Tokens per second, latencies in ms, and the generator's own processor time per token in µs."""
        return {
            "answered": len(self.whole),
            "failures": self.failures,
            "tokens_per_second": round(self.tokens / self.seconds, 1),
            "chunks_per_token": round(self.chunks / max(1, self.tokens), 3),
            "ttft_p50_ms": round(percentile(self.first, 50) * 1e3, 1),
            "ttft_p99_ms": round(percentile(self.first, 99) * 1e3, 1),
            "itl_p50_ms": round(percentile(self.between, 50) * 1e3, 2),
            "itl_p99_ms": round(percentile(self.between, 99) * 1e3, 2),
            "load_us_per_token": round(self.processor / max(1, self.tokens) * 1e6, 1),
        }


class Stream:
    """One connection with one request after another."""

    def __init__(self, address: tuple[str, int], figures: Figures, numbers: list[int], tokens: int) -> None:
        self.figures = figures
        self.numbers = numbers
        self.tokens = tokens
        self.address = address
        self.connect()

    def connect(self) -> None:
        """Open the connection."""
        self.socket = socket.create_connection(self.address, timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self) -> bool:
        """Send the next request; False where none is left."""
        if not self.numbers:
            return False
        self.begun = self.last = time.perf_counter()
        self.chunks, self.words, self.tail, self.in_head = 0, 0, b"", True
        self.socket.sendall(chat(self.numbers.pop(), self.tokens))
        return True

    def _words(self, data: bytes, events: int) -> int:
        """The words behind a space in these events, whose JSON holds no space outside of its texts."""
        if self.in_head:
            _, _, data = data.partition(b"\r\n\r\n")
            self.in_head = False
        return data.count(b" ") - events

    def take(self, now: float) -> bool:
        """Read what has come; True where the answer is whole, or broken."""
        data = self.socket.recv(READ_BYTES)
        events = data.count(EVENT)
        self.words += self._words(data, events)
        if events:
            if self.chunks:
                self.figures.between += [(now - self.last) / events] * events
            else:
                self.figures.first.append(now - self.begun)
            self.last, self.chunks = now, self.chunks + events
        self.tail = (self.tail + data)[-TAIL_BYTES:]
        if data and DONE not in self.tail:
            return False
        usage = USAGE.findall(self.tail)
        if data and usage:
            self.figures.tokens += int(usage[-1])
            self.figures.chunks += self.chunks - 2  # the role and the usage are events too
            self.figures.whole.append(now - self.begun)
        else:
            self.figures.failures += 1
        return True


def run(url: str, streams: int, requests: int, tokens: int, received: memoryview | None = None, period_sec: float = 0.0) -> Figures:
    """`streams` connections with `requests` each.

    `received`, one signed 64-bit integer, gets the number of words so far: a scripted engine, each of whose tokens is a word, paces
    itself by it. `period_sec` is waited before each round of reading, which makes rounds larger and cheaper, and times coarser.
    """
    parts = urlsplit(url)
    address, figures, poll = (parts.hostname or "127.0.0.1", parts.port or 80), Figures(), select.epoll()
    open_streams: dict[int, Stream] = {}
    for number in range(streams):
        stream = Stream(address, figures, [number * requests + turn for turn in range(requests)], tokens)
        open_streams[stream.socket.fileno()] = stream
        poll.register(stream.socket, select.EPOLLIN)
    begun, processor = time.perf_counter(), time.process_time()
    for stream in open_streams.values():
        stream.send()
    while open_streams:
        events = poll.poll(120)
        if not events:
            raise TimeoutError("nothing came for two minutes")
        if period_sec:
            time.sleep(period_sec)
        now = time.perf_counter()
        for descriptor, _ in events:
            stream = open_streams[descriptor]
            before = stream.words
            ended = stream.take(now)
            if received is not None:
                received[0] += stream.words - before
            if ended and not stream.send():
                poll.unregister(descriptor)
                stream.socket.close()
                del open_streams[descriptor]
    figures.seconds, figures.processor = time.perf_counter() - begun, time.process_time() - processor
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Streamed chats in a closed loop.")
    parser.add_argument("url")
    parser.add_argument("streams", type=int)
    parser.add_argument("requests", type=int, help="by each stream, one after another")
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--period-ms", type=float, default=0.0)
    parser.add_argument("--received", type=Path, help="file in memory that counts the words")
    asked = parser.parse_args()
    counter = None
    if asked.received is not None:
        import mmap

        with asked.received.open("r+b") as file:
            counter = memoryview(mmap.mmap(file.fileno(), 8)).cast("q")
    print(json.dumps(run(asked.url, asked.streams, asked.requests, asked.tokens, counter, asked.period_ms / 1e3).summary()))
