"""A steady load of every protocol, streams among them, over connections that are kept alive."""

import asyncio
import itertools
import math
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

# An invented address: the answer repeats the query, and the placeholder in it shows which version answered.
QUERY = "제 메일은 hong@example.com 입니다 " + " ".join(f"단어{number}" for number in range(12))
PLACEHOLDER = re.compile(r"([\[<(])이메일_1[\]>)]")
VERSION_OF = {"[": "0.1.0", "<": "0.2.0", "(": "0.3.0"}
MESSAGES = [{"role": "user", "content": QUERY}]

# Name, path, body, and the words that end a whole answer of a stream.
PROTOCOLS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("native", "/infer", {"query": QUERY, "max_length": 32}, ""),
    ("V1", "/v1/models/llm:predict", {"instances": [{"query": QUERY, "max_length": 32}]}, ""),
    (
        "V2",
        "/v2/models/llm/infer",
        {"inputs": [{"name": "query", "datatype": "BYTES", "shape": [1], "data": [QUERY]}]},
        "",
    ),
    ("OpenAI", "/openai/v1/chat/completions", {"model": "llm", "messages": MESSAGES, "max_tokens": 32}, ""),
    ("native stream", "/infer/stream", {"query": QUERY, "max_length": 32}, "[DONE]"),
    (
        "OpenAI stream",
        "/openai/v1/chat/completions",
        {"model": "llm", "messages": MESSAGES, "max_tokens": 32, "stream": True},
        "[DONE]",
    ),
)
STREAMS = tuple(protocol for protocol in PROTOCOLS if "stream" in protocol[0])


@dataclass
class Outcome:
    """What became of the requests."""

    sent: int = 0
    failed: list[str] = field(default_factory=list)
    versions: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def version_since(self, before: Counter[str]) -> Counter[str]:
        """Answers per version since a copy of `versions` was taken."""
        return self.versions - before


class Caller:
    """Asks one address by one host name, as a client behind the gateway does."""

    def __init__(self, address: str, host: str, key: str = "", **headers: str) -> None:
        self.base = f"http://{address}"
        self.headers = {"Host": host, **({"Authorization": f"Bearer {key}"} if key else {}), **headers}

    def get(self, path: str, **headers: str) -> httpx.Response:
        """One GET."""
        return httpx.get(self.base + path, headers=self.headers | headers, timeout=30)

    def ask(self, name: str = "native", **headers: str) -> httpx.Response:
        """One request of a protocol; a stream is read whole."""
        _, path, body, _ = next(protocol for protocol in PROTOCOLS if protocol[0] == name)
        return httpx.post(self.base + path, json=body, headers=self.headers | headers, timeout=60)

    def versions(self, requests: int, protocols: tuple[Any, ...] = PROTOCOLS, concurrent: int = 8) -> Outcome:
        """Send a number of requests and return what became of them."""
        outcome = Outcome()
        asyncio.run(self._run(outcome, iter(range(requests)), concurrent, protocols))
        return outcome

    @contextmanager
    def load(self, concurrent: int = 8, protocols: tuple[Any, ...] = PROTOCOLS) -> Iterator[Outcome]:
        """Send requests in the background until the block ends."""
        outcome, going = Outcome(), threading.Event()
        going.set()
        endless = itertools.takewhile(lambda _: going.is_set(), itertools.count())
        thread = threading.Thread(target=lambda: asyncio.run(self._run(outcome, endless, concurrent, protocols)))
        thread.start()
        try:
            yield outcome
        finally:
            going.clear()
            thread.join(120)

    async def _run(self, outcome: Outcome, numbers: Iterator[int], concurrent: int, protocols: tuple[Any, ...]) -> None:
        limits = httpx.Limits(max_connections=concurrent, max_keepalive_connections=concurrent)
        turns = itertools.cycle(protocols)
        async with httpx.AsyncClient(base_url=self.base, headers=self.headers, limits=limits, timeout=60) as client:

            async def work() -> None:
                for _ in numbers:
                    await self._one(client, outcome, *next(turns))

            await asyncio.gather(*(work() for _ in range(concurrent)))

    async def _one(self, client: httpx.AsyncClient, outcome: Outcome, name: str, path: str, body: dict[str, Any], end: str) -> None:
        started = time.monotonic()
        outcome.sent += 1
        try:
            answer = await client.post(path, json=body)
        except httpx.HTTPError as error:
            outcome.failed.append(f"{name}: {type(error).__name__} {error} after {time.monotonic() - started:.2f} s")
            return
        outcome.seconds.append(time.monotonic() - started)
        version = version_in(answer.text)
        if answer.status_code != 200 or not version or end not in answer.text:
            outcome.failed.append(f"{name}: {answer.status_code} {answer.text[-200:]!r}")
        else:
            outcome.versions[version] += 1


def version_in(text: str) -> str:
    """The version whose placeholder is in an answer; empty where there is none."""
    found = PLACEHOLDER.search(text)
    return VERSION_OF[found[1]] if found else ""


def enough(outcome: Outcome, requests: int, seconds: float = 400) -> None:
    """Wait until the load has sent that many."""
    end = time.monotonic() + seconds
    while outcome.sent < requests and time.monotonic() < end:
        time.sleep(0.05)


def binomial_bounds(n: int, p: float, level: float = 0.99) -> tuple[int, int]:
    """The central interval of a binomial distribution: the smallest and largest count that are not in a tail of (1 - level) / 2."""
    tail, total, low = (1 - level) / 2, 0.0, -1
    for k in range(n + 1):
        logarithm = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(p) + (n - k) * math.log1p(-p)
        total += math.exp(logarithm)
        if low < 0 and total > tail:
            low = k
        if total >= 1 - tail:
            return low, k
    return low, n
