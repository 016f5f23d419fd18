"""Names of any sound between a word that a person follows and what goes on behind."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("토지는 장녀 편말담에게, 예금은 차남 야민호에게", 2),
        ("통장이 저희 집사람 어점순 앞으로 돼있어요", 1),
        ("상담사 피노을입니다 무엇을", 1),
        ("유언장. 나 표규복은 다음과 같이", 1),
        ("담당자가 류다솔에서 편우진으로 변경되었으니", 2),
        ("귀화 뒤 개명: 변경전 예도솔 → 변경후 예윤빈.", 2),
        ("발인 11월 4일, 상주 옥두산 옥두강. 장지 공원", 2),
        ("부의금은 옥두산 앞 농협 301-0274-1182-51", 1),
        ("PID|1||8||빙^도윤^^^KOR", 1),
    ],
)
def test_a_name_of_any_sound_is_masked_where_its_cue_is_strong(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize(
    "text",
    [
        "상담원 통화중입니다",
        "동생 강아지가 집을 나갔어요",
        "담당자가 기획실에서 전산실로 변경",
        "상주 곶감 주문",
        "|전^후| |구^분|",
    ],
)
def test_words_behind_the_same_cues_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text
