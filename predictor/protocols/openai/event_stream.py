"""A streamed answer: each event is parsed, its text masked or restored, and sent at once where nothing can match."""

from typing import Any, Final

import orjson

from predictor.engines.http.sse import DONE, EventReader, EventWriter, encode_event, split_event
from predictor.protocols.openai.choice_stream import ChoiceStream, put
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.openai.responses_stream import ResponsesStream
from predictor.protocols.openai.usage import note_usage
from predictor.telemetry.access_log import AccessLogEntry

# The fields of a chunk that hold no text.
KNOWN_CHUNK: Final = frozenset({"id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier"})


class EventStream:
    """The events of one answer on their way to `writer`.

    `error` is the engine's error object once it has sent one; no later event is read. Without `usage_requested` the usage
    chunk, which the predictor itself requests for its log, is not passed on.
    """

    def __init__(self, masker: ResponseMasker | None, writer: EventWriter, usage_requested: bool, entry: AccessLogEntry) -> None:
        self.masker = masker
        self.writer = writer
        self.usage_requested = usage_requested
        self.entry = entry
        self.error: dict[str, Any] | None = None
        self._reader = EventReader()
        self._choices: dict[int, ChoiceStream] = {}
        self._last: dict[str, Any] = {}
        self._responses = ResponsesStream(masker) if masker else None

    def feed(self, data: bytes) -> bytes:
        """Take bytes of the engine's app; return the events that go to the caller now."""
        return b"".join([self._event(block) for block in self._reader.feed(data) if self.error is None])

    def end(self) -> bytes:
        """The text that is still held when the engine's app has ended without `[DONE]`."""
        return self._held()

    def _event(self, block: bytes) -> bytes:
        fields, data = split_event(block)
        if not data:
            return block + b"\n\n"
        if data == b"[DONE]":
            return self._held() + DONE
        event = _object(data)
        if event is None:
            return self._plain(data)
        if event.get("error") or event.get("type") == "error":
            error = event.get("error")
            self.error = error if isinstance(error, dict) else {"message": event.get("message", error)}
            return b""
        if "type" in event and "choices" not in event:
            return self._response_event(event, fields, block)
        return self._chunk(event, block)

    def _plain(self, data: bytes) -> bytes:
        text = data.decode(errors="replace")
        return encode_event((self.masker.text(text) if self.masker else text).encode())

    def _chunk(self, chunk: dict[str, Any], block: bytes) -> bytes:
        usage = chunk.get("usage")
        if usage:
            note_usage(self.entry, usage)
        choices = chunk.get("choices")
        if not choices:
            return block + b"\n\n" if self.usage_requested or not usage else b""
        # Counts in every chunk were not requested by the predictor, so the engine's operator sends them to every caller.
        self.usage_requested = self.usage_requested or bool(usage)
        self.entry.note_token()
        if self.masker is None:
            self.entry.answer_length += sum(_length(choice) for choice in choices)
            return block + b"\n\n"
        return self._masked_chunk(self.masker, chunk, block)

    def _masked_chunk(self, masker: ResponseMasker, chunk: dict[str, Any], block: bytes) -> bytes:
        self._last = chunk
        choices, usage = chunk["choices"], chunk.get("usage")
        changed, kept = self._rewrite_choices(masker, choices)
        if not KNOWN_CHUNK.issuperset(chunk):
            unknown = {name: chunk[name] for name in chunk.keys() - KNOWN_CHUNK}
            rewritten = masker.value(unknown, "answer")
            changed |= rewritten is not unknown
            chunk |= rewritten
        if not kept and not usage:
            return b""
        if not changed:
            return block + b"\n\n"
        if len(kept) < len(choices) and not usage:
            chunk["choices"] = kept
        return encode_event(orjson.dumps(chunk))

    def _rewrite_choices(self, masker: ResponseMasker, choices: list[dict[str, Any]]) -> tuple[bool, list[dict[str, Any]]]:
        """Rewrite the choices in place; returns whether any changed, and those that have anything to send."""
        any_changed = False
        kept = []
        for choice in choices:
            index = choice.get("index", 0)
            stream = self._choices.get(index)
            if stream is None:
                stream = self._choices[index] = ChoiceStream(masker)
            before = stream.emitted
            changed, has_content = stream.rewrite(choice)
            self.entry.answer_length += stream.emitted - before
            any_changed |= changed
            if has_content:
                kept.append(choice)
        return any_changed, kept

    def _held(self) -> bytes:
        choices = []
        for index, stream in self._choices.items():
            for key, text in stream.rest():
                delta: dict[str, Any] | None = None if key[0] == "text" else {}
                choice: dict[str, Any] = {"index": index} | ({} if delta is None else {"delta": delta}) | {"finish_reason": None}
                put(choice, delta, key, text)
                choices.append(choice)
        if not choices:
            return b""
        chunk = {name: value for name, value in self._last.items() if name != "usage"} | {"choices": choices}
        return encode_event(orjson.dumps(chunk))

    def _response_event(self, event: dict[str, Any], fields: bytes, block: bytes) -> bytes:
        response = event.get("response")
        if isinstance(response, dict):
            note_usage(self.entry, response.get("usage"))
        if str(event["type"]).endswith(".delta"):
            self.entry.note_token()
        if self._responses is None:
            return block + b"\n\n"
        return b"".join(self._responses.rewrite(event, fields))


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        event = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) else None


def _length(choice: dict[str, Any]) -> int:
    return len((choice.get("delta") or {}).get("content") or choice.get("text") or "")
