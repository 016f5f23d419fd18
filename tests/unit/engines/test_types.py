import pytest
from pydantic import ValidationError

from predictor.engines.types import Sampling, Usage


def test_the_defaults_are_the_contracts() -> None:
    assert Sampling().model_dump() == {"max_length": 100, "temperature": 0.7, "top_p": 1.0, "num_return_sequences": 1}


@pytest.mark.parametrize(
    ("field", "taken", "refused"),
    [
        ("max_length", (1, 131_072), (0, 131_073)),
        ("temperature", (0, 2), (-0.1, 2.1)),
        ("top_p", (0.001, 1), (0, 1.1)),
        ("num_return_sequences", (1, 64), (0, 65)),
    ],
)
def test_each_field_has_both_of_its_bounds(field: str, taken: tuple[float, float], refused: tuple[float, float]) -> None:
    for value in taken:
        assert getattr(Sampling.model_validate({field: value}), field) == value
    for value in refused:
        with pytest.raises(ValidationError, match=field):
            Sampling.model_validate({field: value})


def test_a_field_that_no_engine_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="top_k"):
        Sampling.model_validate({"top_k": 5})


def test_usage_adds_up_under_openais_names() -> None:
    usage = Usage(3, 4)
    usage.add(Usage(10, 20))
    assert usage.as_dict() == {"prompt_tokens": 13, "completion_tokens": 24, "total_tokens": 37}
