"""Rollouts from beginning to end, on a simulated service: what the judge does with the traffic, and why."""

import pytest

from predictor.rollout.judge import NothingToJudge
from predictor.rollout.plan import Plan
from predictor.rollout.state import Phase, Verdict
from tests.unit.rollout.world import Version, World, judge_of, look, until_end, until_share


def test_a_good_canary_goes_through_all_steps_and_is_promoted() -> None:
    world = World()
    state = until_end(judge_of(world), world)
    assert (state.verdict, world.shares) == (Verdict.PROMOTED, [10, 25, 50, 100, 100][:4])
    assert world.conditions[-1] == ("True", "Promoted")
    assert [reason for reason, _, _ in world.events] == ["Waiting", "Step10", "Step25", "Step50", "Promoted"]


def test_a_failing_canary_is_rolled_back_before_two_percent_of_all_requests_failed() -> None:
    world = World()
    world.versions["canary"] = Version(failed=0.05)
    state = until_end(judge_of(world), world)
    assert (state.verdict, world.share) == (Verdict.ROLLED_BACK, 0)
    assert state.reason.startswith("failed: canary")
    failed = sum(replica.outcomes["engine_failure"] for replicas in world.replicas.values() for replica in replicas)
    assert failed < 0.02 * world.requests
    assert world.conditions[-1] == ("False", "RolledBack")


def test_a_canary_of_doubled_times_is_rolled_back() -> None:
    world = World(stable_pods=9)
    world.versions["canary"] = Version(slower=2)
    state = until_end(judge_of(world), world)
    assert state.verdict is Verdict.ROLLED_BACK
    assert " > p" in state.reason
    assert world.shares == [10, 0]


def test_a_canary_that_callers_leave_is_rolled_back() -> None:
    world = World()
    world.versions["canary"] = Version(abandoned=0.05)
    state = until_end(judge_of(world), world)
    assert state.verdict is Verdict.ROLLED_BACK
    assert state.reason.startswith("abandoned")


@pytest.mark.parametrize(
    ("choice", "share", "condition"), [("roll-back", 0, "False"), ("hold", 10, "False"), ("promote", 100, "True")]
)
def test_a_quiet_service_gets_a_verdict_of_its_own_and_the_user_s_choice(choice: str, share: int, condition: str) -> None:
    world = World(rate=0.01)
    world.pass_time(20_000)  # the stable version has a past
    state = until_end(judge_of(world, Plan(budget=1800, too_little=choice)), world)
    assert (state.verdict, world.share) == (Verdict.TOO_LITTLE, share)
    assert "requests of the canary in 0.5 h prove neither" in state.reason
    assert world.conditions[-1] == (condition, "TooLittleTraffic")


def test_a_canary_that_never_gets_ready_is_given_up_without_traffic() -> None:
    world = World()
    world.ready = False
    state = until_end(judge_of(world, Plan(ready_timeout=300)), world)
    assert (state.verdict, world.shares) == (Verdict.ROLLED_BACK, [0])
    assert state.reason == "canary was not ready within 300 s"


def test_no_canary_is_an_error_that_says_what_to_do() -> None:
    world = World()
    world.present = False
    with pytest.raises(NothingToJudge, match=r"canary\.enabled"):
        look(judge_of(world), world)


def test_the_job_waits_for_the_canary_that_it_was_made_for() -> None:
    world = World()
    judge = judge_of(world, candidate="hash-3")
    world.pass_time(15)
    assert judge.look() is None  # the cluster still shows the last release's canary
    world.identity["canary"] = "hash-3"
    assert look(judge, world).candidate == "hash-3"


def test_a_judge_that_starts_again_goes_on_where_the_last_one_stopped() -> None:
    world = World()
    before = until_share(judge_of(world), world, 25)
    look(judge_of(world), world, 6)
    state = until_end(judge_of(world), world)
    assert before.phase is Phase.BURN_IN
    assert world.shares == [10, 25, 50, 100]
    assert state.verdict is Verdict.PROMOTED


