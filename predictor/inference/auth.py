"""API keys and the caller's address."""

import hashlib
import hmac
from ipaddress import ip_address, ip_network

from predictor.errors import Unauthorized


class ApiKeys:
    """The accepted API keys; several may be valid at once, so that a key can be rotated."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._digests = [hashlib.sha256(key.encode()).digest() for key in keys]

    def check(self, authorization: str | None, api_key: str | None) -> str | None:
        """Return a short loggable name of the key, or None where no key is needed; raises Unauthorized.

        Takes `Authorization: Bearer KEY` or `X-API-Key: KEY`. Digests of equal length are compared, each in constant time and
        all of them, so that time shows neither which key matched nor how much of it.
        """
        if not self._digests:
            return None
        scheme, _, token = (authorization or "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else (api_key or "")
        digest = hashlib.sha256(given.encode()).digest()
        matched = [hmac.compare_digest(digest, known) for known in self._digests]
        if not any(matched):
            raise Unauthorized()
        return digest.hex()[:8]


class TrustedProxies:
    """The networks from which X-Forwarded-For is accepted (LLM_TRUSTED_PROXIES)."""

    def __init__(self, networks: tuple[str, ...]) -> None:
        self._networks = [ip_network(network) for network in networks]

    def client_address(self, peer: str, forwarded_for: str | None) -> str:
        """The last address of X-Forwarded-For that is no trusted proxy; `peer` where `peer` itself is not trusted."""
        hops = [hop.strip() for hop in (forwarded_for or "").split(",") if hop.strip()]
        while hops and self._trusts(peer):
            peer = hops.pop()
        return peer

    def _trusts(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._networks)
        except ValueError:
            return False
