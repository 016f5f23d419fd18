"""The text of an engine's refusal, without the values that the caller sent."""

import re
from collections.abc import Iterator
from typing import Any, Final

from predictor.protocols.openai.field_kinds import TABLES
from predictor.protocols.openai.json_rewriter import PLAIN_NAME
from predictor.protocols.openai.parameters import GROUPS, NUMBERS

CUT: Final = "…"
TEXT_LENGTH: Final = 1000
# How pydantic and vLLM quote a value, and what is left of it.
QUOTES: Final = (
    (re.compile(r",? ?'input': (?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^,}]*)"), ""),
    (re.compile(r", input_value=.*?, input_type=\w+(?=\])", re.DOTALL), ""),
    (re.compile(r"(\(parameter=[^,()]*), value=.*\)", re.DOTALL), r"\1)"),
    (re.compile(r"\s*For further information visit https?://\S+"), ""),
)
# Words of the protocol, which identify nothing: names of its fields, and what its enumerations hold.
WORDS: Final = frozenset(name for table in TABLES.values() for name in table) | {
    *NUMBERS,
    *GROUPS,
    *("user", "assistant", "system", "developer", "tool", "function"),
    *(
        "text",
        "json_object",
        "json_schema",
        "structural_tag",
        "auto",
        "none",
        "required",
        "low",
        "medium",
        "high",
        "float",
        "base64",
    ),
    *("object", "array", "string", "integer", "number", "boolean", "null", "true", "false"),
    *("float", "base64", "image_url", "input_audio", "video_url", "input_text", "output_text"),
}
SMALL: Final = 10  # numbers below it say nothing


def without_values(message: str, fields: dict[str, Any]) -> str:
    """`message` with each text and number of the request `fields` replaced by an ellipsis."""
    for pattern, left in QUOTES:
        message = pattern.sub(left, message)
    message = message[:TEXT_LENGTH]
    found = {value for value in _values(fields) if len(value) <= len(message) and value in message}
    for value in sorted(found - WORDS, key=len, reverse=True):
        message = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)" if value.isalnum() else re.escape(value), CUT, message)
    return message.strip()


def _values(value: Any) -> Iterator[str]:
    """The texts and numbers of a JSON value, and the names of fields that the protocol does not know."""
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, dict):
            pending += current.values()
            yield from (name for name in current if not PLAIN_NAME.fullmatch(name))
        elif isinstance(current, list):
            pending += current
        else:
            yield from _scalar(current)


def _scalar(value: Any) -> set[str]:
    """A text in its spellings, or a number that is not small."""
    if isinstance(value, str):
        return {value, value.strip()} - {""} if len(value) > 1 or not value.isascii() else set()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return {str(value)} if is_number and abs(value) >= SMALL else set()
