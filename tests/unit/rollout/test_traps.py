"""What looks like a bad canary and is none, and what looks like a good one and is none."""

from dataclasses import replace

import pytest

from predictor.rollout.plan import Plan
from predictor.rollout.sides import Pod
from predictor.rollout.state import Phase, Verdict
from predictor.telemetry.metrics import LATENCY_BUCKETS
from tests.unit.rollout.world import QUICK, Version, World, judge_of, look, until_end, until_share


def test_an_engine_s_death_is_a_verdict_at_once_and_not_a_hundred_errors() -> None:
    world = World()
    judge = judge_of(world)
    until_share(judge, world, 25)
    world.replicas["canary"][0].restart()
    state = until_end(judge, world, limit=2)
    assert (state.verdict, world.share) == (Verdict.ROLLED_BACK, 0)
    assert state.reason == "pod canary-0 restarted (OOMKilled, exit code 137)"


def test_a_death_right_after_the_first_share_is_seen() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world)
    world.replicas["canary"][0].restart()
    assert until_end(judge, world, limit=2).reason.startswith("pod canary-0 restarted")


def test_lost_readiness_is_a_verdict_but_one_missed_probe_is_not() -> None:
    world = World(canary_pods=2)
    judge = judge_of(world)
    look(judge, world, 4)
    replica = world.replicas["canary"][0]
    replica.pod = replace(replica.pod, ready=False)
    assert look(judge, world).verdict is Verdict.NONE
    replica.pod = replace(replica.pod, ready=True)
    look(judge, world, 3)
    replica.pod = replace(replica.pod, ready=False)
    state = until_end(judge, world, limit=3)
    assert (state.verdict, state.reason) == (Verdict.ROLLED_BACK, "pod canary-0 lost its readiness")


@pytest.mark.parametrize("why", ["CrashLoopBackOff", "ImagePullBackOff", "CreateContainerConfigError"])
def test_a_canary_that_cannot_start_is_given_up_with_the_reason(why: str) -> None:
    world = World()
    world.ready = False
    world.replicas["canary"][0].pod = Pod("canary-0", waiting=why)
    state = until_end(judge_of(world), world, limit=1)
    assert (state.verdict, state.reason) == (Verdict.ROLLED_BACK, f"pod canary-0 does not start: {why}")


@pytest.mark.parametrize("change", [{"leaving": True, "ready": False}, {"failed": "Evicted", "ready": False}])
def test_a_pod_that_the_node_or_the_scaler_ends_is_no_fault_of_the_canary(change: dict[str, object]) -> None:
    world = World(canary_pods=2)
    judge = judge_of(world)
    look(judge, world, 4)
    replica = world.replicas["canary"][0]
    replica.pod = replace(replica.pod, **change)  # type: ignore[arg-type]
    assert look(judge, world, 5).verdict is Verdict.NONE


def test_a_canary_without_any_pod_is_rolled_back_whoever_ended_them() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world, 4)
    world.replicas["canary"], world.ready = [], False
    state = until_end(judge, world, limit=2)
    assert (state.verdict, state.reason, world.share) == (Verdict.ROLLED_BACK, "no pod of the canary serves", 0)


def test_a_canary_that_knative_scaled_to_zero_is_no_fault() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world, 4)
    world.replicas["canary"] = []
    assert look(judge, world, 5).verdict is Verdict.NONE


def test_an_error_burst_of_both_sides_is_no_fault_of_the_canary() -> None:
    world = World()
    judge = judge_of(world)
    until_share(judge, world, 25)
    for side in world.versions:
        world.versions[side] = Version(failed=0.3)
    look(judge, world, 8)
    for side in world.versions:
        world.versions[side] = Version()
    assert until_end(judge, world).verdict is Verdict.PROMOTED


def test_one_scrape_alone_never_decides() -> None:
    world = World()
    judge = judge_of(world)
    look(judge, world, 6)
    world.versions["canary"] = Version(failed=1 - 0.002)
    assert look(judge, world).verdict is Verdict.NONE
    assert until_end(judge, world, limit=4).verdict is Verdict.ROLLED_BACK


def test_a_cold_cache_in_the_burn_in_is_not_counted() -> None:
    world = World()
    judge = judge_of(world, Plan(burn_in=120, min_step=60))
    world.versions["canary"] = Version(slower=4)
    state = look(judge, world, 7)
    assert state.phase is Phase.BURN_IN
    world.versions["canary"] = Version()
    assert until_end(judge, world).verdict is Verdict.PROMOTED


def test_the_burn_in_lasts_until_the_canary_has_had_its_requests() -> None:
    world = World(rate=2)
    judge = judge_of(world, Plan(burn_in=15, burn_in_requests=50))
    state = look(judge, world, 10)
    assert state.phase is Phase.BURN_IN
    assert look(judge, world, 30).phase is Phase.JUDGING


def test_a_canary_that_is_quick_only_since_it_has_little_to_do_is_not_called_quick() -> None:
    world = World(rate=40, stable_pods=1, canary_pods=2)
    world.versions["canary"] = Version(slower=0.8)
    state = until_end(judge_of(world, Plan(steps=(50, 100), budget=1800)), world)
    assert state.verdict is Verdict.TOO_LITTLE
    assert "each of its pods has 0.5 times the load of stable's: make the pods fit the share" in state.reason


