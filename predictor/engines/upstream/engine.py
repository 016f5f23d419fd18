"""The engine over upstream servers: the spec's proxy pattern (chapter 9.4), and a KServe transformer's way to its predictor."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from starlette.datastructures import Headers
from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.engines.upstream import completion
from predictor.engines.upstream.client import Exchange, Request
from predictor.engines.upstream.pool import Pool
from predictor.engines.upstream.proxy import Proxy, headers
from predictor.engines.upstream.replica import Replica
from predictor.inference.lifecycle import Stage
from predictor.inference.types import Delta, Prompt


class UpstreamEngine:
    """Has no model of its own. It is never dead: while every upstream is down it is not `available`, and requests get 503."""

    dead = False

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.exchange = Exchange(settings, self.pool)

    def build(self, enter: Callable[[Stage], None]) -> None:
        """Wait until an upstream is warm; raises Fatal when only other settings can help."""
        enter(Stage.LOADING)
        asyncio.run(self.pool.wait())

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate upstream; cancelling or closing breaks the connection, which aborts the request there."""
        self.exchange.start()
        asked = completion.asked(prompt, self.settings, stream)

        def body(replica: Replica) -> bytes:
            return json.dumps({"model": replica.model, **asked}).encode()

        given = Headers({"content-type": "application/json", "accept": "text/event-stream" if stream else "application/json"})
        request = Request("POST", completion.path(self.settings), body, headers(given, request_id))
        sequences = prompt.sampling.num_return_sequences
        async with self.exchange.open(request) as answer, aclosing(completion.deltas(answer, sequences)) as deltas:
            async for delta in deltas:
                yield delta

    async def openai_app(self) -> ASGIApp:
        """OpenAI's routes, passed on to the upstreams."""
        self.exchange.start()
        return Proxy(self.exchange, self.settings.model_name)

    @property
    def unfinished(self) -> int:
        """Requests in flight to all upstreams."""
        return sum(replica.in_flight for replica in self.pool.replicas)

    @property
    def context_length(self) -> int:
        """The smallest max_model_len that the upstreams tell; 0 where none does."""
        return min((replica.context_length for replica in self.pool.replicas if replica.context_length), default=0)

    @property
    def available(self) -> bool:
        """True while an upstream is up."""
        return self.pool.available

    async def ping(self) -> None:
        """In this process nothing can freeze but the loop; the upstreams are checked by the pool."""

    async def rewind(self) -> None:
        """What the warm-up left in an upstream's caches is not ours to drop."""

    async def close(self) -> None:
        """End the checks and close every connection; what is in flight is aborted upstream."""
        await self.exchange.close()
