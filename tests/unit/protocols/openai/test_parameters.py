"""Numbers that no engine could hold, in every spelling."""

from typing import Any

import pytest

from predictor.errors import InvalidRequest
from predictor.protocols.openai.parameters import GROUPS, NUMBERS, OBJECTS, check_objects, check_range
from tests.unit.protocols.openai.bodies import ASK, CHAT
from tests.unit.protocols.openai.conftest import Connect


@pytest.mark.parametrize("name", sorted(NUMBERS - {"seed", "priority"}))
@pytest.mark.parametrize("value", [2**31, -(2**40), 1e30, "1e400", "-inf", "nan", " 99999999999 "])
def test_a_parameter_out_of_range_is_refused_by_its_name_in_every_spelling(name: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        check_range({name: value})
    assert refused.value.param == name
    assert str(value).strip() not in refused.value.detail


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_so_is_one_within_a_group(name: str) -> None:
    with pytest.raises(InvalidRequest):
        check_range({name: {"5": [2**40]}})


@pytest.mark.parametrize("fields", [{"seed": 2**63 - 1}, {"n": "many"}, {"max_tokens": 2**31 - 1}, {"logit_bias": {"5": "nan"}}])
def test_what_the_engine_itself_judges_passes(fields: dict[str, Any]) -> None:
    check_range(fields)


@pytest.mark.parametrize("n", ["1e400", "nan", 2**62, "9" * 400])
async def test_a_number_read_before_the_engine_is_no_server_error(n: Any, connect: Connect) -> None:
    for name in ("n", "best_of"):
        assert (await (await connect()).post(CHAT, json={**ASK, name: n})).status_code == 400


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("value", [[], "text", 5, True])
def test_a_field_that_must_be_an_object_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        check_objects({name: value})
    assert refused.value.param == name
    check_objects({name: {}})
    check_objects({name: None})


async def test_a_constraint_that_is_no_object_is_no_server_error(connect: Connect) -> None:
    answer = await (await connect()).post(CHAT, json={**ASK, "structured_outputs": []})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "structured_outputs")
