"""Names that somebody spells aloud."""

from collections.abc import Callable

Masked = Callable[[str], str]


def test_a_name_behind_its_last_syllable_is_masked(masked: Masked) -> None:
    assert masked("빙수 할 때 빙, 소나무 소, 라디오 라, 빙소라예요") == "빙수 할 때 빙, 소나무 소, 라디오 라, [이름_1]예요"


def test_what_ends_with_another_syllable_is_none(masked: Masked) -> None:
    assert masked("라디오 라, 이거라고요") == "라디오 라, 이거라고요"
