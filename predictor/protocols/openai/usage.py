"""Token counts and the model as OpenAI's routes name them, for the access log and the token budget."""

from typing import Any

from predictor.engines.types import Usage
from predictor.telemetry.access_log import AccessLogEntry

MODEL_LENGTH = 128


def note_usage(entry: AccessLogEntry, usage: Any) -> None:
    """Keep the counts of an answer's `usage` object (OpenAI's names, old and new); any other value is ignored."""
    if not isinstance(usage, dict):
        return
    prompt = usage.get("prompt_tokens", usage.get("input_tokens", usage.get("total_tokens")))
    entry.prompt_tokens = _count(prompt)
    entry.completion_tokens = _count(usage.get("completion_tokens", usage.get("output_tokens")))
    details = usage.get("prompt_tokens_details", usage.get("input_tokens_details"))
    entry.cached_tokens = _count(details.get("cached_tokens")) if isinstance(details, dict) else 0


def note_abandoned(entry: AccessLogEntry, usage: Usage) -> None:
    """Keep the engine's counts of a request that ends before its answer, which has no `usage` then."""
    entry.prompt_tokens = max(entry.prompt_tokens, usage.prompt_tokens)
    entry.completion_tokens = max(entry.completion_tokens, usage.completion_tokens)


def _count(value: Any) -> int:
    """A count as an engine may give it; a negative one would give back more than a key holds."""
    return max(0, value) if isinstance(value, int) else 0


def note_model(entry: AccessLogEntry, model: Any) -> None:
    """Keep the name of the model, or of the adapter, that an answer states."""
    if entry.model is None and isinstance(model, str):
        entry.model = model[:MODEL_LENGTH]
