"""One choice of a streamed answer: each of its fields is a text stream of its own, in the order that the model wrote them."""

from typing import Any, Final

from predictor.inference.masking import TextStream
from predictor.protocols.openai.field_kinds import JSON, NAME
from predictor.protocols.openai.response_masker import TOKEN_DETAILS, ResponseMasker
from predictor.protocols.openai.token_details import TokenDetails

TEXTS: Final = ("reasoning", "reasoning_content", "content", "refusal")
IN_ORDER: Final = frozenset({*TEXTS, "text", "tool_calls", "function_call"})  # the fields that an engine sends one after another
OF_CHOICE: Final = "choice."  # begins the key of an unknown field beside the delta
KEPT_CHOICE: Final = frozenset({"finish_reason", "stop_reason"})
KNOWN_CHOICE: Final = frozenset(
    {"index", "delta", "text", "logprobs", "finish_reason", "stop_reason", "token_ids", "prompt_token_ids", "routed_experts"}
)
KNOWN_DELTA: Final = frozenset({"role", "tool_calls", "function_call", *TEXTS})
KEPT_DELTA: Final = frozenset({"role"})
KNOWN_CALL: Final = frozenset({"index", "id", "type", "function"})
ARGUMENTS: Final = frozenset({"arguments"})
Key = tuple[str, int]
CONTENT: Final = ("content", 0)
TEXT: Final = ("text", 0)
# A piece of text: the object that holds it, its name there, and the field of the whole answer that it belongs to.
Piece = tuple[dict[str, Any], str, Key]


class ChoiceStream:
    """The state of one choice. Token details that may not go out are null.

    A field that OpenAI does not name is a text stream too, because an engine may send it in pieces.
    """

    def __init__(self, masker: ResponseMasker) -> None:
        self.masker = masker
        self.detailed = False
        self.streams: dict[Key, TextStream] = {}
        self.token_details = TokenDetails()
        self.emitted = 0  # characters passed on
        self.held_since: float | None = None  # when the oldest piece that may still be held came
        self.current: list[Piece] = []  # of the chunk at hand

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

    def rewrite_content(self, text: str) -> str | None:
        """The decided part of a chat's content or of a completion that comes alone; None while another field's stream is open."""
        if self.detailed or len(self.streams) != 1:
            return None
        key = next(iter(self.streams))
        return self._feed(key, text, ending=False) if key in (CONTENT, TEXT) else None

    def _rewrite_fields(self, choice: dict[str, Any], delta: Any) -> tuple[bool, bool]:
        pieces = self.current = self._pieces(choice, delta)
        before = [holder[name] for holder, name, _ in pieces]
        ending = choice.get("finish_reason") is not None
        closed = self._close_others(pieces, ending, choice, delta) if pieces or ending else False
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

    def _close_others(self, pieces: list[Piece], ending: bool, choice: dict[str, Any], delta: Any) -> bool:
        """End the streams that nothing can follow; returns whether any of them held text."""
        closed = False
        for key in self._ended({key for _, _, key in pieces}, ending):
            closed |= self._close(key, choice, delta)
        return closed

    def _ended(self, present: set[Key], ending: bool) -> list[Key]:
        """The open streams that nothing can follow: all at the end, and one of OpenAI's fields once another of them begins."""
        others = [key for key in self.streams if key not in present]
        if ending:
            return others
        return [key for key in others if key[0] in IN_ORDER] if any(key[0] in IN_ORDER for key in present) else []

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
        pieces: list[Piece] = [(choice, name, (_choice_field(name), 0)) for name in _texts(choice, KEPT_CHOICE)]
        if not isinstance(delta, dict):
            return pieces
        pieces += [(delta, name, (name, 0)) for name in _texts(delta, KEPT_DELTA)]
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
        if self.detailed:
            self.token_details.follow(text, emitted)

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
        """Rewrite the fields that no stream sees: unknown ones that are no text, and a function's name, which comes whole."""
        changed = False
        streamed = {name for pieced, name, _ in self.current if pieced is holder}
        for name in holder.keys() - known - streamed:
            new = self.masker.value(holder[name], NAME if known is ARGUMENTS and name == "name" else "choice")
            changed |= new is not holder[name]
            holder[name] = new
        return changed

    def _details(self, choice: dict[str, Any], ending: bool) -> bool:
        details = {name: choice[name] for name in TOKEN_DETAILS if choice.get(name) is not None}
        self.token_details.add(details)
        released = self.token_details.take(ending)
        for name in TOKEN_DETAILS:
            if name in choice or name in released:
                choice[name] = released.get(name)
        return released != details


def has_delta(field: str) -> bool:
    """True for a field that stands in a choice's delta."""
    return field != "text" and not field.startswith(OF_CHOICE)


def put(choice: dict[str, Any], delta: Any, key: Key, text: str) -> None:
    """Add a piece of text to a chunk that has none of its field."""
    field, index = key
    if field.startswith(OF_CHOICE):
        choice[field.removeprefix(OF_CHOICE)] = text
    elif not isinstance(delta, dict):
        choice["text"] = text
    elif field == "tool_calls":
        delta.setdefault("tool_calls", []).append({"index": index, "function": {"arguments": text}})
    elif field == "function_call":
        delta["function_call"] = {"arguments": text}
    else:
        delta[field] = text


def _choice_field(name: str) -> str:
    return name if name == "text" else OF_CHOICE + name


def _texts(holder: dict[str, Any], kept: frozenset[str]) -> list[str]:
    return [name for name, value in holder.items() if isinstance(value, str) and name not in kept]


def has_other_fields(choice: dict[str, Any], delta: Any) -> bool:
    """True where a choice without text still has another field to send: a role, a tool's name, token details."""
    if any(value is not None for name, value in choice.items() if name not in ("index", "delta", "text")):
        return True
    if not isinstance(delta, dict):
        return False
    named = any(call.get("id") or (call.get("function") or {}).get("name") for call in delta.get("tool_calls") or ())
    return bool(delta.get("role")) or named
