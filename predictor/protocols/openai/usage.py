"""Token counts as OpenAI's routes name them, for the access log."""

from typing import Any

from predictor.telemetry.access_log import AccessLogEntry


def note_usage(entry: AccessLogEntry, usage: Any) -> None:
    """Keep the counts of an answer's `usage` object (OpenAI's names, old and new); any other value is ignored."""
    if not isinstance(usage, dict):
        return
    prompt = usage.get("prompt_tokens", usage.get("input_tokens"))
    completion = usage.get("completion_tokens", usage.get("output_tokens"))
    entry.prompt_tokens = prompt if isinstance(prompt, int) else 0
    entry.completion_tokens = completion if isinstance(completion, int) else 0
