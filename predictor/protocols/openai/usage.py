"""Token counts and the model as OpenAI's routes name them, for the access log."""

from typing import Any

from predictor.telemetry.access_log import AccessLogEntry

MODEL_LENGTH = 128


def note_usage(entry: AccessLogEntry, usage: Any) -> None:
    """Keep the counts of an answer's `usage` object (OpenAI's names, old and new); any other value is ignored."""
    if not isinstance(usage, dict):
        return
    prompt = usage.get("prompt_tokens", usage.get("input_tokens"))
    completion = usage.get("completion_tokens", usage.get("output_tokens"))
    entry.prompt_tokens = prompt if isinstance(prompt, int) else 0
    entry.completion_tokens = completion if isinstance(completion, int) else 0
    details = usage.get("prompt_tokens_details", usage.get("input_tokens_details"))
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    entry.cached_tokens = cached if isinstance(cached, int) else 0


def note_model(entry: AccessLogEntry, model: Any) -> None:
    """Keep the name of the model, or of the adapter, that an answer states."""
    if entry.model is None and isinstance(model, str):
        entry.model = model[:MODEL_LENGTH]
