import pytest

from predictor.inference.context import CONTEXT_KEY, RequestContext
from predictor.telemetry.access_log import AccessLogEntry


def context(request_id: str = "id-1") -> RequestContext:
    return RequestContext(AccessLogEntry(request_id, "native", "/infer"), timeout_sec=1)


def test_by_default_nothing_is_allowed() -> None:
    made = context()
    assert (made.is_warmup, made.restore, made.caller) == (False, False, None)


def test_a_scope_gives_back_the_context_that_the_edge_put_into_it() -> None:
    made = context()
    assert RequestContext.of({CONTEXT_KEY: made}) is made


@pytest.mark.parametrize("scope", [{}, {CONTEXT_KEY: None}, {CONTEXT_KEY: {"is_warmup": True}}])
def test_a_scope_without_a_context_is_an_error_and_not_a_silent_pass(scope: dict[str, object]) -> None:
    with pytest.raises(RuntimeError, match="did not pass the edge"):
        RequestContext.of(scope)


def test_no_later_stage_can_change_a_decision() -> None:
    with pytest.raises(AttributeError):
        context().is_warmup = True  # type: ignore[misc]


def test_two_engine_requests_of_one_request_id_differ_and_stay_short() -> None:
    made = context("x" * 128)
    first, second = made.engine_request_id("a" * 32), made.engine_request_id("b" * 32)
    assert first != second
    assert first.startswith("x" * 64)
    assert len(first) == len(second) == 64 + 1 + 12
