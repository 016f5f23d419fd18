"""What decides about a simulated rollout: the judge, fixed thresholds per minute, and Mann-Whitney on minutes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from predictor.rollout.plan import Plan
from predictor.rollout.verdict import STREAMS, Counts, Decision, Evidence, Floats, decide
from tests.benchmarks.rollout.traffic import INTERVAL, SCRAPES, Effect, Traffic

UNDECIDED, PROMOTED, ROLLED_BACK = 0, 1, 2
MINUTE = int(60 / INTERVAL)
NAMES = [stream.name for stream in STREAMS]
FAILED_AT, SLOW_AT = NAMES.index("failed"), NAMES.index("first token > p95")


@dataclass
class Outcome:
    """Of each rollout, (N,): how it ended, the requests of both sides until then, and those of them that failed on the canary."""

    end: Any
    requests: Floats
    failed: Floats

    @classmethod
    def empty(cls, rollouts: int) -> "Outcome":
        """Nothing has happened yet."""
        return cls(np.zeros(rollouts, int), np.zeros(rollouts), np.zeros(rollouts))

    def count(self, rows: Any, counts: Counts) -> None:
        """Add a scrape of the rollouts `rows`."""
        self.requests[rows] += counts.stable[:, FAILED_AT] + counts.canary[:, FAILED_AT]
        self.failed[rows] += counts.canary_bad[:, FAILED_AT]


def judge(plan: Plan, traffic: Traffic, effect: Effect, rng: np.random.Generator) -> Outcome:
    """The predictor's own maths, on batches of rollouts; burn-in and hard verdicts belong to the cluster and are not simulated."""
    rollouts = len(traffic.rate)
    outcome = Outcome.empty(rollouts)
    rows = np.arange(rollouts)
    evidence = Evidence(plan, (rollouts,))
    since = np.zeros(rollouts)
    bounds = traffic.bounds(0, rows)
    for scrape in range(SCRAPES):
        share = np.array(plan.judged)[evidence.step] / 100
        counts = traffic.draw(scrape, rows, share, traffic.probabilities(scrape, rows, bounds, effect), rng)
        outcome.count(rows, counts)
        evidence.add(counts)
        since += INTERVAL
        decisions = decide(plan, evidence, settled=since >= plan.min_step)
        rises = decisions == Decision.ADVANCE
        done = rises & (evidence.step == len(plan.judged) - 1)
        outcome.end[rows[done]] = PROMOTED
        outcome.end[rows[decisions == Decision.ROLL_BACK]] = ROLLED_BACK
        evidence.advance(rises & ~done)
        bounds[rises] = traffic.bounds(scrape, rows)[rises]
        since[rises] = 0
        left = ~done & (decisions != Decision.ROLL_BACK)
        rows, bounds, since, evidence = rows[left], bounds[left], since[left], _part(evidence, left)
        if not len(rows):
            break
    return outcome


def _part(evidence: Evidence, which: Any) -> Evidence:
    if which.all():
        return evidence
    part = Evidence(evidence.plan, (int(which.sum()),))
    for name in ("harm", "past", "relative", "absolute", "stable", "step"):
        setattr(part, name, getattr(evidence, name)[which])
    return part


class Minutes:
    """Sums of a minute's scrapes, of one share: the series that the other methods look at."""

    def __init__(self, traffic: Traffic, effect: Effect, rng: np.random.Generator) -> None:
        self.traffic, self.effect, self.rng = traffic, effect, rng
        self.bounds = traffic.bounds(0, np.arange(len(traffic.rate)))

    def counts(self, minute: int, rows: Any, share: Any) -> Counts:
        """The counts of one minute."""
        parts = []
        for scrape in range(minute * MINUTE, (minute + 1) * MINUTE):
            chances = self.traffic.probabilities(scrape, rows, self.bounds[rows], self.effect)
            parts.append(self.traffic.draw(scrape, rows, share, chances, self.rng))
        sides = ("stable", "stable_bad", "canary", "canary_bad")
        return Counts(*(sum(getattr(part, side) for part in parts) for side in sides))


def thresholds(traffic: Traffic, effect: Effect, rng: np.random.Generator, minutes: int = 10, allowed: int = 5) -> Outcome:
    """Argo Rollouts and Flagger as they are used: each minute more than 1 % of the canary's requests failed, or more than 10 % were
    over stable's 95th percentile, is a failed check; `allowed` of them in a step roll back, else the step ends after `minutes`."""
    rollouts = len(traffic.rate)
    outcome, series = Outcome.empty(rollouts), Minutes(traffic, effect, rng)
    rows = np.arange(rollouts)
    for step, share in enumerate((0.1, 0.25, 0.5)):
        checks = np.zeros(rollouts, int)
        for minute in range(minutes):
            counts = series.counts(step * minutes + minute, rows, np.full(len(rows), share))
            outcome.count(rows, counts)
            rate = counts.canary_bad / np.maximum(counts.canary, 1)
            checks[rows] += (rate[:, FAILED_AT] > 0.01) | (rate[:, SLOW_AT] > 0.10)
            outcome.end[rows[checks[rows] >= allowed]] = ROLLED_BACK
            rows = rows[checks[rows] < allowed]
    outcome.end[rows] = PROMOTED
    return outcome


def mann_whitney(traffic: Traffic, effect: Effect, rng: np.random.Generator, minutes: int = 30) -> Outcome:
    """Kayenta: after each half hour, the minutes' shares of failed and of slow requests are compared by Mann-Whitney at 98 %.

    As in its NetflixACAJudge, a metric fails where the lower bound of the shift is over a quarter of the estimated shift.
    """
    rollouts = len(traffic.rate)
    outcome, series = Outcome.empty(rollouts), Minutes(traffic, effect, rng)
    rows = np.arange(rollouts)
    for step, share in enumerate((0.1, 0.25, 0.5)):
        seen: list[list[Floats]] = [[], []]
        for minute in range(step * minutes, (step + 1) * minutes):
            counts = series.counts(minute, rows, np.full(len(rows), share))
            outcome.count(rows, counts)
            seen[0].append(counts.stable_bad / np.maximum(counts.stable, 1))
            seen[1].append(counts.canary_bad / np.maximum(counts.canary, 1))
        stable, canary = (np.stack(side, axis=-1) for side in seen)
        high = _shifted(stable[:, FAILED_AT], canary[:, FAILED_AT]) | _shifted(stable[:, SLOW_AT], canary[:, SLOW_AT])
        outcome.end[rows[high]] = ROLLED_BACK
        rows = rows[~high]
        if not len(rows):
            break
    outcome.end[rows] = PROMOTED
    return outcome


def _shifted(stable: Floats, canary: Floats, z: float = 2.3263) -> Any:
    """Whether the canary's series, (N, minutes) as stable's, lies higher: Hodges-Lehmann shift, bound by normal approximation."""
    n = stable.shape[1]
    pairs = np.sort((canary[:, :, None] - stable[:, None, :]).reshape(len(stable), -1), axis=1)
    at = max(int(n * n / 2 - z * np.sqrt(n * n * (2 * n + 1) / 12)), 0)
    return pairs[:, at] > 0.25 * np.abs(np.median(pairs, axis=1))
