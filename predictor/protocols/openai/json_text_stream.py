"""JSON text that arrives in pieces: its strings and numbers are rewritten, its structure is passed on, and it stays JSON."""

import json
import re
from collections.abc import Callable
from typing import Final

from predictor.inference.masking import TextStream

_MARK: Final = re.compile(r'["{}\[\],:]')
_END: Final = re.compile(r'["\\]')
# The unfinished end of a piece: a part of an escape, or the first half of a surrogate pair.
_HALF: Final = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?$|\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?$")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class BufferedStream:
    """A text stream that holds everything until its end and then changes the whole text."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self.change = change
        self.text = ""

    def feed(self, delta: str) -> str:
        """Keep the piece; return nothing."""
        self.text += delta
        return ""

    def flush(self) -> str:
        """The changed text."""
        text, self.text = self.text, ""
        return self.change(text) if text else ""


class JsonTextStream:
    """Rewrites JSON text as it arrives. Text that does not begin as an object, an array or a string is one plain string.

    `string` makes the stream of one string from the name of its field, because a name such as `phone` is evidence, as a word in
    prose is. `bare` rewrites a number, given its text and its field's name. A changed number becomes a string.
    """

    def __init__(self, string: Callable[[str], TextStream], bare: Callable[[str, str], str]) -> None:
        self.string = string
        self.bare = bare
        self.plain: TextStream | None = None
        self.begun = False
        self.open: TextStream | None = None  # of the string that is open
        self.raw = ""  # within a string: the half of an escape; outside of strings: the bare run
        self.text = ""  # of the open string, or of the last one
        self.changed = False
        self.stack: list[str] = []  # "{" or "[" of each open value
        self.names: list[str] = [""]

    def feed(self, delta: str) -> str:
        """Take a piece; return the decided part. The joined result does not depend on how the text is cut."""
        if not self.begun:
            start = delta.lstrip()
            if not start:
                return delta
            self.begun = True
            if start[0] not in '{["':
                self.plain = self.string("")
        if self.plain is not None:
            return self.plain.feed(delta)
        done: list[str] = []
        place = 0
        while place < len(delta):
            place = self._inside(delta, place, done) if self.open else self._outside(delta, place, done)
        return "".join(done)

    def flush(self) -> str:
        """The rest; a string that was never closed stays open."""
        if self.plain is not None:
            return self.plain.flush()
        if self.open is None:
            return self._bare()
        raw, self.raw = self.raw, ""
        rest = self._encoded(self.open.feed(raw) + self.open.flush())
        self.open = None
        return rest

    def _outside(self, delta: str, place: int, done: list[str]) -> int:
        mark = _MARK.search(delta, place)
        if mark is None:
            self.raw += delta[place:]
            return len(delta)
        self.raw += delta[place : mark.start()]
        done += (self._bare(), mark.group())
        match mark.group():
            case '"':
                self.open, self.text, self.changed = self.string(self._name()), "", False
            case "{" | "[" as opening:
                self.names.append(self.names[-1] if opening == "[" else "")
                self.stack.append(opening)
            case "}" | "]":
                self.names = self.names[:-1] or [""]
                self.stack = self.stack[:-1]
            case ":":
                self.names[-1] = self.text
            case _ if self.stack[-1:] == ["{"]:
                self.names[-1] = ""
        return mark.end()

    def _inside(self, delta: str, place: int, done: list[str]) -> int:
        assert self.open is not None
        end = self._closing_quote(delta, place)
        closed = end >= 0
        raw = self.raw + delta[place : end if closed else len(delta)]
        half = None if closed else _HALF.search(raw)
        self.raw = raw[half.start() :] if half and _is_escape(raw, half.start()) else ""
        ready = raw[: len(raw) - len(self.raw)]
        text = _decoded(ready)
        self.text += text
        rewritten = self.open.feed(text) + (self.open.flush() if closed else "")
        done.append(ready if rewritten == text and not self.changed else self._encoded(rewritten))
        self.changed = self.changed or rewritten != text
        if not closed:
            return len(delta)
        done.append('"')
        self.open = None
        return end + 1

    def _closing_quote(self, delta: str, place: int) -> int:
        """The place of the quote that closes the open string, or -1 where it is not in this piece."""
        backslashes = len(self.raw) - len(self.raw.rstrip("\\"))
        place += backslashes % 2  # the character after a backslash that ended the last piece is escaped
        while (match := _END.search(delta, place)) is not None:
            if match.group() == '"':
                return match.start()
            place = match.end() + 1
        return -1

    def _name(self) -> str:
        return self.names[-1]

    def _bare(self) -> str:
        run, self.raw = self.raw, ""
        core = run.strip()
        if not core or core in ("true", "false", "null"):
            return run
        rewritten = self.bare(core, self._name())
        if rewritten == core:
            return run
        if _NUMBER.fullmatch(core):
            rewritten = f'"{self._encoded(rewritten)}"'
        return run.replace(core, rewritten, 1)

    def _encoded(self, text: str) -> str:
        return quoted(text)[1:-1]


def quoted(text: str) -> str:
    """`text` as a JSON string; a lone surrogate stays an escape, because UTF-8 cannot carry it."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", json.dumps(text, ensure_ascii=False))


def _decoded(raw: str) -> str:
    if "\\" not in raw:
        return raw
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:  # the model wrote an escape that JSON does not know
        return raw


def _is_escape(raw: str, place: int) -> bool:
    """False where the backslash at `place` is itself escaped."""
    before = raw[:place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0
