"""Names of any sound in notices, registers and records, and beside accounts."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("발인 11월 4일, 상주 옥두산 옥두강. 장지 공원", 2),
        ("장례식장 5호실, 발인: 9월 4일\n상주: 용태리, 용해리\n마음 전하실 곳", 2),
        ("부의금은 옥두산 앞 농협 301-0274-1182-51", 1),
        ("PID|1||8||빙^도윤^^^KOR", 1),
        ("동네 모임 정산\n감솔비 우리 1002-448-710931", 1),
        ("오늘 새벽기도 반주는 범솔찬 자매, 특송은 옹달솔, 옹달미 남매", 3),
        ("가족관계증명서\n본인 반솔 1979년 12월 05일", 1),
        ("제가요, 이록이라고 외자 이름인데요", 1),
    ],
)
def test_a_name_of_any_sound_is_masked(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize(
    "text",
    [
        "상주 곶감 주문, 발인 11월 4일",
        "|전^후| |구^분|",
        "공원 앞 농협에서 만나요",
        "본인 확인 1979년 12월",
        "외자 유치 계획이라고 합니다",
    ],
)
def test_other_words_there_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text
