"""The events of a streamed Responses answer: deltas are text streams by the item that they belong to, all other events whole."""

from typing import Any, Final

import orjson

from predictor.engines.http.sse import encode_event
from predictor.inference.masking import TextStream
from predictor.protocols.openai.field_kinds import JSON
from predictor.protocols.openai.response_masker import ResponseMasker, SteadyFields
from predictor.protocols.openai.token_details import TokenDetails

Key = tuple[Any, ...]
# The fields of a delta event that place its text, and the text itself with its details.
PLACES: Final = ("item_id", "output_index", "content_index", "summary_index", "command_index")
KNOWN_DELTA: Final = frozenset({"type", "sequence_number", "delta", "logprobs", *PLACES})
ENDS: Final = ("completed", "incomplete", "failed", "cancelled")


class ItemText:
    """One text of the answer: its stream, its token details and its latest delta event."""

    def __init__(self, stream: TextStream) -> None:
        self.stream = stream
        self.details = TokenDetails()
        self.latest: dict[str, Any] = {}

    def feed(self, event: dict[str, Any]) -> dict[str, Any]:
        """The delta event with the text, and the token details, that may go out now."""
        self.latest = event
        text = event["delta"]
        return self._event(text, self.stream.feed(text), event.get("logprobs"), ending=False)

    def flush(self) -> dict[str, Any]:
        """A last delta event with all that is held."""
        return self._event("", self.stream.flush(), None, ending=True)

    def _event(self, text: str, emitted: str, logprobs: Any, ending: bool) -> dict[str, Any]:
        self.details.follow(text, emitted)
        self.details.add({"logprobs": logprobs} if logprobs else {})
        event = self.latest | {"delta": emitted}
        released = self.details.take(ending) if emitted or ending else {}  # an event without text is not sent
        return event | {"logprobs": released.get("logprobs", [])} if "logprobs" in event else event


class ResponsesStream:
    """The state of one answer."""

    def __init__(self, masker: ResponseMasker) -> None:
        self.masker = masker
        self._texts: dict[Key, ItemText] = {}
        self._unknown = SteadyFields(masker)
        self._shift = 0  # events added beside the engine's, less those left out

    def rewrite(self, event: dict[str, Any], fields: bytes) -> list[bytes]:
        """The encoded events that take the place of `event`; `fields` are its lines before the data."""
        kind, _, step = str(event["type"]).rpartition(".")
        key = (kind, *map(event.get, PLACES))
        if step == "delta" and isinstance(event.get("delta"), str):
            return self._delta(event, kind, key, fields)
        events = [encoded for ended in self._ended(kind, step, key) for encoded in self._close(event, ended)]
        return [*events, self._numbered(self.masker.value(event, "answer"), fields)]

    def _ended(self, kind: str, step: str, key: Key) -> list[Key]:
        """The open texts that an event ends: its own one, and every one at the end of the answer."""
        if kind == "response" and step in ENDS:
            return list(self._texts)
        return [key] if step == "done" and key in self._texts else []

    def _delta(self, event: dict[str, Any], kind: str, key: Key, fields: bytes) -> list[bytes]:
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = ItemText(self.masker.stream(self._kind(kind)))
        if not KNOWN_DELTA.issuperset(event):
            event = event | self._unknown.rewrite({name: event[name] for name in event.keys() - KNOWN_DELTA})
        rewritten = text.feed(event)
        if not rewritten["delta"]:
            self._shift -= 1
            return []
        return [self._numbered(rewritten, fields)]

    def _close(self, event: dict[str, Any], key: Key) -> list[bytes]:
        """A delta event with the held text of the item that `event` ends."""
        text = self._texts.pop(key)
        rest = text.flush()
        if not rest["delta"] and not rest.get("logprobs"):
            return []
        kind = str(rest["type"])
        number = {name: event[name] for name in ("sequence_number",) if name in event}
        encoded = self._numbered(rest | number, f"event: {kind}\n".encode())
        self._shift += 1
        return [encoded]

    def _kind(self, kind: str) -> str:
        if kind.endswith("arguments"):
            return JSON
        return self.masker.content_kind() if kind.endswith("output_text") else "part"

    def _numbered(self, event: dict[str, Any], fields: bytes) -> bytes:
        number = event.get("sequence_number")
        if isinstance(number, int):
            event = event | {"sequence_number": number + self._shift}
        return fields + encode_event(orjson.dumps(event))
