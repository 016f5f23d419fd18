"""One check of an upstream on a real socket, and the state that it leaves the replica in."""

import socket
from typing import Any

import httpx
import pytest

from predictor.config import Settings
from predictor.engines.upstream.probe import Probe
from predictor.engines.upstream.replica import Replica
from tests.unit.engines.upstream.standin import StandIn


async def check(upstream: StandIn, **settings: Any) -> Replica:
    replica = Replica(0, upstream.url)
    await check_again(replica, upstream, **settings)
    return replica


async def check_again(replica: Replica, upstream: StandIn, **settings: Any) -> None:
    chosen = Settings(_env_file=None, engine="upstream", upstream_urls=upstream.url, upstream_health_sec=0.5, **settings)
    async with httpx.AsyncClient() as client:
        await Probe(chosen).check(client, replica)


async def test_a_healthy_upstream_is_up_with_its_model_and_context(third: StandIn) -> None:
    replica = await check(third)
    assert (replica.up, replica.model, replica.context_length, replica.reason) == (True, "third", 512, "")


async def test_an_upstream_that_is_not_healthy_says_its_status(third: StandIn) -> None:
    third.health = 503
    replica = await check(third)
    assert (replica.up, replica.reason) == (False, "/health says 503")


async def test_a_server_without_the_health_path_is_judged_by_its_models(third: StandIn) -> None:
    third.health = None
    assert (await check(third)).up
    third.models = {"object": "list", "data": []}
    assert (await check(third)).reason == "it serves no model yet"


async def test_a_refused_key_is_a_wrong_setting_and_not_an_outage(third: StandIn) -> None:
    third.key = "invented"
    replica = await check(third, upstream_api_key="other")
    assert (replica.up, replica.misconfigured) == (False, True)
    assert "LLM_UPSTREAM_API_KEY" in replica.reason
    assert (await check(third, upstream_api_key="invented")).up


async def test_a_model_that_is_not_served_is_named_beside_those_that_are(third: StandIn) -> None:
    replica = await check(third, upstream_model="missing")
    assert (replica.up, replica.misconfigured) == (False, True)
    assert "third" in replica.reason


async def test_a_server_without_a_model_list_needs_the_setting_that_its_reason_names(third: StandIn) -> None:
    third.models = {"models": ["llm"]}
    assert "LLM_UPSTREAM_MODEL" in (await check(third)).reason
    assert (await check(third, upstream_model="named")).model == "named"


async def test_a_port_that_refuses_connections_is_certainly_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = StandIn()
    gone.port = port
    replica = Replica(0, gone.url)
    replica.on_probe_ok()
    await check_again(replica, gone)
    assert not replica.up
    assert replica.reason.startswith("cannot connect")


async def test_a_check_without_an_answer_is_late_and_not_yet_down(third: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    replica = await check(third)

    async def slow(self: httpx.AsyncClient, *args: Any, **kwargs: Any) -> httpx.Response:
        raise httpx.ReadTimeout("no answer")

    monkeypatch.setattr(httpx.AsyncClient, "get", slow)
    await check_again(replica, third)
    assert replica.up
    await check_again(replica, third)
    assert (replica.up, replica.reason) == (False, "no answer: ReadTimeout")
