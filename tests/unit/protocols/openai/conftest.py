"""OpenAI's routes over the mock engine or any app, in process."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from predictor.engines.chat import ChatApp
from tests.unit.conftest import Client, Serve

Connect = Callable[..., Awaitable[Client]]


@pytest.fixture
async def connect(serve: Serve) -> Connect:
    """Makes a client of a ready predictor whose engine's OpenAI app is `app`, or the mock's own."""

    async def make(app: Any = None, **settings: Any) -> Client:
        client = serve(**settings)
        model = client.server.model
        model.pipeline.openai_app = app or ChatApp(model.inference_engine, model.name)
        return client

    return make
