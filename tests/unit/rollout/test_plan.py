"""Plans that cannot be carried out are refused, with what to give instead."""

from typing import Any

import pytest

from predictor.rollout.plan import Plan, PlanError


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"steps": (100,)}, "--steps: give at least one share below 100"),
        ({"steps": ()}, "--steps: give at least one share below 100"),
        ({"steps": (10, 50)}, "--steps: give at least one share below 100"),
        ({"steps": (50, 10, 100)}, "--steps: each share must be above the one before it"),
        ({"steps": (0, 100)}, "--steps: each share must be above"),
        ({"alpha": 0.0}, "--alpha"),
        ({"beta": 1.0}, "--beta"),
        ({"margin": 0.0}, "--margin"),
        ({"tolerance": 0.5}, "--tolerance"),
        ({"mirror_percent": 101}, "--mirror-percent"),
        ({"interval": 0.1}, "--interval"),
        ({"burn_in": -1.0}, "--burn-in"),
        ({"budget": 10.0}, "--budget"),
        ({"too_little": "shrug"}, "--too-little: give one of roll-back, hold, promote"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(given: dict[str, Any], text: str) -> None:
    with pytest.raises(PlanError, match=text):
        Plan(**given)


def test_the_slack_of_a_step_keeps_share_times_excess_the_same() -> None:
    plan = Plan()
    assert [plan.slack(step) * plan.steps[step + 1] for step in range(3)] == [100, 100, 100]


def test_a_plan_survives_json_with_keys_of_a_later_version() -> None:
    plan = Plan(steps=(5, 100), alpha=0.02, mirror_percent=10)
    assert Plan.from_dict(plan.as_dict() | {"later": 1}) == plan
    assert plan.shares == (0, 5, 100)
