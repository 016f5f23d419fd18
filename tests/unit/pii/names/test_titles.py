"""Names with a title behind them, and names by their sound alone."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("박서준 고객님", "[이름_1] 고객님"),
        ("김 철수 님", "[이름_1] 님"),
        ("남궁민수 과장님께", "[이름_1] 과장님께"),
        ("변우석 드림", "[이름_1] 드림"),
        ("표예진(만 34세, 여)", "[이름_1](만 34세, 여)"),
        ("김민수 (인)", "[이름_1] (인)"),
        ("응우옌 티 흐엉 씨", "[이름_1] 씨"),
        ("어제 김민수가 왔다", "어제 [이름_1]가 왔다"),
        ("김철수님 이영희님 박민수님", "[이름_1]님 [이름_2]님 [이름_3]님"),
    ],
)
def test_a_title_or_a_description_shows_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    ["선생님 안녕하세요", "고객님", "김대리님", "공영주차장 사장님", "윤동주의 서시", "용호동 12 근처", "여기 김 철수입니다만"],
)
def test_a_title_without_a_name_and_a_well_known_person_stay(masked: Masked, text: str) -> None:
    assert masked(text) == text
