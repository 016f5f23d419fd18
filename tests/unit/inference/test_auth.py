import pytest

from predictor.errors import Unauthorized
from predictor.inference.auth import ApiKeys, TrustedProxies


def test_any_of_several_keys_opens_by_either_header() -> None:
    keys = ApiKeys(("old-key", "new-key"))
    assert keys.check("Bearer old-key", None) != keys.check(None, "new-key")
    assert keys.check("bearer new-key", None) == keys.check(None, "new-key")


@pytest.mark.parametrize(
    ("authorization", "api_key"), [(None, None), ("Bearer wrong", None), ("Basic new-key", None), (None, ""), ("Bearer ", None)]
)
def test_a_missing_or_wrong_key_is_unauthorized(authorization: str | None, api_key: str | None) -> None:
    with pytest.raises(Unauthorized) as refused:
        ApiKeys(("new-key",)).check(authorization, api_key)
    assert refused.value.headers == {"WWW-Authenticate": "Bearer"}


def test_without_keys_every_caller_is_accepted() -> None:
    assert ApiKeys(()).check(None, None) is None


def test_the_loggable_name_of_a_key_does_not_hold_the_key() -> None:
    name = ApiKeys(("sk-invented",)).check("Bearer sk-invented", None)
    assert name is not None
    assert "sk" not in name


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.1.2.3", "198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "198.51.100.7, 10.9.9.9", "198.51.100.7"),
        ("203.0.113.1", "198.51.100.7", "203.0.113.1"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("unknown", "198.51.100.7", "unknown"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(peer: str, forwarded: str | None, address: str) -> None:
    assert TrustedProxies(("10.0.0.0/8",)).client_address(peer, forwarded) == address
