"""Which protocol a path belongs to, decided once for each request."""

import re
from dataclasses import dataclass
from typing import Literal

from starlette.types import Scope

ROUTE_KEY = "llm_predictor.route"  # key in the ASGI scope, which no client can set
ProtocolName = Literal["native", "v1", "v2", "openai", "grpc", "operations"]

# OpenAI's routes and vLLM's beside them that are served; where the model cannot do one it is 404.
OPENAI_ROUTES = ("chat/completions", "completions", "embeddings", "rerank", "score", "responses", "tokenize", "detokenize")
INFERENCE: tuple[tuple[ProtocolName, re.Pattern[str]], ...] = (
    ("native", re.compile(r"/infer(/stream)?/?$")),
    ("v1", re.compile(r"/v1/models/[^/]+:(predict|explain)$")),
    ("v2", re.compile(r"/v2/models/[^/]+(/versions/[^/]+)?/infer$")),
    ("openai", re.compile(rf"(/openai)?/v1/({'|'.join(OPENAI_ROUTES)})$")),
)
# Paths that Kubernetes, KServe and Prometheus read without a key.
OPEN = re.compile(
    r"/$|/health$|/metrics$|/v2$|/v2/health/(live|ready)$|/v[12]/models$|/v[12]/models/[^/:]+(/ready)?$|/docs|/openapi\.json$"
)
# The protocol of any other path by its prefix, because unknown paths must not become labels of metrics.
PREFIXES = re.compile(r"/(?P<openai>openai(?=/|$)|v1/(?!models(?=[/:]|$)))|/(?P<kserve>v[12](?=/|$))")
OPENAI = re.compile(r"(?:/openai)?/v1/(?!models/[^/]+[:/])(?P<route>.*)|/openai(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Route:
    """A path's class.

    `protocol` names the form of its error bodies; `is_open` paths need no key; `openai` is the part after `/v1/` of a path that the
    OpenAI adapter answers, known or not, and None for any other path.
    """

    protocol: ProtocolName
    is_inference: bool = False
    is_open: bool = False
    openai: str | None = None

    @classmethod
    def of(cls, scope: Scope) -> "Route":
        """The class that the edge put into an ASGI scope; raises RuntimeError where none is, because that is a bug."""
        route = scope.get(ROUTE_KEY)
        if not isinstance(route, cls):
            raise RuntimeError("the request did not pass the edge, so its path is not classified")
        return route


def classify(path: str) -> Route:
    """The class of an HTTP path.

    >>> classify("/openai/v1/chat/completions").openai, classify("/v1/models/llm").openai, classify("/v1/models/llm:predict").openai
    ('chat/completions', 'models/llm', None)
    """
    inference = next((protocol for protocol, pattern in INFERENCE if pattern.match(path)), None)
    match = OPENAI.fullmatch(path)
    return Route(
        protocol=inference or _by_prefix(path),
        is_inference=inference is not None,
        is_open=OPEN.match(path) is not None,
        openai=(match["route"] or "") if match else None,
    )


def _by_prefix(path: str) -> ProtocolName:
    match = PREFIXES.match(path)
    if match is None:
        return "operations"
    if match["openai"]:
        return "openai"
    return "v1" if match["kserve"] == "v1" else "v2"
