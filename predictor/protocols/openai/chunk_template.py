"""The common event of a streamed answer, known by its bytes: all but its text is the same as in the event before."""

import re
from typing import Any, Final

import orjson

_CONTENT: Final = re.compile(rb'"delta": ?\{"content": ?"')
_TEXT: Final = re.compile(rb'"text": ?"')
_HEAD: Final = b"data: "
_NOT_PLAIN: Final = re.compile(rb'["\\\x00-\x1f]')  # what ends a JSON string, escapes in it, or must not stand in it


class ChunkTemplate:
    """The bytes before and behind the text of a simple chunk: one choice, one piece of plain content, nothing else that counts."""

    __slots__ = ("chunk", "index", "length", "prefix", "suffix")

    def __init__(self, prefix: bytes, suffix: bytes, chunk: dict[str, Any]) -> None:
        self.prefix = prefix
        self.suffix = suffix
        self.chunk = chunk
        self.index: int = chunk["choices"][0].get("index", 0)
        self.length = len(prefix) + len(suffix)

    @classmethod
    def learn(cls, block: bytes, chunk: dict[str, Any], text: str) -> "ChunkTemplate | None":
        """The template of an event; None where the bytes are unclear.

        `block` are its bytes without the closing empty line, `chunk` is its object, whose one choice has `text`.
        """
        mark = _CONTENT if "delta" in chunk["choices"][0] else _TEXT
        written = orjson.dumps(text)[1:-1]
        places = [found.end() for found in mark.finditer(block)]
        if len(places) != 1 or not block.startswith(_HEAD) or b"\n" in block or b"\\" in written:
            return None
        start, end = places[0], places[0] + len(written)
        if block[start:end] != written or block[end : end + 1] != b'"':
            return None
        return cls(block[:start], block[end:] + b"\n\n", chunk)

    def text(self, data: bytes) -> str | None:
        """The text of one event that differs from the template in nothing else; None for any other, and for escaped text."""
        if len(data) < self.length or not (data.startswith(self.prefix) and data.endswith(self.suffix)):
            return None
        body = data[len(self.prefix) : len(data) - len(self.suffix)]
        try:
            return None if _NOT_PLAIN.search(body) else body.decode()
        except UnicodeDecodeError:
            return None

    def event(self, text: str) -> bytes:
        """The event of this chunk with another text."""
        return self.prefix + orjson.dumps(text)[1:-1] + self.suffix
