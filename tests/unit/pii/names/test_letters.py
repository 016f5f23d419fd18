"""Names in Latin letters and in the fields of a letter."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From Kim Minsu", "From [이름_1]"),
        ("HONG/GILDONG", "[이름_1]"),
        ("Dear Mr. Ha Jun-ho, hello", "Dear Mr. [이름_1], hello"),
        ("Le Thi Hong Nhung called", "[이름_1] called"),
        ('From: "김민수" <kim@example.com>', 'From: "[이름_1]" <[이메일_1]>'),
        ("Surname: HONG", "Surname: [이름_1]"),
        ("성 HAN 이름 JIWOO", "성 [이름_1] 이름 [이름_2]"),
        ("성/Surname: HAN  이름/Given names: JIWOO", "성/Surname: [이름_1]  이름/Given names: [이름_2]"),
        ("Dr. 서지완 notify", "Dr. [이름_1] notify"),
        ('To: "Ji-woo Gil" <jw@example.com>', 'To: "[이름_1]" <[이메일_1]>'),
        ("HAN / JIWOO Room 3", "[이름_1] Room 3"),
        ("Best regards, Jane Miller", "Best regards, [이름_1]"),
        ("Surname HONG / Given names MINSU", "Surname [이름_1] / Given names [이름_2]"),
        ("The caller is Enkhtuya Bold, she works", "The caller is [이름_1], she works"),
        ("Author: 민들레 <a@toy.example.dev>", "Author: [이름_1] <[이메일_1]>"),
        ("Reviewed-by: 추성호 <a@toy.example.dev>", "Reviewed-by: [이름_1] <[이메일_1]>"),
        ("Hello, my name is Jane Miller", "Hello, my name is [이름_1]"),
    ],
)
def test_a_name_in_latin_letters_is_masked(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("who", ["운영팀", "배포봇", "관리자"])
def test_who_signs_a_change_and_is_no_person_stays(masked: Masked, who: str) -> None:
    assert masked(f"Author: {who} <a@toy.example.dev>") == f"Author: {who} <[이메일_1]>"


@pytest.mark.parametrize("text", ["Park Avenue", "Central Park Map", "Kim Chi"])
def test_two_capitals_alone_are_no_name(masked: Masked, text: str) -> None:
    assert masked(text) == text
