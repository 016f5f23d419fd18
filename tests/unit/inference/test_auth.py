import pytest

from predictor.inference.auth import TrustedProxies


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
