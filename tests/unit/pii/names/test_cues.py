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
    ],
)
def test_a_name_of_any_sound_is_masked_where_its_cue_is_strong(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize(
    "text",
    [
        "상담원 통화중입니다",
        "동생 강아지가 집을 나갔어요",
    ],
)
def test_words_behind_the_same_cues_are_no_names(masked: Masked, text: str) -> None:
    assert masked(text) == text
