import pytest

from predictor.errors import EXIT_ENGINE_DEAD, EXIT_LOAD_FAILED, Draining, EngineDead, Fatal, ModelLoadFailed, NotReady
from predictor.inference.lifecycle import Lifecycle, Stage
from predictor.pii import Masker
from predictor.telemetry import metrics
from tests.personal import PHONE


def ready() -> Lifecycle:
    life = Lifecycle()
    for stage in (Stage.LOADING, Stage.WARMING, Stage.READY):
        life.enter(stage)
    return life


def test_it_is_alive_but_not_ready_until_the_warm_up_is_over() -> None:
    life = Lifecycle()
    for stage in (Stage.LOADING, Stage.WARMING):
        assert (life.live, life.ready) == (True, False)
        assert isinstance(life.refusal(), NotReady)
        life.enter(stage)
    life.enter(Stage.READY)
    assert (life.live, life.ready, life.refusal()) == (True, True, None)


def test_the_seconds_of_each_stage_are_in_the_status_and_the_metrics() -> None:
    status = ready().status()
    assert set(status["start"]) == {"importing", "loading", "warming"}  # type: ignore[call-overload]
    assert metrics.LOAD_SECONDS.labels("loading")._value.get() >= 0
    assert metrics.READY._value.get() == 1


def test_draining_drops_readiness_at_once_and_refuses_only_later() -> None:
    life = ready()
    life.drain()
    assert not life.ready
    assert life.live
    assert life.refusal() is None
    life.refuse_new()
    assert isinstance(life.refusal(), Draining)


def test_a_drain_before_the_first_readiness_refuses_at_once() -> None:
    life = Lifecycle()
    life.drain()
    assert isinstance(life.refusal(), Draining)


def test_the_first_reason_of_a_failure_stays_and_nothing_revives_it() -> None:
    life = ready()
    life.fail(Fatal("first", EXIT_ENGINE_DEAD))
    life.fail(Fatal("second", EXIT_LOAD_FAILED))
    life.enter(Stage.READY)
    assert not life.live
    assert life.status()["reason"] == "first"
    assert isinstance(life.refusal(), EngineDead)


def test_the_reason_of_an_engines_end_holds_no_personal_data() -> None:
    life = Lifecycle(Masker().redact)
    life.fail(Fatal(f"engine died: ValueError: cannot encode {PHONE}", EXIT_ENGINE_DEAD))
    assert life.status()["reason"] == "engine died: ValueError: cannot encode [전화번호_1]"


def test_after_a_failed_load_requests_get_the_contracts_text() -> None:
    life = Lifecycle()
    life.fail(Fatal("no such folder", EXIT_LOAD_FAILED))
    refusal = life.refusal()
    assert isinstance(refusal, ModelLoadFailed)
    assert refusal.detail == "LLM 모델 로딩 실패"


def test_quiet_is_set_only_while_no_request_is_inside() -> None:
    life = ready()
    with life.count_request(), life.count_request():
        assert not life.quiet.is_set()
    assert life.quiet.is_set()
    with pytest.raises(KeyError), life.count_request():
        raise KeyError
    assert life.quiet.is_set()


def test_a_request_that_is_only_refused_is_not_waited_for() -> None:
    life = ready()
    life.drain()
    life.refuse_new()
    with life.count_request():
        assert life.quiet.is_set()
