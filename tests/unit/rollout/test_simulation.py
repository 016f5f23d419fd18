"""The simulation of `make bench-rollout`, in small: the judge keeps what it states, and the table says so."""

from pathlib import Path

import numpy as np
import pytest

from predictor.rollout.plan import Plan
from tests.benchmarks.rollout import __main__ as bench
from tests.benchmarks.rollout import methods
from tests.benchmarks.rollout.traffic import EFFECTS, KINDS, Traffic


@pytest.mark.parametrize("kind", KINDS)
def test_the_judge_finds_bad_canaries_and_lets_good_ones_pass(kind: str) -> None:
    traffic = Traffic.make(kind, 60, 5)
    equal, slower, failing = (methods.judge(Plan(), traffic, effect, np.random.default_rng(6)) for effect in EFFECTS)
    assert (equal.end == methods.ROLLED_BACK).mean() <= 0.05
    for bad in (slower, failing):
        assert (bad.end == methods.ROLLED_BACK).all()
        assert np.median(bad.requests) < 4000


def test_the_other_methods_see_a_plain_difference_too() -> None:
    traffic = Traffic.make("steady", 60, 5)
    for method in (methods.thresholds, methods.mann_whitney):
        slower = method(traffic, EFFECTS[1], np.random.default_rng(6))
        assert (slower.end == methods.ROLLED_BACK).all()


def test_a_broken_bound_is_found() -> None:
    def cell(rolled_back: float, promoted: float) -> dict[str, dict[str, float]]:
        return {"judge": {"rolled_back": rolled_back, "promoted": promoted}}

    good = {"steady/equal": cell(0.005, 0.995), "steady/failing": cell(0.99, 0.01)}
    assert bench.broken(good) == []
    bad = {"steady/equal": cell(0.02, 0.98), "steady/failing": cell(0.9, 0.1)}
    assert bench.broken(bad) == ["steady/equal: 2.00% false alarms, alpha is 1%", "steady/failing: 10.00% missed"]


def test_the_work_can_be_done_in_parts_and_ends_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "KINDS", ("steady",))
    monkeypatch.setattr(bench, "EFFECTS", EFFECTS[1:2])
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{bench.BEGIN}\nstale\n{bench.END}\nafter\n")
    arguments = ["--rollouts", "20", "--kept", str(tmp_path / "kept"), "--readme", str(readme)]
    assert bench.main([*arguments, "--seconds", "0"]) == 2
    assert bench.main(arguments) == 0
    text = readme.read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "stale" not in text  # noqa: PT018
    assert "| steady | slower: first token × 2 | judge | 100.00% | 0.00% | 0.00% |" in text
