"""What one caller sends holds up nobody else: probes answer at once under each hostile mix, by a real server on loopback."""

import asyncio
import json

import httpx
import pytest

from tests.conftest import Start
from tests.engine.steps import probing
from tests.hostile import MIXES, Mix
from tests.service import Service

pytestmark = pytest.mark.quiet

SECONDS = 4.0
CLIENTS = 50


@pytest.fixture(scope="module")
def service(start_for_module: Start) -> Service:
    return start_for_module(LLM_FALLBACK_MOCK="1", LLM_API_KEYS="invented-key", MAX_CONCURRENT_INFERENCE="100").wait_ready()


async def attack(service: Service, mix: Mix) -> dict[int, int]:
    """Send the mix by many clients for some seconds; the statuses of all answers."""
    statuses: dict[int, int] = {}
    bodies = [(path, {**headers, "content-type": "application/json"}, json.dumps(body).encode()) for path, headers, body in mix]
    end = asyncio.get_running_loop().time() + SECONDS

    async def client(http: httpx.AsyncClient, number: int) -> None:
        while asyncio.get_running_loop().time() < end:
            path, headers, body = bodies[number % len(bodies)]
            number += 1
            answer = await http.post(path, headers=headers, content=body)
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=service.url, timeout=60, limits=limits) as http:
        await asyncio.gather(*(client(http, number) for number in range(CLIENTS)))
    return statuses


def late(service: Service) -> tuple[float, float]:
    """(samples of the loop's lag above 50 ms, all samples)."""
    within = service.metric('llm_event_loop_lag_seconds_bucket{le="0.05"}')
    count = service.metric("llm_event_loop_lag_seconds_count")
    return count - within, count


def at_99(probes: list[tuple[int, float]]) -> float:
    seconds = sorted(second for _, second in probes)
    return seconds[len(seconds) * 99 // 100]


@pytest.mark.parametrize("mix", MIXES.values(), ids=MIXES)
def test_probes_answer_at_once(mix: Mix, service: Service) -> None:
    with probing(service) as quiet:
        asyncio.run(asyncio.sleep(1))
    before = late(service)
    with probing(service) as probes:
        statuses = asyncio.run(attack(service, mix))
    after = late(service)
    lagging = (after[0] - before[0]) / max(1.0, after[1] - before[1])
    print(f"answers {statuses}; {len(probes)} probes, p99 {at_99(probes):.3f} s, quiet {at_99(quiet):.3f} s; late {lagging:.1%}")
    assert {status for status, _ in probes} == {200}
    assert statuses.keys() <= {200, 400, 401, 404, 413, 422, 429}
    # A machine that is busy with others delays a quiet server's probes too.
    assert at_99(probes) < max(0.1, 3 * at_99(quiet))
