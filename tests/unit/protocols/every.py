"""Each protocol's inference, for what must be the same on all of them."""

from typing import Any

ENVELOPES: dict[str, dict[str, Any]] = {
    "/infer": {"query": "가 나"},
    "/infer/stream": {"query": "가 나"},
    "/v1/models/llm:predict": {"instances": [{"query": "가 나"}]},
    "/v2/models/llm/infer": {"inputs": [{"name": "query", "shape": [1], "datatype": "BYTES", "data": ["가 나"]}]},
    "/v1/chat/completions": {"model": "llm", "messages": [{"role": "user", "content": "가 나"}]},
    "/openai/v1/completions": {"model": "llm", "prompt": "가 나"},
}
PATHS = tuple(ENVELOPES)


def korean(body: dict[str, Any]) -> str:
    """The Korean text of an error in any protocol's form."""
    error = body.get("detail", body.get("error"))
    return str(error["detail"] if isinstance(error, dict) else error)
