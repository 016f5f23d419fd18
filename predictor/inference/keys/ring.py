"""The accepted secrets and the rules behind each: one immutable table, which a reload replaces as a whole."""

import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from predictor.errors import KeyExpired, Unauthorized
from predictor.inference.keys.rules import DIGEST, KeyRules, Secret

SHOWN_DIGITS = 8  # of a digest, as the name of a key without one
# Of the digests by which a secret that was accepted is found again: OpenSSL's SHA-256 costs a request ten times as much to set up.
QUICK = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Key:
    """What a secret opens: `name` is loggable, `rules` are those of the key file, `expires` in seconds since the epoch."""

    name: str
    rules: KeyRules | None = None
    expires: float = float("inf")


class KeyRing:
    """The keys of LLM_API_KEYS, which have no rules, and those of the key file.

    `required` is True where a request needs a key: with no key of either kind and no key file the door is open.
    """

    def __init__(self, plain: Iterable[str] = (), named: Iterable[KeyRules] = (), required: bool = False) -> None:
        self._keys: dict[bytes, Key] = {}
        self._accepted: dict[bytes, Key] = {}  # by `_quick`, no more than there are secrets
        for secret in plain:
            digest = _digest(secret)
            self._keys[digest] = Key(digest.hex()[:SHOWN_DIGITS])
        for rules in named:
            for own in rules.secrets:
                ends = [moment.timestamp() for moment in (rules.expires, own.expires) if moment is not None]
                # A secret of both kinds gets the rules, because the narrower right is the safe one.
                # One that the key has twice ends at the first of both times, for the same reason.
                digest = digest_of(own)
                same = self._keys.get(digest)
                if same is not None and same.rules is rules:
                    ends.append(same.expires)
                self._keys[digest] = Key(rules.name, rules, min(ends, default=float("inf")))
        self.required = required or bool(self._keys)

    def check(self, authorization: str | None, api_key: str | None) -> Key | None:
        """The key of a request, None where none is needed; raises Unauthorized.

        Takes `Authorization: Bearer KEY` or `X-API-Key: KEY`. The secret is looked up by its SHA-256 digest. The look-up is not in
        constant time, and its time tells nothing: a caller cannot choose the digest of a guess, so that no guess comes nearer.
        """
        if not self.required:
            return None
        scheme, _, token = (authorization or "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else (api_key or "")
        key = self._find(given) if given else None
        if key is None:
            raise Unauthorized()
        if key.expires <= time.time():
            raise KeyExpired()
        return key

    def _find(self, secret: str) -> Key | None:
        quick = _quick(secret)
        key = self._accepted.get(quick)
        if key is None:
            key = self._keys.get(_digest(secret))
            if key is not None:
                self._accepted[quick] = key
        return key


def digest_of(secret: Secret) -> bytes:
    """The SHA-256 digest of a secret of the key file, whether it is given hashed or plain."""
    if DIGEST.fullmatch(secret.value):
        return bytes.fromhex(secret.value.removeprefix("sha256:"))
    return _digest(secret.value)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _quick(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode("utf-8", "surrogateescape"), key=QUICK, digest_size=32).digest()
