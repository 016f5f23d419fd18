from typing import Any

import pytest

from predictor.engines.types import Generation, Sampling
from predictor.errors import InvalidRequest
from predictor.protocols.schemas import InferBody, infer_answer
from tests.personal import PHONE


def refusal(fields: dict[str, Any], where: tuple[str | int, ...] = ("body",)) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as refused:
        InferBody.parse(fields, where)
    assert refused.value.status == 422
    return refused.value


def test_a_query_alone_has_the_contracts_defaults() -> None:
    prompt = InferBody.parse({"query": "안녕"}).prompt
    assert (prompt.text, prompt.sampling) == ("안녕", Sampling())


def test_each_field_reaches_the_prompt() -> None:
    fields = {"max_length": 7, "temperature": 0, "top_p": 0.5, "num_return_sequences": 2}
    assert InferBody.parse({"query": "안녕", **fields}).prompt.sampling.model_dump() == fields


@pytest.mark.parametrize("length", [1, 4096])
def test_a_query_of_1_to_4096_characters_is_taken(length: int) -> None:
    assert len(InferBody.parse({"query": "가" * length}).query) == length


@pytest.mark.parametrize("query", ["", "가" * 4097, " \n\t　", None, 5, ["가"]])
def test_any_other_query_is_refused_by_its_name(query: Any) -> None:
    (field,) = refusal({"query": query}).fields or []
    assert "query" in str(field["loc"])


def test_each_wrong_field_is_named_with_its_place_and_no_value_is_quoted() -> None:
    error = refusal({"query": PHONE * 500, "temperature": PHONE, PHONE: 1}, ("body", "instances", 3))
    fields: list[dict[str, Any]] = error.fields or []
    places = [tuple(field["loc"]) for field in fields]
    assert all(place[:3] == ("body", "instances", 3) for place in places)
    assert len(places) == 3
    assert PHONE not in str(error.fields)


def test_a_query_behind_many_unknown_fields_is_not_called_missing() -> None:
    error = refusal({str(number): 1 for number in range(1000)} | {"query": "안녕"})
    assert "query: 필수" not in error.detail
    assert len(error.fields or []) == 32


@pytest.mark.parametrize("field", ["max_length", "temperature", "top_p", "num_return_sequences"])
def test_true_is_no_number(field: str) -> None:
    assert f"{field}: 수여야 합니다" in refusal({"query": "안녕", field: True}).detail


def test_one_sequence_answers_with_the_text_alone_and_several_with_a_list_beside_it() -> None:
    assert infer_answer(Generation(["가"])) == {"generated_text": "가"}
    assert infer_answer(Generation(["가", "나"])) == {"generated_text": "가", "generated_texts": ["가", "나"]}
