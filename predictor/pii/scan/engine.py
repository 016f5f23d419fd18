"""RE2, the linear-time engine that looks for every gate in one pass, on UTF-8 bytes (three times as fast as on str)."""

from collections.abc import Callable
from typing import Any, Final

import re2

_ANYWHERE: Final = re2._re2.RE2.Anchor.UNANCHORED
_GATE_MEMORY: Final = 64 << 20
_OWN_MEMORY: Final = 8 << 20

Search = Callable[[bytes, int, int], tuple[int, int]]


def compiled(pattern: str, memory: int = _OWN_MEMORY) -> Any:
    """A pattern that tells where it matched, not which group did. Raises re2.error."""
    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    options.never_capture = True
    return re2.compile(pattern, options)


def gate(pattern: str) -> Search:
    """``search(encoded, place, end)``: the next match as (start, end) in bytes, (-1, -1) when there is none before ``end``.

    The binding's own ``Match`` is called, since re2's match objects, made in Python, cost more than the search itself.
    """
    match = compiled(pattern, _GATE_MEMORY)._regexp.Match

    def search(encoded: bytes, place: int, end: int) -> tuple[int, int]:
        found: tuple[int, int] = match(_ANYWHERE, encoded, place, end)[0]
        return found

    return search


def encode(text: str) -> bytes:
    """UTF-8, lone surrogates included (JSON can hold them)."""
    return text.encode("utf-8", "surrogatepass")


def decode(encoded: bytes) -> str:
    """The text of ``encode``."""
    return encoded.decode("utf-8", "surrogatepass")
