"""Upstreams for unit tests, and engines over them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from predictor.config import Settings
from predictor.engines.upstream.engine import UpstreamEngine
from tests.unit.engines.upstream.standin import StandIn

Connect = Callable[..., Awaitable[UpstreamEngine]]


@pytest.fixture
async def upstreams() -> AsyncIterator[list[StandIn]]:
    """Two upstreams, which say who they are in each answer."""
    started = [await StandIn("first").start(), await StandIn("second").start()]
    yield started
    for one in started:
        await one.stop()


@pytest.fixture
async def third() -> AsyncIterator[StandIn]:
    """One more."""
    started = await StandIn("third").start()
    yield started
    await started.stop()


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Makes an engine over the given upstreams and waits until it is warm."""
    engines: list[UpstreamEngine] = []

    async def build(*over: StandIn, **settings: Any) -> UpstreamEngine:
        urls = ",".join(one.url for one in over)
        chosen = {"engine": "upstream", "upstream_urls": urls, "upstream_health_sec": 0.3, **settings}
        engine = UpstreamEngine(Settings(_env_file=None, **chosen))
        engines.append(engine)
        await engine.pool.wait()
        return engine

    yield build
    for engine in engines:
        await engine.close()
