"""Answers as Server-Sent Events: each event is read, its text masked or restored, and passed on at once where nothing can match."""

from typing import Any, Final

import orjson

from predictor.protocols.openai import usage
from predictor.protocols.openai.choice_stream import Lane, put
from predictor.protocols.openai.field_kinds import JSON
from predictor.protocols.openai.json_text_stream import Side
from predictor.protocols.openai.request_body import Body
from predictor.protocols.openai.response_masker import Answer
from predictor.telemetry.access_log import Record

# Of a chunk's own fields those that hold no text.
KNOWN_CHUNK: Final = frozenset({"id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier"})
DONE = b"data: [DONE]\n\n"
_WITHOUT: Final[dict[str, Any]] = {"logprobs": []}


class Events:
    """The events of one answer. `error` is the engine's error object once it has sent one; nothing is read after it."""

    def __init__(self, wording: Answer | None, body: Body, record: Record) -> None:
        self.wording = wording
        self.usage_asked = body.usage_asked
        self.record = record
        self.buffer = b""
        self.error: dict[str, Any] | None = None
        self.lanes: dict[int, Lane] = {}
        self.last: dict[str, Any] = {}
        self.responses = Responses(wording) if wording else None

    def feed(self, data: bytes) -> bytes:
        """Take what the engine's app wrote; return what goes to the caller now."""
        if not self.buffer and data.find(b"\n\n") == len(data) - 2 >= 0 and b"\r" not in data:
            return self._event(data[:-2])  # one event, as servers mostly write them
        self.buffer += data
        if b"\r" in self.buffer:
            self.buffer = self.buffer.replace(b"\r\n", b"\n")
        if not self.buffer.endswith(b"\n\n") and b"\n\n" not in self.buffer:
            return b""
        *blocks, self.buffer = self.buffer.split(b"\n\n")
        return b"".join([self._event(block) for block in blocks if block and self.error is None])

    def end(self) -> bytes:
        """What is still held when the engine's app has ended without `[DONE]`."""
        return self._held()

    def _event(self, block: bytes) -> bytes:
        if block.startswith(b"data: ") and b"\n" not in block:
            head, payload = b"", block[6:]
        else:
            head, payload = _parts(block)
        if not payload:
            return block + b"\n\n"
        if payload == b"[DONE]":
            return self._held() + DONE
        try:
            told = orjson.loads(payload)
        except orjson.JSONDecodeError:
            told = None
        if not isinstance(told, dict):
            text = payload.decode(errors="replace")
            return b"data: " + (self.wording.text(text) if self.wording else text).encode() + b"\n\n"
        if told.get("error") or told.get("type") == "error":
            error = told.get("error")
            self.error = error if isinstance(error, dict) else {"message": told.get("message", error)}
            return b""
        if "type" in told and "choices" not in told:
            return self._response(told, head, block)
        return self._chunk(told, block)

    def _chunk(self, told: dict[str, Any], block: bytes) -> bytes:
        counts = told.get("usage")
        if counts:
            usage.note(self.record, counts)
        choices = told.get("choices")
        if not choices:
            return block + b"\n\n" if self.usage_asked or not counts else b""
        # Counts in every chunk are more than we asked for: the engine's operator has it send them to everybody.
        self.usage_asked = self.usage_asked or bool(counts)
        self.record.note_token()
        if self.wording is None:
            for choice in choices:
                self.record.answer_length += len((choice.get("delta") or {}).get("content") or choice.get("text") or "")
            return block + b"\n\n"
        self.last = told
        changed, speaking = self._choices(choices)
        if not KNOWN_CHUNK.issuperset(told):
            unknown = {name: told[name] for name in told.keys() - KNOWN_CHUNK}
            reworded = self.wording.value(unknown, "answer")
            changed |= reworded is not unknown
            told |= reworded
        if not speaking and not counts:
            return b""
        if not changed:
            return block + b"\n\n"
        if len(speaking) < len(choices) and not counts:
            told["choices"] = speaking
        return b"data: " + orjson.dumps(told) + b"\n\n"

    def _choices(self, choices: list[dict[str, Any]]) -> tuple[bool, list[dict[str, Any]]]:
        assert self.wording is not None
        any_changed = False
        speaking = []
        for choice in choices:
            index = choice.get("index", 0)
            lane = self.lanes.get(index)
            if lane is None:
                lane = self.lanes[index] = Lane(self.wording)
            before = lane.said
            changed, speaks = lane.rewrite(choice)
            self.record.answer_length += lane.said - before
            any_changed |= changed
            if speaks:
                speaking.append(choice)
        return any_changed, speaking

    def _held(self) -> bytes:
        choices = []
        for index, lane in self.lanes.items():
            for key, text in lane.rest():
                delta: dict[str, Any] | None = None if key[0] == "text" else {}
                choice: dict[str, Any] = {"index": index} | ({} if delta is None else {"delta": delta}) | {"finish_reason": None}
                put(choice, delta, key, text)
                choices.append(choice)
        if not choices:
            return b""
        told = {name: value for name, value in self.last.items() if name != "usage"} | {"choices": choices}
        return b"data: " + orjson.dumps(told) + b"\n\n"

    def _response(self, told: dict[str, Any], head: bytes, block: bytes) -> bytes:
        response = told.get("response")
        if isinstance(response, dict):
            usage.note(self.record, response.get("usage"))
        if str(told["type"]).endswith(".delta"):
            self.record.note_token()
        if self.responses is None:
            return block + b"\n\n"
        return b"".join(self.responses.rewrite(told, head))


