"""The maths: exact means of the factors, growth at the rate that theory gives, and error probabilities."""

from fractions import Fraction
from math import comb, exp, log

import numpy as np
import pytest

from predictor.rollout.plan import Plan
from predictor.rollout.verdict import HARM_RATIOS, STREAMS, Counts, Decision, Evidence, decide

FAILED = 0
ONLY = np.array([stream.name == "failed" for stream in STREAMS])


def counts(stable: float, stable_bad: float, canary: float, canary_bad: float) -> Counts:
    """Counts of the stream of failures alone."""
    return Counts(*(np.where(ONLY, value, 0.0) for value in (stable, stable_bad, canary, canary_bad)))


def harm_factor(stable: int, canary: int, bad: int, canary_bad: int, plan: Plan) -> np.ndarray:
    """The factor of one scrape for each ratio, (ratios,)."""
    evidence = Evidence(plan)
    evidence.add(counts(stable, bad - canary_bad, canary, canary_bad))
    return np.exp(evidence.harm[FAILED, 0])


def test_a_factor_is_the_likelihood_ratio_of_the_binomial() -> None:
    stable, canary, bad, canary_bad = 900, 100, 7, 2
    share = Fraction(canary, canary + stable)
    found = harm_factor(stable, canary, bad, canary_bad, Plan(alpha=1e-9))
    for at, ratio in enumerate(map(Fraction, HARM_RATIOS)):
        p = share * ratio / (1 - share + share * ratio)
        expected = (p / share) ** canary_bad * ((1 - p) / (1 - share)) ** (bad - canary_bad)
        assert found[at] == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("true_ratio", [1, 0.9, 0.5, 0.1])
@pytest.mark.parametrize(("stable", "canary"), [(900, 100), (500, 500), (10, 90)])
def test_under_no_worse_a_factor_has_a_mean_of_at_most_one(true_ratio: float, stable: int, canary: int) -> None:
    share = canary / (canary + stable)
    p = share * true_ratio / (1 - share + share * true_ratio)
    for alpha in (1e-12, 0.01):  # hardly cut, and as it is used
        mean = sum(comb(8, x) * p**x * (1 - p) ** (8 - x) * harm_factor(stable, canary, 8, x, Plan(alpha=alpha)) for x in range(9))
        assert np.all(mean <= 1 + 1e-9)
        if true_ratio == 1 and alpha < 0.01:
            assert mean[:2] == pytest.approx(1)


def test_drawing_without_replacement_keeps_the_mean_at_most_one() -> None:
    """Bad requests among a finite number of requests are hypergeometric, which is narrower than the binomial (Hoeffding 1963)."""
    stable, canary, bad = 30, 10, 20
    mean = sum(
        comb(canary, x)
        * comb(stable, bad - x)
        / comb(stable + canary, bad)
        * harm_factor(stable, canary, bad, x, Plan(alpha=1e-12))
        for x in range(canary + 1)
    )
    assert np.all(mean <= 1 + 1e-9)


