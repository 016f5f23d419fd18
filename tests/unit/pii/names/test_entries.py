"""Names of any sound that a record shows to be a person's."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("운전자 편도한, 면허번호 11-07-384910-52", "운전자 [이름_1], 면허번호 [운전면허번호_1]"),
        ("의사 국도형 (면허 84417)", "의사 [이름_1] (면허 84417)"),
        ("고소인 현가람슬 (주민등록번호 920725-2375579)", "고소인 [이름_1] (주민등록번호 [주민등록번호_1])"),
        ("상대방은 길태평, 전화 010-9472-1603", "상대방은 [이름_1], 전화 [전화번호_1]"),
        ("친구는 은파랑 (인스타 @eun.parang)", "친구는 [이름_1] (인스타 [메신저ID_1])"),
        ("회원: 석류 (회원번호 GX-20815)", "회원: [이름_1] (회원번호 [회원번호_1])"),
        ("딸 은파랑(2003.9.18)이 다쳐서", "딸 [이름_1]([생년월일_1])이 다쳐서"),
        ("본인 계명월(1955년 2월 11일생)은", "본인 [이름_1]([생년월일_1]생)은"),
        ("피보험자 하늬 (720608)", "피보험자 [이름_1] (720608)"),
        ("엄마 성함은 이슬이고", "엄마 성함은 [이름_1]이고"),
        ("신입 이름이 주인공이라서", "신입 이름이 [이름_1]이라서"),
        ("제 이름은 조은 이에요", "제 이름은 [이름_1] 이에요"),
        ("동생 이름은 박차오름, 올해 일곱 살", "동생 이름은 [이름_1], 올해 일곱 살"),
        ("1위 모나리 39:05\n2위 Wanjiru Njeri 39:41", "1위 [이름_1] 39:05\n2위 [이름_2] 39:41"),
        ("DNF 소지향 (배번 4288)", "DNF [이름_1] (배번 4288)"),
    ],
)
def test_a_record_shows_that_any_word_is_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "신청인 성명, 연락처, 주소를 적으세요",
        "담당자 변경, 전화 주세요",
        "환자 안내(전화로 문의)",
        "원고 국민연금(2003. 9. 18. 선고)",
        "고객 주소지, 연락처 기재",
        "성함은 어떻게 되세요",
        "성함이 기재되어 있지 않아요",
        "제 이름은 이거예요",
        "제품 이름은 소나무예요",
        "1위 대한민국 3:10",
        "1위 서울시 39:05",
        "3위 이내로 12:30까지",
        "저는 여자, 나이 20",
    ],
)
def test_a_form_s_heads_and_other_words_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_such_a_name_is_not_masked_where_it_means_something_else(masked: Masked) -> None:
    text = "신입 이름이 주인공이라서 웃었다. 영화의 주인공은 따로 있다."
    assert masked(text) == "신입 이름이 [이름_1]이라서 웃었다. 영화의 주인공은 따로 있다."
