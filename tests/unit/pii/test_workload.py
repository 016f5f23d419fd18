"""The texts by which the masker is compiled: they take every kind's way."""

from predictor.pii import Masker, workload
from predictor.pii.kinds import KINDS
from predictor.pii.scan.fold import fold


def test_the_workload_holds_a_value_of_every_kind() -> None:
    masker = Masker()
    found = {span.kind for text in workload.texts() for span in masker.find(fold(text))}
    assert found >= {kind.name for kind in KINDS if kind.action == "mask"}


def test_the_workload_is_the_same_each_time_so_that_an_image_can_be_built_again() -> None:
    assert list(workload.texts()) == list(workload.texts())


def test_the_workload_leaves_no_mark_of_an_example() -> None:
    assert not any("{{" in text for text in workload.texts())
