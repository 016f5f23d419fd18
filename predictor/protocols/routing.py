"""Which surface a path belongs to, and the envelope that its errors are told in."""

import re
from typing import Any, Literal

from predictor.errors import PredictorError

Surface = Literal["native", "v1", "v2", "openai", "grpc", "operations"]

# The routes of OpenAI's API, and vLLM's next to it, that may be asked for; where the model cannot do them they are 404.
OPENAI_ROUTES = ("chat/completions", "completions", "embeddings", "rerank", "score", "responses", "tokenize", "detokenize")
INFERENCE: tuple[tuple[Surface, re.Pattern[str]], ...] = (
    ("native", re.compile(r"/infer(/stream)?/?$")),
    ("v1", re.compile(r"/v1/models/[^/]+:(predict|explain)$")),
    ("v2", re.compile(r"/v2/models/[^/]+(/versions/[^/]+)?/infer$")),
    ("openai", re.compile(rf"(/openai)?/v1/({'|'.join(OPENAI_ROUTES)})$")),
)
# What Kubernetes, KServe and Prometheus ask without a key.
OPEN = re.compile(
    r"/$|/health$|/metrics$|/v2$|/v2/health/(live|ready)$|/v[12]/models$|/v[12]/models/[^/:]+(/ready)?$|/docs|/openapi\.json$"
)
# What stays the same path by path; anything else would let a caller make metrics' and logs' labels.
ENVELOPES = re.compile(r"/(?P<openai>openai(?=/|$)|v1/(?!models(?=[/:]|$)))|/(?P<kserve>v[12](?=/|$))")
OPENAI = re.compile(r"(?:/openai)?/v1/(?!models/[^/]+[:/])(?P<route>.*)|/openai(?:/.*)?")


def inference(path: str) -> Surface | None:
    """The surface of an inference path, None for any other path."""
    return next((surface for surface, pattern in INFERENCE if pattern.match(path)), None)


def of(path: str) -> Surface:
    """The surface whose envelope a path's errors are told in."""
    found = inference(path)
    if found:
        return found
    match = ENVELOPES.match(path)
    if match is None:
        return "operations"
    return "openai" if match["openai"] else "v1" if match["kserve"] == "v1" else "v2"


def openai_route(path: str) -> str | None:
    """The part of an OpenAI path after `/v1/`, known or not; None for a path of another surface.

    >>> openai_route("/openai/v1/chat/completions"), openai_route("/v1/models/llm"), openai_route("/v1/models/llm:predict")
    ('chat/completions', 'models/llm', None)
    """
    match = OPENAI.fullmatch(path)
    return (match["route"] or "") if match else None


def is_open(path: str) -> bool:
    """True where no API key is asked for."""
    return OPEN.match(path) is not None


def sentence(error: PredictorError) -> str:
    """The error in one line, with each wrong field."""
    fields = getattr(error, "fields", None)
    if not fields:
        return error.detail
    shown = "; ".join(f"{'.'.join(str(part) for part in field['loc'][1:])}: {field['msg']}" for field in fields)
    return f"{error.detail}: {shown}"


def envelope(error: PredictorError, surface: Surface) -> dict[str, Any]:
    """The body that tells `error` on `surface`: the spec's `detail`, KServe's `error` text, or OpenAI's `error` object."""
    if surface == "openai":
        return {"error": {"message": sentence(error), "type": error.openai_type, "param": None, "code": error.code}}
    if surface in ("v1", "v2"):
        return {"error": sentence(error), **error.info}
    return {"detail": getattr(error, "fields", None) or error.detail, **error.info}
