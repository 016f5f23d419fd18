"""Names in lists that no label heads one by one."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("당직표\n월 김하늘 / 화 박바다 / 수 이가을", 3),
        ("이번 주 청소 순번: 월 최서진, 화 한도윤, 수 오지후", 3),
        ("회비 현황: 김민수 5만, 박서준 3만, 최지우 미납", 3),
        ("축의금\n이영희 10만원\n정하늘 5만원", 2),
        ("CC: 길서우(재무), 표한결(법무)", 2),
        ("관련학생: 유이솔(2-3), 채은오(2-5)", 2),
        ("[하나] 11/12 출금 300,000 황인복 잔액 1,204,417", 1),
        ("참석: 도세권(재무), 원미루(법무), Kim Ji-An(외부)", 3),
    ],
)
def test_every_name_of_a_list_is_masked(masked: Masked, text: str, names: int) -> None:
    found = masked(text)
    assert found.count("[이름_") == names
    assert f"[이름_{names}]" in found


@pytest.mark.parametrize(
    "text",
    [
        "근무표: 월 휴무, 화 정상, 수 오전",
        "당직표\n월 오전 / 화 오후 / 수 야간",
        "회비: 이번달 5만, 지난달 3만",
        "정산: 이월금 30만, 전기료 12만",
        "참석: 전무(영업), 이사(재무)",
        "명단: 회의실(2층)",
        "입금 50,000원 이마트 잔액 1,204,417",
        "참조: 기안서(1부), 견적서(2부)",
    ],
)
def test_shifts_and_items_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_who_plays_where_is_masked_where_one_of_a_line_sounds_like_a_name(masked: Masked) -> None:
    assert masked("DF 이민재 오딜존 배두산\n") == "DF [이름_1] [이름_2] [이름_3]\n"
    assert masked("수비 강화 훈련") == "수비 강화 훈련"
    assert masked("투수 교체 이후") == "투수 교체 이후"


def test_names_behind_where_somebody_lives_are_a_list(masked: Masked) -> None:
    assert (
        masked("101동 윤종구, 102동 조말순, 103동 최현식, 104동 공석")
        == "101동 [이름_1], 102동 [이름_2], 103동 [이름_3], 104동 공석"
    )
