"""The warm-up: real requests through the real application before the predictor is ready.

vLLM compiles lazily by shape and feature, so the requests are: one alone, two at once, streamed and whole, two sequences, a short
and the longest prompt, each protocol, one answer by a JSON schema.
"""

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from predictor.config import Settings
from predictor.protocols.edge import WARM_UP_KEY

TOKENS = 8
SHORT = "안녕하세요"
POOLING: dict[str, dict[str, Any]] = {
    "/openai/v1/embeddings": {"input": SHORT},
    "/openai/v1/score": {"text_1": SHORT, "text_2": SHORT},
}
SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "warm_up", "schema": {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}},
}


class WarmUp:
    """Sends the warm-up requests to `app`; raises RuntimeError when one fails."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self) -> None:
        """Send the requests."""
        longest = (SHORT + " ") * (self.settings.input_max_length // (len(SHORT) + 1))
        transport = httpx.ASGITransport(self._marked, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://warm-up", timeout=None) as client:
            if await self._warm_pooling(client):
                return
            await self._post(client, "/infer", self._body(SHORT))
            await self._post(client, "/infer/stream", self._body(SHORT))
            # The longest accepted query may exceed the model's context.
            long = self._post(client, "/infer", self._body(longest), passing=(200, 400))
            pair = [long, self._post(client, "/infer/stream", self._body(SHORT))]
            if self.settings.concurrency_limit > 1:
                await asyncio.gather(*pair)
            else:
                for one in pair:
                    await one
            if self.settings.max_sequences > 1:
                await self._post(client, "/infer", {**self._body(SHORT), "num_return_sequences": 2})
            name = self.settings.model_name
            await self._post(client, f"/v1/models/{name}:predict", {"instances": [self._body(SHORT)]})
            tensor = {"name": "query", "shape": [1], "datatype": "BYTES", "data": [SHORT]}
            await self._post(client, f"/v2/models/{name}/infer", {"inputs": [tensor], "parameters": {"max_length": TOKENS}})
            await self._warm_openai(client)

    async def _warm_pooling(self, client: httpx.AsyncClient) -> bool:
        """Warm a model that embeds or scores, and return True; a model that writes text refuses both."""
        pooled = False
        for path, body in POOLING.items():
            body = {"model": self.settings.model_name, **body}
            pooled |= (await client.post(path, json=body)).status_code == 200
        if pooled and self.settings.concurrency_limit > 1:
            await asyncio.gather(*(client.post(path, json=body) for path, body in POOLING.items()))
        return pooled

    async def _warm_openai(self, client: httpx.AsyncClient) -> None:
        """Warm OpenAI's routes; a 400 passes, because a model may lack a chat template and an engine may refuse a schema."""
        path = "/openai/v1/chat/completions"
        asked = {"model": self.settings.model_name, "max_tokens": TOKENS}
        chat: dict[str, Any] = asked | {"messages": [{"role": "user", "content": SHORT}]}
        for body in (chat, chat | {"stream": True}, chat | {"response_format": SCHEMA}):
            await self._post(client, path, body, passing=(200, 400))
        await self._post(
            client, "/openai/v1/completions", {"model": self.settings.model_name, "prompt": SHORT, "max_tokens": TOKENS}
        )

    async def _marked(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, WARM_UP_KEY: True}, receive, send)

    def _body(self, query: str) -> dict[str, Any]:
        return {"query": query, "max_length": TOKENS}

    async def _post(self, client: httpx.AsyncClient, path: str, body: dict[str, Any], passing: tuple[int, ...] = (200,)) -> None:
        response = await client.post(path, json=body)
        while response.status_code in (429, 503) and "retry-after" in response.headers:
            # An upstream may be busy with other requests, or away for a moment.
            await asyncio.sleep(int(response.headers["retry-after"]))
            response = await client.post(path, json=body)
        if response.status_code not in passing:
            raise RuntimeError(f"warm-up request to {path} got {response.status_code}: {response.text[:200]}")
