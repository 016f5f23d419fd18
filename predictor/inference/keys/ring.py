"""The accepted secrets and the rules behind each: one immutable table, which a reload replaces as a whole."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from predictor.errors import KeyExpired, Unauthorized, UnknownKey
from predictor.inference.keys.row import DIGEST
from predictor.inference.keys.rules import Expiring, KeyRules

SHOWN_DIGITS = 8  # of a digest, as the name of a key without one
NEVER = float("inf")
MOST_SPELLINGS = 2  # of one secret in a header that are kept in mind


@dataclass(frozen=True, slots=True)
class Key:
    """What a secret opens: `name` is loggable, `rules` are those of the key file, `expires` in seconds since the epoch."""

    name: str
    rules: KeyRules | None = None
    expires: float = NEVER


class KeyRing:
    """The keys of LLM_API_KEYS, which have no rules, and those of the key file.

    `required` is True where a request needs a key: with no key of either kind and no key file the door is open.
    """

    def __init__(self, plain: Iterable[str] = (), named: Iterable[KeyRules] = (), required: bool = False) -> None:
        self._keys: dict[bytes, Key] = {}
        # Authorization headers that were accepted, because to hash a secret again costs a request more than all else here. The time
        # to look up a guess tells nothing, because Python keys the hashes of texts at random.
        self.accepted: dict[str, Key] = {}
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
                self._keys[digest] = Key(rules.name, rules, min(ends, default=NEVER))
        self.required = required or bool(self._keys)

    def check(self, authorization: str | None, api_key: str | None) -> Key | None:
        """The key of a request, None where none is needed; raises Unauthorized.

        Takes `Authorization: Bearer KEY` or `X-API-Key: KEY`. The secret is looked up by its SHA-256 digest. The look-up is not in
        constant time, and its time tells nothing: a caller cannot choose the digest of a guess, so that no guess comes nearer.
        """
        if not self.required:
            return None
        key = self.accepted.get(authorization or "")
        if key is None:
            key = self._find(authorization or "", api_key or "")
        if key.expires != NEVER and key.expires <= time.time():
            raise KeyExpired()
        return key

    def _find(self, authorization: str, api_key: str) -> Key:
        scheme, _, token = authorization.partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else api_key
        if not given:
            raise Unauthorized()
        key = self._keys.get(_digest(given))
        if key is None:
            raise UnknownKey()
        if given is not api_key and len(self.accepted) < MOST_SPELLINGS * len(self._keys):
            self.accepted[authorization] = key
        return key


def digest_of(secret: Expiring) -> bytes:
    """The SHA-256 digest of a secret of the key file, whether it is given hashed or plain."""
    if DIGEST.fullmatch(secret.value):
        return bytes.fromhex(secret.value.removeprefix("sha256:"))
    return _digest(secret.value)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
