"""JSON text that is masked piece by piece and stays JSON: strings and numbers are masked, structure is passed on."""

import json
import re
from collections.abc import Callable
from typing import Final, Protocol

_MARK: Final = re.compile(r'["{}\[\],:]')
_END: Final = re.compile(r'["\\]')
# What at the end of a piece may still be unfinished: an escape, or the first half of a surrogate pair.
_HALF: Final = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?$|\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?$")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class Side(Protocol):
    """Text on its way, piece by piece; what `feed` and `flush` return, joined, is the whole."""

    def feed(self, delta: str) -> str:
        """Take a piece; return what is decided."""

    def flush(self) -> str:
        """Return the rest."""


class Whole:
    """A side that waits for the end and then changes the whole text."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self.change = change
        self.text = ""

    def feed(self, delta: str) -> str:
        """Keep the piece."""
        self.text += delta
        return ""

    def flush(self) -> str:
        """The changed text."""
        text, self.text = self.text, ""
        return self.change(text) if text else ""


class Literal:
    """Masks JSON text as it arrives. Text that does not begin as an object, an array or a string is masked as plain text.

    `string` makes the side for one string from the name of the field that it belongs to, so that the name can speak of the value as
    it does in prose; `bare` changes what stands outside of strings. A number that was changed becomes a string.
    """

    def __init__(self, string: Callable[[str], Side], bare: Callable[[str, str], str]) -> None:
        self.string = string
        self.bare = bare
        self.plain: Side | None = None
        self.begun = False
        self.side: Side | None = None  # of the string that is open
        self.raw = ""  # of the open string: what is held because it may be half an escape; outside: the bare run
        self.text = ""  # of the open string, or of the last one
        self.held = False
        self.stack: list[str] = []  # "{" or "[" of each open value
        self.names: list[str] = [""]

    def feed(self, delta: str) -> str:
        """Take a piece; return what is decided, which says the same for every way to cut the text."""
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
            place = self._inside(delta, place, done) if self.side else self._outside(delta, place, done)
        return "".join(done)

    def flush(self) -> str:
        """The rest; a string that was never closed stays open."""
        if self.plain is not None:
            return self.plain.flush()
        if self.side is None:
            return self._bare()
        raw, self.raw = self.raw, ""
        rest = self._encoded(self.side.feed(raw) + self.side.flush())
        self.side = None
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
                self.side, self.text, self.held = self.string(self._name()), "", False
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
        assert self.side is not None
        end = place
        closed = False
        skip = len(self.raw) - len(self.raw.rstrip("\\"))
        end += skip % 2  # the character after a backslash that ended the last piece
        while (match := _END.search(delta, end)) is not None:
            if match.group() == '"':
                closed = True
                end = match.start()
                break
            end = match.end() + 1
        raw = self.raw + delta[place : end if closed else len(delta)]
        half = None if closed else _HALF.search(raw)
        self.raw = raw[half.start() :] if half and _is_escape(raw, half.start()) else ""
        ready = raw[: len(raw) - len(self.raw)]
        text = _decoded(ready)
        self.text += text
        said = self.side.feed(text) + (self.side.flush() if closed else "")
        done.append(ready if said == text and not self.held else self._encoded(said))
        self.held = self.held or said != text
        if not closed:
            return len(delta)
        done.append('"')
        self.side = None
        return end + 1

    def _name(self) -> str:
        return self.names[-1]

    def _bare(self) -> str:
        run, self.raw = self.raw, ""
        core = run.strip()
        if not core or core in ("true", "false", "null"):
            return run
        said = self.bare(core, self._name())
        if said == core:
            return run
        if _NUMBER.fullmatch(core):
            said = f'"{self._encoded(said)}"'
        return run.replace(core, said, 1)

    def _encoded(self, text: str) -> str:
        return quoted(text)[1:-1]


def quoted(text: str) -> str:
    """`text` as a JSON string that UTF-8 can carry."""
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