def test_evidence_survives_a_new_judge() -> None:
    world = World(rate=2)
    first = judge_of(world)
    kept = look(first, world, 40)
    again = judge_of(world)
    world.pass_time(15)
    state = again.look()
    assert state is not None
    assert state.evidence.harm == pytest.approx(kept.evidence.harm, abs=1e-4)
    assert state.table == kept.table
    assert state.bounds == kept.bounds != {}


def test_what_was_decided_but_not_done_is_done_by_the_next_judge() -> None:
    world = World()
    judge = judge_of(world)
    until_share(judge, world, 10)
    world.replicas["canary"][0].restart()
    world.deaf = 1
    with pytest.raises(ConnectionError):
        look(judge, world)
    assert world.share == 10
    state = look(judge_of(world), world)
    assert (state.verdict, world.share, state.done) == (Verdict.ROLLED_BACK, 0, True)


def test_an_ended_rollout_is_not_judged_again() -> None:
    world = World()
    world.versions["canary"] = Version(failed=0.3)
    until_end(judge_of(world), world)
    moves = list(world.shares)
    assert look(judge_of(world), world).verdict is Verdict.ROLLED_BACK
    assert world.shares == moves


def test_another_version_of_the_canary_is_judged_from_the_beginning() -> None:
    world = World()
    world.versions["canary"] = Version(failed=0.3)
    until_end(judge_of(world), world)
    world.versions["canary"], world.identity["canary"] = Version(), "hash-3"
    assert until_end(judge_of(world), world).verdict is Verdict.PROMOTED


def test_the_mirrored_step_comes_before_any_caller() -> None:
    world = World()
    judge = judge_of(world, Plan(mirror_percent=50, min_step=60, burn_in=30))
    look(judge, world)
    assert (world.share, world.mirror) == (0, 50)
    assert until_end(judge, world).verdict is Verdict.PROMOTED
    assert (world.shares, world.mirror) == ([0, 10, 25, 50, 100], 0)


def test_a_failing_canary_in_the_mirrored_step_never_gets_a_caller() -> None:
    world = World()
    world.versions["canary"] = Version(failed=0.3)
    state = until_end(judge_of(world, Plan(mirror_percent=50, burn_in=30)), world)
    assert (state.verdict, world.shares, world.mirror) == (Verdict.ROLLED_BACK, [0, 0], 0)


def test_abort_and_promote_by_command_end_the_rollout_at_the_next_look() -> None:
    for command, verdict, share in (("abort", Verdict.ABORTED, 0), ("promote", Verdict.PROMOTED, 100)):
        world = World()
        judge = judge_of(world)
        look(judge, world, 3)
        world.command = command
        state = until_end(judge, world, limit=2)
        assert (state.verdict, world.share) == (verdict, share)


def test_a_canary_that_is_not_ready_is_not_promoted_even_by_command() -> None:
    world = World()
    world.ready = False
    judge = judge_of(world)
    world.command = "promote"
    look(judge, world, 3)
    assert world.shares == []


def test_somebody_else_s_change_of_the_traffic_ends_the_rollout_and_stays() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world, 5)
    world.share = 33
    state = until_end(judge, world, limit=2)
    assert (state.verdict, world.share) == (Verdict.INTERRUPTED, 33)
    assert "from 10 % to 33 %" in state.reason


def test_a_replaced_canary_loses_its_traffic_since_the_new_one_was_never_looked_at() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world, 5)
    world.identity["canary"] = "hash-3"
    state = until_end(judge, world, limit=2)
    assert (state.verdict, world.share) == (Verdict.INTERRUPTED, 0)


def test_a_canary_that_was_taken_away_ends_the_rollout_without_touching_the_traffic() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world, 5)
    world.present = False
    state = until_end(judge, world, limit=2)
    assert (state.verdict, world.shares) == (Verdict.INTERRUPTED, [10])
