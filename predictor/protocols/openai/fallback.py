"""LLM_FALLBACK_RESPONSE in the form of an OpenAI answer."""

import time
from typing import Any, Final
from uuid import uuid4

import orjson

from predictor.protocols.openai.event_stream import DONE

ROUTES: Final = ("chat/completions", "completions")
OBJECTS: Final = {"chat/completions": ("chat.completion", "chatcmpl"), "completions": ("text_completion", "cmpl")}


def answer(route: str, model: str, text: str, sequences: int) -> dict[str, Any]:
    """A whole answer whose every choice says `text`."""
    kind, prefix = OBJECTS[route]
    said: dict[str, Any] = {"message": {"role": "assistant", "content": text}} if route == "chat/completions" else {"text": text}
    return {
        "id": f"{prefix}-{uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": index, **said, "logprobs": None, "finish_reason": "stop"} for index in range(sequences)],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


def events(route: str, told: dict[str, Any], usage: bool) -> list[bytes]:
    """The same as a stream."""
    head = {name: told[name] for name in ("id", "created", "model")}
    head["object"] = "chat.completion.chunk" if route == "chat/completions" else told["object"]
    chunks = []
    for choice in told["choices"]:
        said = {"delta": choice["message"]} if "message" in choice else {"text": choice["text"]}
        chunks.append(head | {"choices": [{"index": choice["index"], **said, "logprobs": None, "finish_reason": "stop"}]})
    if usage:
        chunks.append(head | {"choices": [], "usage": told["usage"]})
    return [b"data: " + orjson.dumps(chunk) + b"\n\n" for chunk in chunks] + [DONE]
