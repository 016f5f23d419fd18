"""Lists that a head tells to be of persons."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("배역표 - 춘향: 진달래 / 몽룡: 범수민 / 향단: 옥그린", 3),
        ("수강 대기: 강물솔, 엄지율(취소), 묵현미", 3),
        ("2반 급식 알레르기: 도래솜(우유) 남보라(복숭아) 옹그린(새우)", 3),
        ("방명록\n2/11 잘 보고 갑니다 감누솔\n", 1),
    ],
)
def test_the_names_of_a_list_of_persons_are_masked(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize(
    "text",
    [
        "배역표: 미정 / 연습: 월요일 / 장소: 강당 / 준비물: 의상",
        "대기: 이번주, 다음주, 이달말",
        "급식 알레르기: 우유(분유) 고등어(생선) 이유식(콩)",
        "방명록\n2/11 또 오고 싶은 전시관\n",
    ],
)
def test_words_of_such_a_list_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text
