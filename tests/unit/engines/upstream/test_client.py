"""What is sent again and what is not: generations over two upstreams, one of which fails."""

import asyncio
from typing import Any

import anyio
import httpx
import pytest

from predictor.engines.types import Delta, Prompt, Sampling
from predictor.engines.upstream.engine import UpstreamEngine
from predictor.errors import InvalidRequest, PredictorError, TooManyRequests, Unavailable
from predictor.telemetry import metrics
from tests.unit.engines.conftest import Connect
from tests.unit.engines.upstream.standin import StandIn
from tests.waiting import until


async def generate(engine: UpstreamEngine, text: str = "a b c d", stream: bool = True) -> list[Delta]:
    return [delta async for delta in engine.generate(Prompt(text), "test", stream)]


async def first_chosen(engine: UpstreamEngine, stream: bool = True) -> str:
    """The answer of a request that goes to the first upstream first."""
    engine.pool.replicas[1].in_flight += 1
    try:
        return "".join(delta.text for delta in await generate(engine, stream=stream))
    finally:
        engine.pool.replicas[1].in_flight -= 1


def outcomes(index: int) -> dict[str, float]:
    """The counter's values for one upstream."""
    samples = next(iter(metrics.UPSTREAM_REQUESTS.collect())).samples
    return {
        sample.labels["outcome"]: sample.value
        for sample in samples
        if sample.labels["upstream"] == str(index) and sample.name.endswith("_total")
    }


@pytest.mark.parametrize(
    ("fault", "stream", "outcome"),
    [
        ("reset", True, "reset"),
        ("reset", False, "reset"),
        ("503", True, "refused"),
        ("503", False, "refused"),
        ("head", True, "reset"),
        ("comment", True, "reset"),
        ("part", True, "reset"),
        ("half", False, "reset"),
    ],
)
async def test_a_request_of_whose_answer_nothing_could_be_passed_on_goes_to_the_other_upstream(
    fault: str, stream: bool, outcome: str, upstreams: list[StandIn], connect: Connect
) -> None:
    before = outcomes(0).get(outcome, 0)
    upstreams[0].fault = fault
    engine = await connect(*upstreams)
    assert await first_chosen(engine, stream) == "second: a b c d"
    assert len(upstreams[0].inferences) == len(upstreams[1].inferences) == 1
    assert outcomes(0)[outcome] == before + 1
    assert engine.unfinished == 0


async def test_an_upstream_that_refuses_connections_is_passed_over_and_counts_as_down(
    upstreams: list[StandIn], connect: Connect
) -> None:
    engine = await connect(*upstreams, upstream_health_sec=5, upstream_retries=0)
    await upstreams[0].stop()
    assert await first_chosen(engine) == "second: a b c d"
    assert not engine.pool.replicas[0].up


class Closed:
    """What uvloop makes of a connection that its peer, about to die, closed at once."""

    _raw_socket = None


