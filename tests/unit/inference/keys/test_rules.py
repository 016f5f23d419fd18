"""What a key's rules decide about one request."""

from typing import Any

import pytest

from predictor.errors import Forbidden, InvalidRequest
from predictor.inference.keys.row import KeyRow
from predictor.inference.keys.rules import KeyRules, last_expiry


def rules(**fields: Any) -> KeyRules:
    return KeyRow.model_validate({"name": "a", "secrets": ["invented-secret"], **fields}).rules()


@pytest.mark.parametrize(("asked", "priority"), [(None, 5), (0, 5), (-(2**40), 5), (7, 7)])
def test_a_caller_may_be_less_urgent_than_its_key_and_never_more(asked: int | None, priority: int) -> None:
    assert rules(priority=5).bound_priority(asked) == priority


def test_a_key_without_priority_may_ask_for_none() -> None:
    assert rules().bound_priority(None) is None
    assert rules().bound_priority(0) is None  # vLLM's default, which clients write out
    for asked in (-1, 1):
        with pytest.raises(Forbidden):
            rules().bound_priority(asked)


def test_a_maximum_is_held_and_named() -> None:
    rules(max_tokens=10).check_maximum(10, "max_tokens")
    rules().check_maximum(10**9, "max_tokens")
    with pytest.raises(InvalidRequest) as refused:
        rules(max_tokens=10).check_maximum(11, "max_tokens")
    assert refused.value.param == "max_tokens"


def test_a_key_ends_with_its_last_secret_or_by_its_own_time() -> None:
    early, late = "2027-01-31T00:00:00+09:00", "2027-02-28T00:00:00+09:00"
    one, two = {"value": "invented-one", "expires": early}, {"value": "invented-two", "expires": late}
    assert last_expiry(rules()) is None
    assert last_expiry(rules(secrets=[one, "invented-two"])) is None
    assert last_expiry(rules(secrets=[one, two])) == last_expiry(rules(expires=late))
    assert last_expiry(rules(secrets=[one, two], expires=early)) == last_expiry(rules(expires=early))
