"""Bodies that clients send to OpenAI's routes, and what the engine receives of them."""

from typing import Any

from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.request_masker import RequestLimits, RequestMasker

PHONE, RRN = "010-1234-5678", 9001011234568
CHAT = "/v1/chat/completions"
ASK: dict[str, Any] = {"model": "llm", "messages": [{"role": "user", "content": "안녕"}]}


def sent(body: dict[str, Any]) -> dict[str, Any]:
    """The body that the engine receives, masked by the default policy."""
    return RequestMasker(CallMasking(Masker()), RequestLimits(0, False)).body(body)


def parts(*values: dict[str, Any]) -> dict[str, Any]:
    """A body with one message of these parts."""
    return {"messages": [{"role": "user", "content": list(values)}]}
