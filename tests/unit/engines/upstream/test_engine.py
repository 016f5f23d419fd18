"""The predictor over upstreams, as its callers see it: native, V1 and V2, readiness, the end."""

import asyncio

import pytest

from predictor.engines import create
from predictor.engines.types import Prompt
from predictor.engines.upstream.engine import UpstreamEngine
from predictor.errors import Fatal
from predictor.inference.lifecycle import Lifecycle, Stage
from predictor.server.warm_up import WarmUp
from predictor.server.watchdog import Watchdog
from tests.unit.conftest import Serve
from tests.unit.engines.caller import Caller
from tests.unit.engines.conftest import Connect
from tests.unit.engines.upstream.standin import StandIn
from tests.waiting import until

PHONE = "010-1234-5678"


async def test_native_v1_and_v2_are_answered_by_the_upstream_which_sees_masked_text_only(
    upstreams: list[StandIn], connect: Connect, serve: Serve
) -> None:
    client = serve(await connect(upstreams[0]))
    native = await client.post("/infer", json={"query": f"제 번호는 {PHONE}"})
    v1 = await client.post("/v1/models/llm:predict", json={"instances": [{"query": f"{PHONE} 하나"}, {"query": "둘"}]})
    tensor = {"name": "query", "shape": [1], "datatype": "BYTES", "data": [f"{PHONE} 셋"]}
    v2 = await client.post("/v2/models/llm/infer", json={"inputs": [tensor]})
    assert native.json() == {"generated_text": "first: 제 번호는 [전화번호_1]"}
    assert [one["generated_text"] for one in v1.json()["predictions"]] == ["first: [전화번호_1] 하나", "first: 둘"]
    assert v2.json()["outputs"][0]["data"] == ["first: [전화번호_1] 셋"]
    assert all(PHONE not in seen.body.decode() for seen in upstreams[0].seen)


async def test_a_stream_ends_with_the_upstreams_usage(upstreams: list[StandIn], connect: Connect, serve: Serve) -> None:
    client = serve(await connect(upstreams[0]))
    answer = await client.post("/infer/stream", json={"query": "a b"})
    assert '"usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}' in answer.text
    assert answer.text.endswith("data: [DONE]\n\n")


async def test_a_stream_that_the_upstream_breaks_ends_with_an_error_event(
    upstreams: list[StandIn], connect: Connect, serve: Serve
) -> None:
    upstreams[0].fault = "cut"
    app = serve(await connect(upstreams[0]), pii=False).server.app
    caller = Caller(app, "/infer/stream", {"query": "a b c d"})
    await caller.task
    assert caller.text.startswith('data: {"index": 0, "text": "first:"}')
    assert caller.text.endswith('event: error\ndata: {"detail": "업스트림의 응답이 도중에 끊어졌습니다"}\n\n')
    assert caller.sent[-1]["more_body"] is True


async def test_a_deadline_aborts_the_request_upstream(upstreams: list[StandIn], connect: Connect, serve: Serve) -> None:
    upstreams[0].fault = "hang"
    engine = await connect(upstreams[0])
    answer = await serve(engine, timeout_sec=0.1).post("/infer", json={"query": "a"})
    assert (answer.status_code, answer.json()["detail"]) == (503, "LLM 추론 타임아웃 (0.1초)")
    await until(lambda: upstreams[0].left == 1)


async def test_with_all_upstreams_down_callers_hear_when_to_come_back(
    upstreams: list[StandIn], connect: Connect, serve: Serve
) -> None:
    client = serve(await connect(upstreams[0]))
    await upstreams[0].stop()
    answer = await client.post("/infer", json={"query": "a"})
    assert (answer.status_code, answer.json()["detail"]) == (503, "사용할 수 있는 업스트림이 없습니다")
    assert answer.headers["retry-after"] == "1"


async def test_readiness_follows_the_upstreams_while_the_predictor_stays_alive(
    upstreams: list[StandIn], connect: Connect, serve: Serve
) -> None:
    engine = await connect(upstreams[0])
    client = serve(engine)
    life = client.server.lifecycle
    watching = asyncio.create_task(Watchdog(engine, life, 60).run())
    await engine.openai_app()
    assert (await client.get("/v2/health/ready")).status_code == 200
    await upstreams[0].stop()
    await until(lambda: not life.ready)
    health = await client.get("/health")
    assert (health.status_code, health.json()["reason"]) == (503, "no upstream is available")
    assert (await client.get("/v2/health/ready")).status_code == 503
    assert (await client.get("/v1/models/llm")).status_code == 503
    assert (await client.get("/v2/health/live")).status_code == 200
    assert (await client.get("/")).status_code == 200
    await upstreams[0].start()
    await until(lambda: life.ready)
    assert (await client.post("/infer", json={"query": "a"})).status_code == 200
    watching.cancel()


async def test_the_warm_up_waits_for_an_upstream_that_is_busy_with_others(
    upstreams: list[StandIn], connect: Connect, serve: Serve
) -> None:
    upstreams[0].fault, upstreams[0].retry_after = "429", "0"
    engine = await connect(upstreams[0])
    client = serve(engine)
    client.server.model.pipeline.openai_app = await engine.openai_app()
    warming = asyncio.create_task(WarmUp(client.server.app, engine.settings)())
    await until(lambda: len(upstreams[0].inferences) > 3)
    assert not warming.done()
    upstreams[0].fault = ""
    await asyncio.wait_for(warming, 10)


async def test_build_is_a_blocking_wait_in_the_loading_thread(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(upstreams[0])
    fresh = create(engine.settings)
    assert isinstance(fresh, UpstreamEngine)
    imported: list[bool] = []
    await asyncio.to_thread(fresh.build, lambda: imported.append(True))
    assert imported == [True]
    assert [delta.text async for delta in fresh.generate(Prompt("a"), "id", False)] == ["first: a"]
    await fresh.close()
    upstreams[0].key = "invented-key"
    with pytest.raises(Fatal, match="refuses LLM_UPSTREAM_API_KEY"):
        await asyncio.to_thread(create(engine.settings).build, lambda: None)


async def test_closing_leaves_no_connection_and_no_task(upstreams: list[StandIn], connect: Connect) -> None:
    engine = await connect(*upstreams)
    await engine.openai_app()
    await asyncio.gather(*(anext(engine.generate(Prompt("a"), "id", False)) for _ in range(8)))
    await engine.close()
    await until(lambda: upstreams[0].open + upstreams[1].open == 0)
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("check upstream")]


def test_suspension_is_not_readiness_and_leaves_the_stage() -> None:
    life = Lifecycle()
    for stage in (Stage.LOADING, Stage.WARMING, Stage.READY):
        life.enter(stage)
    life.suspend("no upstream is available")
    assert (life.ready, life.live, life.stage, life.refusal()) == (False, True, Stage.READY, None)
    life.suspend("")
    assert life.ready
