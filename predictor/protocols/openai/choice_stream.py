"""One choice of a streamed answer: each of its fields is a text stream of its own, in the order that the model wrote them."""

from typing import Any, Final

from predictor.inference.masking import TextStream
from predictor.protocols.openai.field_kinds import JSON, NAME
from predictor.protocols.openai.response_masker import TOKEN_DETAILS, ResponseMasker

TEXTS: Final = ("reasoning", "reasoning_content", "content", "refusal")
KNOWN_CHOICE: Final = frozenset(
    {"index", "delta", "text", "logprobs", "finish_reason", "stop_reason", "token_ids", "prompt_token_ids", "routed_experts"}
)
KNOWN_DELTA: Final = frozenset({"role", "tool_calls", "function_call", *TEXTS})
KNOWN_CALL: Final = frozenset({"index", "id", "type", "function"})
ARGUMENTS: Final = frozenset({"arguments"})
Key = tuple[str, int]
CONTENT: Final = ("content", 0)
# A piece of text: the object that holds it, its name there, and the field of the whole answer that it belongs to.
Piece = tuple[dict[str, Any], str, Key]


class ChoiceStream:
    """The state of one choice.

    Token details (`logprobs`, `token_ids`) wait for their text. From the first piece on that masking or restoring changed they are
    null, because they would spell out the masked value.
    """

    def __init__(self, masker: ResponseMasker) -> None:
        self.masker = masker
        self.detailed = False
        self.streams: dict[Key, TextStream] = {}
        self.raw = ""  # written by the model, not yet passed on
        self.altered = False
        self.waiting: list[tuple[int, dict[str, Any]]] = []  # (characters of raw up to its end, details)
        self.emitted = 0  # characters passed on

    def rewrite(self, choice: dict[str, Any]) -> tuple[bool, bool]:
        """Change a chunk's choice in place; returns whether it changed, and whether anything is left of it to send."""
        delta = choice.get("delta")
        # Read from the answer, because an engine may send token details to callers that did not request them.
        self.detailed = self.detailed or choice.get("logprobs") is not None or choice.get("token_ids") is not None
        if delta is not None and len(delta) == 1 and self._is_simple(choice):
            text = delta.get("content")
            if text and isinstance(text, str):
                delta["content"] = emitted = self._feed(CONTENT, text, ending=False)
                return emitted != text, bool(emitted)
        return self._rewrite_fields(choice, delta)

    def _rewrite_fields(self, choice: dict[str, Any], delta: Any) -> tuple[bool, bool]:
        pieces = self._pieces(choice, delta)
        before = [holder[name] for holder, name, _ in pieces]
        ending = choice.get("finish_reason") is not None
        closed = self._close_others(pieces, choice, delta) if pieces or ending else False
        changed = closed | self._feed_pieces(pieces, ending)
        changed |= self._unknown(choice, delta)
        if self.detailed:
            changed |= self._details(choice, ending)
        held_back = any(before) and not any(holder[name] for holder, name, _ in pieces)
        return changed, ending or closed or not held_back or has_other_fields(choice, delta)

    def _feed_pieces(self, pieces: list[Piece], ending: bool) -> bool:
        """Rewrite the pieces in place; returns whether any changed."""
        changed = False
        for holder, name, key in pieces:
            text = holder[name]
            holder[name] = emitted = self._feed(key, text, ending)
            changed |= emitted != text
        return changed

    def _close_others(self, pieces: list[Piece], choice: dict[str, Any], delta: Any) -> bool:
        """End the streams of all fields but those of `pieces`; returns whether any of them held text."""
        present = {key for _, _, key in pieces}
        closed = False
        for key in [key for key in self.streams if key not in present]:
            closed |= self._close(key, choice, delta)
        return closed

    def _is_simple(self, choice: dict[str, Any]) -> bool:
        """True for the common chunk that has content alone, while no other field's stream is open."""
        if self.detailed or choice.get("finish_reason") is not None or not KNOWN_CHOICE.issuperset(choice):
            return False
        return not self.streams or (len(self.streams) == 1 and CONTENT in self.streams)

    def rest(self) -> list[tuple[Key, str]]:
        """The text that is still held, by field; for a stream that ends without a finish reason."""
        held = [(key, stream.flush()) for key, stream in self.streams.items()]
        self.streams.clear()
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
        stream = self.streams.get(key)
        if stream is None:
            if not text:
                return text
            stream = self.streams[key] = self.masker.stream(self._kind(key[0]))
        emitted = stream.feed(text)
        if ending:
            emitted += stream.flush()
            del self.streams[key]
        self._follow(text, emitted)
        return emitted

    def _kind(self, field: str) -> str:
        if field in ("tool_calls", "function_call"):
            return JSON
        return self.masker.content_kind() if field in ("content", "text") else field

    def _close(self, key: Key, choice: dict[str, Any], delta: Any) -> bool:
        """Put the held text of another field into this chunk."""
        rest = self.streams.pop(key).flush()
        self._follow("", rest)
        if rest:
            put(choice, delta, key, rest)
        return bool(rest)

    def _follow(self, text: str, emitted: str) -> None:
        self.emitted += len(emitted)
        if not self.detailed or self.altered:
            return
        self.raw += text
        if self.raw.startswith(emitted):
            self.raw = self.raw[len(emitted) :]
            self.waiting = [(end - len(emitted), details) for end, details in self.waiting]
        else:
            self.altered = True
            self.waiting.clear()

    def _unknown(self, choice: dict[str, Any], delta: Any) -> bool:
        changed = self._rewrite_unknown(choice, KNOWN_CHOICE)
        if not isinstance(delta, dict):
            return changed
        calls = delta.get("tool_calls") or ()
        holders = [(delta, KNOWN_DELTA), *((call, KNOWN_CALL) for call in calls)]
        holders += [(callee, ARGUMENTS) for callee in (delta.get("function_call"), *(call.get("function") for call in calls))]
        for holder, known in holders:
            if isinstance(holder, dict):
                changed |= self._rewrite_unknown(holder, known)
        return changed

    def _rewrite_unknown(self, holder: dict[str, Any], known: frozenset[str]) -> bool:
        """Rewrite the fields that no stream sees: unknown ones, and a function's name, which never comes in pieces."""
        changed = False
        for name in holder.keys() - known:
            new = self.masker.value(holder[name], NAME if known is ARGUMENTS and name == "name" else "choice")
            changed |= new is not holder[name]
            holder[name] = new
        return changed

    def _details(self, choice: dict[str, Any], ending: bool) -> bool:
        details = {name: choice[name] for name in TOKEN_DETAILS if choice.get(name) is not None}
        if details and not self.altered:
            self.waiting.append((len(self.raw), details))
        ready = [waiting for end, waiting in self.waiting if end <= 0 or ending]
        self.waiting = self.waiting[len(ready) :]
        released = _joined(ready)
        for name in TOKEN_DETAILS:
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


def has_other_fields(choice: dict[str, Any], delta: Any) -> bool:
    """True where a choice without text still has another field to send: a role, a tool's name, token details."""
    if any(value is not None for name, value in choice.items() if name not in ("index", "delta", "text")):
        return True
    if not isinstance(delta, dict):
        return False
    named = any(call.get("id") or (call.get("function") or {}).get("name") for call in delta.get("tool_calls") or ())
    return bool(delta.get("role")) or named


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Token details of several chunks, joined."""
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
