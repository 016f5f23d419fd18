"""After all other tests: logs, metrics and errors of the servers hold none of the personal data that was sent to them."""

from pathlib import Path

import pytest

from tests.personal import RAW
from tests.service import Service


@pytest.mark.last
def test_no_log_metric_or_error_of_the_session_holds_what_the_tests_sent(traces: Path) -> None:
    for service in Service.started:
        if service.process.poll() is None:
            service.keep_metrics()
    files = [path for path in traces.iterdir() if path.is_file()]
    found = [(path.name, value) for path in files for value in RAW if value in path.read_text()]
    assert found == []
    assert not Service.started or any(path.suffix == ".metrics" for path in files)


@pytest.mark.last
def test_the_logs_that_were_searched_are_those_of_servers_that_worked(traces: Path) -> None:
    logs = [path.read_text() for path in traces.glob("*.log")]
    if not any('"query"' in log for log in logs):
        pytest.skip("no server of this session answered a request")
    assert any("[전화번호_1]" in log for log in logs), "the masked query is logged, so the search saw real lines"
