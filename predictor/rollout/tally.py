"""What the pods' metrics count: parsed, subtracted, summed by side, and turned into the streams that the verdict is about."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from prometheus_client import Counter, Histogram
from prometheus_client.parser import text_string_to_metric_families

from predictor import errors
from predictor.rollout.verdict import STREAMS, Counts
from predictor.telemetry import metrics

LATENCIES = {
    "first token": metrics.FIRST_TOKEN_SECONDS,
    "token gap": metrics.TOKEN_GAP_SECONDS,
    "whole request": metrics.REQUEST_SECONDS,
}
ENOUGH_FOR_BOUNDS = 100
Key = TypeVar("Key", str, float)


class TallyError(ValueError):
    """A page that is no Prometheus exposition."""


def name_of(metric: Counter | Histogram) -> str:
    """The name of a metric's family, without the suffixes of its series."""
    return next(iter(metric.describe())).name


@dataclass(slots=True)
class Tally:
    """Counters of one pod, or a sum of them.

    `outcomes` are requests by outcome; `buckets` for each latency the requests by upper bound in seconds, cumulative, with +Inf;
    `busy` the seconds that all requests together took.
    """

    outcomes: dict[str, float] = field(default_factory=dict)
    buckets: dict[str, dict[float, float]] = field(default_factory=lambda: {name: {} for name in LATENCIES})
    busy: float = 0.0

    @classmethod
    def parse(cls, page: str) -> "Tally":
        """From a page of /metrics; raises TallyError."""
        found = cls()
        requests, latencies = name_of(metrics.REQUESTS), {name_of(metric): name for name, metric in LATENCIES.items()}
        names = (requests, *latencies)
        lines = [line for line in page.splitlines() if any(name in line for name in names)]  # vLLM's series are many
        if not lines:
            raise TallyError(f"the page has no {requests}: it is not a predictor's")
        try:
            for family in text_string_to_metric_families("\n".join(lines) + "\n"):
                for sample in family.samples:
                    found._take(sample, requests, latencies)
        except (ValueError, KeyError) as error:
            raise TallyError(f"not a page of metrics: {error}") from error
        return found

    def _take(self, sample: Any, requests: str, latencies: dict[str, str]) -> None:
        family, _, suffix = sample.name.rpartition("_")
        if sample.name == f"{requests}_total":
            _add(self.outcomes, sample.labels.get("outcome", "ok"), sample.value)
        elif family in latencies and suffix == "bucket":
            _add(self.buckets[latencies[family]], float(sample.labels["le"]), sample.value)
        elif sample.name == f"{name_of(metrics.REQUEST_SECONDS)}_sum":
            self.busy += sample.value

    def since(self, before: "Tally") -> "Tally":
        """What was counted after `before`; all of it where a counter is lower now, because the process has started anew."""
        if self._lower_than(before):
            return self
        return Tally(
            {key: value - before.outcomes.get(key, 0) for key, value in self.outcomes.items()},
            {
                name: {bound: value - before.buckets[name].get(bound, 0) for bound, value in bounds.items()}
                for name, bounds in self.buckets.items()
            },
            self.busy - before.busy,
        )

    def _lower_than(self, before: "Tally") -> bool:
        latencies = any(_lower(self.buckets[name], before.buckets[name]) for name in self.buckets)
        return latencies or _lower(self.outcomes, before.outcomes)

    def requests(self, *kinds: str) -> float:
        """Requests of the kinds that `kind` names."""
        return sum(value for outcome, value in self.outcomes.items() if kind(outcome) in kinds)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum. Of a latency only the bounds that every tally has remain, since the versions may have other buckets."""
    parts = list(tallies)
    found = Tally(busy=sum(part.busy for part in parts))
    for part in parts:
        for outcome, value in part.outcomes.items():
            _add(found.outcomes, outcome, value)
    for name in LATENCIES:
        with_data = [part.buckets[name] for part in parts if part.buckets[name].get(math.inf)]
        common = set.intersection(*(set(bounds) for bounds in with_data)) if with_data else set()
        found.buckets[name] = {bound: sum(bounds[bound] for bounds in with_data) for bound in sorted(common)}
    return found


def _add(counts: dict[Key, float], key: Key, value: float) -> None:
    counts[key] = counts.get(key, 0) + value


def _lower(now: dict[Key, float], then: dict[Key, float]) -> bool:
    return any(now.get(key, 0) < value for key, value in then.items())


def _kinds(base: type[errors.PredictorError] = errors.PredictorError) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in (base, *base.__subclasses__()):
        if row is not base:
            found |= _kinds(row)
        elif isinstance(row.status, int):
            found[row.code] = _kind_of_status(row.status)
        else:
            found[row.code] = "caller"  # 400 or 422
    return found


def _kind_of_status(status: int) -> str:
    return "refused" if status == 429 else "caller" if status < 500 else "failed"


KINDS = _kinds() | {"ok": "ok", "fallback": "failed", "cancelled": "abandoned"}


def kind(outcome: str) -> str:
    """ok, failed, abandoned (the caller left), refused (429: load, not quality) or caller (4xx: the caller's own fault).

    An outcome that this version does not know counts as failed, since a new version's new errors are what a canary is for.
    """
    if outcome.startswith("http_") and outcome[5:].isdigit():
        return _kind_of_status(int(outcome[5:]))
    return KINDS.get(outcome, "failed")


def bounds_of(stable: Tally, ladder: Mapping[str, Iterable[float]]) -> dict[str, float]:
    """By stream the least bound of `ladder` over stable's quantile, in seconds; streams without enough requests are left out."""
    found = {}
    for stream in (stream for stream in STREAMS if stream.latency):
        name = stream.name.split(" > ")[0]
        counted = stable.buckets[name]
        every = counted.get(math.inf, 0)
        fitting = [bound for bound in ladder.get(name, ()) if bound in counted and counted[bound] >= every * (1 - stream.tail)]
        if every >= ENOUGH_FOR_BOUNDS and fitting and min(fitting) < math.inf:
            found[stream.name] = min(fitting)
    return found


def counts(stable: Tally, canary: Tally, bounds: Mapping[str, float]) -> Counts:
    """The streams' counts of one scrape; a stream without a bound has none."""
    sides = []
    for side in (stable, canary):
        requests, bad = np.zeros(len(STREAMS)), np.zeros(len(STREAMS))
        for at, stream in enumerate(STREAMS):
            requests[at], bad[at] = _stream(side, stream.name, bounds.get(stream.name))
        sides += [requests, bad]
    return Counts(*sides)


def _stream(side: Tally, name: str, bound: float | None) -> tuple[float, float]:
    if name == "failed":
        return side.requests("ok", "failed"), side.requests("failed")
    if name == "abandoned":
        return side.requests("ok", "failed", "abandoned"), side.requests("abandoned")
    counted = side.buckets[name.split(" > ")[0]]
    if bound is None or bound not in counted:
        return 0.0, 0.0
    return counted[math.inf], counted[math.inf] - counted[bound]
