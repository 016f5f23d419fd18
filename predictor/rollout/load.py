"""Load of the two sides: what it forbids to conclude, and when it is itself the trouble.

Load is requests per ready pod and second. It is not the requests in flight: a slow canary has more of those because it is slow.
"""

import math
from dataclasses import dataclass

from predictor.rollout.state import Sums

ABOVE, BELOW = 1.2, 0.8
ALONE = 1.0  # mean requests in flight per pod below which batching plays no part
REFUSED_MORE, REFUSED_HALF, REFUSED_FEW = 0.01, 0.5, 0.05
ENOUGH = 50


@dataclass(frozen=True, slots=True)
class Load:
    """The two sides of one step."""

    stable: Sums
    canary: Sums

    @property
    def ratio(self) -> float:
        """The canary's load over stable's; nan while unknown."""
        return _rate(self.canary) / (_rate(self.stable) or math.nan)

    @property
    def light(self) -> bool:
        """The canary's pods have less to do, in smaller batches: that it is quick proves nothing."""
        alone = self.stable.pod_seconds > 0 and self.stable.busy / self.stable.pod_seconds < ALONE
        return self.ratio < BELOW and not alone

    @property
    def heavy(self) -> bool:
        """The canary's pods have more to do: that it is slow proves nothing."""
        return self.ratio > ABOVE

    @property
    def refuses(self) -> str:
        """What the canary refuses by 429 beyond stable, or ""; its share must not rise then."""
        stable, canary = _refused(self.stable), _refused(self.canary)
        more = canary > 2 * stable + REFUSED_MORE
        return f"it refuses {canary:.1%} of its requests by 429, stable {stable:.1%}: give it more pods" if more else ""

    @property
    def overloaded(self) -> bool:
        """The canary refuses most of its requests, and stable next to none."""
        enough = self.canary.requests + self.canary.refused >= ENOUGH
        return enough and _refused(self.canary) > REFUSED_HALF and _refused(self.stable) < REFUSED_FEW

    @property
    def unlike(self) -> str:
        """Why latencies cannot be compared, or ""."""
        if not (self.light or self.heavy):
            return ""
        return f"each of its pods has {self.ratio:.2g} times the load of stable's: make the pods fit the share"


def _rate(sums: Sums) -> float:
    return sums.requests / sums.pod_seconds if sums.pod_seconds else math.nan


def _refused(sums: Sums) -> float:
    every = sums.requests + sums.refused
    return sums.refused / every if every else 0.0
