"""The engine over upstream servers: the spec's proxy pattern (chapter 9.4), and a KServe transformer's way to its predictor."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from starlette.datastructures import Headers
from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.engines.http.sse import MEDIA_TYPE
from predictor.engines.types import Delta, Prompt, Usage
from predictor.engines.upstream import completion
from predictor.engines.upstream.client import UpstreamClient, UpstreamRequest
from predictor.engines.upstream.pool import Pool
from predictor.engines.upstream.proxy import UpstreamProxy, upstream_headers
from predictor.engines.upstream.replica import Replica


class UpstreamEngine:
    """Generates at the upstreams. It is never dead: while every upstream is down it is not `available`, and requests get 503."""

    dead = False
    schedules_by_priority = False  # an upstream does not tell

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.client = UpstreamClient(settings, self.pool)

    def build(self, on_imported: Callable[[], None]) -> None:
        """Wait until an upstream is warm; raises Fatal when only other settings can help."""
        on_imported()
        asyncio.run(self.pool.wait())

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate upstream; cancelling or closing breaks the connection, which aborts the request there."""
        self.client.start()
        fields = completion.request_body(prompt, self.settings, stream)

        def body(replica: Replica) -> bytes:
            return json.dumps({"model": replica.model, **fields}).encode()

        given = Headers({"content-type": "application/json", "accept": MEDIA_TYPE if stream else "application/json"})
        request = UpstreamRequest("POST", completion.path(self.settings), body, upstream_headers(given, request_id))
        sequences = prompt.sampling.num_return_sequences
        async with self.client.open(request) as response, aclosing(completion.deltas(response, sequences)) as deltas:
            async for delta in deltas:
                yield delta

    async def openai_app(self) -> ASGIApp:
        """OpenAI's routes, passed on to the upstreams."""
        self.client.start()
        return UpstreamProxy(self.client, self.settings.model_name)

    @property
    def unfinished(self) -> int:
        """Requests in flight to all upstreams."""
        return sum(replica.in_flight for replica in self.pool.replicas)

    @property
    def context_length(self) -> int:
        """The smallest max_model_len of the upstreams' model lists, in tokens; 0 where none holds one."""
        return min((replica.context_length for replica in self.pool.replicas if replica.context_length), default=0)

    @property
    def available(self) -> bool:
        """True while an upstream is up."""
        return self.pool.available

    def begun(self, request_id: str) -> bool:
        """An upstream bounds its own compilations."""
        return True

    def usage(self, request_id: str) -> Usage:
        """Zeros, because an upstream reports its counts at the end alone."""
        return Usage()

    async def ping(self) -> None:
        """In this process nothing can freeze but the loop; the upstreams are checked by the pool."""

    async def reset_after_warmup(self) -> None:
        """Do nothing, because an upstream's caches belong to its other callers too."""

    def core_pids(self) -> tuple[int, ...]:
        """None: it runs in this process."""
        return ()

    def begin_counting(self) -> None:
        """It counts nothing itself."""

    async def close(self) -> None:
        """End the checks and close every connection, which aborts the requests in flight."""
        await self.client.close()
