"""Names of two syllables before an ending of a sentence."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("제 이름은 지호예요. 지호가 왔어요", "제 이름은 [이름_1]예요. [이름_1]가 왔어요"),
        ("예금주는 서아예요", "예금주는 [이름_1]예요"),
        ("이름은 소희고요", "이름은 [이름_1]고요"),
        ("저는 정민이에요", "저는 [이름_1]이에요"),
        ("제 이름은 고은이라고 합니다", "제 이름은 [이름_1]이라고 합니다"),
        ("담당자가 수아구요", "담당자가 [이름_1]구요"),
        ("성함은 태오시고요", "성함은 [이름_1]시고요"),
        ("수령인은 민아요", "수령인은 [이름_1]요"),
        ("이름은 허준임", "이름은 [이름_1]임"),
    ],
)
def test_a_name_of_two_syllables_leaves_the_ending_behind_it(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("저는 김지예요", "저는 [이름_1]요"),
        ("담당자 이영임", "담당자 [이름_1]"),
        ("제 이름은 임나래고 연락처는", "제 이름은 [이름_1]고 연락처는"),
        ("제 이름은 구하라고 연락처는", "제 이름은 [이름_1]고 연락처는"),
        ("예금주는 김하임", "예금주는 [이름_1]"),
    ],
)
def test_a_name_of_three_syllables_keeps_one_that_an_ending_begins_with_too(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "저는 백수예요",
        "예금주는 천재예요",
        "담당자가 신규라고 해서요",
        "저는 초보예요",
        "이름은 지우고 다시 쓰세요",
        "저는 보석이라고 봐요",
    ],
)
def test_a_word_before_an_ending_is_no_name(masked: Masked, text: str) -> None:
    assert masked(text) == text
