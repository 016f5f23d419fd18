import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from predictor.config import Settings
from predictor.errors import InvalidRequest, RateLimited, TooManyRequests, Unauthorized
from predictor.inference.limits import Admission, Ceiling, Keys, Rate
from predictor.telemetry import metrics
from tests.service import free_port


def test_any_of_several_keys_opens_by_either_header() -> None:
    keys = Keys(("old-key", "new-key"))
    assert keys.check("Bearer old-key", None) != keys.check(None, "new-key")
    assert keys.check("bearer new-key", None) == keys.check(None, "new-key")


@pytest.mark.parametrize(
    ("authorization", "api_key"), [(None, None), ("Bearer wrong", None), ("Basic new-key", None), (None, ""), ("Bearer ", None)]
)
def test_a_missing_or_wrong_key_is_unauthorized(authorization: str | None, api_key: str | None) -> None:
    with pytest.raises(Unauthorized) as refused:
        Keys(("new-key",)).check(authorization, api_key)
    assert refused.value.headers == {"WWW-Authenticate": "Bearer"}


def test_without_keys_the_door_is_open() -> None:
    assert Keys(()).check(None, None) is None


def test_the_loggable_name_of_a_key_does_not_hold_the_key() -> None:
    name = Keys(("sk-invented",)).check("Bearer sk-invented", None)
    assert name is not None
    assert "sk" not in name


async def test_each_caller_has_a_rate_of_its_own() -> None:
    rate = Rate("2/minute", "memory://")
    await rate.check("a")
    await rate.check("a")
    await rate.check("b")
    with pytest.raises(RateLimited) as refused:
        await rate.check("a")
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60


async def test_the_tightest_of_several_rates_counts() -> None:
    rate = Rate("100/hour;1/minute", "memory://")
    await rate.check("a")
    with pytest.raises(RateLimited):
        await rate.check("a")


async def test_a_store_that_is_down_lets_requests_through_and_is_counted() -> None:
    before = metrics.RATE_STORE_ERRORS._value.get()
    await asyncio.gather(*(Rate("1/minute", "redis://127.0.0.1:1").check("a") for _ in range(3)))
    assert metrics.RATE_STORE_ERRORS._value.get() == before + 3


def test_the_ceiling_gives_its_places_back_when_the_work_fails() -> None:
    ceiling = Ceiling(2, retry_after_sec=1)
    with pytest.raises(KeyError), ceiling.slots(2):
        raise KeyError
    with ceiling.slots(2), pytest.raises(TooManyRequests) as refused, ceiling.slots(1):
        pass
    assert refused.value.headers == {"Retry-After": "1"}
    assert ceiling.running == 0


def test_more_inputs_than_places_is_the_callers_mistake_and_not_a_429() -> None:
    with pytest.raises(InvalidRequest, match="MAX_CONCURRENT_INFERENCE"), Ceiling(2, 1).slots(3):
        pass


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.1.2.3", "198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "198.51.100.7, 10.9.9.9", "198.51.100.7"),
        ("203.0.113.1", "198.51.100.7", "203.0.113.1"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("unknown", "198.51.100.7", "unknown"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(peer: str, forwarded: str | None, address: str) -> None:
    admission = Admission(Settings(_env_file=None, fallback_mock=True, trusted_proxies="10.0.0.0/8"))
    assert admission.address(peer, forwarded) == address


async def test_guessing_keys_uses_up_the_address_rate() -> None:
    admission = Admission(Settings(_env_file=None, fallback_mock=True, api_keys="right", rate_limit="2/minute"))
    for _ in range(2):
        with pytest.raises(Unauthorized):
            await admission.enter("Bearer wrong", None, "198.51.100.7")
    with pytest.raises(RateLimited):
        await admission.enter("Bearer wrong", None, "198.51.100.7")
    assert await admission.enter("Bearer right", None, "198.51.100.7")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    port = free_port()
    with subprocess.Popen(
        [binary, "--port", str(port), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    ) as process:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}"
        process.terminate()


async def test_replicas_that_share_a_store_count_together(redis: str) -> None:
    first, second = Rate("3/minute", redis), Rate("3/minute", redis)
    for rate in (first, second, first):
        await rate.check("caller")
    for rate in (first, second):
        with pytest.raises(RateLimited):
            await rate.check("caller")
    await second.check("another caller")
    for rate in (first, second):
        rate.close()
    await asyncio.sleep(0)  # the transports close on the loop
