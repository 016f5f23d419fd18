"""One grammar of requests over all HTTP protocols: a base request, and mutations of its fields, bytes, head and path."""

import json
import random
from dataclasses import dataclass, field
from typing import Any

from tests.fuzz import values
from tests.personal import PHONE

TENSOR = {"name": "query", "shape": [1], "datatype": "BYTES", "data": ["안녕하세요"]}
FUNCTION = {
    "type": "function",
    "function": {"name": "find", "description": "찾기", "parameters": {"type": "object", "properties": {}}},
}
MESSAGES = [{"role": "system", "content": "짧게"}, {"role": "user", "content": [{"type": "text", "text": "안녕하세요"}]}]
SAMPLING = {"max_length": 5, "temperature": 0.5, "top_p": 0.9, "num_return_sequences": 1}
OPENAI = {
    "model": "llm",
    "max_tokens": 5,
    "temperature": 0.5,
    "n": 1,
    "stream": False,
    "user": "u",
    "metadata": {"a": "b"},
}
BASES: dict[str, dict[str, Any]] = {
    "/infer": {"query": "안녕하세요", **SAMPLING},
    "/infer/stream": {"query": "안녕하세요", **SAMPLING},
    "/v1/models/llm:predict": {"instances": [{"query": "안녕하세요"}, "둘"], "parameters": SAMPLING},
    "/v2/models/llm/infer": {"id": "7", "inputs": [TENSOR], "parameters": SAMPLING, "outputs": [{"name": "generated_text"}]},
    "/v1/chat/completions": {
        **OPENAI,
        "messages": MESSAGES,
        "tools": [FUNCTION],
        "stop": ["끝"],
        "best_of": 1,
        "logit_bias": {"5": 1},
    },
    "/openai/v1/completions": {**OPENAI, "prompt": ["안녕하세요", "둘"], "suffix": "", "echo": False},
    "/v1/responses": {"model": "llm", "input": "안녕하세요", "instructions": "짧게", "tools": [], "stream": False},
    "/v1/embeddings": {"model": "llm", "input": ["안녕하세요"]},
    "/v1/rerank": {"model": "llm", "query": "누구", "documents": ["가", "나"]},
}
READ = (
    "/",
    "/health",
    "/metrics",
    "/v2",
    "/v2/",
    "/v2/health/ready",
    "/v1/models",
    "/v1/models/llm",
    "/v2/models/llm",
    "/openai/v1/models",
)
TYPES = ("application/json; charset=UTF-8", "", "text/plain", "application/octet-stream", "application/json; charset=euc-kr", None)
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@dataclass
class Request:
    """A request as bytes of its body, and what was done to it. `wire` is a head to be sent by hand; `strict` demands a 400."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    mutations: list[str] = field(default_factory=list)
    wire: str = ""
    strict: bool = False


def draw_request(draw: random.Random) -> Request:
    """A request of the grammar; the same seed gives the same one."""
    if draw.random() < 0.1:
        return _path(Request(draw.choice(("GET", "HEAD")), draw.choice(READ), headers={}), draw)
    path = draw.choice(tuple(BASES))
    fields = json.loads(json.dumps(BASES[path]))
    request = Request("POST", path)
    for _ in range(draw.choice((0, 1, 1, 2, 3))):
        request.mutations.append(_field(fields, draw))
    request.body = json.dumps(fields, ensure_ascii=draw.random() < 0.5, allow_nan=True).encode("utf-8", "surrogatepass")
    for mutate, share in ((_bytes, 0.15), (_head, 0.3), (_path, 0.15), (_binary, 0.05), (_wire, 0.04)):
        if draw.random() < share:
            mutate(request, draw)
    return request


def _holders(fields: Any) -> list[Any]:
    found, pending = [], [fields]
    while pending:
        current = pending.pop()
        if isinstance(current, dict | list):
            found.append(current)
            pending += current.values() if isinstance(current, dict) else current
    return found


def _field(fields: dict[str, Any], draw: random.Random) -> str:
    """Change a field anywhere, add one, or rename one."""
    holder = draw.choice(_holders(fields))
    new = values.value(draw)
    if isinstance(holder, list):
        holder.append(new)
        return f"list+{type(new).__name__}"
    kind = draw.random()
    if kind < 0.3 or not holder:
        name = draw.choice(
            ("phone", "note", "user_id", values.marker(draw), PHONE, "stream_options", "response_format", "background")
        )
        holder[name] = new
        return f"add:{name if name.isidentifier() and values.MARKER not in name else '?'}={type(new).__name__}"
    name = draw.choice(tuple(holder))
    if kind < 0.9:
        holder[name] = new
        return f"set:{name}={str(new)[:12]!r}" if new in values.ODD else f"set:{name}={type(new).__name__}"
    del holder[name]
    return f"del:{name}"


def _bytes(request: Request, draw: random.Random) -> None:
    kind = draw.choice(("bom", "twice", "cut", "surrogate", "deep", "nan", "huge", "empty", "latin"))
    body = request.body
    changed = {
        "bom": b"\xef\xbb\xbf" + body,
        "twice": b'{"model": "llm", ' + body[1:-1] + b', "x": 1, "x": 2}',
        "cut": body[: len(body) // 2],
        "surrogate": body[:-1] + b', "x": "\\ud800"}',
        "deep": body[:-1] + b', "x": ' + b"[" * 200 + b"]" * 200 + b"}",
        "nan": body[:-1] + b', "x": NaN}',
        "huge": body[:-1] + b', "x": ' + b"9" * 400 + b"}",
        "empty": b"",
        "latin": body[:-1] + b', "x": "\xff"}',
    }
    request.body = changed[kind]
    request.strict = kind != "bom"
    request.mutations.append(f"bytes:{kind}")


def _head(request: Request, draw: random.Random) -> None:
    kind = draw.choice(("type", "tracestate", "baggage", "id", "forwarded", "restore", "accept"))
    text = f"a={PHONE}"
    if kind == "type":
        chosen = draw.choice(TYPES)
        request.headers.pop("content-type", None)
        request.headers |= {} if chosen is None else {"content-type": chosen}
        request.strict = False
    elif kind in ("tracestate", "baggage"):
        request.headers |= {"traceparent": TRACE, kind: text}
    else:
        names = {"id": "x-request-id", "forwarded": "x-forwarded-for", "restore": "x-pii-restore", "accept": "accept"}
        request.headers[names[kind]] = draw.choice((PHONE, "10.0.0.1", "true", "text/event-stream"))
    request.mutations.append(f"head:{kind}")


def _path(request: Request, draw: random.Random) -> Request:
    kind = draw.choice(("slash", "method", "value", "versions", "double", "newline", "prefix"))
    if kind == "method":
        request.method = draw.choice(("PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "GET"))
    else:
        request.path = {
            "slash": request.path.rstrip("/") + "/",
            "value": f"{request.path}/{PHONE}",
            "versions": "/v2/models/llm/versions/1",
            "double": "/" + request.path,
            "newline": request.path + "%0A",
            "prefix": "/api" + request.path,
        }[kind]
    request.strict = False
    request.mutations.append(f"path:{kind}")
    return request


def _binary(request: Request, draw: random.Random) -> None:
    """V2's binary tensor, with sizes that may not fit."""
    text = PHONE.encode()
    raw = len(text).to_bytes(4, "little") + text
    size = draw.choice((len(raw), 0, 3, 10**6, -1))
    tensor = {"name": "query", "shape": [draw.choice((1, 2, -1))], "datatype": draw.choice(("BYTES", "INT32"))}
    head = json.dumps({"inputs": [tensor | {"parameters": {"binary_data_size": size}}]}).encode()
    request.method, request.path, request.body = "POST", "/v2/models/llm/infer", head + raw
    length = draw.choice((len(head), 0, 10**6, "x", -1))
    request.headers = {"content-type": "application/octet-stream", "inference-header-content-length": str(length)}
    request.strict = False
    request.mutations.append(f"binary:{size},{length}")


def _wire(request: Request, draw: random.Random) -> None:
    request.wire = draw.choice(("both-lengths", "two-lengths", "bare-lf", "folded", "large-head", "absolute"))
    request.mutations.append(f"wire:{request.wire}")
