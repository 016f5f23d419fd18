"""Wrong fields: a Korean text for a reader and a list for a machine."""

from typing import Any

import pytest

from predictor.errors import InvalidRequest
from predictor.protocols.schemas import InferBody
from tests.personal import PHONE


@pytest.mark.parametrize(
    ("fields", "korean", "english"),
    [
        ({}, "query: 필수 항목입니다", "query: Field required"),
        (
            {"query": "a", "max_lenght": 1},
            "max_lenght: 모르는 필드입니다. 쓸 수 있는",
            "max_lenght: Unknown field",
        ),
        ({"query": "a", PHONE: 1}, "(…): 모르는 필드입니다", "(…): Unknown field"),
        ({"query": "a", "top_p": PHONE}, "top_p: 수여야 합니다", "top_p: Input should be a valid number"),
        ({"query": "a", "max_length": 0}, "max_length: 1 이상이어야 합니다", "max_length: Input should be greater"),
    ],
)
def test_a_wrong_field_is_named_in_both_languages_without_its_value(fields: dict[str, Any], korean: str, english: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        InferBody.parse(fields)
    assert korean in refused.value.detail
    assert english in refused.value.message
    assert PHONE not in refused.value.detail + refused.value.message + str(refused.value.fields)


def test_the_text_names_five_fields_and_the_list_all() -> None:
    with pytest.raises(InvalidRequest) as refused:
        InferBody.parse({f"wrong_{letter}": 1 for letter in "abcdefgh"})
    assert refused.value.fields is not None
    assert (refused.value.detail.count(";"), len(refused.value.fields)) == (4, 9)
