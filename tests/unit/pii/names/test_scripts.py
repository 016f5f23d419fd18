"""A name once more in brackets, in another script."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("성명: Nguyen Thi Hoa (응우옌 티 호아)", "성명: [이름_1] ([이름_2])"),
        ("성명: 위은별 (WI EUN BYEOL)", "성명: [이름_1] ([이름_2])"),
        ("성명: 표서경 (表瑞慶)", "성명: [이름_1] ([이름_2])"),
        ("성명: 다니엘 왓슨 (DANIEL WATSON)", "성명: [이름_1] ([이름_2])"),
    ],
)
def test_a_name_in_another_script_behind_a_name_is_masked_too(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("성명: 위은별 (SALES TEAM)", "성명: [이름_1] (SALES TEAM)"),
        ("성명: 표서경 (京畿)", "성명: [이름_1] (京畿)"),
        ("성명: Nguyen Thi Hoa (베트남)", "성명: [이름_1] (베트남)"),
    ],
)
def test_a_bracket_that_does_not_repeat_the_name_stays(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected
