"""Sequential evidence for and against a canary, valid at whatever moment somebody looks at it.

A *bad* request is one that failed, was given up by its caller, or was slower than a bound fixed beforehand. Of m bad requests in
one scrape, x are the canary's. If the canary's rate of bad requests is r times stable's, each of the m is the canary's with
probability p(r) = w r / (1 - w + w r), where w is the canary's share of the requests counted in that scrape. The rate that both
share, and every change of it, cancels. The likelihood ratio of r against 1 is therefore

    Π r^x (1 - w + w r)^-m

over the scrapes. Under "the canary is no worse" (r <= 1) each factor has a mean of at most 1, so the product is an e-process and
Ville's inequality bounds by alpha the probability that it ever reaches 1/alpha. A mean of e-processes is one too, which is how
several ratios r, several kinds of bad requests and several starts are taken together. Sources: Lindon and Malek, "Anytime-Valid
Inference for Multinomial Count Data", NeurIPS 2022 (arXiv 2011.03567); Lindon, Sanden and Shirikian, "Rapid Regression Detection in
Software Deployments through Sequential Testing", KDD 2022 (2205.14762); Turner, Ly and Grünwald, "Generic E-Variables for Exact
Sequential k-Sample Tests" (2106.02693).

The counts of one scrape are not independent, because one incident makes many bad requests. Each factor is therefore cut at the
square root of the deciding value: its mean stays at most 1, and no single scrape can decide.

Arrays have the shape (..., S), S being the streams of STREAMS; `...` is empty for one rollout, and (N,) for N simulated ones.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from predictor.rollout.plan import Plan

Floats = NDArray[np.float64]
HARM_RATIOS = np.array([1.25, 1.5, 2, 3, 5, 10, 30])
PROOF_RATIOS = np.array([0.3, 0.6, 0.8, 1])  # of stable's rate; the proof's own null ratio is above 1
PROOF_SHARES = np.array([0.05, 0.2, 0.4, 0.6, 0.8])  # of the limit


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of bad request. `tail` is the share of stable's requests that are over its bound, or 0 for failures."""

    name: str
    weight: float
    tail: float = 0.0

    @property
    def latency(self) -> bool:
        """A matter of time, which depends on load."""
        return self.tail > 0


# Five kinds of harm with equal weight; each latency is judged at stable's median and at its 95th percentile.
STREAMS = (
    Stream("failed", 0.2),
    Stream("abandoned", 0.2),
    Stream("first token > p50", 0.1, tail=0.5),
    Stream("first token > p95", 0.1, tail=0.05),
    Stream("token gap > p50", 0.1, tail=0.5),
    Stream("token gap > p95", 0.1, tail=0.05),
    Stream("whole request > p50", 0.1, tail=0.5),
    Stream("whole request > p95", 0.1, tail=0.05),
)
WEIGHTS = np.array([stream.weight for stream in STREAMS])
TAILS = np.array([stream.tail for stream in STREAMS])
LATENCY = TAILS > 0


class Decision(IntEnum):
    """The outcome of one look at the evidence."""

    GO_ON = 0
    ADVANCE = 1
    ROLL_BACK = 2
    TOO_LITTLE = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """One scrape's requests and bad requests, of stable and canary, shape (..., S)."""

    stable: Floats
    stable_bad: Floats
    canary: Floats
    canary_bad: Floats


@dataclass(frozen=True, slots=True)
class _Split:
    """How the bad requests of a scrape fell: m of them, x the canary's, and w, its share of all requests."""

    bad: Floats
    canary_bad: Floats
    share: Floats

    def log_likelihood(self, ratio: Floats) -> Floats:
        """Log of r^x (1 - w + w r)^-m: the likelihood of rate ratio `ratio`, over that of 1."""
        found: Floats = self.canary_bad * np.log(ratio) - self.bad * np.log1p(self.share * (ratio - 1))
        return found


def log_mean(logs: Floats) -> Floats:
    """Log of the mean of exp over the last axis."""
    parts = np.ascontiguousarray(np.moveaxis(logs, -1, 0))  # numpy is slow along a short last axis
    top = parts.max(axis=0)
    found: Floats = top + np.log(np.exp(parts - top).mean(axis=0))
    return found


