"""Names behind labels: the sign decides how much a label is worth, and a label names its own field only."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("성명: 김서윤", "성명: [이름_1]"),
        ("참석: 김도윤, 이하율 / 박시온", "참석: [이름_1], [이름_2] / [이름_3]"),
        ('{"custNm":"현지수","fileName":"현지수함"}', '{"custNm":"[이름_1]","fileName":"현지수함"}'),
        ("검토자: 변우석", "검토자: [이름_1]"),
        ("assignee=표한결", "assignee=[이름_1]"),
        ('"emp_nm": "천둥"', '"emp_nm": "[이름_1]"'),
        ("INSERT INTO t (PT_NM, AGE) VALUES ('좌은솔', 3)", "INSERT INTO t (PT_NM, AGE) VALUES ('[이름_1]', 3)"),
        ("트레이너: 강새별\n", "트레이너: [이름_1]\n"),
        ("customer:\n  name: 온유솔\n  tier: gold", "customer:\n  name: [이름_1]\n  tier: gold"),
    ],
)
def test_a_name_behind_a_label_is_masked_with_its_own_bounds(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "이름: (미기재)",
        "성명: 미정",
        "담당자: 미정",
        "이름 변경",
        "성명: 주민등록",
        "담당자: 담당자:",
        "성명: 연락처",
        "예금주: 동창회",
        "수령인: 관리사무소",
        "시공자: 대한건설",
        "보호자: 외할머니",
        "수령인: 경비실",
    ],
)
def test_what_is_no_name_behind_a_label_stays(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_a_name_that_shows_how_to_fill_a_form_stays(masked: Masked) -> None:
    assert masked("성명: (홍길동처럼 한글로 적어 주세요)") == "성명: (홍길동처럼 한글로 적어 주세요)"
    assert masked("담당자: 홍길동과 같이 방문함") == "담당자: [이름_1]과 같이 방문함"
    assert masked("성명: 홍길동") == "성명: [이름_1]"
