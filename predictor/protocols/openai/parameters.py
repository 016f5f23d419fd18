"""The numeric parameters of OpenAI's and vLLM's routes, and the range in which an engine can hold them.

vLLM reads most of them into 32 bits behind its own validation, where a larger one ends as a server error; it takes a number written
as a string for the number.
"""

import math
from collections.abc import Iterator
from typing import Any, Final

from predictor.errors import InvalidRequest

LIMIT: Final = 2**31 - 1
WIDE_LIMIT: Final = 2**63
# Parameters of 64 bits.
WIDE: Final = frozenset({"seed", "priority"})
NUMBERS: Final = WIDE | {
    "best_of",
    "dimensions",
    "frequency_penalty",
    "length_penalty",
    "logprobs",
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "max_tokens_per_doc",
    "max_tokens_per_query",
    "max_tool_calls",
    "min_p",
    "min_tokens",
    "n",
    "presence_penalty",
    "prompt_logprobs",
    "repetition_penalty",
    "routed_experts_prompt_start",
    "stream_interval",
    "temperature",
    "thinking_token_budget",
    "top_k",
    "top_logprobs",
    "top_n",
    "top_p",
    "truncate_prompt_tokens",
}
# Objects and lists of numbers.
OBJECTS: Final = ("structured_outputs", "response_format", "stream_options", "chat_template_kwargs", "mm_processor_kwargs")
GROUPS: Final = frozenset(
    {"logit_bias", "repetition_detection", "allowed_token_ids", "stop_token_ids", "logprob_token_ids", "stream_options"}
)
NUMERIC: Final = NUMBERS | GROUPS


def check_objects(fields: dict[str, Any]) -> None:
    """Raise InvalidRequest for a field that must be an object and is none, because vLLM reads some before its own validation."""
    for name in OBJECTS:
        if not isinstance(fields.get(name), dict | None):
            raise InvalidRequest(f"{name}: JSON 객체여야 합니다", message=f"{name}: a JSON object is needed", param=name)


def check_range(fields: dict[str, Any]) -> None:
    """Raise InvalidRequest for a parameter that is no finite number in range, in any spelling that the engine takes for one."""
    for name in fields.keys() & NUMERIC:
        limit = WIDE_LIMIT if name in WIDE else LIMIT
        for number in _numbers(fields[name], is_text=name in GROUPS):
            if not abs(number) <= limit:
                raise InvalidRequest(
                    f"{name}: 범위를 벗어난 수입니다 (절댓값 {limit} 이하)",
                    message=f"{name}: the number is out of range (at most {limit} in magnitude)",
                    param=name,
                )


def _numbers(value: Any, is_text: bool) -> Iterator[float]:
    """The numbers in a parameter; a string that is no number is left to the engine's own validation."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inner, is_text)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value
    elif isinstance(value, str) and len(value) <= 400:
        yield from _number(value, is_text)


def _number(text: str, is_text: bool) -> Iterator[float]:
    try:
        number = float(text)
    except ValueError:
        return
    # In a group a string such as "nan" may be a text.
    if math.isfinite(number) or not is_text:
        yield number
