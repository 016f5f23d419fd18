"""Which key a request's secret is, and which requests have none."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from predictor.errors import KeyExpired, Unauthorized, UnknownKey
from predictor.inference.keys.ring import KeyRing
from predictor.inference.keys.row import KeyRow
from predictor.inference.keys.rules import KeyRules

OLD, NEW = "invented-old-secret", "invented-new-secret"


def rules(*secrets: Any, name: str = "team-a", **fields: Any) -> KeyRules:
    return KeyRow.model_validate({"name": name, "secrets": list(secrets), **fields}).rules()


def hashed(secret: str) -> str:
    return "sha256:" + hashlib.sha256(secret.encode()).hexdigest()


def test_any_of_several_flat_keys_opens_by_either_header_under_the_head_of_its_digest() -> None:
    ring = KeyRing(("old-key", "new-key"))
    old, new = ring.check("Bearer old-key", None), ring.check(None, "new-key")
    assert (old.name, new.name) == tuple(hashlib.sha256(key).hexdigest()[:8] for key in (b"old-key", b"new-key"))  # type: ignore[union-attr]
    assert ring.check("bearer new-key", None) == new


@pytest.mark.parametrize(
    ("authorization", "api_key"),
    [(None, None), ("Bearer wrong", None), ("Basic new-key", None), (None, ""), ("Bearer ", None), (f"Bearer {hashed(NEW)}", None)],
)
def test_a_missing_or_wrong_key_is_unauthorized(authorization: str | None, api_key: str | None) -> None:
    with pytest.raises(Unauthorized) as refused:
        KeyRing(("new-key",), [rules(hashed(NEW))]).check(authorization, api_key)
    assert refused.value.headers == {"WWW-Authenticate": "Bearer"}


def test_an_unknown_key_has_another_reason_than_a_missing_one() -> None:
    ring = KeyRing(("new-key",))
    for authorization, api_key in [("Bearer wrong", None), (None, "wrong")]:
        with pytest.raises(UnknownKey, match="맞지 않습니다"):
            ring.check(authorization, api_key)
    for authorization in (None, "new-key", "Basic new-key"):
        with pytest.raises(Unauthorized, match="필요합니다"):
            ring.check(authorization, None)


def test_without_keys_every_caller_is_accepted_and_with_an_empty_key_file_none() -> None:
    assert KeyRing().check(None, None) is None
    with pytest.raises(Unauthorized):
        KeyRing(required=True).check("Bearer anything", None)


def test_both_secrets_of_a_rotation_open_the_same_key_whether_hashed_or_plain() -> None:
    ring = KeyRing((), [rules(OLD, hashed(NEW))])
    assert ring.check(f"Bearer {OLD}", None) == ring.check(None, NEW)
    assert ring.check(f"Bearer {OLD}", None).name == "team-a"  # type: ignore[union-attr]


def test_a_secret_ends_at_its_own_time_or_the_keys_whichever_is_first() -> None:
    past, future = datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC) + timedelta(days=1)
    ring = KeyRing(
        (), [rules({"value": OLD, "expires": past}, NEW, expires=future), rules("of-another-key", name="b", expires=past)]
    )
    assert ring.check(None, NEW) is not None
    for secret in (OLD, "of-another-key"):
        with pytest.raises(KeyExpired):
            ring.check(None, secret)


def test_a_secret_that_a_key_has_twice_ends_at_the_first_of_both_times() -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    for secrets in ((NEW, {"value": hashed(NEW), "expires": past}), ({"value": hashed(NEW), "expires": past}, NEW)):
        with pytest.raises(KeyExpired):
            KeyRing((), [rules(*secrets)]).check(None, NEW)


def test_a_secret_that_was_accepted_still_ends_at_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=60)
    ring = KeyRing((), [rules(hashed(NEW), expires=soon)])
    for _ in range(3):
        assert ring.check(f"Bearer {NEW}", None) is not None
    monkeypatch.setattr("time.time", lambda: soon.timestamp())
    with pytest.raises(KeyExpired):
        ring.check(f"Bearer {NEW}", None)


def test_spellings_of_a_header_fill_no_memory() -> None:
    ring = KeyRing((), [rules(hashed(NEW))])
    for spaces in range(1, 100):
        assert ring.check("Bearer" + " " * spaces + NEW, None) is not None
    assert len(ring.accepted) <= 2
    for wrong in ("Bearer wrong", f"Basic {NEW}", NEW):
        with pytest.raises(Unauthorized):
            ring.check(wrong, None)


def test_a_flat_key_that_the_file_names_too_has_the_rules() -> None:
    key = KeyRing((NEW,), [rules(hashed(NEW))]).check(None, NEW)
    assert key is not None
    assert key.rules is not None
