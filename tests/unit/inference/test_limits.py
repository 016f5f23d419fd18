import asyncio

import pytest

from predictor.errors import InvalidRequest, RateLimited, TooManyRequests
from predictor.inference.limits import ConcurrencyLimit, RateLimit
from predictor.telemetry import metrics


async def test_each_caller_has_a_rate_of_its_own() -> None:
    rate = RateLimit("2/minute", "async+memory://")
    await rate.check("a")
    await rate.check("a")
    await rate.check("b")
    with pytest.raises(RateLimited) as refused:
        await rate.check("a")
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60


async def test_the_tightest_of_several_rates_counts() -> None:
    rate = RateLimit("100/hour;1/minute", "async+memory://")
    await rate.check("a")
    with pytest.raises(RateLimited):
        await rate.check("a")


async def test_a_store_that_is_down_lets_requests_through_and_is_counted() -> None:
    before = metrics.RATE_STORE_ERRORS._value.get()
    await asyncio.gather(*(RateLimit("1/minute", "async+redis://127.0.0.1:1").check("a") for _ in range(3)))
    assert metrics.RATE_STORE_ERRORS._value.get() == before + 3


def test_the_limit_gives_its_places_back_when_the_work_fails() -> None:
    ceiling = ConcurrencyLimit(2, retry_after_sec=1)
    with pytest.raises(KeyError), ceiling.acquire(2):
        raise KeyError
    with ceiling.acquire(2), pytest.raises(TooManyRequests) as refused, ceiling.acquire(1):
        pass
    assert refused.value.headers == {"Retry-After": "1", "X-Should-Retry": "true"}
    assert ceiling.running == 0


def test_more_inputs_than_places_is_the_callers_mistake_and_not_a_429() -> None:
    with pytest.raises(InvalidRequest, match="MAX_CONCURRENT_INFERENCE"), ConcurrencyLimit(2, 1).acquire(3):
        pass


async def test_replicas_that_share_a_store_count_together(redis: str) -> None:
    first, second = RateLimit("3/minute", f"async+{redis}"), RateLimit("3/minute", f"async+{redis}")
    for rate in (first, second):
        await rate.check("the first call, which connects and may be too slow for the store's time limit")
    for rate in (first, second, first):
        await rate.check("caller")
    for rate in (first, second):
        with pytest.raises(RateLimited):
            await rate.check("caller")
    await second.check("another caller")
    for rate in (first, second):
        rate.close()
    await asyncio.sleep(0)  # the transports close on the loop
