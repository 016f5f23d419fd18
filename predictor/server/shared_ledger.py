"""One ledger of the keys over all front ends: the supervisor keeps it, the front ends ask it."""

import asyncio
import logging
from typing import Any

from predictor.inference.budgets.allowance import SHOW_SEC
from predictor.inference.budgets.ledger import Claim, Grant, LedgerUnavailable, LocalLedger
from predictor.inference.budgets.window import Limit
from predictor.inference.limits import STORE_TIMEOUT_SEC
from predictor.server.control import Channel, ChannelClosed
from predictor.telemetry import metrics

log = logging.getLogger("predictor.budgets")


class LedgerKeeper:
    """The supervisor's side."""

    def __init__(self) -> None:
        self._ledger = LocalLedger()
        self._open: dict[str, tuple[Claim, Grant]] = {}  # granted and not yet settled, by the claim's id

    def claim(self, claim: list[Any], settled: bool) -> list[Any]:
        """Take a claim, which its front end settles later where `settled`; returns the packed grant."""
        taken = _unpacked(claim)
        grant = self._ledger.grant(taken)
        if settled and grant.granted:
            self._open[taken.id] = (taken, grant)
        return grant.pack()

    def settle(self, claim_id: str, used: int) -> None:
        """End a claim; one that was not granted, or has ended, is ignored."""
        if claim_id in self._open:
            claim, grant = self._open.pop(claim_id)
            self._ledger.settle(claim, grant, used)

    async def watch(self) -> None:
        """Show what the keys have used, until cancelled."""
        while True:
            await asyncio.sleep(SHOW_SEC)
            self._ledger.show()

    def forget(self, front_end: int) -> None:
        """End the claims of a front end that is gone. Their tokens count as used, because their real use died with the process."""
        for claim_id in [claim_id for claim_id in self._open if claim_id.startswith(f"{front_end}-")]:
            self.settle(claim_id, self._open[claim_id][0].amount)


class SharedLedger:
    """A front end's side."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing; raises LedgerUnavailable without an answer of the supervisor's."""
        try:
            async with asyncio.timeout(STORE_TIMEOUT_SEC):
                return Grant.unpack(await self._channel.call("claim", claim=_packed(claim), settled=claim.settled))
        except (TimeoutError, ChannelClosed) as error:
            self._channel.tell("settle", claim_id=claim.id, used=0)  # the supervisor may still come to the claim, and then to this
            metrics.BUDGET_STORE_ERRORS.inc()
            log.warning("the budgets' ledger does not answer: %s", type(error).__name__)
            raise LedgerUnavailable from error

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted."""
        self._channel.tell("settle", claim_id=claim.id, used=used)

    def show(self) -> None:
        """The supervisor shows what the keys have used."""

    def close(self) -> None:
        """Nothing is held."""


def _packed(claim: Claim) -> list[Any]:
    limits = [[limit.resource, limit.seconds, limit.most] for limit in claim.limits]
    return [claim.account, claim.id, limits, claim.amount, claim.concurrent, claim.lease_sec]


def _unpacked(packed: list[Any]) -> Claim:
    account, claim_id, limits, amount, concurrent, lease_sec = packed
    return Claim(account, claim_id, tuple(Limit(*limit) for limit in limits), amount, concurrent, lease_sec)
