"""A streamed answer: each event is parsed, its text masked or restored, and sent at once where nothing can match."""

from typing import Any, Final

import orjson

from predictor.engines.http.sse import DONE, EventReader, EventWriter, encode_event, split_event
from predictor.protocols.openai.choice_stream import KNOWN_CHOICE, ChoiceStream, has_delta, put
from predictor.protocols.openai.chunk_template import ChunkTemplate
from predictor.protocols.openai.response_ids import ResponseIds
from predictor.protocols.openai.response_masker import ResponseMasker, SteadyFields
from predictor.protocols.openai.responses_stream import ResponsesStream
from predictor.protocols.openai.usage import note_model, note_usage
from predictor.telemetry.access_log import AccessLogEntry

# The fields of a chunk that hold no text.
KNOWN_CHUNK: Final = frozenset({"id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier"})
# The fields of a choice that a chunk with text alone has not, or has as null.
DETAILS: Final = ("finish_reason", "stop_reason", "logprobs", "token_ids", "prompt_token_ids", "routed_experts")
MOST_TEMPLATES: Final = 8


class EventStream:
    """The events of one answer on their way to `writer`.

    `error` is the engine's error object once it has sent one; no later event is read. Without `usage_requested` the usage
    chunk, which the predictor itself requests for its log, is not passed on. `ids` are those of the key's responses.
    """

    def __init__(
        self,
        masker: ResponseMasker | None,
        writer: EventWriter,
        usage_requested: bool,
        entry: AccessLogEntry,
        ids: ResponseIds | None = None,
    ) -> None:
        self.masker = masker
        self.ids = ids
        self.writer = writer
        self.usage_requested = usage_requested
        self.entry = entry
        self.error: dict[str, Any] | None = None
        self._reader = EventReader()
        self._choices: dict[int, ChoiceStream] = {}
        self._last: dict[str, Any] = {}
        self._opening = b""  # chunks that name the role alone: they wait for the next event, because that may be an error
        self._unknown = SteadyFields(masker) if masker else None
        self._responses = ResponsesStream(masker) if masker else None
        self._templates: list[ChunkTemplate] = []  # of each choice's common chunk

    def feed(self, data: bytes) -> bytes:
        """Take bytes of the engine's app; return the events that go to the caller now."""
        if not self._reader.pending and self.error is None:
            for template in self._templates:
                text = template.text(data)
                if text is not None:
                    return self._simple(template, text, data)
        return b"".join([self._event(block) for block in self._reader.feed(data) if self.error is None])

    def end(self) -> bytes:
        """The chunks and the text that still wait, because the engine's app has ended."""
        return self._opened() + self._held()

    def _event(self, block: bytes) -> bytes:
        fields, data = split_event(block)
        if not data:
            return block + b"\n\n"
        if data == b"[DONE]":
            return self.end() + DONE
        event = _object(data)
        if event is None:
            return self._opened() + self._plain(data)
        if event.get("error") or event.get("type") == "error":
            error = event.get("error")
            self.error = error if isinstance(error, dict) else {"message": event.get("message", error)}
            return b""
        if "type" in event and "choices" not in event:
            return self._response_event(event, fields, block)
        if names_role_alone(event):
            self._opening += self._chunk(event, block)
            return b""
        return self._opened() + self._chunk(event, block)

    def _opened(self) -> bytes:
        """The chunks that waited for the next event."""
        opening, self._opening = self._opening, b""
        return opening

    def _plain(self, data: bytes) -> bytes:
        text = data.decode(errors="replace")
        return encode_event((self.masker.text(text) if self.masker else text).encode())

    def _chunk(self, chunk: dict[str, Any], block: bytes) -> bytes:
        usage = chunk.get("usage")
        note_model(self.entry, chunk.get("model"))
        if usage:
            note_usage(self.entry, usage)
        choices = chunk.get("choices")
        if not choices:
            return block + b"\n\n" if self.usage_requested or not usage else b""
        # Counts in every chunk were not requested by the predictor, so the engine's operator sends them to every caller.
        self.usage_requested = self.usage_requested or bool(usage)
        self.entry.note_token()
        self._learn(chunk, block)
        if self.masker is None:
            self.entry.answer_length += sum(_length(choice) for choice in choices)
            return block + b"\n\n"
        return self._masked_chunk(self.masker, chunk, block)

    def _learn(self, chunk: dict[str, Any], block: bytes) -> None:
        """Keep the template of a chunk that has a piece of content alone."""
        text = simple_text(chunk)
        if not text or len(self._templates) >= MOST_TEMPLATES:
            return
        template = ChunkTemplate.learn(block, chunk, text)
        if template is not None:
            self._templates.append(template)

    def _simple(self, template: ChunkTemplate, text: str, data: bytes) -> bytes:
        """The event of which only the text is new; its bytes `data` are passed on where the text stays."""
        self.entry.note_token()
        if self.masker is None:
            self.entry.answer_length += len(text)
            return data
        self._last = template.chunk
        stream = self._choices[template.index]
        emitted = stream.rewrite_content(text)
        if emitted is None:
            return self._masked_chunk(self.masker, orjson.loads(data[6:]), data[:-2])
        self.entry.answer_length += len(emitted)
        stream.held_since = self.entry.note_wait(stream.held_since, emitted)
        if emitted == text:
            return data
        return template.event(emitted) if emitted else b""

    def _masked_chunk(self, masker: ResponseMasker, chunk: dict[str, Any], block: bytes) -> bytes:
        self._last = chunk
        choices, usage = chunk["choices"], chunk.get("usage")
        changed, kept = self._rewrite_choices(masker, choices)
        if self._unknown and not KNOWN_CHUNK.issuperset(chunk):
            unknown = {name: chunk[name] for name in chunk.keys() - KNOWN_CHUNK}
            rewritten = self._unknown.rewrite(unknown)
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
            stream.held_since = self.entry.note_wait(stream.held_since, stream.emitted > before)
            any_changed |= changed
            if has_content:
                kept.append(choice)
        return any_changed, kept

    def _held(self) -> bytes:
        choices = []
        for index, stream in self._choices.items():
            for key, text in stream.rest():
                delta: dict[str, Any] | None = {} if has_delta(key[0]) else None
                choice: dict[str, Any] = {"index": index} | ({} if delta is None else {"delta": delta}) | {"finish_reason": None}
                put(choice, delta, key, text)
                choices.append(choice)
        if not choices:
            return b""
        chunk = {name: value for name, value in self._last.items() if name != "usage"} | {"choices": choices}
        return encode_event(orjson.dumps(chunk))

    def _response_event(self, event: dict[str, Any], fields: bytes, block: bytes) -> bytes:
        response = event.get("response")
        is_sealed = self.ids is not None and isinstance(response, dict)
        if isinstance(response, dict):
            note_usage(self.entry, response.get("usage"))
            note_model(self.entry, response.get("model"))
            if self.ids is not None:
                event["response"] = self.ids.of_response(response)
        if str(event["type"]).endswith(".delta"):
            self.entry.note_token()
        if self._responses is not None:
            return b"".join(self._responses.rewrite(event, fields))
        return fields + encode_event(orjson.dumps(event)) if is_sealed else block + b"\n\n"


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        event = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) else None


def _length(choice: dict[str, Any]) -> int:
    return len((choice.get("delta") or {}).get("content") or choice.get("text") or "")


def names_role_alone(chunk: dict[str, Any]) -> bool:
    """Whether each choice of a chat's chunk says who speaks and nothing else."""
    choices = chunk.get("choices") or ()
    return len(choices) > 0 and all(_is_role(choice) for choice in choices)


def _is_role(choice: dict[str, Any]) -> bool:
    delta = choice.get("delta") or {}
    return "role" in delta and not choice.get("finish_reason") and not any(delta[name] for name in delta.keys() - {"role"})


def simple_text(chunk: dict[str, Any]) -> str | None:
    """The text of a chunk that holds one piece of a chat's content or of a completion, and nothing else; None for any other."""
    if len(chunk["choices"]) != 1 or chunk.get("usage") or not KNOWN_CHUNK.issuperset(chunk):
        return None
    choice = chunk["choices"][0]
    if not KNOWN_CHOICE.issuperset(choice) or any(choice.get(name) is not None for name in DETAILS):
        return None
    delta = choice.get("delta")
    text = choice.get("text") if delta is None else delta.get("content") if len(delta) == 1 else None
    return text if isinstance(text, str) else None
