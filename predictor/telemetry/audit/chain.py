"""The hash chain of an audit record, and the form of its lines.

A line is one JSON object. Its last member is `hash`: SHA-256, or HMAC-SHA-256 with a key, of the line's bytes without that member.
`previous` is the hash of the line before, `sequence` counts from 1. The first member, `audit`, names the digest and the key's id.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

GENESIS: Final = "0" * 64
LINE: Final = re.compile(rb'(?P<body>\{"audit":"[^"\\]+".*),"hash":"(?P<hash>[0-9a-f]{64})"\}', re.DOTALL)
KEY_BYTES: Final = 32  # the least length of a key


class Head(NamedTuple):
    """The end of a chain: the sequence and hash of its last line; sequence 0 before the first."""

    chain: str
    sequence: int = 0
    hash: str = GENESIS


class Sealer:
    """Computes the hashes of lines, with `key` or without one. Raises ValueError for a key of fewer than 32 bytes."""

    def __init__(self, key: bytes | None = None) -> None:
        if key is not None and len(key) < KEY_BYTES:
            raise ValueError(f"an audit key needs {KEY_BYTES} bytes or more")
        self._key = key
        self.name = "sha256" if key is None else f"hmac-sha256:{hashlib.sha256(b'audit key id' + key).hexdigest()[:8]}"

    def hash(self, body: bytes) -> str:
        """The hash of a line without its member `hash`, as 64 hexadecimal digits."""
        if self._key is None:
            return hashlib.sha256(body).hexdigest()
        return hmac.digest(self._key, body, "sha256").hex()


class Chain:
    """Links lines, one after another, from `head` on."""

    def __init__(self, head: Head, sealer: Sealer) -> None:
        self.head = head
        self._sealer = sealer
        self._start = orjson.dumps({"audit": sealer.name, "chain": head.chain})[:-1]

    @property
    def head(self) -> Head:
        """The chain's end; the next line follows it."""
        return Head(self._name, self._sequence, self._hash.decode())

    @head.setter
    def head(self, head: Head) -> None:
        self._name, self._sequence, self._hash = head.chain, head.sequence, head.hash.encode()

    def link(self, kind: str, time: float, fields: dict[str, Any]) -> bytes:
        """The next line with its line feed. `kind` is a plain word, `time` in seconds since 1970."""
        members = encode(fields)[1:-1]
        sequence = self._sequence + 1
        parts = (self._start, sequence, kind.encode(), timestamp(time).encode(), b"," * bool(members), members, self._hash)
        body = b'%s,"sequence":%d,"kind":"%s","time":"%s"%s%s,"previous":"%s"' % parts
        self._sequence, self._hash = sequence, self._sealer.hash(body).encode()
        return b'%s,"hash":"%s"}\n' % (body, self._hash)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read. `body` is what its hash was made of."""

    body: bytes
    hash: str
    fields: dict[str, Any]

    @property
    def chain(self) -> str:
        """The chain's name."""
        return str(self.fields["chain"])

    @property
    def sequence(self) -> int:
        """The line's place in its chain, from 1."""
        return int(self.fields["sequence"])

    @property
    def previous(self) -> str:
        """The hash of the line before."""
        return str(self.fields["previous"])

    @property
    def kind(self) -> str:
        """`request`, `start`, `end`, `lost` or `expired`."""
        return str(self.fields["kind"])


def read_line(raw: bytes, within: bool = False) -> Line | None:
    """The line that `raw` is; None where it is none. `within` finds a line inside other text, as in a container's log."""
    match = LINE.search(raw) if within else LINE.fullmatch(raw.rstrip(b"\n"))
    if match is None:
        return None
    try:
        fields = json.loads(match["body"] + b"}")
    except ValueError:
        return None
    known = {"audit": str, "chain": str, "sequence": int, "kind": str, "time": str, "previous": str}
    if not isinstance(fields, dict) or any(type(fields.get(name)) is not kind for name, kind in known.items()):
        return None
    return Line(match["body"], match["hash"].decode(), fields)


def count(line: Line, name: str) -> int:
    """A number of a line; 0 where it is none, because a line without a key may have been made by anybody."""
    value = line.fields.get(name)
    return value if type(value) is int else 0


def timestamp(seconds: float) -> str:
    """A time in UTC with milliseconds, as RFC 3339 writes it.

    >>> timestamp(0.5)
    '1970-01-01T00:00:00.500Z'
    """
    whole, milliseconds = divmod(int(seconds * 1000), 1000)
    return f"{_second(whole)}.{milliseconds:03d}Z"


@lru_cache(4)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def encode(fields: dict[str, Any]) -> bytes:
    """A line's own fields as a JSON object."""
    try:
        return orjson.dumps(fields)
    except TypeError:  # a text that is no Unicode, such as half of a surrogate pair
        return json.dumps(fields, separators=(",", ":"), default=str).encode("ascii")
