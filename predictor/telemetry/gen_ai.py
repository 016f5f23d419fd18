"""OpenTelemetry's semantic conventions for generative AI: what a request is called in spans and metrics.

Names and buckets: github.com/open-telemetry/semantic-conventions-genai, docs/gen-ai, status Development, read on 2026-11-27.
Prometheus writes a name with underscores and its unit at the end.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

DURATION_BUCKETS: Final = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
FIRST_TOKEN_BUCKETS: Final = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
PER_TOKEN_BUCKETS: Final = (0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5)
LABELS: Final = ["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_response_model"]
# The conventions' own values where they have one, by the last part of the path; any other path continues a text.
OPERATIONS: Final = {
    "completions": "text_completion",
    "responses": "chat",
    "batch": "chat",
    "embeddings": "embeddings",
    "embed": "embeddings",
    "rerank": "rerank",
    "score": "score",
    "classify": "classify",
    "pooling": "pooling",
    "tokenize": "tokenize",
    "detokenize": "detokenize",
}
GENERATING: Final = ("chat", "text_completion")
MODEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:-]{0,127}")
MOST_MODELS: Final = 64
_models: set[str] = set()


@dataclass(frozen=True, slots=True)
class Served:
    """What answers: the model's name and the engine, which is the conventions' provider."""

    model: str = "llm"
    provider: str = "vllm"


@lru_cache(256)
def operation(path: str) -> str:
    """The operation of an inference path.

    >>> operation("/openai/v1/chat/completions"), operation("/v1/completions"), operation("/infer"), operation("/v2/embed")
    ('chat', 'text_completion', 'text_completion', 'embeddings')
    """
    if path.endswith("chat/completions"):
        return "chat"
    return OPERATIONS.get(path.rpartition("/")[2], "text_completion")


def model_label(model: str | None, served: Served) -> str:
    """The answering model's name as a label. Names beyond the first 64 get the served name, because an upstream may send any."""
    if model is None or model == served.model or not MODEL.fullmatch(model):
        return served.model
    if model not in _models and len(_models) >= MOST_MODELS:
        return served.model
    _models.add(model)
    return model
