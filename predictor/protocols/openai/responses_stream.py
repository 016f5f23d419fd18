"""The events of a streamed Responses answer: deltas are text streams by the item that they belong to, all other events whole."""

from typing import Any

import orjson

from predictor.engines.http.sse import encode_event
from predictor.inference.masking import TextStream
from predictor.protocols.openai.field_kinds import JSON
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.openai.token_details import TokenDetails

Key = tuple[Any, ...]


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
        self._shift = 0  # events added beside the engine's, less those left out

    def rewrite(self, event: dict[str, Any], fields: bytes) -> list[bytes]:
        """The encoded events that take the place of `event`; `fields` are its lines before the data."""
        kind, _, step = str(event["type"]).rpartition(".")
        key = (kind, event.get("item_id"), event.get("output_index"), event.get("content_index"), event.get("summary_index"))
        if step == "delta" and isinstance(event.get("delta"), str):
            return self._delta(event, kind, key, fields)
        events = self._close(event, key) if step == "done" and key in self._texts else []
        return [*events, self._numbered(self.masker.value(event, "answer"), fields)]

    def _delta(self, event: dict[str, Any], kind: str, key: Key, fields: bytes) -> list[bytes]:
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = ItemText(self.masker.stream(self._kind(kind)))
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
        encoded = self._numbered(rest | {"sequence_number": event.get("sequence_number")}, f"event: {kind}\n".encode())
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
