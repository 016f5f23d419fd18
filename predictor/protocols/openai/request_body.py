"""The body of a request: read strictly, so that nothing is understood in two ways, and made ready for the engine."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from predictor.errors import InvalidRequest
from predictor.protocols.openai.request_masker import UNREADABLE

MAX_DEPTH = 64
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
# Routes whose answer is generated text, and the field that holds what it is generated from.
GENERATIVE = {"chat/completions": "messages", "completions": "prompt", "responses": "input"}
TRUE = frozenset({"true", "1", "1.0", "t", "y", "yes", "on"})
PROMPTS = ("prompt", "input", "query", "queries", "documents", "text_1", "text_2", "data_1", "data_2")


@dataclass(slots=True)
class Body:
    """One request's JSON and what was noted of it before it was rewritten."""

    raw: bytes
    fields: dict[str, Any]
    usage_asked: bool = True

    @classmethod
    def read(cls, raw: bytes) -> "Body":
        """Parse; raises InvalidRequest for what is not one JSON object in UTF-8, without doubt about what it says."""
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
        """True where the answer shall come as events, in any spelling that the engine takes for true."""
        return str(self.fields.get("stream")).lower() in TRUE

    @property
    def structured(self) -> bool:
        """True where the model was told to write JSON."""
        form = self.fields.get("response_format")
        told = self.fields.get("structured_outputs")
        text = self.fields.get("text")
        if isinstance(text, dict):
            form = form or text.get("format")
        named = isinstance(form, dict) and form.get("type") in ("json_object", "json_schema")
        return named or (isinstance(told, dict) and bool(told.get("json") or told.get("json_object")))

    @property
    def model(self) -> str:
        """The name that the caller gave the model."""
        model = self.fields.get("model")
        return model if isinstance(model, str) else ""

    def sequences(self) -> int:
        """How many answers are asked for to one prompt, in any spelling that the engine takes for a number."""
        return max(_whole(self.fields.get(name)) for name in ("n", "best_of"))

    def prompts(self, route: str) -> int:
        """How many inferences this is."""
        prompt = self.fields.get("prompt") if route == "completions" else None
        return max(1, len(prompt)) if isinstance(prompt, list) and not _numbers(prompt) else 1

    def refuse_tokens(self, route: str) -> None:
        """Raise InvalidRequest where the prompt is made of token ids, which cannot be masked."""
        if route != "detokenize" and any(_numbers(self.fields.get(name)) for name in PROMPTS):
            raise InvalidRequest(UNREADABLE)

    def ask_for_usage(self, route: str) -> None:
        """Have the engine say the usage at a stream's end, for the log and the metrics, and note whether the caller asked too."""
        options = self.fields.get("stream_options")
        if not self.stream or route not in ("chat/completions", "completions"):
            return
        if options is not None and not isinstance(options, dict):
            return
        self.usage_asked = bool(options and options.get("include_usage"))
        if not self.usage_asked:
            ours = {**(options or {}), "include_usage": True, "continuous_usage_stats": False}
            self.fields = self.fields | {"stream_options": ours}

    def head(self, route: str) -> str:
        """The text that stands for the request in the log: the last message, or the prompt."""
        value = self.fields.get(GENERATIVE.get(route, ""), self.fields.get("query", self.fields.get("input", "")))
        return _last_text(value)

    def dump(self, before: dict[str, Any]) -> bytes:
        """The body for the engine: the caller's own bytes where nothing in it was changed."""
        return self.raw if self.fields is before else json.dumps(self.fields, ensure_ascii=False, separators=(",", ":")).encode()


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
    """The deepest nesting, strings left out; linear, and no recursion."""
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
    """True for a list that has a number in it, or has a list that has."""
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
