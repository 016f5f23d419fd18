"""Names of a list whose count stands beside it."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("10명: 탁이안, 옹솔, 제하율, 맹주리, 피온, 두하람, 방시우, 채은결, 국지연, 여름", 10),
        ("참가 옹솔, 탁이안, 피온, 방시우 등 네 명", 4),
        ("명단(3명): 왕리쥔, 도안 민 뚜언, 솜차이 분미", 3),
    ],
)
def test_the_count_of_a_list_tells_how_many_names_it_holds(masked: Masked, text: str, names: int) -> None:
    assert masked(text).count("[이름_") == names


@pytest.mark.parametrize("text", ["이사, 감사, 간사 3명", "사과, 배, 감 3명분", "3명: 국어, 수학, 영어"])
def test_a_list_of_words_stays(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_a_list_of_another_length_tells_nothing(masked: Masked) -> None:
    assert masked("탁이안, 옹솔 3명").endswith(", 옹솔 3명")
