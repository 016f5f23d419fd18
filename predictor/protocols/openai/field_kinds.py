"""The kinds of the fields of OpenAI's JSON: named control fields, and text, which is every other field.

A table gives, for an object in a known place, each field's kind or the table of the object in it. A field that no table names is
TEXT with all that it contains, so that an unknown field is masked.
"""

from typing import Final

TEXT: Final = "text"  # masked
CONTROL: Final = "control"  # words of the protocol and ids: kept, unless a value hides in them
NAME: Final = "name"  # of a function or schema, which the model repeats: kept, and refused where a value hides in it
SALT: Final = "salt"  # must differ where the caller's differs: kept, or replaced by its digest
ATOM: Final = "atom"  # numbers, tokens, binary data: never looked at in an answer
JSON: Final = "json"  # a string that holds JSON: masked so that it stays JSON
REGEX: Final = "regex"  # a regular expression: placeholders in it are escaped
MEDIA: Final = "media"  # an image, audio or video, as data URL, base64 or link
ENGINE: Final = "engine"  # carries data to the engine that cannot be masked

TABLES: Final[dict[str, dict[str, str]]] = {
    "request": {
        "model": CONTROL,
        "request_id": CONTROL,
        "previous_response_id": CONTROL,
        "cache_salt": SALT,
        "messages": "message",
        "input": "item",
        "documents": "document",
        "inputs": "document",
        "images": "medium",
        "query": "document",
        "queries": "document",
        "text_1": "document",
        "text_2": "document",
        "data_1": "document",
        "data_2": "document",
        "tools": "tool",
        "functions": "function",
        "tool_choice": "tool",
        "function_call": "function",
        "response_format": "format",
        "text": "text_config",
        "structured_outputs": "constraint",
        "guided_json": "schema",
        "guided_regex": REGEX,
        "prompt_embeds": ENGINE,
        "kv_transfer_params": ENGINE,
        "ec_transfer_params": ENGINE,
        "prompt_token_ids": ENGINE,
        "previous_input_messages": "message",
    },
    "message": {
        "role": CONTROL,
        "type": CONTROL,
        "id": CONTROL,
        "tool_call_id": CONTROL,
        "content": "part",
        "tool_calls": "tool_call",
        "function_call": "callee",
        "tools": "tool",
    },
    "part": {
        "type": CONTROL,
        "image_url": "medium",
        "audio_url": "medium",
        "video_url": "medium",
        "input_audio": "medium",
        "image": "medium",
        "audio": "medium",
        "video": "medium",
        "image_embeds": ENGINE,
        "audio_embeds": ENGINE,
        "video_embeds": ENGINE,
        "prompt_embeds": ENGINE,
        "detail": CONTROL,
        "uuid": CONTROL,
        "file": "medium",
        "file_data": ENGINE,
        "file_url": MEDIA,
        "logprobs": ATOM,
    },
    "medium": {"url": MEDIA, "data": MEDIA, "file_data": ENGINE, "format": CONTROL, "detail": CONTROL, "type": CONTROL},
    "document": {"content": "part"},
    "tool_call": {"id": CONTROL, "type": CONTROL, "function": "callee"},
    "callee": {"name": NAME, "arguments": JSON},
    "tool": {
        "type": CONTROL,
        "name": NAME,
        "mode": CONTROL,
        "function": "function",
        "tools": "tool",
        "parameters": "schema",
    },
    "function": {"name": NAME, "parameters": "schema"},
    "format": {"type": CONTROL, "name": NAME, "json_schema": "named_schema", "schema": "schema"},
    "named_schema": {"name": NAME, "schema": "schema"},
    "text_config": {"format": "format", "verbosity": CONTROL},
    "constraint": {"json": "schema", "regex": REGEX},
    "schema": {
        "type": CONTROL,
        "$ref": CONTROL,
        "$id": CONTROL,
        "$schema": CONTROL,
        "$anchor": CONTROL,
        "format": CONTROL,
        "pattern": REGEX,
        "properties": "schemas",
        "patternProperties": "schemas",
        "$defs": "schemas",
        "definitions": "schemas",
        "items": "schema",
        "prefixItems": "schema",
        "additionalProperties": "schema",
        "propertyNames": "schema",
        "contains": "schema",
        "not": "schema",
        "if": "schema",
        "then": "schema",
        "else": "schema",
        "anyOf": "schema",
        "oneOf": "schema",
        "allOf": "schema",
        "minimum": ATOM,
        "maximum": ATOM,
        "exclusiveMinimum": ATOM,
        "exclusiveMaximum": ATOM,
        "multipleOf": ATOM,
    },
    "schemas": {},  # any name, each with a schema
    # Items of the Responses API, in both directions.
    "item": {
        "type": CONTROL,
        "role": CONTROL,
        "id": CONTROL,
        "call_id": CONTROL,
        "status": CONTROL,
        "content": "part",
        "summary": "part",
        "output": "part",
        "name": NAME,
        "arguments": JSON,
    },
    "answer": {
        "id": CONTROL,
        "object": CONTROL,
        "model": CONTROL,
        "system_fingerprint": CONTROL,
        "choices": "choice",
        "data": "datum",
        "output": "item",
        "item": "item",
        "part": "part",
        "response": "answer",
        "arguments": JSON,
        "item_id": CONTROL,
        "type": CONTROL,
        "status": CONTROL,
        "tools": "tool",
        "tool_choice": "tool",
        "created": ATOM,
        "created_at": ATOM,
        "completed_at": ATOM,
        "usage": ATOM,
        "metrics": ATOM,
        "logprobs": ATOM,
        "prompt_logprobs": ATOM,
        "prompt_token_ids": ATOM,
        "tokens": ATOM,
        "kv_transfer_params": ATOM,
        "ec_transfer_params": ATOM,
    },
    "choice": {
        "message": "message",
        "delta": "message",
        "finish_reason": CONTROL,
        "logprobs": ATOM,
        "prompt_logprobs": ATOM,
        "token_ids": ATOM,
        "prompt_token_ids": ATOM,
        "routed_experts": ATOM,
    },
    "datum": {"object": CONTROL, "embedding": ATOM, "id": CONTROL},
}

# Strings that are no text, by the kind or table that they stand at.
KINDS: Final = {what: what for what in (CONTROL, NAME, SALT, REGEX, MEDIA, ENGINE)} | {"medium": MEDIA}
# Objects with fields of one kind only.
MAPS: Final = {"schemas": "schema", MEDIA: MEDIA}
# Fields without the length limit of text parts, because they describe the form of the answer.
UNLIMITED: Final = frozenset({"tools", "functions", "response_format", "structured_outputs", "text", "chat_template"})


def media_fields() -> set[str]:
    """The names of the fields that hold media, or an object with them."""
    return {field for fields in TABLES.values() for field, what in fields.items() if what in ("medium", MEDIA)}


def kind(table: str, field: str) -> str:
    """The kind or table of `field` in an object of `table`."""
    return MAPS.get(table) or TABLES.get(table, {}).get(field, TEXT)
