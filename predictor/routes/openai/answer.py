"""Whole answers in JSON."""

from typing import Any

import orjson

from predictor.routes.openai import usage
from predictor.routes.openai.wording import Answer
from predictor.telemetry.record import Record


def rewrite(raw: bytes, wording: Answer | None, record: Record) -> bytes:
    """The answer for the caller; the engine's own bytes where nothing had to be changed."""
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
