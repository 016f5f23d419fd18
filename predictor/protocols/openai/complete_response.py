"""Whole answers: JSON, and vectors as bytes."""

from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from predictor.protocols.openai import usage
from predictor.protocols.openai.response_masker import Answer
from predictor.telemetry.access_log import Record

JSON_TYPE: Final = "application/json"
BYTES_TYPE: Final = "application/octet-stream"  # embeddings with `encoding_format` bytes; the header `metadata` says what they are


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer that is no stream; `headers` by name in small letters."""

    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": JSON_TYPE})


def rewrite(raw: Whole, wording: Answer | None, record: Record) -> Whole:
    """The answer for the caller; the engine's own bytes where nothing had to be changed."""
    if raw.headers["content-type"].startswith(BYTES_TYPE):
        usage.note(record, _metadata(raw).get("usage"))
        return raw
    return Whole(_reworded(raw.body, wording, record), raw.headers)


def _metadata(raw: Whole) -> dict[str, Any]:
    try:
        told = orjson.loads(raw.headers.get("metadata", "{}"))
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _reworded(raw: bytes, wording: Answer | None, record: Record) -> bytes:
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return wording.text(raw.decode(errors="replace")).encode() if wording else raw
    if not isinstance(told, dict):
        return raw
    usage.note(record, told.get("usage"))
    rewritten = wording.value(told, "answer") if wording else told
    record.answer_length = sum(map(len, _texts(rewritten)))
    return raw if rewritten is told else orjson.dumps(rewritten)


def _texts(told: dict[str, Any]) -> list[str]:
    texts = []
    for choice in told.get("choices") or ():
        holder = choice.get("message") or choice
        texts.append(holder.get("content") or holder.get("text") or "")
    for item in told.get("output") or ():
        texts += [part.get("text") or "" for part in item.get("content") or () if isinstance(part, dict)]
    return [text for text in texts if isinstance(text, str)]
