"""Names of other countries in Hangul: known words beside a cue, between signs, before a title or a number."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("담당자: 압둘로흐 라흐모노프", "담당자: [이름_1]"),
        ('{"name": "쿠마르 라젠드라"}', '{"name": "[이름_1]"}'),
        ("환자 수니타 타망 (여, 34세)", "환자 [이름_1] (여, 34세)"),
        ("팀장은 아지즈벡입니다", "팀장은 [이름_1]입니다"),
        ("데니스 모로조프 (사번 1240077)", "[이름_1] (사번 [사번_1])"),
        ("다나카 유이 대리께", "[이름_1] 대리께"),
        ("김아나스타샤 님은", "[이름_1] 님은"),
        ("나탈리아 소콜로바 010-2771-4408", "[이름_1] [전화번호_1]"),
        ("참석: 김민준, 다나카 유이, 이서연", "참석: [이름_1], [이름_2], [이름_3]"),
        ("reviewers:\n  - 에밀리 존슨\n", "reviewers:\n  - [이름_1]\n"),
        ("id,name,phone\n1,수니타 타망,010-4820-1177", "id,name,phone\n1,[이름_1],[전화번호_1]"),
        ("CN=바야르마;PARTSTAT=ACCEPTED", "CN=[이름_1];PARTSTAT=ACCEPTED"),
        ("성명 다니엘 킨 면허 28-18-203947-61", "성명 [이름_1] 면허 [운전면허번호_1]"),
        ("새가족: 레티홍, 이찬미", "새가족: [이름_1], [이름_2]"),
        ("REQ|OPEN|쑤언흐엉|980127-6518305|", "REQ|OPEN|[이름_1]|[외국인등록번호_1]|"),
    ],
)
def test_known_words_beside_a_cue_are_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "산타 마리아 (섬)",
        "캘빈 클라인 (남성)",
        "담당자: 프로젝트 매니저",
        "마스터 카드 고객님",
        "name: 블루투스 스피커",
        "name: 바닐라 라떼",
        "나 아만다 님",
        "(비타민 나무)",
        "강사는 스마트 스토어 전문가입니다",
        "상담 | 외국인등록번호 | ",
    ],
)
def test_words_that_are_no_names_stay(masked: Masked, text: str) -> None:
    assert masked(text) == text
