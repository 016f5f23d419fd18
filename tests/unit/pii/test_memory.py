"""Values that a context gave away once are masked elsewhere too, and so are the given names of persons."""

import pytest

from predictor.pii import Masker


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("보호자 성명: 도예린. 예린이가 열이 나요", "보호자 성명: [이름_1]. [이름_2]이가 열이 나요"),
        ("성명: 반시우. 시우야, 시우는 어디니?", "성명: [이름_1]. [이름_2]야, [이름_2]는 어디니?"),
        ("성명: 박민수. 민수에게, 민수님께", "성명: [이름_1]. [이름_2]에게, [이름_2]님께"),
    ],
)
def test_the_given_name_of_a_known_person_is_masked_alone_too(text: str, masked: str) -> None:
    assert Masker().redact(text) == masked


@pytest.mark.parametrize(
    "rest",
    ["하늘이 맑다", "민수용품을 샀다", "이민수첩"],
)
def test_a_given_name_that_is_a_word_or_a_part_of_one_stays(rest: str) -> None:
    text = f"성명: 김하늘, 성명: 박민수. {rest}"
    assert Masker().redact(text).endswith(rest)


def test_without_the_whole_name_a_given_name_alone_stays() -> None:
    assert Masker().redact("예린이가 열이 나요") == "예린이가 열이 나요"