def test_before_the_last_step_its_failures_alone_let_it_pass() -> None:
    world = World(rate=40, stable_pods=1, canary_pods=2)
    assert until_share(judge_of(world, Plan(steps=(20, 50, 100), min_step=60)), world, 50, limit=200).share == 50


def test_a_canary_that_is_slow_since_it_has_too_much_to_do_is_not_called_slow() -> None:
    world = World(rate=40, stable_pods=3, canary_pods=1)
    world.versions["canary"] = Version(slower=1.6)
    state = look(judge_of(world, Plan(steps=(50, 100))), world, 60)
    assert state.verdict is Verdict.NONE
    assert state.evidence.log_harm_by_stream()[2:].max() == pytest.approx(0)


def test_at_equal_load_the_same_slowness_is_found() -> None:
    world = World(rate=40, stable_pods=9, canary_pods=1)
    world.versions["canary"] = Version(slower=1.6)
    assert until_end(judge_of(world), world, limit=200).verdict is Verdict.ROLLED_BACK


def test_a_quiet_service_is_comparable_whatever_the_number_of_pods() -> None:
    world = World(rate=0.4, stable_pods=1, canary_pods=1)  # less than one request in flight
    world.pass_time(5000)
    judge = judge_of(world, Plan(budget=60 * 3600, burn_in=30))
    while look(judge, world, seconds=120).share == 10:
        pass
    assert world.shares == [10, 25]


def test_429s_are_load_they_hold_the_share_and_are_no_failures() -> None:
    world = World()
    world.versions["canary"] = Version(refused=0.2)
    judge = judge_of(world, replace(QUICK, budget=1200))
    state = look(judge, world, 60)
    assert (state.verdict, state.share) == (Verdict.NONE, 10)
    assert state.evidence.log_harm() < 0.5
    state = until_end(judge, world)
    assert state.verdict is Verdict.TOO_LITTLE
    assert "by 429" in state.reason


def test_429s_of_both_sides_hold_nothing() -> None:
    world = World()
    for side in world.versions:
        world.versions[side] = Version(refused=0.2)
    assert until_end(judge_of(world), world).verdict is Verdict.PROMOTED


def test_a_canary_that_refuses_nearly_everything_is_rolled_back_as_overloaded() -> None:
    world = World()
    world.versions["canary"] = Version(refused=0.9)
    state = until_end(judge_of(world), world, limit=40)
    assert state.verdict is Verdict.ROLLED_BACK
    assert state.reason.startswith("the canary is overloaded")


def test_counters_that_start_anew_on_stable_are_left_out_for_that_look() -> None:
    world = World(stable_pods=3)
    judge = judge_of(world)
    before = look(judge, world, 20)
    requests = before.totals["stable"].requests
    world.replicas["stable"][1].restart()
    state = look(judge, world)
    assert state.totals["stable"].requests == requests
    assert "a stable pod ended" in judge.note
    assert until_end(judge, world).verdict is Verdict.PROMOTED


def test_a_failed_scrape_leaves_out_the_look_for_both_sides_and_loses_nothing() -> None:
    world = World(stable_pods=2)
    judge = judge_of(world)
    look(judge, world, 10)
    replica = world.replicas["stable"][0]
    replica.broken = True
    counted = {side: sums.requests for side, sums in look(judge, world, 3).totals.items()}
    assert "pod stable-0 gives no metrics: connection refused" in judge.note
    assert {side: sums.requests for side, sums in look(judge, world).totals.items()} == counted
    replica.broken = False
    state = look(judge, world)
    assert sum(sums.requests for sums in state.totals.values()) == pytest.approx(sum(counted.values()) + 5 * 15 * 20, rel=0.1)


def test_a_pod_that_never_gives_metrics_does_not_stop_the_rollout() -> None:
    world = World(stable_pods=3)
    world.replicas["stable"][0].broken = True
    assert until_end(judge_of(world), world).verdict is Verdict.PROMOTED


def test_pods_that_come_later_are_read_cold_and_counted_warm() -> None:
    world = World(rate=3)
    judge = judge_of(world, Plan(burn_in=60))
    look(judge, world, 20)
    old, late = world.replicas["canary"][0], world.grow("canary")

    def counted_since(before: float) -> float:
        return look(judge, world, 3).totals["canary"].requests - before

    before, served = look(judge, world).totals["canary"].requests, sum(old.outcomes.values())
    assert counted_since(before) == sum(old.outcomes.values()) - served
    look(judge, world, 3)
    before, served = look(judge, world).totals["canary"].requests, sum(old.outcomes.values()) + sum(late.outcomes.values())
    assert counted_since(before) == sum(old.outcomes.values()) + sum(late.outcomes.values()) - served


def test_versions_with_other_buckets_are_compared_at_the_bounds_that_both_have() -> None:
    world = World()
    coarse = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
    world.versions["stable"].buckets = coarse
    judge = judge_of(world)
    state = look(judge, world, 8)
    assert state.bounds
    assert set(state.bounds.values()) <= set(coarse) & set(LATENCY_BUCKETS)
    assert until_end(judge, world).verdict is Verdict.PROMOTED


def test_a_late_fault_is_found_though_the_canary_was_good_for_long() -> None:
    world = World()
    judge = judge_of(world)
    until_share(judge, world, 50)
    look(judge, world, 3)
    world.versions["canary"] = Version(failed=0.05)
    state = until_end(judge, world)
    assert state.verdict is Verdict.ROLLED_BACK
