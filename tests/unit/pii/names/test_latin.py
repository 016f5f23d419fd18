"""Names of other countries in Latin letters, by lists of given names and surnames."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contact: Emily Zhao", "contact: [이름_1]"),
        ("ask Kenta Suzuki about it", "ask [이름_1] about it"),
        ("SHAHINA BEGUM Room 3", "[이름_1] Room 3"),
        ("met Jose de la Cruz there", "met [이름_1] there"),
        ("written by David H. Munro", "written by [이름_1]"),
        ("Liu Xiaoming 대리", "[이름_1] 대리"),
        ("Lihua Wang 010-2771-4408", "[이름_1] [전화번호_1]"),
        ("Batbayar Erdene에게", "[이름_1]에게"),
        ("Bat-Erdene Ganbold에게", "[이름_1]에게"),
        ("id,name\n1,Sunita Tamang\n", "id,name\n1,[이름_1]\n"),
        ("환자 Yui Tanaka (여, 34세)", "환자 [이름_1] (여, 34세)"),
        ("author: Zhang Wei", "author: [이름_1]"),
        ("José Martínez 입니다", "[이름_1] 입니다"),
    ],
)
def test_two_known_words_are_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Calvin Klein",
        "Monte Carlo",
        "Aston Martin 전시장",
        "Kim Chi",
        "Visual Studio",
        "SELECT NAME FROM USERS",
        "Grace Hill",
        "the Emily Johnson Street office",
        "Spring Boot",
        "xEmily Johnson",
        "name: Kafka Connect",
    ],
)
def test_brands_places_and_programs_stay(masked: Masked, text: str) -> None:
    assert masked(text) == text