async def test_a_connection_that_is_closed_while_it_is_made_is_passed_over(
    upstreams: list[StandIn], connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = await connect(*upstreams, upstream_health_sec=60)
    connect_tcp: Any = anyio.connect_tcp

    async def closed(*args: Any, remote_port: int, **kwargs: Any) -> Any:
        return Closed() if remote_port == upstreams[0].port else await connect_tcp(*args, remote_port=remote_port, **kwargs)

    monkeypatch.setattr(anyio, "connect_tcp", closed)
    assert await first_chosen(engine) == "second: a b c d"
    assert not engine.pool.replicas[0].up
    assert engine.unfinished == 0


async def test_an_upstream_whose_check_failed_in_an_unforeseen_way_is_checked_again(
    upstreams: list[StandIn], connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = await connect(upstreams[0], upstream_health_sec=0.05)
    await engine.openai_app()
    monkeypatch.setattr(httpx.AsyncClient, "get", None)
    await until(lambda: not engine.available)
    monkeypatch.undo()
    await until(lambda: engine.available)


async def test_a_broken_stream_ends_with_an_error_and_is_not_sent_again(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].fault = "cut"
    engine = await connect(*upstreams)
    engine.pool.replicas[1].in_flight += 1
    deltas = engine.generate(Prompt("a b c d"), "test", True)
    assert [(await anext(deltas)).text for _ in range(2)] == ["first:", " a"]
    with pytest.raises(Unavailable, match="도중에 끊어졌습니다"):
        await anext(deltas)
    assert upstreams[1].inferences == []
    assert engine.pool.replicas[0].ejected


@pytest.mark.parametrize("fault", ["reset", "503"])
async def test_a_request_that_kills_what_it_reaches_does_not_go_through_all_upstreams(
    fault: str, upstreams: list[StandIn], third: StandIn, connect: Connect
) -> None:
    for one in (*upstreams, third):
        one.fault = fault
    engine = await connect(*upstreams, third)
    with pytest.raises(Unavailable):
        await generate(engine)
    assert sum(len(one.inferences) for one in (*upstreams, third)) == 2


@pytest.mark.parametrize(
    ("fault", "raised", "says"),
    [
        ("400", InvalidRequest, "reported to say 400"),
        ("422", InvalidRequest, "reported to say 422"),
        ("429", TooManyRequests, "동시 추론 요청 한도 초과"),
        ("500", Unavailable, "reported to say 500"),
        ("401", Unavailable, "LLM_UPSTREAM_API_KEY"),
        ("404", Unavailable, "404"),
    ],
)
async def test_an_error_of_an_upstream_is_not_retried_and_becomes_one_of_the_table(
    fault: str, raised: type[PredictorError], says: str, upstreams: list[StandIn], connect: Connect
) -> None:
    for one in upstreams:
        one.fault = fault
    engine = await connect(*upstreams)
    for stream in (True, False):
        with pytest.raises(raised, match=says) as caught:
            await generate(engine, stream=stream)
        assert caught.value.retry_after in (None, 7)
    assert sum(len(one.inferences) for one in upstreams) == 2
    assert not any(replica.ejected for replica in engine.pool.replicas)


async def test_what_is_sent_again_can_be_chosen(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].fault = "429"
    engine = await connect(*upstreams, upstream_retry_on="429")
    assert await first_chosen(engine) == "second: a b c d"
    upstreams[0].fault = "reset"
    with pytest.raises(Unavailable):
        await first_chosen(engine)


async def test_the_only_upstream_gets_a_request_again_after_a_reset(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(upstreams[0])
    upstreams[0].fault = "reset"

    async def mend() -> None:
        while not upstreams[0].inferences:
            await asyncio.sleep(0)  # before the request is sent again
        upstreams[0].fault = ""

    mending = asyncio.create_task(mend())
    assert "".join(delta.text for delta in await generate(engine)) == "first: a b c d"
    await mending


async def test_with_no_upstream_left_the_error_says_when_to_come_back(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(*upstreams)
    for one in upstreams:
        await one.stop()
    for _ in range(2):
        with pytest.raises(Unavailable, match="사용할 수 있는 업스트림이 없습니다") as caught:
            await generate(engine)
        assert caught.value.headers == {"Retry-After": "1", "X-Should-Retry": "true"}


@pytest.mark.parametrize("where", ["before the answer", "in the answer"])
async def test_a_cancelled_request_is_aborted_upstream_at_once(where: str, upstreams: list[StandIn], connect: Connect) -> None:
    upstream = upstreams[0]
    upstream.fault, upstream.delay = ("hang", 0.0) if where == "before the answer" else ("", 0.05)
    engine = await connect(upstream)
    heard: list[str] = []

    async def listen() -> None:
        async for delta in engine.generate(Prompt("a " * 50), "test", True):
            heard.append(delta.text)

    asking = asyncio.create_task(listen())
    await until(lambda: bool(upstream.inferences) if where == "before the answer" else len(heard) > 1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert engine.unfinished == 0
    await until(lambda: upstream.left == 1)


async def test_a_generation_that_is_closed_in_the_middle_is_aborted_upstream(upstreams: list[StandIn], connect: Connect) -> None:
    upstreams[0].delay = 0.02
    engine = await connect(upstreams[0])
    deltas = engine.generate(Prompt("a " * 50), "test", True)
    assert (await anext(deltas)).text == "first:"
    await deltas.aclose()
    await until(lambda: upstreams[0].left == 1)
    assert engine.unfinished == 0


async def test_a_request_that_is_given_up_at_any_moment_leaves_no_connection_open(
    upstreams: list[StandIn], connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among others while connections that were idle for too long are closed on its way."""
    monkeypatch.setattr("predictor.engines.upstream.transport.KEEP_ALIVE_SEC", 0.01)
    engine = await connect(upstreams[0], upstream_health_sec=60)
    for steps in range(60):
        await asyncio.gather(*(generate(engine, stream=number % 2 == 0) for number in range(3)))
        await asyncio.sleep(0.02)
        asking = asyncio.create_task(generate(engine))
        for _ in range(steps):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    await asyncio.sleep(0.05)
    await generate(engine)  # whose connection is the only one left
    await until(lambda: upstreams[0].open == 1)
    assert engine.unfinished == 0


async def test_connections_are_used_again(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(upstreams[0], upstream_health_sec=60)
    for number in range(20):
        await generate(engine, stream=number % 2 == 0)
    assert upstreams[0].open == 1


async def test_requests_at_once_are_spread_evenly(upstreams: list[StandIn], connect: Connect) -> None:
    for one in upstreams:
        one.delay = 0.01
    engine = await connect(*upstreams)
    await asyncio.gather(*(generate(engine, "a", stream=number % 2 == 0) for number in range(32)))
    assert [len(one.inferences) for one in upstreams] == [16, 16]


async def test_two_sequences_two_settings_and_a_system_prompt_reach_the_upstream(
    upstreams: list[StandIn], connect: Connect
) -> None:
    engine = await connect(upstreams[0], system_prompt="짧게", upstream_api_key="invented-key")
    prompt = Prompt("안녕", Sampling(max_length=5, temperature=0, top_p=0.5, num_return_sequences=2))
    deltas = [delta async for delta in engine.generate(prompt, "id-1", True)]
    assert ["".join(delta.text for delta in deltas if delta.index == index) for index in (0, 1)] == ["first: 안녕"] * 2
    assert deltas[-1] == Delta(1, "", 5, 4, "stop")
    (seen,) = upstreams[0].inferences
    assert seen.json == {
        "model": "first",
        "messages": [{"role": "system", "content": "짧게"}, {"role": "user", "content": "안녕"}],
        "max_tokens": 5,
        "temperature": 0.0,
        "top_p": 0.5,
        "n": 2,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert seen.headers["authorization"] == "Bearer invented-key"
    assert seen.headers["x-request-id"].startswith("id-1")


async def test_prompts_go_to_completions_where_the_setting_names_it(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(upstreams[0], upstream_api="completions")
    for stream in (True, False):
        assert "".join(delta.text for delta in await generate(engine, stream=stream)) == "first: a b c d"
    assert {seen.path for seen in upstreams[0].inferences} == {"/v1/completions"}
    assert upstreams[0].inferences[0].json["prompt"] == "a b c d"
