"""Labels that name persons and things alike: the value's own sound or a person's field beside it decides."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Greek Salad", "price": 9000}',
        "Use the app name *Apple Home* whenever",
        '{"name": "화순", "type": "county"}',
        "앱 이름: 코리아뉴스",
        "캐릭터 이름: 아르테미스",
        "| no | name |\n|---|---|\n| 1 | 축제공연행사 |",
        "| 용어 | 한글 표기 |\n|---|---|\n| agent | 에이전트 |",
        "| 파일 | 번역 |\n|---|---|\n| `terms.json` | 플라즈마파리 |",
    ],
)
def test_a_thing_keeps_its_name(masked: Masked, text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"name": "John Smith"}', '{"name": "[이름_1]"}'),
        ('{"name": "Kim Minsu"}', '{"name": "[이름_1]"}'),
        ('{"name": "김철수", "price": 1}', '{"name": "[이름_1]", "price": 1}'),
        ('{"name": "Nguyen Thi Lan"}', '{"name": "[이름_1]"}'),
        ('{"name": "Oyelaran Adebayo", "gender": "M"}', '{"name": "[이름_1]", "gender": "M"}'),
        ('{"customer_name": "Oyelaran Adebayo"}', '{"customer_name": "[이름_1]"}'),
        ("성명: Karimov Ruslan", "성명: [이름_1]"),
        ("이름: Karimov Ruslan", "이름: [이름_1]"),
        ("| 근로자명 | 국적 |\n|---|---|\n| 바트바야르 | 몽골 |", "| 근로자명 | 국적 |\n|---|---|\n| [이름_1] | 몽골 |"),
    ],
)
def test_a_person_behind_such_a_label_is_masked(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected
