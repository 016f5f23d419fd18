"""One choice of a streamed answer: its text goes through masking, each field apart, in the order that the model wrote it."""

from typing import Any, Final

from predictor.protocols.openai.field_kinds import JSON, NAME
from predictor.protocols.openai.json_text_stream import Side
from predictor.protocols.openai.response_masker import DETAILS, Answer

TEXTS: Final = ("reasoning", "reasoning_content", "content", "refusal")
KNOWN_CHOICE: Final = frozenset(
    {"index", "delta", "text", "logprobs", "finish_reason", "stop_reason", "token_ids", "prompt_token_ids", "routed_experts"}
)
KNOWN_DELTA: Final = frozenset({"role", "tool_calls", "function_call", *TEXTS})
KNOWN_CALL: Final = frozenset({"index", "id", "type", "function"})
ARGUMENTS: Final = frozenset({"arguments"})
Key = tuple[str, int]
CONTENT: Final = ("content", 0)
# A piece of text: what holds it, under which name, and which field of the whole answer it belongs to.
Piece = tuple[dict[str, Any], str, Key]


class Lane:
    """The state of one choice.

    Token details (`logprobs`, `token_ids`) wait for their text. From the first piece on that masking or restoring changed they are
    left out (null), since they would spell out what was masked.
    """

    def __init__(self, wording: Answer) -> None:
        self.wording = wording
        self.detailed = False
        self.sides: dict[Key, Side] = {}
        self.raw = ""  # written by the model, not yet passed on
        self.altered = False
        self.waiting: list[tuple[int, dict[str, Any]]] = []  # (characters of raw up to its end, details)
        self.said = 0  # characters passed on

    def rewrite(self, choice: dict[str, Any]) -> tuple[bool, bool]:
        """Change a chunk's choice in place; returns whether it was changed, and whether it still says anything."""
        delta = choice.get("delta")
        # Told by the answer and not by what was asked: an engine may send them to everybody.
        self.detailed = self.detailed or choice.get("logprobs") is not None or choice.get("token_ids") is not None
        if delta is not None and len(delta) == 1 and self._is_simple(choice):
            text = delta.get("content")
            if text and isinstance(text, str):
                said = self._feed(CONTENT, text, ending=False)
                delta["content"] = said
                return said != text, bool(said)
        pieces = self._pieces(choice, delta)
        before = [holder[name] for holder, name, _ in pieces]
        present = {key for _, _, key in pieces}
        ending = choice.get("finish_reason") is not None
        closed = False
        for key in [key for key in self.sides if key not in present] if pieces or ending else ():
            closed |= self._close(key, choice, delta)
        changed = closed
        for (holder, name, key), text in zip(pieces, before, strict=True):
            said = self._feed(key, text, ending)
            if said != text:
                holder[name] = said
                changed = True
        changed |= self._unknown(choice, delta)
        if self.detailed:
            changed |= self._details(choice, ending)
        empty = not ending and not closed and any(before) and not any(holder[name] for holder, name, _ in pieces)
        return changed, not empty or changed_beyond(choice, delta)

    def _is_simple(self, choice: dict[str, Any]) -> bool:
        """True for the many chunks of which only the content matters: nothing else is open, asked for or unknown."""
        return (
            not self.detailed
            and choice.get("finish_reason") is None
            and len(self.sides) <= (CONTENT in self.sides)
            and KNOWN_CHOICE.issuperset(choice)
        )

    def rest(self) -> list[tuple[Key, str]]:
        """What is still held, by field; for a stream that ends without saying so."""
        held = [(key, side.flush()) for key, side in self.sides.items()]
        self.sides.clear()
        return [(key, text) for key, text in held if text]

    def _pieces(self, choice: dict[str, Any], delta: Any) -> list[Piece]:
        if not isinstance(delta, dict):
            return [(choice, "text", ("text", 0))] if isinstance(choice.get("text"), str) else []
        pieces: list[Piece] = [(delta, name, (name, 0)) for name in TEXTS if isinstance(delta.get(name), str)]
        for call in delta.get("tool_calls") or ():
            callee = call.get("function")
            if isinstance(callee, dict) and isinstance(callee.get("arguments"), str):
                pieces.append((callee, "arguments", ("tool_calls", call.get("index", 0))))
        callee = delta.get("function_call")
        if isinstance(callee, dict) and isinstance(callee.get("arguments"), str):
            pieces.append((callee, "arguments", ("function_call", 0)))
        return pieces

    def _feed(self, key: Key, text: str, ending: bool) -> str:
        side = self.sides.get(key)
        if side is None:
            if not text:
                return text
            side = self.sides[key] = self.wording.side(self._what(key[0]))
        said = side.feed(text)
        if ending:
            said += side.flush()
            del self.sides[key]
        self._follow(text, said)
        return said

    def _what(self, field: str) -> str:
        if field in ("tool_calls", "function_call"):
            return JSON
        return self.wording.content() if field in ("content", "text") else field

    def _close(self, key: Key, choice: dict[str, Any], delta: Any) -> bool:
        """Put what is held of another field into this chunk."""
        rest = self.sides.pop(key).flush()
        self._follow("", rest)
        if rest:
            put(choice, delta, key, rest)
        return bool(rest)

    def _follow(self, text: str, said: str) -> None:
        self.said += len(said)
        if not self.detailed or self.altered:
            return
        self.raw += text
        if self.raw.startswith(said):
            self.raw = self.raw[len(said) :]
            self.waiting = [(end - len(said), details) for end, details in self.waiting]
        else:
            self.altered = True
            self.waiting.clear()

    def _unknown(self, choice: dict[str, Any], delta: Any) -> bool:
        changed = self._reworded(choice, KNOWN_CHOICE)
        if not isinstance(delta, dict):
            return changed
        changed |= self._reworded(delta, KNOWN_DELTA)
        for call in delta.get("tool_calls") or ():
            changed |= self._reworded(call, KNOWN_CALL)
        for callee in (delta.get("function_call"), *(call.get("function") for call in delta.get("tool_calls") or ())):
            if isinstance(callee, dict):
                changed |= self._reworded(callee, ARGUMENTS)
        return changed

    def _reworded(self, holder: dict[str, Any], known: frozenset[str]) -> bool:
        """Reword what no side sees: fields that are unknown, and a function's name, which is never cut into pieces."""
        changed = False
        for name in holder.keys() - known:
            new = self.wording.value(holder[name], NAME if known is ARGUMENTS and name == "name" else "choice")
            changed |= new is not holder[name]
            holder[name] = new
        return changed

    def _details(self, choice: dict[str, Any], ending: bool) -> bool:
        details = {name: choice[name] for name in DETAILS if choice.get(name) is not None}
        if details and not self.altered:
            self.waiting.append((len(self.raw), details))
        ready = [waiting for end, waiting in self.waiting if end <= 0 or ending]
        self.waiting = self.waiting[len(ready) :]
        released = _joined(ready)
        for name in DETAILS:
            if name in choice or name in released:
                choice[name] = released.get(name)
        return released != details


def put(choice: dict[str, Any], delta: Any, key: Key, text: str) -> None:
    """Add a piece of text to a chunk that has none of its field."""
    field, index = key
    if not isinstance(delta, dict):
        choice["text"] = text
    elif field == "tool_calls":
        delta.setdefault("tool_calls", []).append({"index": index, "function": {"arguments": text}})
    elif field == "function_call":
        delta["function_call"] = {"arguments": text}
    else:
        delta[field] = text


def changed_beyond(choice: dict[str, Any], delta: Any) -> bool:
    """True where a choice without text still says something else: who speaks, which tool, token details."""
    if any(value is not None for name, value in choice.items() if name not in ("index", "delta", "text")):
        return True
    if not isinstance(delta, dict):
        return False
    named = any(call.get("id") or (call.get("function") or {}).get("name") for call in delta.get("tool_calls") or ())
    return bool(delta.get("role")) or named


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Details of several chunks as those of one."""
    joined: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            known = joined.get(name)
            if known is None:
                joined[name] = value
            elif isinstance(value, list):
                joined[name] = known + value
            else:
                joined[name] = {field: (known.get(field) or []) + (value.get(field) or []) for field in {**known, **value}}
    return joined
