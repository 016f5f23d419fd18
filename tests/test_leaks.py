"""After all other tests: logs, metrics, spans and errors of the servers hold none of the personal data that was sent to them."""

from pathlib import Path

import pytest

from tests.personal import RAW
from tests.service import Service


@pytest.mark.last
def test_no_log_metric_span_or_error_of_the_session_holds_what_the_tests_sent(traces: Path) -> None:
    for service in Service.started:
        if service.process.poll() is None:
            service.keep_metrics()
    files = [path for path in traces.iterdir() if path.is_file()]
    found = [(path.name, value) for path in files for value in RAW if value.encode() in path.read_bytes()]
    assert found == []
    assert any(path.suffix == ".metrics" for path in files) == any(path.suffix == ".log" for path in files)


@pytest.mark.last
def test_the_logs_that_were_searched_are_those_of_servers_that_worked(traces: Path) -> None:
    logs = [path.read_text() for path in traces.glob("*.log")]
    if not any('"query"' in log for log in logs):
        pytest.skip("no server of this session answered a request")
    assert any("[전화번호_1]" in log for log in logs), "the masked query is logged, so the search saw real lines"


@pytest.mark.last
def test_the_spans_that_were_searched_are_those_of_requests(traces: Path) -> None:
    if not (traces / "received.spans").exists():
        pytest.skip("no server of this session sends spans")
    spans = (traces / "received.spans").read_bytes()
    assert b"text_completion " in spans, "the name of a span: the operation and the model"
    assert b"llm.pii_masked" in spans