class Evidence:
    """What the scrapes so far say, as logarithms of e-values; starts at 0, which says nothing.

    `harm` has the shape (..., S, 2, ratios): a process over the whole rollout, and one that starts with each step, because a canary
    that turns bad late must not be excused by its past. `past`, (..., S), is the sum of the e-values with which the earlier steps
    ended. `relative` and `absolute`, (..., S, ratios), belong to the step, as does `stable`, its requests of stable.
    """

    def __init__(self, plan: Plan, shape: tuple[int, ...] = ()) -> None:
        self.plan = plan
        streams = (*shape, len(STREAMS))
        self.harm = np.zeros((*streams, 2, len(HARM_RATIOS)))
        self.past = np.zeros(streams)
        self.relative = np.zeros((*streams, len(PROOF_RATIOS)))
        self.absolute = np.zeros((*streams, len(PROOF_SHARES)))
        self.stable = np.zeros(streams)
        self.step = np.zeros(shape, dtype=int)

    def add(self, counts: Counts, harm_counts: Any = True, proof_counts: Any = True) -> None:
        """Take in a scrape. The masks, (..., S), leave streams out of the evidence against (harm) or for (proof) the canary."""
        share = counts.canary / np.maximum(counts.canary + counts.stable, 1)
        bad = counts.canary_bad + counts.stable_bad
        telling = (share > 0) & (share < 1)
        split = _Split(bad[..., None], counts.canary_bad[..., None], share[..., None])
        self._add_harm(split, telling & harm_counts)
        self._add_proof(split, counts, telling & proof_counts, np.broadcast_to(proof_counts, share.shape))
        self.stable += counts.stable

    def _add_harm(self, split: "_Split", mask: Any) -> None:
        factor = _cut(split.log_likelihood(HARM_RATIOS), self.plan.alpha) * mask[..., None]
        self.harm += factor[..., None, :]

    def _add_proof(self, split: "_Split", counts: Counts, relative: Any, absolute: Any) -> None:
        limit = (1 + self.plan.margin * self.slack)[..., None, None]
        factor = split.log_likelihood(PROOF_RATIOS) - split.log_likelihood(limit)
        self.relative += _cut(factor, self.plan.beta) * relative[..., None]
        bound = self.limits()[..., None]
        rate = bound * PROOF_SHARES
        good = (counts.canary - counts.canary_bad)[..., None]
        factor = counts.canary_bad[..., None] * np.log(PROOF_SHARES) + good * (np.log1p(-rate) - np.log1p(-bound))
        self.absolute += _cut(factor, self.plan.beta) * absolute[..., None]

    @property
    def slack(self) -> Floats:
        """plan.slack of the step that each rollout is at."""
        found: Floats = np.array([self.plan.slack(step) for step in range(len(self.plan.judged))])[self.step]
        return found

    def limits(self) -> Floats:
        """The share of bad requests, (..., S), below which a canary passes whatever stable has."""
        slack = self.slack[..., None]
        failed = np.minimum(self.plan.tolerance * slack, 0.5)
        slow = np.minimum(TAILS * (1 + self.plan.margin * slack), (1 + TAILS) / 2)
        return np.where(LATENCY, slow, failed)

    def log_harm(self) -> Floats:
        """Log of the e-value against "the canary is no worse", shape (...)."""
        return _weighted(self.log_harm_by_stream(), WEIGHTS)

    def log_harm_by_stream(self) -> Floats:
        """The same for each stream, (..., S): half of it over the whole rollout, half shared by the steps, 1 before they begin."""
        steps = len(self.plan.judged)
        logs = log_mean(self.harm)
        with np.errstate(divide="ignore"):  # there may be no other step
            others = np.log(self.past + (steps - 1 - self.step[..., None]))
        found: Floats = np.logaddexp(logs[..., 0], np.logaddexp(logs[..., 1], others) - np.log(steps)) - np.log(2)
        return found

    def log_proof_by_stream(self) -> Floats:
        """Log of the e-value against "the canary is worse by the step's margin", (..., S); inf where stable had no requests."""
        both = np.stack([log_mean(self.relative), log_mean(self.absolute)], axis=-1)
        return np.where(self.stable > 0, log_mean(both), np.inf)

    def log_proof(self, required: Any = True) -> Floats:
        """The weakest proof among the streams of `required`, (...); -inf where no stream has any requests."""
        proofs = np.where(required, self.log_proof_by_stream(), np.inf)
        lowest = proofs.min(axis=-1)
        return np.where(np.isinf(lowest), -np.inf, lowest)

    def advance(self, which: Any = True) -> None:
        """Begin the next step, for the rollouts of the mask `which`: what proved the last step says nothing of more load."""
        self.past[which] += np.exp(log_mean(self.harm[..., 1, :]))[which]
        self.harm[which, ..., 1, :] = 0
        self.relative[which] = 0
        self.absolute[which] = 0
        self.stable[which] = 0
        self.step += np.asarray(which, dtype=int)


def decide(plan: Plan, evidence: Evidence, required: Any = True, settled: Any = True, spent: Any = False) -> NDArray[np.int64]:
    """Decisions, (...). `settled`: the step has lasted long enough to end; `spent`: the budget is used up."""
    rules = [
        (evidence.log_harm() >= -np.log(plan.alpha), Decision.ROLL_BACK),
        ((evidence.log_proof(required) >= -np.log(plan.beta)) & settled, Decision.ADVANCE),
        (np.broadcast_to(spent, evidence.step.shape), Decision.TOO_LITTLE),
    ]
    return np.select([when for when, _ in rules], [int(then) for _, then in rules], int(Decision.GO_ON))


def _cut(factor: Floats, probability: float) -> Floats:
    found: Floats = np.minimum(factor, -np.log(probability) / 2)
    return found


def _weighted(logs: Floats, weights: Floats) -> Floats:
    return log_mean(logs + np.log(weights * len(weights)))
