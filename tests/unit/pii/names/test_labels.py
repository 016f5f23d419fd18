"""Names behind labels: the sign decides how much a label is worth, and a label names its own field only."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("성명: 김서윤", "성명: [이름_1]"),
        ("예금주 부태화 신한은행", "예금주 [이름_1] 신한은행"),
        ("보호자(모): 곽지은", "보호자(모): [이름_1]"),
        ("성명: 홍 길 동", "성명: [이름_1]"),
        ("성함: 응우옌 티 흐엉", "성함: [이름_1]"),
        ("참석: 김도윤, 이하율 / 박시온", "참석: [이름_1], [이름_2] / [이름_3]"),
        ('{"custNm":"현지수","fileName":"현지수함"}', '{"custNm":"[이름_1]","fileName":"현지수함"}'),
        ("검토자: 변우석", "검토자: [이름_1]"),
        ("영문명: Seo Ji-woo", "영문명: [이름_1]"),
    ],
)
def test_a_name_behind_a_label_is_masked_with_its_own_bounds(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text", ["성명: 미정", "담당자: 미정", "이름 변경", "성명: 주민등록", "name: Acme Foundation", "담당자: 담당자:"]
)
def test_what_is_no_name_behind_a_label_stays(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_a_table_s_column_of_names_is_masked_and_its_other_columns_stay(masked: Masked) -> None:
    assert masked("부서,이름\n재무팀,빈하준,010") == "부서,이름\n재무팀,[이름_1],010"
    assert masked("부서,비고\n재무팀,이동함,3") == "부서,비고\n재무팀,이동함,3"


def test_a_column_of_names_may_hold_names_in_latin_letters(masked: Masked) -> None:
    assert masked("부서,이름\n재무팀,Jane Miller,3") == "부서,이름\n재무팀,[이름_1],3"
    assert masked("부서,비고\n재무팀,Green Tea,3") == "부서,비고\n재무팀,Green Tea,3"


def test_a_name_that_shows_how_to_fill_a_form_stays(masked: Masked) -> None:
    assert masked("성명: (홍길동처럼 한글로 적어 주세요)") == "성명: (홍길동처럼 한글로 적어 주세요)"
    assert masked("담당자: 홍길동과 같이 방문함") == "담당자: [이름_1]과 같이 방문함"
    assert masked("성명: 홍길동") == "성명: [이름_1]"
