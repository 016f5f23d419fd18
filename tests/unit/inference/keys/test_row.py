"""A row of the key file becomes rules that hold all that it states."""

from dataclasses import asdict
from typing import Any

import pytest
from pydantic import ValidationError

from predictor.inference.budgets.window import DAY, MINUTE, Limit
from predictor.inference.keys.row import KeyRow

FULL: dict[str, Any] = {
    "name": "team-a",
    "secrets": ["invented-secret"],
    "comment": "order desk",
    "expires": "2027-06-30T00:00:00+09:00",
    "protocols": ["openai", "v1"],
    "models": ["llm"],
    "adapters": ["legal"],
    "requests_per_second": 10,
    "requests_per_minute": 300,
    "concurrent_requests": 8,
    "tokens_per_minute": 1000,
    "tokens_per_day": 5000,
    "max_tokens": 512,
    "pii": "monitor",
    "restore": "off",
    "priority": -3,
}


def test_every_field_of_a_row_reaches_the_rules() -> None:
    row = KeyRow.model_validate(FULL)
    stated = asdict(row.rules())
    assert all(stated[name] == getattr(row, name) for name in KeyRow.model_fields)
    assert FULL.keys() == KeyRow.model_fields.keys(), "a new field stands in no test"


def test_the_limits_over_time_are_made_once_when_the_row_is_read() -> None:
    rules = KeyRow.model_validate(FULL).rules()
    assert rules.rates == (Limit("requests", 1, 10), Limit("requests", MINUTE, 300))
    assert rules.budgets == (Limit("tokens", MINUTE, 1000), Limit("tokens", DAY, 5000))
    assert rules.closed == {"native", "v2", "grpc"}
    assert rules.holds
    bare = KeyRow.model_validate({"name": "a", "secrets": ["invented-secret"]}).rules()
    assert (bare.rates, bare.budgets, bare.closed, bare.holds) == ((), (), frozenset(), False)
    only_at_once = KeyRow.model_validate({"name": "a", "secrets": ["invented-secret"], "concurrent_requests": 1}).rules()
    assert only_at_once.holds


@pytest.mark.parametrize("wrong", [{"name": ""}, {"priority": 2**31}, {"tokens_per_day": 10}, {"max_tokens": 0}, {"secrets": []}])
def test_a_wrong_value_is_refused_and_never_shown(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        KeyRow.model_validate({**FULL, **wrong})
    assert "invented-secret" not in str(refused.value)


def test_the_rules_never_show_a_secret() -> None:
    assert "invented-secret" not in repr(KeyRow.model_validate(FULL).rules())


def test_pii_is_one_action_or_an_action_by_kind() -> None:
    assert KeyRow.model_validate({**FULL, "pii": {"phone": "reject", "*": "mask", "email": False}}).pii == (
        ("*", "mask"),
        ("email", "off"),
        ("phone", "reject"),
    )


@pytest.mark.parametrize(
    ("pii", "says"),
    [
        ("off", "one of mask, monitor, reject"),
        (["mask"], "mapping of actions by kind"),
        ({"*": "off"}, "must be one of mask, monitor, reject"),
        ({"phone": "hide"}, "phone must be one of mask, off, reject, monitor"),
        ({"fone": "mask"}, "names a kind that does not exist"),
    ],
)
def test_a_wrong_policy_says_what_is_allowed(pii: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says.replace("*", r"\*")):
        KeyRow.model_validate({**FULL, "pii": pii})
