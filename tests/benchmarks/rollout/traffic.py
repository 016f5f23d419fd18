"""Simulated traffic: requests per scrape, and how the service answers them under that load."""

from dataclasses import dataclass
from math import erf, sqrt

import numpy as np

from predictor.rollout.verdict import LATENCY, STREAMS, TAILS, Counts, Floats
from predictor.telemetry.metrics import LATENCY_BUCKETS

INTERVAL = 15.0
HOURS = 6
SCRAPES = int(HOURS * 3600 / INTERVAL)
RATE = 4.0  # requests per second, in the mean
FAILED, ABANDONED = 0.005, 0.003
MEDIAN_SECONDS, SPREAD = 0.2, 0.7  # of a log-normal first-token time at RATE
GRID = np.linspace(-9, 9, 3601)
NORMAL_TAIL = np.array([(1 - erf(z / sqrt(2))) / 2 for z in GRID])
LADDER = np.log(np.array(LATENCY_BUCKETS))
FIRST_TOKEN = np.array([stream.name.startswith("first token") for stream in STREAMS])


@dataclass(frozen=True, slots=True)
class Effect:
    """A canary's fault: its share of failed requests, and the factor of its first-token times."""

    name: str
    failed: float = FAILED
    slower: float = 1.0


EFFECTS = (Effect("equal"), Effect("slower: first token × 2", slower=2), Effect("failing: 0.5 → 5 %", failed=0.05))
KINDS = ("steady", "daily", "bursty")


def rates(kind: str, rollouts: int, rng: np.random.Generator) -> Floats:
    """Requests per second, (rollouts, SCRAPES). daily: a sine of 24 h from a random hour; bursty: bursts of ten times the rate."""
    if kind == "daily":
        at = np.arange(SCRAPES) * INTERVAL / 86400 + rng.random((rollouts, 1))
        return RATE * (1 + 0.8 * np.sin(2 * np.pi * at))
    if kind == "bursty":
        found = np.empty((rollouts, SCRAPES))
        burst = rng.random(rollouts) < 0.2
        for scrape in range(SCRAPES):
            burst = np.where(burst, rng.random(rollouts) >= INTERVAL / 60, rng.random(rollouts) < INTERVAL / 240)
            found[:, scrape] = np.where(burst, 15.0, 1.5)
        return found
    return np.full((rollouts, SCRAPES), RATE)


def incidents(rollouts: int, rng: np.random.Generator) -> Floats:
    """By what failures of both sides are multiplied, (rollouts, SCRAPES): 8 for two minutes, once in two hours in the mean."""
    starts = rng.random((rollouts, SCRAPES)) < INTERVAL / 7200
    length = int(120 / INTERVAL)
    running = np.zeros_like(starts)
    for delay in range(length):
        running[:, delay:] |= starts[:, : SCRAPES - delay]
    return np.where(running, 8.0, 1.0)


@dataclass(frozen=True, slots=True)
class Traffic:
    """The same conditions for every method; each splits the requests by its own share."""

    rate: Floats
    trouble: Floats

    @classmethod
    def make(cls, kind: str, rollouts: int, seed: int) -> "Traffic":
        """Conditions of `rollouts` rollouts of HOURS hours."""
        rng = np.random.default_rng(seed)
        return cls(rates(kind, rollouts, rng), incidents(rollouts, rng))

    def median(self, scrape: int, rows: Floats) -> Floats:
        """Log of the median first-token time under the load of a scrape."""
        found: Floats = np.log(MEDIAN_SECONDS) + 0.4 * np.log(self.rate[rows, scrape] / RATE)
        return found

    def bounds(self, scrape: int, rows: Floats) -> Floats:
        """Log of the bucket bounds just over stable's quantiles, (rows, streams); 0 for failures."""
        z = np.array([0.0 if tail in (0, 0.5) else 1.6449 for tail in TAILS])
        wanted = self.median(scrape, rows)[:, None] + SPREAD * z
        return LADDER[np.searchsorted(LADDER, wanted).clip(max=len(LADDER) - 1)]

    def probabilities(self, scrape: int, rows: Floats, bounds: Floats, effect: Effect) -> tuple[Floats, Floats]:
        """Probability of a bad request for stable and canary, (rows, streams)."""
        load = np.sqrt(self.rate[rows, scrape] / RATE) * self.trouble[rows, scrape]
        calm = np.array([FAILED, ABANDONED])
        ill = np.array([effect.failed, ABANDONED])
        sides = []
        for side, slower in ((calm, 1.0), (ill, effect.slower)):
            shift = np.where(FIRST_TOKEN, np.log(slower), 0.0)
            z = (bounds - self.median(scrape, rows)[:, None] - shift) / SPREAD
            slow = np.interp(z, GRID, NORMAL_TAIL)
            failures = np.minimum(np.r_[side, np.zeros(len(STREAMS) - 2)] * load[:, None], 1)
            sides.append(np.where(LATENCY, slow, failures))
        return sides[0], sides[1]

    def draw(self, scrape: int, rows: Floats, share: Floats, chances: tuple[Floats, Floats], rng: np.random.Generator) -> Counts:
        """The counts of one scrape."""
        expected = self.rate[rows, scrape] * INTERVAL
        sides = []
        for part, chance in ((1 - share, chances[0]), (share, chances[1])):
            requests = np.repeat(rng.poisson(expected * part)[:, None], len(STREAMS), axis=1)
            sides += [requests.astype(float), rng.binomial(requests, chance).astype(float)]
        return Counts(*sides)
