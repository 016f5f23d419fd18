from predictor.engines.subprocesses import GONE_SEC
from predictor.errors import EXIT_PORT_TAKEN, EXIT_SETTINGS
from predictor.server.listener import LINGER_SEC
from predictor.server.supervisor import ABORT_SEC, CLOSE_SEC
from tests.conftest import Start
from tests.service import Service

POD_SEC = 15  # between LLM_GRACE_SEC and the pod's end, in the chart's `llm-predictor.gracePeriod`


def test_what_follows_the_grace_time_fits_into_the_pods() -> None:
    """With one front end, and with several, where the front ends end before the engine does."""
    closing = LINGER_SEC + ABORT_SEC + CLOSE_SEC
    assert ABORT_SEC + closing + CLOSE_SEC + GONE_SEC < POD_SEC


def test_a_wrong_masking_setting_and_a_taken_port_leave_their_reason_for_kubernetes(start: Start, mock_server: Service) -> None:
    wrong = start(LLM_FALLBACK_MOCK="1", LLM_PII_PLACEHOLDER="[nothing]")
    assert wrong.exit_code() == EXIT_SETTINGS
    assert "LLM_PII_" in wrong.termination_log.read_text()
    taken = start(LLM_FALLBACK_MOCK="1", PORT=str(mock_server.port))
    assert taken.exit_code() == EXIT_PORT_TAKEN
    assert str(mock_server.port) in taken.termination_log.read_text()