class Responses:
    """Events of the Responses API: deltas by the item that they belong to, all else whole."""

    def __init__(self, wording: Answer) -> None:
        self.wording = wording
        self.sides: dict[tuple[Any, ...], tuple[Side, dict[str, Any]]] = {}
        self.added = 0  # events of ours, by which the numbers of the following ones grow

    def rewrite(self, told: dict[str, Any], head: bytes) -> list[bytes]:
        """The events that take one event's place."""
        kind, _, step = str(told["type"]).rpartition(".")
        key = (kind, told.get("item_id"), told.get("output_index"), told.get("content_index"), told.get("summary_index"))
        events = []
        if step == "delta" and isinstance(told.get("delta"), str):
            side, _ = self.sides.get(key) or (self.wording.side(self._what(kind)), {})
            self.sides[key] = (side, told)
            said = side.feed(told["delta"])
            # Tokens of text that is not passed on as it is would spell it out.
            told = told | {"delta": said} | (_WITHOUT if told.get("logprobs") and said != told["delta"] else {})
        else:
            if step == "done" and key in self.sides:
                side, last = self.sides.pop(key)
                rest = side.flush()
                if rest:
                    before = b"event: " + str(last["type"]).encode() + b"\n"
                    held = {"delta": rest, "sequence_number": told.get("sequence_number")} | (
                        {"logprobs": []} if "logprobs" in last else {}
                    )
                    events.append(self._numbered(last | held, before))
                    self.added += 1
            told = self.wording.value(told, "answer")
        return [*events, self._numbered(told, head)]

    def _what(self, kind: str) -> str:
        if kind.endswith("arguments"):
            return JSON
        return self.wording.content() if kind.endswith("output_text") else "part"

    def _numbered(self, told: dict[str, Any], head: bytes) -> bytes:
        number = told.get("sequence_number")
        if isinstance(number, int):
            told = told | {"sequence_number": number + self.added}
        return head + b"data: " + orjson.dumps(told) + b"\n\n"


def _parts(block: bytes) -> tuple[bytes, bytes]:
    """(an event's other lines, its data) as the format's parser reads them."""
    head, data = [], []
    for line in block.split(b"\n"):
        if line.startswith(b"data:"):
            data.append(line[5:].removeprefix(b" "))
        else:
            head.append(line + b"\n")
    return b"".join(head), b"\n".join(data)
