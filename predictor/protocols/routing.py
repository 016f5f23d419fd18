"""The one table of paths: which protocol a path belongs to, its methods, whether it infers and whether it needs a key.

A path that the table does not name needs a key and is 404 unless the application has a route for it.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from starlette.types import Scope

from predictor.engines.http.sse import MEDIA_TYPE
from predictor.errors import MethodNotAllowed, NotFound

ROUTE_KEY = "llm_predictor.route"  # key in the ASGI scope, which no client can set
ProtocolName = Literal["native", "v1", "v2", "openai", "grpc", "operations"]

# OpenAI's routes and vLLM's beside them that are served, by their part after `/v1/`, and their paths in the engine's app. Where the
# model cannot do one it is 404.
OPENAI_ROUTES: Final = {
    "chat/completions": "/v1/chat/completions",
    "chat/completions/batch": "/v1/chat/completions/batch",
    "completions": "/v1/completions",
    "responses": "/v1/responses",
    "embeddings": "/v1/embeddings",
    "embed": "/v2/embed",
    "rerank": "/v1/rerank",
    "score": "/v1/score",
    "classify": "/classify",
    "pooling": "/pooling",
    "tokenize": "/tokenize",
    "detokenize": "/detokenize",
}
# The paths without `/v1` that clients of Cohere, Jina and vLLM use.
ALIASES: Final = r"/(?P<bare>rerank|score|classify|pooling)|/v2/(?P<cohere>rerank|embed)"
GET: Final = ("GET", "HEAD")
POST: Final = ("POST",)


@dataclass(frozen=True, slots=True)
class PathRow:
    """A row of the table: the whole path as a pattern, its methods, and what the edge does with it."""

    protocol: ProtocolName
    pattern: re.Pattern[str]
    methods: tuple[str, ...]
    is_open: bool = False

    @property
    def is_inference(self) -> bool:
        """True for every path that takes POST, because each of them infers but the playground's."""
        return self.methods == POST and self.protocol != "operations"


def _row(protocol: ProtocolName, pattern: str, methods: tuple[str, ...], is_open: bool = False) -> PathRow:
    return PathRow(protocol, re.compile(pattern), methods, is_open)


# Open are the paths that Kubernetes, KServe and Prometheus read without a key, and the files of the pages.
PATHS: Final = (
    _row("native", r"/|/health", GET, is_open=True),
    _row("native", r"/infer(/stream)?", POST),
    _row("operations", r"/metrics|/docs(/[A-Za-z0-9.-]+)?|/openapi\.json", GET, is_open=True),
    _row("operations", r"/playground|/page/[a-z]+\.[a-z]+", GET, is_open=True),
    _row("operations", r"/playground/mask", POST),
    _row("openai", rf"(/openai)?/v1/(?P<route>{'|'.join(OPENAI_ROUTES)})", POST),
    _row("openai", ALIASES, POST),
    _row("openai", r"/openai/v1/models(/.+)?|/openai/openapi\.json", GET),
    _row("v1", r"/v1/models(/[^/:]+)?", GET, is_open=True),
    _row("v1", r"/v1/models/[^/]+:(predict|explain)", POST),
    _row("v2", r"/v2|/v2/health/(live|ready)|/v2/models", GET, is_open=True),
    _row("v2", r"/v2/models/[^/:]+(/versions/[^/]+)?(/ready)?", GET, is_open=True),
    _row("v2", r"/v2/models/[^/]+(/versions/[^/]+)?/infer", POST),
)
PATH_LENGTH: Final = 512  # characters; a longer path is none that is served, and is not read any further
NAMED: Final = re.compile(r"/(models|versions|docs)/([^/:]+)")
# The protocol of any other path by an ending that only OpenAI's and Anthropic's clients send, because these read no other form of
# error, or by its prefix. Unknown paths must not become labels of metrics.
PREFIXES: Final = re.compile(r"/(?P<openai>openai(?=/|$)|v1/(?!models(?=[/:]|$)))|/(?P<kserve>v[12](?=/|$))")
OPENAI: Final = re.compile(r"(?:/openai)?/v1/(?!models/[^/]+[:/])(?P<route>.*)|/openai(?:/.*)?", re.DOTALL)
ABSOLUTE: Final = re.compile(r"https?://[^/?#]*", re.IGNORECASE)  # RFC 9112, 3.2.2
# What a wrong path most likely meant, by its ending.
OPENAI_ENDINGS: Final = re.compile(rf".*/({'|'.join(OPENAI_ROUTES)}|models|messages(/count_tokens)?)")
HINTS: Final = (
    (
        re.compile(r".*/messages(/count_tokens)?"),
        "Anthropic의 API는 제공하지 않습니다. POST /openai/v1/chat/completions를 쓰세요",
        "Anthropic's API is not served; use POST /openai/v1/chat/completions",
    ),
    (
        OPENAI_ENDINGS,
        "OpenAI의 base URL은 http://…/openai/v1 입니다 (Spring AI 1은 /v1 없이)",
        "the base URL for OpenAI's clients is http://…/openai/v1 (Spring AI 1: without /v1)",
    ),
    (
        re.compile(r".*/(responses|conversations|vector_stores|assistants|threads)(/.*)?"),
        "이 서버는 대화를 보관하지 않습니다. 대화 전체를 POST /openai/v1/chat/completions나 responses로 보내세요",
        "this server keeps no conversation; send the whole of it to POST /openai/v1/chat/completions or responses",
    ),
    (
        re.compile(r".*/(audio|images|files|uploads|fine_tuning|batches|evals|containers|videos|moderations|realtime)(/.*)?"),
        "이 서버는 글만 다룹니다. 제공하는 경로는 README에 있습니다",
        "this server works on text; README lists the routes",
    ),
    (
        re.compile(r".*/(infer|predict|generate|generate_stream)"),
        "POST /infer, POST /v1/models/{이름}:predict, POST /v2/models/{이름}/infer 중 하나를 쓰세요",
        "use POST /infer, POST /v1/models/{name}:predict or POST /v2/models/{name}/infer",
    ),
)
# A browser's EventSource can send neither POST nor a key.
USE_FETCH: Final = (
    "EventSource는 GET만 보냅니다. 스트림은 fetch로 POST를 보내 읽으세요 (tests/clients/callers/stream.js)",
    "EventSource sends only GET; read the stream by fetch with POST (tests/clients/callers/stream.js)",
)


