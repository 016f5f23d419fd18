"""The short form of `make fuzz`, with a fixed seed."""

from pathlib import Path

import pytest

from tests.fuzz.session import run

SECONDS = 120
REQUESTS = 3000


@pytest.mark.timeout(SECONDS + 180)
def test_no_request_of_the_grammar_breaks_an_oracle(tmp_path: Path) -> None:
    findings = run(seed=2026, seconds=SECONDS, requests=REQUESTS, folder=tmp_path)
    assert not findings.counts, findings.report()
    assert findings.tried > 300
