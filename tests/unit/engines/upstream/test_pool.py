import asyncio
import logging
from typing import Any

import pytest

from predictor.config import Settings
from predictor.engines.upstream.pool import Pool
from predictor.errors import Fatal
from tests.unit.engines.conftest import Connect
from tests.unit.engines.upstream.standin import StandIn
from tests.waiting import until


def pool(count: int) -> Pool:
    made = Pool(Settings(_env_file=None, engine="upstream", upstream_urls=",".join(f"http://upstream-{n}" for n in range(count))))
    for replica in made.replicas:
        replica.on_probe_ok()
    return made


def test_the_upstream_with_the_fewest_requests_is_picked_and_equals_take_turns() -> None:
    three = pool(3)
    picked = [three.pick() for _ in range(6)]
    assert sorted(replica.index for replica in picked if replica) == [0, 0, 1, 1, 2, 2]
    three.replicas[0].in_flight, three.replicas[1].in_flight, three.replicas[2].in_flight = 4, 1, 2
    assert three.pick() is three.replicas[1]


def test_one_that_is_down_or_was_tried_is_not_picked() -> None:
    two = pool(2)
    two.replicas[0].on_probe_failed("gone", certain=True)
    assert two.pick() is two.replicas[1]
    assert two.pick([two.replicas[1]]) is None


def test_an_ejected_one_is_picked_only_when_there_is_no_other() -> None:
    two = pool(2)
    two.replicas[0].on_request_failed()
    assert {two.pick() for _ in range(4)} == {two.replicas[1]}
    two.replicas[1].on_probe_failed("gone", certain=True)
    assert two.pick() is two.replicas[0]


def test_one_that_is_late_with_its_checks_is_better_than_none() -> None:
    two = pool(2)
    for replica in two.replicas:
        replica.on_probe_failed("no answer", certain=False)
        replica.on_probe_failed("no answer", certain=False)
    assert not two.available
    assert two.pick() is not None
    two.replicas[1].on_probe_ok()
    assert {two.pick() for _ in range(4)} == {two.replicas[1]}


async def test_build_waits_until_one_upstream_is_ready_and_learns_what_it_serves(
    upstreams: list[StandIn], connect: Connect
) -> None:
    first, second = upstreams
    first.health = second.health = 503
    building = asyncio.ensure_future(connect(first, second))
    await asyncio.sleep(0.2)
    assert not building.done()
    second.health = 200
    engine = await asyncio.wait_for(building, 5)
    replica = engine.pool.replicas[1]
    assert (replica.model, replica.context_length, engine.context_length) == ("second", 512, 512)
    assert not engine.pool.replicas[0].up


async def test_the_openai_routes_of_a_kserve_runtime_are_found(upstreams: list[StandIn], connect: Connect) -> None:
    runtime = upstreams[0]
    runtime.health = None
    runtime.models_path = "/openai/v1/models"
    engine = await connect(runtime)
    assert engine.pool.replicas[0].prefix == f"{runtime.url}/openai"
    assert engine.pool.replicas[0].up


@pytest.mark.parametrize(
    ("settings", "name"),
    [({}, "base"), ({"model_name": "lora"}, "lora"), ({"upstream_model": "lora"}, "lora")],
)
async def test_the_models_name_is_the_settings_or_the_predictors_or_the_first(
    settings: dict[str, Any], name: str, upstreams: list[StandIn], connect: Connect
) -> None:
    upstreams[0].models = {"data": [{"id": "base"}, {"id": "lora"}]}
    engine = await connect(upstreams[0], **settings)
    assert engine.pool.replicas[0].model == name
    assert engine.context_length == 0


async def test_a_refused_key_ends_the_start_with_its_reason(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].key = "invented-key"
    with pytest.raises(Fatal, match=r"upstream 0: it refuses LLM_UPSTREAM_API_KEY \(401\)"):
        await connect(upstreams[0])
    engine = await connect(upstreams[0], upstream_api_key="invented-key")
    assert engine.available


async def test_a_model_that_no_upstream_serves_ends_the_start_and_names_those_served(
    upstreams: list[StandIn], connect: Connect
) -> None:
    with pytest.raises(Fatal, match="upstream 0: it does not serve LLM_UPSTREAM_MODEL; it serves: first"):
        await connect(*upstreams, upstream_model="other")


async def test_a_server_without_a_model_list_needs_the_models_name(
    upstreams: list[StandIn], connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    upstreams[0].models_path = "/nowhere"
    engine = await connect(upstreams[0], upstream_model="named")
    assert engine.pool.replicas[0].model == "named"
    with caplog.at_level(logging.WARNING):
        waiting = asyncio.ensure_future(connect(upstreams[0]))
        await until(lambda: any("LLM_UPSTREAM_MODEL" in str(getattr(record, "fields", "")) for record in caplog.records))
    assert not waiting.done()
    waiting.cancel()


async def test_one_that_goes_down_and_comes_back_is_noticed_by_the_checks(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(*upstreams)
    await engine.openai_app()
    upstreams[0].health = 503
    await until(lambda: not engine.pool.replicas[0].available)
    assert engine.available
    upstreams[0].health = 200
    upstreams[0].models = {"data": [{"id": "renamed"}]}
    await until(lambda: engine.pool.replicas[0].available)
    assert engine.pool.replicas[0].model == "renamed"


async def test_with_all_down_the_engine_is_unavailable_but_not_dead_and_recovers(
    upstreams: list[StandIn], connect: Connect
) -> None:
    engine = await connect(*upstreams)
    await engine.openai_app()
    for one in upstreams:
        await one.stop()
    await until(lambda: not engine.available)
    await engine.ping()
    assert not engine.dead
    await upstreams[1].start()
    await until(lambda: engine.available)