@dataclass(frozen=True, slots=True)
class Route:
    """A path's class.

    `protocol` names the form of its error bodies; `is_open` paths need no key; `openai` is the part after `/v1/` of a path that the
    OpenAI adapter answers, known or not, and None for any other path. `methods` is empty for a path that the table does not name.
    """

    protocol: ProtocolName
    is_inference: bool = False
    is_open: bool = False
    openai: str | None = None
    methods: tuple[str, ...] = ()

    @classmethod
    def of(cls, scope: Scope) -> "Route":
        """The class that the edge put into an ASGI scope; raises RuntimeError where none is, because that is a bug."""
        route = scope.get(ROUTE_KEY)
        if not isinstance(route, cls):
            raise RuntimeError("the request did not pass the edge, so its path is not classified")
        return route

    def template(self, path: str, model_name: str) -> str:
        """`path` for logs and spans, in linear time and without words of the caller: a name that is not `model_name` is `{models}`.

        >>> classify("/v2/models/llm/infer").template("/v2/models/llm/infer", "llm")
        '/v2/models/llm/infer'
        >>> classify("/v1/models/hong:predict").template("/v1/models/hong:predict", "llm")
        '/v1/models/{models}:predict'
        """
        if not (self.is_inference or self.is_open):
            return self.protocol
        return NAMED.sub(lambda found: found[0] if found[2] == model_name else f"/{found[1]}/{{{found[1]}}}", path)


def normalise(path: str) -> str:
    """A path as the table names it: without the origin of an absolute form, and without one slash at its end.

    >>> normalise("http://llm.example.com/infer"), normalise("/v2/"), normalise("/"), normalise("/infer//")
    ('/infer', '/v2', '/', '/infer/')
    """
    if origin := ABSOLUTE.match(path):
        path = path[origin.end() :] or "/"
    return path[:-1] if len(path) > 1 and path.endswith("/") else path


def classify(path: str) -> Route:
    """The class of a normalised HTTP path.

    >>> classify("/openai/v1/chat/completions").openai, classify("/v1/models/llm").openai, classify("/v1/models/llm:predict").openai
    ('chat/completions', 'models/llm', None)
    """
    return COMMON.get(path) or _classified(path)


def _classified(path: str) -> Route:
    if len(path) > PATH_LENGTH:
        return Route(_by_prefix(path[:PATH_LENGTH]))
    row = next((row for row in PATHS if row.pattern.fullmatch(path)), None)
    openai = _openai_route(path)
    if row is None:
        return Route(_by_prefix(path), openai=openai)
    return Route(row.protocol, row.is_inference, row.is_open, openai, row.methods)


def not_found(path: str) -> NotFound:
    """The error of a path that is not served, with a hint at the one that was probably meant."""
    for pattern, korean, english in HINTS:
        if pattern.fullmatch(path):
            return NotFound(f"{NotFound.detail}. {korean}", message=f"{NotFound.message}; {english}")
    return NotFound()


def not_allowed(methods: tuple[str, ...], accept: str) -> MethodNotAllowed:
    """The error of a method that the path does not take, with a hint where the header Accept is that of an EventSource."""
    return MethodNotAllowed(methods, USE_FETCH if methods == POST and MEDIA_TYPE in accept.lower() else None)


def _openai_route(path: str) -> str | None:
    alias = re.fullmatch(ALIASES, path)
    if alias:
        return alias["bare"] or alias["cohere"]
    match = OPENAI.fullmatch(path)
    return (match["route"] or "") if match else None


def _by_prefix(path: str) -> ProtocolName:
    match = PREFIXES.match(path)
    if OPENAI_ENDINGS.fullmatch(path) or (match and match["openai"]):
        return "openai"
    if match is None:
        return "operations"
    return "v1" if match["kserve"] == "v1" else "v2"


# The classes of the paths that most requests have, because trying the patterns in turn takes as long as parsing a short body.
COMMON: Final = {
    path: _classified(path)
    for path in ("/infer", "/infer/stream", *(f"{prefix}/v1/{route}" for prefix in ("", "/openai") for route in OPENAI_ROUTES))
}
