"""The account of one request: in flight while it runs, and one line when it ends, also by an error."""

import logging

import pytest
from starlette.datastructures import Headers

from predictor.inference.lifecycle import Lifecycle
from predictor.protocols.accounting import Accounting
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.tracing import Tracing

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
HEADERS = Headers({"traceparent": f"00-{TRACE_ID}-b7ad6b7169203331-01"})


@pytest.fixture
def lifecycle() -> Lifecycle:
    return Lifecycle(str)


@pytest.fixture
def accounting(lifecycle: Lifecycle) -> Accounting:
    return Accounting(lifecycle, Tracing("", "test"), None, str)


def entry() -> AccessLogEntry:
    return AccessLogEntry("id-1", "native", "/infer", is_inference=True, status=200)


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.fields for record in caplog.records if record.name == "predictor.request"]  # type: ignore[attr-defined]


def test_a_request_is_in_flight_while_it_runs_and_leaves_one_line(
    accounting: Accounting, lifecycle: Lifecycle, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with accounting.of(entry(), HEADERS, audited=True, traced=True):
        assert not lifecycle.quiet.is_set()
        assert lines(caplog) == []
    assert lifecycle.quiet.is_set()
    assert [(line["outcome"], line["trace_id"]) for line in lines(caplog)] == [("ok", TRACE_ID)]


def test_a_request_that_ends_by_an_error_leaves_its_line_and_the_error_goes_on(
    accounting: Accounting, lifecycle: Lifecycle, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(ConnectionError), accounting.of(entry(), Headers(), audited=True, traced=True):
        raise ConnectionError("the caller is gone")
    assert lifecycle.quiet.is_set()
    assert len(lines(caplog)) == 1


def test_a_request_that_is_not_traced_gets_no_trace_id(accounting: Accounting, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with accounting.of(entry(), HEADERS, audited=False, traced=False):
        pass
    assert "trace_id" not in lines(caplog)[0]
