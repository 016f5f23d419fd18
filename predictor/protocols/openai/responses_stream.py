"""The events of a streamed Responses answer: deltas are text streams by the item that they belong to, all other events whole."""

from typing import Any, Final

import orjson

from predictor.engines.http.sse import encode_event
from predictor.inference.masking import TextStream
from predictor.protocols.openai.field_kinds import JSON
from predictor.protocols.openai.response_masker import ResponseMasker

WITHOUT_DETAILS: Final[dict[str, Any]] = {"logprobs": []}


class ResponsesStream:
    """The state of one answer."""

    def __init__(self, masker: ResponseMasker) -> None:
        self.masker = masker
        self._streams: dict[tuple[Any, ...], tuple[TextStream, dict[str, Any]]] = {}  # with the latest delta event of each
        self._added = 0  # events beside the engine's, by which the numbers of the following ones grow

    def rewrite(self, event: dict[str, Any], fields: bytes) -> list[bytes]:
        """The encoded events that take the place of `event`; `fields` are its lines before the data."""
        kind, _, step = str(event["type"]).rpartition(".")
        key = (kind, event.get("item_id"), event.get("output_index"), event.get("content_index"), event.get("summary_index"))
        if step == "delta" and isinstance(event.get("delta"), str):
            return [self._numbered(self._delta(event, kind, key), fields)]
        events = [*self._close(event, key)] if step == "done" and key in self._streams else []
        return [*events, self._numbered(self.masker.value(event, "answer"), fields)]

    def _delta(self, event: dict[str, Any], kind: str, key: tuple[Any, ...]) -> dict[str, Any]:
        known = self._streams.get(key)
        stream = known[0] if known else self.masker.stream(self._kind(kind))
        self._streams[key] = (stream, event)
        emitted = stream.feed(event["delta"])
        # Token details of a changed text would spell it out.
        without = WITHOUT_DETAILS if event.get("logprobs") and emitted != event["delta"] else {}
        return event | {"delta": emitted} | without

    def _close(self, event: dict[str, Any], key: tuple[Any, ...]) -> list[bytes]:
        """A delta event with the held text of the item that `event` ends."""
        stream, last = self._streams.pop(key)
        rest = stream.flush()
        if not rest:
            return []
        details = WITHOUT_DETAILS if "logprobs" in last else {}
        held = last | {"delta": rest, "sequence_number": event.get("sequence_number")} | details
        encoded = self._numbered(held, b"event: " + str(last["type"]).encode() + b"\n")
        self._added += 1
        return [encoded]

    def _kind(self, kind: str) -> str:
        if kind.endswith("arguments"):
            return JSON
        return self.masker.content_kind() if kind.endswith("output_text") else "part"

    def _numbered(self, event: dict[str, Any], fields: bytes) -> bytes:
        number = event.get("sequence_number")
        if isinstance(number, int):
            event = event | {"sequence_number": number + self._added}
        return fields + encode_event(orjson.dumps(event))
