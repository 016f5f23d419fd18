"""Names of other countries, and names in Latin letters, behind labels."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("성함: 응우옌 티 흐엉", "성함: [이름_1]"),
        ("영문명: Seo Ji-woo", "영문명: [이름_1]"),
        ("Guest: MINSEO GIL", "Guest: [이름_1]"),
        ("예금주명 LI HUA, 신한", "예금주명 [이름_1], 신한"),
        ("마취의 Han S.W.", "마취의 [이름_1]"),
        ("접종자명 카타리나 구스만 / 1차", "접종자명 [이름_1] / 1차"),
        ("Passenger: PETROVA Ekaterina F", "Passenger: [이름_1] F"),
    ],
)
def test_a_foreign_or_latin_name_behind_a_label_is_masked_whole(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "담당자: HTTP Server",
        "name: Acme Foundation",
        "담당자 LG CNS, 연락",
    ],
)
def test_latin_words_that_name_a_firm_or_a_thing_stay(masked: Masked, text: str) -> None:
    assert masked(text) == text
