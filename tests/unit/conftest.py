"""Fixtures for unit tests, which run without torch: the whole application in process, over the mock engine."""

import sys
from collections.abc import AsyncIterator, Callable
from importlib.abc import MetaPathFinder
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.mock import MockEngine
from predictor.inference.lifecycle import Stage
from predictor.pii import Masker, Policy
from predictor.server.front_end import FrontEnd


class NoTorch(MetaPathFinder):
    """Refuses the imports that a mock deployment must not need."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname.split(".")[0] in ("torch", "vllm", "transformers"):
            raise ModuleNotFoundError(f"unit tests run without {fullname}")


@pytest.fixture(autouse=True)
def _without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [NoTorch(), *sys.meta_path])
    # Whoever runs these tests may have it set, as the rules say (chapter 7); each test says itself which engine it means.
    monkeypatch.delenv("LLM_FALLBACK_MOCK", raising=False)


class Client(httpx.AsyncClient):
    """A client of an application in process, which is at hand as `server`."""

    server: FrontEnd


Serve = Callable[..., Client]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Makes a ready application with the given settings (by field name) and returns a client of it."""
    clients: list[Client] = []

    def make(engine: Any = None, stage: Stage = Stage.READY, peer: str = "127.0.0.1", **settings: Any) -> Client:
        chosen = Settings(_env_file=None, **{"fallback_mock": True, **settings})
        masker = Masker(Policy(actions=chosen.pii_actions)) if chosen.pii else None
        server = FrontEnd(chosen, engine or MockEngine(chosen), masker)

        async def openai_app(scope: Scope, receive: Receive, send: Send) -> None:
            await (await server.model.inference_engine.openai_app())(scope, receive, send)

        server.model.pipeline.openai_app = openai_app
        for passed in (Stage.LOADING, Stage.WARMING, Stage.READY):
            if server.lifecycle.stage is not stage:
                server.lifecycle.enter(passed)
        transport = httpx.ASGITransport(server.app, raise_app_exceptions=False, client=(peer, 1234))
        client = Client(transport=transport, base_url="http://predictor")
        client.server = server
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.aclose()
