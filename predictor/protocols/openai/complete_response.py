"""Responses that are no stream: JSON, and vectors as bytes."""

from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from predictor.protocols.openai.response_ids import ResponseIds
from predictor.protocols.openai.response_masker import ResponseMasker
from predictor.protocols.openai.usage import note_model, note_usage
from predictor.telemetry.access_log import AccessLogEntry

JSON_TYPE: Final = "application/json"
BYTES_TYPE: Final = "application/octet-stream"  # embeddings with `encoding_format` bytes; the header `metadata` describes them


@dataclass(frozen=True, slots=True)
class CompleteResponse:
    """A response with its whole body; `headers` by name in small letters."""

    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": JSON_TYPE})


@dataclass(frozen=True, slots=True)
class StreamedResponse:
    """A response that went to the event writer; `rest` holds the events that are not written yet."""

    rest: bytes = b""


Reply = CompleteResponse | StreamedResponse


def rewrite(
    response: CompleteResponse, masker: ResponseMasker | None, entry: AccessLogEntry, ids: ResponseIds | None = None
) -> CompleteResponse:
    """The response for the caller; the engine's own bytes where nothing had to be changed."""
    if response.headers["content-type"].startswith(BYTES_TYPE):
        note_usage(entry, _object(response.headers.get("metadata", "{}").encode()).get("usage"))
        return response
    return CompleteResponse(_rewrite_json(response.body, masker, entry, ids), response.headers)


def _rewrite_json(body: bytes, masker: ResponseMasker | None, entry: AccessLogEntry, ids: ResponseIds | None) -> bytes:
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError:
        return masker.text(body.decode(errors="replace")).encode() if masker else body
    if not isinstance(fields, dict):
        return body
    note_usage(entry, fields.get("usage"))
    note_model(entry, fields.get("model"))
    rewritten = masker.value(fields, "answer") if masker else fields
    entry.answer_length = sum(map(len, _texts(rewritten)))
    if entry.ai_notice == "field" and ("choices" in rewritten or "output" in rewritten):
        rewritten = {**rewritten, "ai_generated": True}
    if ids is not None:
        rewritten = ids.of_response(rewritten)
    return body if rewritten is fields else orjson.dumps(rewritten)


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _texts(fields: dict[str, Any]) -> list[str]:
    """The generated texts: `choices` of chat and completions, `output` of Responses."""
    holders = [choice.get("message") or choice for choice in fields.get("choices") or ()]
    for item in fields.get("output") or ():
        holders += item.get("content") or ()
    texts = [holder.get("content") or holder.get("text") for holder in holders if isinstance(holder, dict)]
    return [text for text in texts if isinstance(text, str)]