def test_evidence_grows_by_the_relative_entropy_for_each_bad_request() -> None:
    share, ratio = 0.1, 5.0
    p = share * ratio / (1 - share + share * ratio)
    entropy = p * log(p / share) + (1 - p) * log((1 - p) / (1 - share))
    rng = np.random.default_rng(5)
    evidence, bad = Evidence(Plan(alpha=1e-12)), 20_000
    for canary_bad in rng.binomial(10, p, bad // 10):
        evidence.add(counts(900, 10 - canary_bad, 100, canary_bad))
    at = list(HARM_RATIOS).index(ratio)
    assert evidence.harm[FAILED, 0, at] / bad == pytest.approx(entropy, rel=0.05)


@pytest.mark.parametrize("step", [0, 2])
def test_under_worse_by_the_margin_the_proof_s_factors_have_a_mean_of_at_most_one(step: int) -> None:
    plan, stable, canary = Plan(beta=1e-12), 90, 10
    evidence = Evidence(plan)
    evidence.step += step
    ratio, limit = 1 + plan.margin * plan.slack(step), float(evidence.limits()[FAILED])
    share = canary / (stable + canary)
    p = share * ratio / (1 - share + share * ratio)
    relative = absolute = np.zeros(1)
    for x in range(9):
        evidence = Evidence(plan)
        evidence.step += step
        evidence.add(counts(stable, 8 - x, canary, x))
        relative = relative + comb(8, x) * p**x * (1 - p) ** (8 - x) * np.exp(evidence.relative[FAILED])
    for x in range(canary + 1):
        evidence = Evidence(plan)
        evidence.step += step
        evidence.add(counts(stable, 0, canary, x))
        absolute = absolute + comb(canary, x) * limit**x * (1 - limit) ** (canary - x) * np.exp(evidence.absolute[FAILED])
    assert np.all(relative <= 1 + 1e-9)
    assert absolute == pytest.approx(1)


def test_one_scrape_multiplies_by_at_most_the_root_of_what_decides() -> None:
    plan = Plan()
    evidence = Evidence(plan)
    evidence.add(counts(9000, 0, 1000, 1000))
    assert evidence.log_harm() < -log(plan.alpha) / 2
    assert decide(plan, evidence) == Decision.GO_ON


@pytest.mark.parametrize(("stable", "canary"), [(0, 100), (100, 0), (0, 0)])
def test_one_side_alone_says_nothing_against_the_canary(stable: int, canary: int) -> None:
    evidence = Evidence(Plan())
    evidence.add(counts(stable, stable, canary, canary))
    assert evidence.log_harm() == pytest.approx(0)


def test_a_masked_stream_is_left_out() -> None:
    evidence = Evidence(Plan())
    evidence.add(counts(900, 1, 100, 50), harm_counts=~ONLY, proof_counts=~ONLY)
    assert evidence.log_harm() == pytest.approx(0)
    assert np.all(evidence.absolute == 0)


def test_a_fault_that_begins_late_is_not_excused_by_the_past() -> None:
    evidence = Evidence(Plan())
    for _ in range(500):
        evidence.add(counts(900, 4, 100, 0))
    evidence.advance()
    late = 0
    while decide(Plan(), evidence) != Decision.ROLL_BACK:
        evidence.add(counts(750, 4, 250, 12))
        late += 1
    assert late <= 5


def test_the_proof_of_a_step_begins_anew_and_is_stricter() -> None:
    plan, evidence = Plan(), Evidence(Plan())
    for _ in range(300):
        evidence.add(counts(900, 1, 100, 0))
    assert evidence.log_proof() > -log(plan.beta)
    before = float(evidence.limits()[FAILED])
    evidence.advance()
    assert evidence.log_proof() == -np.inf  # nothing was seen in this step
    assert float(evidence.limits()[FAILED]) < before
    evidence.add(counts(750, 0, 250, 0))
    assert evidence.log_proof() < -log(plan.beta)


def test_a_stream_that_stable_never_had_is_not_asked_for_and_one_that_the_canary_lacks_is() -> None:
    plan, evidence = Plan(), Evidence(Plan())
    for _ in range(300):
        evidence.add(counts(900, 1, 100, 0))
    assert decide(plan, evidence) == Decision.ADVANCE
    lacking = np.array([stream.name == "first token > p95" for stream in STREAMS])
    for _ in range(300):
        evidence.add(Counts(*(np.where(lacking, value, 0.0) for value in (900.0, 40.0, 0.0, 0.0))))
    assert decide(plan, evidence) == Decision.GO_ON


def test_many_rollouts_at_once_are_the_same_as_one_after_the_other() -> None:
    rng, plan, rollouts = np.random.default_rng(7), Plan(), 6
    together = Evidence(plan, (rollouts,))
    alone = [Evidence(plan) for _ in range(rollouts)]
    for scrape in range(40):
        canary = rng.binomial(200, 0.2, (rollouts, len(STREAMS))).astype(float)
        stable = 200 - canary
        many = Counts(stable, rng.binomial(stable.astype(int), 0.05) * 1.0, canary, rng.binomial(canary.astype(int), 0.1) * 1.0)
        together.add(many)
        for at, one in enumerate(alone):
            one.add(Counts(many.stable[at], many.stable_bad[at], many.canary[at], many.canary_bad[at]))
        if scrape == 20:
            together.advance(np.arange(rollouts) % 2 == 0)
            for one in alone[::2]:
                one.advance()
    assert together.log_harm() == pytest.approx(np.array([one.log_harm() for one in alone]))
    assert together.log_proof() == pytest.approx(np.array([one.log_proof() for one in alone]))
    assert list(decide(plan, together)) == [int(decide(plan, one)) for one in alone]


def test_equal_sides_reach_a_value_with_at_most_its_inverse_however_often_one_looks() -> None:
    """Ville's inequality, for each stream and each ratio by itself, without the cut."""
    rollouts, rng = 1000, np.random.default_rng(11)
    evidence = Evidence(Plan(alpha=1e-12), (rollouts,))
    highest = np.zeros_like(evidence.harm)
    for _ in range(150):
        parts = [rng.poisson(mean, (rollouts, len(STREAMS))) for mean in (90, 10)]
        chance = rng.choice([0.005, 0.05, 0.4], (rollouts, 1))  # what both sides share comes and goes
        sides = [value * 1.0 for part in parts for value in (part, rng.binomial(part, chance))]
        evidence.add(Counts(*sides))
        highest = np.maximum(highest, evidence.harm)
    reached = (highest[..., 0, :] >= log(10)).mean(axis=(0, 1))
    assert np.all(reached <= 0.1)
    assert reached.max() > 0.01


def test_a_canary_worse_by_the_margin_passes_a_gate_with_at_most_beta() -> None:
    plan, rollouts, rng = Plan(beta=0.1), 2000, np.random.default_rng(12)
    evidence, passed = Evidence(plan, (rollouts,)), np.zeros(rollouts, bool)
    ratio = 1 + plan.margin * plan.slack(0)
    for _ in range(150):
        parts = [rng.poisson(mean, (rollouts, 1)) for mean in (90, 10)]
        sides = [
            np.where(ONLY, value, 0.0)
            for part, p in zip(parts, (0.04, 0.04 * ratio), strict=True)
            for value in (part, rng.binomial(part, p))
        ]
        evidence.add(Counts(*sides))
        passed |= evidence.log_proof(ONLY) >= -log(plan.beta)
    assert passed.mean() <= plan.beta


def test_a_decision_needs_its_evidence_the_step_s_time_and_the_budget() -> None:
    plan, evidence = Plan(), Evidence(Plan())
    assert decide(plan, evidence) == Decision.GO_ON
    assert decide(plan, evidence, spent=True) == Decision.TOO_LITTLE
    for _ in range(300):
        evidence.add(counts(900, 1, 100, 0))
    assert decide(plan, evidence, settled=False) == Decision.GO_ON
    assert decide(plan, evidence, spent=True) == Decision.ADVANCE
    for _ in range(100):
        evidence.add(counts(900, 1, 100, 30))
    assert decide(plan, evidence) == Decision.ROLL_BACK
    assert exp(float(evidence.log_harm())) >= 1 / plan.alpha
