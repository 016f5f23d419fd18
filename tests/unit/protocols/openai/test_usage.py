from typing import Any

import pytest

from predictor.protocols.openai.usage import note_usage
from predictor.telemetry.access_log import AccessLogEntry


def noted(usage: Any) -> tuple[int, int]:
    entry = AccessLogEntry("id", "openai", "/v1/completions")
    note_usage(entry, usage)
    return entry.prompt_tokens, entry.completion_tokens


def test_counts_are_read_under_both_of_openais_names() -> None:
    assert noted({"prompt_tokens": 3, "completion_tokens": 4}) == (3, 4)
    assert noted({"input_tokens": 3, "output_tokens": 4}) == (3, 4)


def test_embeddings_have_no_completion() -> None:
    assert noted({"prompt_tokens": 3, "total_tokens": 3}) == (3, 0)


@pytest.mark.parametrize("usage", [None, [], "3", {}, {"prompt_tokens": "3", "completion_tokens": None}])
def test_anything_else_counts_nothing_and_breaks_nothing(usage: Any) -> None:
    assert noted(usage) == (0, 0)


def test_an_absent_usage_keeps_the_counts_of_before() -> None:
    entry = AccessLogEntry("id", "openai", "/v1/completions", prompt_tokens=3)
    note_usage(entry, None)
    assert entry.prompt_tokens == 3
