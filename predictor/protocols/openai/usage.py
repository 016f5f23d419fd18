"""Token counts as the routes name them, into the request's record."""

from typing import Any

from predictor.inference.types import Usage
from predictor.telemetry.access_log import Record


def note(record: Record, usage: Any) -> None:
    """Keep the counts of an answer's `usage` object (OpenAI's names, old and new); anything else is passed over."""
    if isinstance(usage, dict):
        prompt = usage.get("prompt_tokens", usage.get("input_tokens"))
        completion = usage.get("completion_tokens", usage.get("output_tokens"))
        record.usage = Usage(prompt if isinstance(prompt, int) else 0, completion if isinstance(completion, int) else 0)
