"""The caller's address."""

from ipaddress import ip_address, ip_network


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
