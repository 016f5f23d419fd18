import pytest
from kserve.errors import ModelNotFound, ServerNotLive

from predictor.errors import EXIT_ENGINE_DEAD, Fatal, InvalidRequest
from predictor.inference.context import RequestContext
from predictor.inference.lifecycle import Stage
from predictor.protocols.kserve.data_plane import PredictorDataPlane
from predictor.telemetry.access_log import AccessLogEntry
from tests.unit.conftest import Serve

PAYLOAD = {"instances": ["가"]}


@pytest.fixture
def plane(serve: Serve) -> PredictorDataPlane:
    return serve().server.data_plane


def context() -> RequestContext:
    return RequestContext(AccessLogEntry("id", "v1", "/v1/models/llm:predict"), timeout_sec=5)


async def test_it_infers_only_within_a_request(plane: PredictorDataPlane) -> None:
    with pytest.raises(RuntimeError, match="no request"):
        await plane.infer("llm", PAYLOAD)
    answer, _ = await plane.within(context()).infer("llm", PAYLOAD)
    assert answer == {"predictions": [{"generated_text": "[mock] 가"}]}


async def test_the_plane_of_one_request_leaves_that_of_another_alone(plane: PredictorDataPlane) -> None:
    first, second = plane.within(context()), plane.within(context())
    assert first.context is not second.context
    assert plane.context is None


async def test_another_model_is_not_found_and_never_loaded(plane: PredictorDataPlane) -> None:
    with pytest.raises(ModelNotFound):
        await plane.within(context()).infer("other", PAYLOAD)


async def test_readiness_and_liveness_are_those_of_the_life_cycle(serve: Serve) -> None:
    server = serve(stage=Stage.WARMING).server
    plane = server.data_plane
    assert (await plane.live(), await plane.ready()) == ({"status": "alive"}, False)
    assert not await plane.model_ready("llm")
    server.lifecycle.enter(Stage.READY)
    assert await plane.ready()
    assert await plane.model_ready("llm")
    server.lifecycle.fail(Fatal("gone", EXIT_ENGINE_DEAD))
    with pytest.raises(ServerNotLive):
        await plane.live()


async def test_it_explains_nothing_and_names_no_extension(plane: PredictorDataPlane) -> None:
    assert plane.metadata()["extensions"] == []
    with pytest.raises(InvalidRequest):
        await plane.explain("llm", PAYLOAD)
