"""The store's loss: bounded in time, refused or let pass by LLM_BUDGET_STORE_LOSS, and made good when the store is back."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from predictor.inference.budgets.ledger import Claim, Grant, LedgerUnavailable
from predictor.inference.budgets.shared_store import StoreLedger
from predictor.inference.budgets.window import Limit
from tests.service import free_port
from tests.unit.conftest import Serve
from tests.unit.inference.budgets.callers import bearer, key, write

CLAIM = Claim("team", "0-1", (Limit("tokens", 60, 100),), 10, 0, 30)


@contextmanager
def deaf_store() -> Iterator[int]:
    """A port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(("loss", "status"), [("refuse", 503), ("allow", 200)])
async def test_a_store_that_never_answers_holds_no_request_up(serve: Serve, tmp_path: Path, loss: str, status: int) -> None:
    file = write(tmp_path / "keys.yaml", key("team", tokens_per_minute=1000, requests_per_minute=1000))
    with deaf_store() as port:
        client = serve(key_file=file, rate_limit_storage=f"redis://127.0.0.1:{port}", budget_store_loss=loss)
        begun = time.monotonic()
        answers = await asyncio.gather(*(client.post("/infer", json={"query": "안녕"}, headers=bearer("team")) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {status}
        assert time.monotonic() - begun < 2.5
        begun = time.monotonic()
        await client.post("/infer", json={"query": "안녕"}, headers=bearer("team"))
        assert time.monotonic() - begun < 0.3, "a store that is known to be lost is not waited for"
        client.server.entry.allowances.close()
    if loss == "refuse":
        assert answers[0].headers["retry-after"] == "1"
        assert "저장소" in answers[0].json()["detail"]


async def test_a_claim_is_settled_when_the_store_is_back(tmp_path: Path) -> None:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "yes", "--dir", str(tmp_path)]
    ledger = StoreLedger(f"async+redis://127.0.0.1:{port}", "llm")
    with running(command) as first:
        grant = await _claimed(ledger, CLAIM)
        assert grant.states[0].remaining == 90
        first.terminate()
    with pytest.raises(LedgerUnavailable):
        await ledger.claim(CLAIM)
    ledger.settle(CLAIM, grant, 3)
    with running(command) as second:
        looked = Claim("team", "0-look", CLAIM.limits, 0)
        end = time.monotonic() + 8
        while (await _claimed(ledger, looked)).states[0].remaining < 97:
            assert time.monotonic() < end
            await asyncio.sleep(0.05)
        ledger.close()
        second.terminate()


def running(command: list[str]) -> subprocess.Popen[bytes]:
    """A store of this test alone."""
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


async def _claimed(ledger: StoreLedger, claim: Claim) -> Grant:
    end = time.monotonic() + 8
    while True:
        try:
            return await ledger.claim(claim)
        except LedgerUnavailable:
            assert time.monotonic() < end
            await asyncio.sleep(0.05)
