"""The body of a request, parsed strictly, because predictor and engine must not read it differently."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from predictor.errors import InvalidRequest
from predictor.protocols.openai.request_masker import UNREADABLE

MAX_DEPTH = 64
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
# Routes that generate text, and the field that holds their input.
GENERATIVE = {"chat/completions": "messages", "completions": "prompt", "responses": "input"}
TRUE = frozenset({"true", "1", "1.0", "t", "y", "yes", "on"})
PROMPTS = ("prompt", "input", "query", "queries", "documents", "text_1", "text_2", "data_1", "data_2")


@dataclass(slots=True)
class RequestBody:
    """One request's JSON, as bytes and as fields. `usage_requested` is True where the caller gets a stream's usage chunk."""

    raw: bytes
    fields: dict[str, Any]
    usage_requested: bool = True

    @classmethod
    def read(cls, raw: bytes) -> "RequestBody":
        """Parse; raises InvalidRequest for a text that is not one unambiguous JSON object in UTF-8."""
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InvalidRequest("요청 본문이 UTF-8이 아닙니다") from None
        if text.count("{") + text.count("[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
            raise InvalidRequest(f"요청 본문이 너무 깊게 중첩되었습니다 (최대 {MAX_DEPTH}단계)")
        try:
            fields = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
        except ValueError as error:
            raise InvalidRequest(f"요청 본문이 올바른 JSON이 아닙니다{_where(error)}") from None
        if not isinstance(fields, dict):
            raise InvalidRequest("요청 본문은 JSON 객체여야 합니다")
        if SURROGATE.search(raw):
            _check_surrogates(fields)
        return cls(text.encode(), fields)

    @property
    def stream(self) -> bool:
        """True where a stream is requested, in any spelling that the engine takes for true."""
        return str(self.fields.get("stream")).lower() in TRUE

    @property
    def structured(self) -> bool:
        """True where the model must write JSON."""
        text = self.fields.get("text")
        of_responses = text.get("format") if isinstance(text, dict) else None
        form = self.fields.get("response_format") or of_responses
        constraint = self.fields.get("structured_outputs")
        if isinstance(form, dict) and form.get("type") in ("json_object", "json_schema"):
            return True
        return isinstance(constraint, dict) and bool(constraint.get("json") or constraint.get("json_object"))

    @property
    def model(self) -> str:
        """The model's name in the request, or an empty string."""
        model = self.fields.get("model")
        return model if isinstance(model, str) else ""

    def sequences(self) -> int:
        """The requested answers to one prompt, in any spelling that the engine takes for a number."""
        return max(_whole(self.fields.get(name)) for name in ("n", "best_of"))

    def prompts(self, route: str) -> int:
        """The number of prompts: a completion may hold a list of them."""
        prompt = self.fields.get("prompt") if route == "completions" else None
        return max(1, len(prompt)) if isinstance(prompt, list) and not _numbers(prompt) else 1

    def refuse_tokens(self, route: str) -> None:
        """Raise InvalidRequest where the prompt is made of token ids, which cannot be masked."""
        if route != "detokenize" and any(_numbers(self.fields.get(name)) for name in PROMPTS):
            raise InvalidRequest(UNREADABLE)

    def with_usage(self, route: str, fields: dict[str, Any]) -> dict[str, Any]:
        """`fields` with a request for a stream's usage, which the log needs; notes whether the caller requested it too."""
        options = fields.get("stream_options")
        if not self.stream or route not in ("chat/completions", "completions") or not isinstance(options, dict | None):
            return fields
        self.usage_requested = bool(options and options.get("include_usage"))
        if self.usage_requested:
            return fields
        return fields | {"stream_options": {**(options or {}), "include_usage": True, "continuous_usage_stats": False}}

    def last_text(self, route: str, masked: dict[str, Any]) -> str:
        """The text of the masked fields that the log shows: the last message, or the prompt."""
        value = masked.get(GENERATIVE.get(route, ""), masked.get("query", masked.get("input", "")))
        return _last_text(value)

    def dump(self, fields: dict[str, Any]) -> bytes:
        """`fields` for the engine: the caller's own bytes where they are unchanged."""
        return self.raw if fields is self.fields else json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _whole(value: Any) -> int:
    try:
        return int(float(value))
    except (TypeError, ValueError):
        return 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("duplicate")
    return fields


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise ValueError(number)
    return value


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f" ({error.lineno}행 {error.colno}열)"
    return " (같은 이름의 필드가 두 번 있습니다)" if str(error) == "duplicate" else " (쓸 수 없는 수가 있습니다)"


def _depth(text: str) -> int:
    """The deepest nesting outside of strings; linear in time and without recursion."""
    depth = deepest = 0
    for match in re.finditer(r'"(?:[^"\\]++|\\.)*+"?|[{\[]|[}\]]', text, re.DOTALL):
        mark = match.group()
        if mark in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "}]":
            depth -= 1
    return deepest


def _check_surrogates(fields: dict[str, Any]) -> None:
    try:
        json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InvalidRequest("요청 본문의 글에 짝이 없는 서로게이트(\\ud800–\\udfff)가 있습니다") from None


def _numbers(value: Any) -> bool:
    """True for a list that holds a number at any depth."""
    if not isinstance(value, list):
        return False
    return any(isinstance(item, int | float) or (isinstance(item, list) and _numbers(item)) for item in value)


def _last_text(value: Any) -> str:
    while not isinstance(value, str):
        if isinstance(value, list) and value:
            value = value[-1]
        elif isinstance(value, dict):
            value = value.get("content") or value.get("text") or value.get("output") or ""
        else:
            return ""
    return value
