"""A service under traffic with a stable version and a canary, in simulated time: what a judge sees of a cluster."""

from dataclasses import dataclass, field, replace

import numpy as np

from predictor.rollout.judge import Judge
from predictor.rollout.meter import ScrapeError
from predictor.rollout.plan import Plan
from predictor.rollout.sides import Pod, Side, View
from predictor.rollout.state import State
from predictor.rollout.tally import LATENCIES, name_of
from predictor.telemetry import metrics

REQUESTS = name_of(metrics.REQUESTS)
MEDIANS = {"first token": 0.2, "token gap": 0.02, "whole request": 2.0}


@dataclass
class Version:
    """How a version answers: probabilities of each outcome, and what its times are multiplied by."""

    failed: float = 0.003
    abandoned: float = 0.001
    refused: float = 0.0
    slower: float = 1.0
    buckets: tuple[float, ...] = metrics.LATENCY_BUCKETS


@dataclass
class Replica:
    """A pod: its counters, and what Kubernetes says of it."""

    pod: Pod
    outcomes: dict[str, int] = field(default_factory=dict)
    counts: dict[str, np.ndarray] = field(default_factory=dict)
    sums: dict[str, float] = field(default_factory=dict)
    broken: bool = False

    def serve(self, requests: int, version: Version, rng: np.random.Generator) -> None:
        """Answer requests."""
        chances = [version.refused, version.failed, version.abandoned]
        refused, failed, abandoned, ok = rng.multinomial(requests, [*chances, 1 - sum(chances)])
        for outcome, count in (
            ("concurrency_limit_exceeded", refused), ("engine_failure", failed), ("cancelled", abandoned), ("ok", ok),
        ):  # fmt: skip
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + int(count)
        for name, median in MEDIANS.items():
            count = ok if name != "whole request" else requests - refused
            times = rng.lognormal(np.log(median * version.slower), 0.6, count)
            at = np.bincount(np.searchsorted(version.buckets, times), minlength=len(version.buckets) + 1)
            self.counts[name] = self.counts.get(name, 0) + at
            self.sums[name] = self.sums.get(name, 0) + times.sum()

    def page(self, version: Version) -> str:
        """Its /metrics."""
        lines = [f"# TYPE {REQUESTS} counter"]
        lines += [f'{REQUESTS}_total{{surface="native",outcome="{name}"}} {count}' for name, count in self.outcomes.items()]
        for latency, metric in LATENCIES.items():
            family, below = name_of(metric), np.cumsum(self.counts.get(latency, np.zeros(len(version.buckets) + 1, int)))
            lines.append(f"# TYPE {family} histogram")
            bounds = [*version.buckets, "+Inf"]
            lines += [f'{family}_bucket{{le="{bound}"}} {count}' for bound, count in zip(bounds, below, strict=True)]
            lines += [f"{family}_sum {self.sums.get(latency, 0)}", f"{family}_count {below[-1]}"]
        return "\n".join(lines) + "\n"

    def restart(self) -> None:
        """The container starts anew: counters at 0."""
        self.pod = replace(self.pod, restarts=self.pod.restarts + 1, ended="OOMKilled, exit code 137")
        self.outcomes, self.counts, self.sums = {}, {}, {}


class World:
    """Implements predictor.rollout.sides.Cluster; `rate` is requests per second of both sides together."""

    def __init__(self, rate: float = 20, stable_pods: int = 1, canary_pods: int = 1, seed: int = 1) -> None:
        self.rng = np.random.default_rng(seed)
        self.now, self.rate = 1_000_000.0, rate
        self.versions = {"stable": Version(), "canary": Version()}
        self.identity = {"stable": "hash-1", "canary": "hash-2"}
        self.replicas = {
            "stable": [Replica(Pod(f"stable-{at}", ready=True)) for at in range(stable_pods)],
            "canary": [Replica(Pod(f"canary-{at}", ready=True)) for at in range(canary_pods)],
        }
        self.present, self.ready = True, True
        self.share, self.mirror = 0, 0
        self.events: list[tuple[str, str, bool]] = []
        self.conditions: list[tuple[str, str]] = []
        self.saved, self.command = "", ""
        self.shares: list[int] = []
        self.deaf = 0  # calls of set_share that fail
        self.canary_requests = self.canary_failed = self.requests = 0

    def pass_time(self, seconds: float) -> None:
        """Let traffic flow."""
        self.now += seconds
        total = self.rng.poisson(self.rate * seconds)
        canary = self.rng.binomial(total, self.share / 100) if self.present else 0
        copies = self.rng.binomial(total, self.mirror / 100)
        self.requests += total
        for side, count in (("stable", total - canary), ("canary", canary + copies)):
            serving = [one for one in self.replicas[side] if one.pod.ready]
            parts = self.rng.multinomial(count, [1 / len(serving)] * len(serving)) if serving else []
            for replica, part in zip(serving, parts, strict=True):
                replica.serve(int(part), self.versions[side], self.rng)

    def view(self) -> View:
        sides = {
            name: Side(name, self.identity[name], tuple(one.pod for one in replicas)) for name, replicas in self.replicas.items()
        }
        return View(sides["stable"], sides["canary"] if self.present else None, self.share, self.ready)

    def scrape(self, pod: Pod) -> str:
        for side, replicas in self.replicas.items():
            for replica in replicas:
                if replica.pod.name == pod.name and not replica.broken:
                    return replica.page(self.versions[side])
        raise ScrapeError("connection refused")

    def set_share(self, share: int, mirror_percent: int = 0) -> None:
        if self.deaf:
            self.deaf -= 1
            raise ConnectionError("the API server does not answer")
        self.share, self.mirror = share, mirror_percent
        self.shares.append(share)

    def event(self, reason: str, message: str, warning: bool = False) -> None:
        self.events.append((reason, message, warning))

    def condition(self, status: str, reason: str, message: str) -> None:
        self.conditions.append((status, reason))

    def load(self) -> str:
        return self.saved

    def save(self, state: str) -> str:
        self.saved, command, self.command = state, self.command, ""
        return command

    def grow(self, side: str) -> Replica:
        """One more pod, ready at once."""
        name = f"{side}-{len(self.replicas[side]) + 10}"
        self.replicas[side].append(Replica(Pod(name, ready=True)))
        return self.replicas[side][-1]


QUICK = Plan(budget=3 * 3600, min_step=60, burn_in=30)


def judge_of(world: World, plan: Plan = QUICK, **more: str) -> Judge:
    return Judge(world, plan, clock=lambda: world.now, **more)


def look(judge: Judge, world: World, times: int = 1, seconds: float = 15) -> State:
    """Look `times` times, with traffic before each."""
    state = None
    for _ in range(times):
        world.pass_time(seconds)
        state = judge.look()
    assert state is not None
    return state


def until_end(judge: Judge, world: World, limit: int = 2000) -> State:
    """Look until the rollout has ended."""
    for _ in range(limit):
        state = look(judge, world)
        if state.done:
            return state
    raise AssertionError(f"no verdict after {limit} looks")


def until_share(judge: Judge, world: World, share: int, limit: int = 2000) -> State:
    """Look until the canary has `share`."""
    for _ in range(limit):
        state = look(judge, world)
        if state.share == share or state.done:
            return state
    raise AssertionError(f"{share} % not reached after {limit} looks")
