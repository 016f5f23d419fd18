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
        ("Guest: MINSEO GIL", "Guest: [이름_1]"),
        ("예금주명 LI HUA, 신한", "예금주명 [이름_1], 신한"),
        ("마취의 Han S.W.", "마취의 [이름_1]"),
        ("assignee=표한결", "assignee=[이름_1]"),
        ('"emp_nm": "천둥"', '"emp_nm": "[이름_1]"'),
        ("입금자: 설주희2204", "입금자: [이름_1]2204"),
        ("사건본인 옥하나", "사건본인 [이름_1]"),
        ("성명: 나무\n연락처: 없음", "성명: [이름_1]\n연락처: 없음"),
        ("보호자(여진도, 딸) 통화", "보호자([이름_1], 딸) 통화"),
        ("접종자명 카타리나 구스만 / 1차", "접종자명 [이름_1] / 1차"),
        ("성명 朴秀彬, 외국인", "성명 [이름_1], 외국인"),
        ("원 고 명수찬\n피 고 석두리", "원 고 [이름_1]\n피 고 [이름_2]"),
        ("이름이 채려진인데", "이름이 [이름_1]인데"),
        ("성    명 : 변 우 찬\n", "성    명 : [이름_1]\n"),
        ("<ownerName>나루터</ownerName>", "<ownerName>[이름_1]</ownerName>"),
        ("applicant=위하늘&agree=Y", "applicant=[이름_1]&agree=Y"),
        ("Passenger: PETROVA Ekaterina F", "Passenger: [이름_1] F"),
        ("입금자명은 노을찬 으로 할게요", "입금자명은 [이름_1] 으로 할게요"),
        ("성명(한글)\t성명(영문)\n비카스\tBIKASH KC\n", "성명(한글)\t성명(영문)\n[이름_1]\t[이름_2]\n"),
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
        "담당자: HTTP Server",
        "| 성 명 | 보호자 | 비상연락처 |",
        "성명: 미정",
        "담당자: 미정",
        "이름 변경",
        "성명: 주민등록",
        "name: Acme Foundation",
        "담당자: 담당자:",
        "담당자 LG CNS, 연락",
        "피고 大韓民國",
        "성명: 연락처",
        "예금주: 동창회",
        "환자 黃疸, 복수",
        "수령인: 관리사무소",
        "시공자: 대한건설",
        "보호자: 외할머니",
        "기관명(납부자)",
        "수령인: 경비실",
    ],
)
def test_what_is_no_name_behind_a_label_stays(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_a_table_s_column_of_names_is_masked_and_its_other_columns_stay(masked: Masked) -> None:
    assert masked("부서,이름\n재무팀,빈하준,010") == "부서,이름\n재무팀,[이름_1],010"
    assert masked("부서,비고\n재무팀,이동함,3") == "부서,비고\n재무팀,이동함,3"


def test_a_column_of_names_may_hold_names_in_latin_letters(masked: Masked) -> None:
    assert masked("부서,이름\n재무팀,Jane Miller,3") == "부서,이름\n재무팀,[이름_1],3"
    assert masked("부서,비고\n재무팀,Green Tea,3") == "부서,비고\n재무팀,Green Tea,3"


def test_slashes_with_spaces_part_a_table_too(masked: Masked) -> None:
    assert (
        masked("번호 / 성명 / 비고\n1 / 빙하늘 / 신한\n2 / 피터 한 / 하나")
        == "번호 / 성명 / 비고\n1 / [이름_1] / 신한\n2 / [이름_2] / 하나"
    )
    assert masked("번호 / 품목 / 비고\n1 / 이동함 / 신한") == "번호 / 품목 / 비고\n1 / 이동함 / 신한"


def test_a_field_with_its_name_beside_it_heads_no_column(masked: Masked) -> None:
    assert masked("신청인,표수빈\n직장,두레\n연소득,4200") == "신청인,[이름_1]\n직장,두레\n연소득,4200"


def test_a_column_that_only_persons_have_holds_names_that_are_words(masked: Masked) -> None:
    assert masked("성명\t부서\n국화\t총무\n합계\t2") == "성명\t부서\n[이름_1]\t총무\n합계\t2"
    assert masked("꽃\t부서\n국화\t총무") == "꽃\t부서\n국화\t총무"
    assert masked("성명: 국화\n국화 한 송이") == "성명: [이름_1]\n국화 한 송이"


def test_a_name_that_shows_how_to_fill_a_form_stays(masked: Masked) -> None:
    assert masked("성명: (홍길동처럼 한글로 적어 주세요)") == "성명: (홍길동처럼 한글로 적어 주세요)"
    assert masked("담당자: 홍길동과 같이 방문함") == "담당자: [이름_1]과 같이 방문함"
    assert masked("성명: 홍길동") == "성명: [이름_1]"
