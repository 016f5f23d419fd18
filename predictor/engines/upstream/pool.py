"""The pool of upstreams: picks one for each request, and checks all of them."""

import asyncio
import logging
import math
import ssl
from collections.abc import Collection

import httpx

from predictor.config import Settings
from predictor.engines.upstream.probe import Probe
from predictor.engines.upstream.replica import Replica
from predictor.errors import EXIT_LOAD_FAILED, Fatal, Unavailable

log = logging.getLogger("predictor.upstream")
DOWN = 3


class Pool:
    """All replicas. `wait` belongs to the loading thread's own loop; all else to the server's."""

    def __init__(self, settings: Settings) -> None:
        self.interval = settings.upstream_health_sec
        self.probe = Probe(settings)
        ca = settings.upstream_ca
        self.verify = ssl.create_default_context(cafile=ca) if ca else httpx.create_ssl_context(trust_env=False)
        self.replicas = [Replica(index, url) for index, url in enumerate(settings.upstreams)]
        self._turn = 0
        self._checks: list[asyncio.Task[None]] = []
        self._wakes = [asyncio.Event() for _ in self.replicas]

    async def wait(self) -> None:
        """Return once one replica is warm; raises Fatal when no waiting can help, as with a wrong key or model name."""
        async with httpx.AsyncClient(verify=self.verify, trust_env=False) as client:
            while True:
                await asyncio.gather(*(self.probe.check(client, replica) for replica in self.replicas))
                if self.available:
                    return
                if all(replica.misconfigured for replica in self.replicas):
                    reasons = "; ".join(f"upstream {replica.index}: {replica.reason}" for replica in self.replicas)
                    raise Fatal(f"no upstream can be used: {reasons}", EXIT_LOAD_FAILED)
                await asyncio.sleep(self.interval)

    def watch(self, clients: list[httpx.AsyncClient]) -> None:
        """Begin to check every replica by its client, from now until `close`."""
        loop = asyncio.get_running_loop()
        self._checks = [
            loop.create_task(self._watch(client, replica, wake), name=f"check upstream {replica.index}")
            for client, replica, wake in zip(clients, self.replicas, self._wakes, strict=True)
        ]

    async def _watch(self, client: httpx.AsyncClient, replica: Replica, wake: asyncio.Event) -> None:
        while True:
            try:
                async with asyncio.timeout(self.interval):
                    await wake.wait()
            except TimeoutError:
                pass
            wake.clear()
            await self.probe.check(client, replica)

    def recheck(self, replica: Replica) -> None:
        """Check this replica now rather than at its next turn."""
        self._wakes[replica.index].set()

    def pick(self, tried: Collection[Replica] = ()) -> Replica | None:
        """The replica with the fewest requests in flight, equals by turns, none of `tried`; None where there is no other.

        Where all are ejected or late with their checks, one of them is still used, because on a busy machine checks are late first.
        """
        left = [replica for replica in self.replicas if replica.health_rank < DOWN and replica not in tried]
        if not left:
            return None
        self._turn += 1
        count = len(self.replicas)
        return min(left, key=lambda replica: (replica.health_rank, replica.in_flight, (replica.index - self._turn) % count))

    @property
    def available(self) -> bool:
        """True while a request could go somewhere."""
        return any(replica.up for replica in self.replicas)

    @property
    def retry_after(self) -> int:
        """Seconds after which a replica may be back."""
        return max(1, math.ceil(self.interval))

    def unavailable(self, detail: str = "사용할 수 있는 업스트림이 없습니다") -> Unavailable:
        """The error of a request that found no upstream or lost it."""
        return Unavailable(detail, retry_after=self.retry_after)

    async def close(self) -> None:
        """End the checks."""
        for check in self._checks:
            check.cancel()
        await asyncio.gather(*self._checks, return_exceptions=True)
        self._checks = []
