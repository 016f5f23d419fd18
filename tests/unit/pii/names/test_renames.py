"""What persons are called from now on, and were before."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("담당자가 류다솔에서 황보경으로 변경되었으니", 2),
        ("귀화 뒤 개명: 변경전 예도솔 → 변경후 예윤빈.", 2),
        ("변경전 바트에르덴 난디아 → 변경후 노윤아. 귀화", 2),
        ("개명 전 마개똥 / 개명 후 마현서", 2),
        ("귀화하면 현지안으로 개명할 거래요", 1),
    ],
)
def test_both_names_of_a_person_are_masked(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize("text", ["변경전 기본 요금 → 변경후 할인 요금", "주민센터로 이름을 바꾼 동사무소"])
def test_what_else_changes_is_no_name(masked: Masked, text: str) -> None:
    assert masked(text) == text
