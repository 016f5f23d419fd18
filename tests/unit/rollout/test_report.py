"""The table, the sentences and the plot; and the state as JSON."""

from xml.etree import ElementTree

import pytest

from predictor.rollout.plan import Plan
from predictor.rollout.report import evidence_text, page, plot, table
from predictor.rollout.state import HISTORY, Point, State
from tests.unit.rollout.world import Version, World, judge_of, until_end


@pytest.fixture(scope="module")
def failed() -> State:
    world = World()
    world.versions["canary"] = Version(failed=0.1)
    return until_end(judge_of(world), world)


def test_the_table_says_the_verdict_why_and_on_what_grounds(failed: State) -> None:
    text = table(failed)
    assert text.startswith("RolledBack: failed: canary")
    assert "steps 10 % → 25 % → 50 % → 100 %; now 0 %; rolls back at 100 : 1, goes on at 20 : 1" in text
    row = next(line for line in text.splitlines() if line.startswith("failed "))
    assert row.count(" % of ") == 2
    assert " Step10: 10 % of the requests go to the canary" in text


def test_the_plot_is_well_formed_and_shows_both_curves_and_what_decides(failed: State) -> None:
    svg = ElementTree.fromstring(plot(failed))
    names = [element.tag.split("}")[1] for element in svg.iter()]
    assert names.count("polyline") == 2
    text = "".join(svg.itertext())
    assert all(part in text for part in ("roll back", "go on", "10 %"))
    assert "<script" not in page(failed)


def test_a_rollout_that_has_hardly_begun_can_be_shown() -> None:
    state = State(Plan(), "a", "b", started=0)
    assert table(state).startswith("Waiting at 0 %")
    ElementTree.fromstring(plot(state))


@pytest.mark.parametrize(("log10", "text"), [(0, "1 : 1"), (-2, "0.01 : 1"), (3, "1,000 : 1"), (40, "1e40 : 1")])
def test_evidence_reads_as_odds(log10: float, text: str) -> None:
    assert evidence_text(log10) == text


def test_a_state_comes_back_from_json_as_it_was(failed: State) -> None:
    again = State.load(failed.dump())
    assert again.dump() == failed.dump()
    assert (again.verdict, again.reason, again.plan) == (failed.verdict, failed.reason, failed.plan)


def test_a_long_rollout_still_fits_an_annotation() -> None:
    state = State(Plan(mirror_percent=10), "a" * 16, "b" * 16, started=0)
    for at in range(20_000):
        state.note(Point(at * 15.0, 10, -1.23456, 0.98765, at * 3.0))
    assert len(state.history) <= HISTORY
    assert len(state.dump().encode()) < 64_000  # Kubernetes allows 256 KiB of annotations


@pytest.mark.parametrize("text", ["{}", "[]", '{"version": 99}', "nonsense", '{"version": 1, "evidence": {}}'])
def test_a_state_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the judge starts anew, whatever it is
        State.load(text)
