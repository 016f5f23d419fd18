"""Names behind what each does in a group."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("조장은 감이슬로 하고 발표는 범준서가 맡는다", 2),
        ("발표 순서는 연제이부터고 그다음이 엄두식이야", 2),
        ("운전은 피노아가 맡고 간식은 석라온이 준비해요", 2),
        ("발표는 염시온이 맡기로", 1),
    ],
)
def test_who_does_what_in_a_group_is_masked(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize("text", ["순서는 이사부터고 다음은 부장이야", "발표는 사회자가 맡고 자료는 서기가 맡는다"])
def test_roles_and_words_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text
