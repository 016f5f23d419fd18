"""LLM_FALLBACK_RESPONSE in the form of an OpenAI response."""

import time
from typing import Any, Final
from uuid import uuid4

import orjson

from predictor.engines.http.sse import DONE, encode_event

ROUTES: Final = ("chat/completions", "completions")
OBJECTS: Final = {"chat/completions": ("chat.completion", "chatcmpl"), "completions": ("text_completion", "cmpl")}


def response(route: str, model: str, text: str, sequences: int) -> dict[str, Any]:
    """A whole response with `text` in every choice."""
    kind, prefix = OBJECTS[route]
    answer: dict[str, Any] = {"text": text}
    if route == "chat/completions":
        answer = {"message": {"role": "assistant", "content": text}}
    return {
        "id": f"{prefix}-{uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": index, **answer, "logprobs": None, "finish_reason": "stop"} for index in range(sequences)],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


def events(route: str, whole: dict[str, Any], usage: bool) -> list[bytes]:
    """The events of a stream that equals `whole`; with `usage` the last chunk holds the counts."""
    head = {name: whole[name] for name in ("id", "created", "model")}
    head["object"] = "chat.completion.chunk" if route == "chat/completions" else whole["object"]
    chunks = []
    for choice in whole["choices"]:
        answer = {"delta": choice["message"]} if "message" in choice else {"text": choice["text"]}
        chunks.append(head | {"choices": [{"index": choice["index"], **answer, "logprobs": None, "finish_reason": "stop"}]})
    if usage:
        chunks.append(head | {"choices": [], "usage": whole["usage"]})
    return [encode_event(orjson.dumps(chunk)) for chunk in chunks] + [DONE]
