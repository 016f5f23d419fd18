"""The body of a request, parsed strictly, because predictor and engine must not read it differently."""

import json
from dataclasses import dataclass
from typing import Any

import orjson

from predictor.errors import InvalidRequest
from predictor.inference.keys.rules import KeyRules
from predictor.protocols.json_body import read_object, read_text
from predictor.protocols.openai.list_limits import input_count, length, pooling_places
from predictor.protocols.openai.parameters import check_objects, check_range
from predictor.protocols.openai.request_masker import unreadable

# Routes that generate text, and the field that holds their input.
GENERATIVE = {"chat/completions": "messages", "chat/completions/batch": "messages", "completions": "prompt", "responses": "input"}
# The fields that bound an answer's tokens; the first is the one that a key's own maximum goes to.
MAXIMA = {
    "chat/completions": ("max_tokens", "max_completion_tokens"),
    "chat/completions/batch": ("max_tokens", "max_completion_tokens"),
    "completions": ("max_tokens",),
    "responses": ("max_output_tokens",),
}
DEFAULT_MAXIMA = {"completions": 16}  # OpenAI's; without one the engine decides
UNMETERED = ("tokenize", "detokenize")
# What the JSON of a request with media holds: types of its parts, and vectors in place of text.
MEDIA = (b'_url"', b'"file"', b'"image_pil', b'_embeds"')
INPUT, INPUT_MEDIA = b'"input_', (b'"input_image', b'"input_audio', b'"input_file')
UNBOUNDED = 1 << 40
# The fields that hold a prompt, or a list of them.
LISTS = {"completions": ("prompt", "prompt_embeds"), "chat/completions/batch": ("messages",)}
TRUE = frozenset({"true", "1", "1.0", "t", "y", "yes", "on"})
TOOLS = ("function", "custom", "namespace")  # of the Responses API: those that the caller runs
PROMPTS = ("prompt", "input", "query", "queries", "documents", "text_1", "text_2", "data_1", "data_2")


@dataclass(slots=True)
class RequestBody:
    """One request's JSON, as bytes and as fields. `usage_requested` is True where the caller gets a stream's usage chunk."""

    raw: bytes
    fields: dict[str, Any]
    usage_requested: bool = True
    _named_maximum: int | None = None  # of `fields`, once it was looked for

    @classmethod
    def read(cls, raw: bytes) -> "RequestBody":
        """Parse; raises InvalidRequest for a text that is not one unambiguous JSON object in UTF-8."""
        text = read_text(raw)
        fields = read_object(text)
        return cls(text.encode(), fields)

    @property
    def stream(self) -> bool:
        """True where a stream is requested, in any spelling that the engine takes for true."""
        return is_true(self.fields.get("stream"))

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
    def constrained(self) -> bool:
        """True where a grammar limits what the model may write."""
        text = self.fields.get("text")
        forms = (self.fields.get("response_format"), text.get("format") if isinstance(text, dict) else None)
        if any(isinstance(form, dict) and form.get("type") != "text" for form in forms):
            return True
        return bool(self.fields.get("structured_outputs") or self.fields.get("tools"))

    def check(self, route: str) -> None:
        """Raise InvalidRequest for a number out of range, and for what would run outside of the predictor's guards."""
        check_objects(self.fields)
        check_range(self.fields)
        if route == "responses":
            self._check_responses()

    def _check_responses(self) -> None:
        if is_true(self.fields.get("background")):
            raise InvalidRequest(
                "background는 지원하지 않습니다. 응답을 기다리거나 stream을 쓰세요",
                message="background is not served; wait for the response or stream it",
                param="background",
            )
        tools = self.fields.get("tools")
        kinds = [tool.get("type") for tool in tools if isinstance(tool, dict)] if isinstance(tools, list) else []
        if any(kind not in TOOLS for kind in kinds):
            raise InvalidRequest(
                f"서버가 실행하는 도구는 지원하지 않습니다. 쓸 수 있는 도구: {', '.join(TOOLS)}",
                message=f"Tools that the server runs are not served; use one of: {', '.join(TOOLS)}",
                param="tools",
            )

    @property
    def model(self) -> str:
        """The model's name in the request, or an empty string."""
        model = self.fields.get("model")
        return model if isinstance(model, str) else ""

    def sequences(self) -> int:
        """The requested answers to one prompt, in any spelling that the engine takes for a number."""
        asked, tried = self.fields.get("n"), self.fields.get("best_of")
        return 1 if asked is None and tried is None else max(_whole(asked), _whole(tried))

    def _asked(self, route: str) -> int:
        """The largest maximum that the request names; 0 for none."""
        most = self._named_maximum
        if most is None:
            most, get = 0, self.fields.get
            for name in MAXIMA[route]:
                if (value := get(name)) is not None:
                    most = max(most, value if type(value) is int else _whole(value))
            self._named_maximum = most
        return most

    def demand(self, route: str, sequences: int) -> tuple[int, int, int, int | None]:
        """The bytes of all prompts, the prompts, the `sequences` to each, and their maximum, as a Reservation takes them.

        Media count as a whole context, because their bytes bound nothing.
        """
        if route in GENERATIVE:
            size = len(self.raw) if _is_text_alone(route, self.fields) else self._size()
            prompts = self.prompts(route) if route in LISTS else 1
            asked = self._named_maximum
            # An engine may take 0 for no maximum.
            return size, prompts, max(1, sequences), (self._asked(route) if asked is None else asked) or DEFAULT_MAXIMA.get(route)
        if route in UNMETERED:
            return 0, 0, 1, 0
        return self._size(), max(1, input_count(route, self.fields)), 1, 0

    def _size(self) -> int:
        """The bytes that bound the tokens of the prompts; a response that the engine keeps is continued by its id alone."""
        if self.fields.get("previous_response_id"):
            return UNBOUNDED
        text = self.unescaped
        if any(mark in text for mark in MEDIA) or (INPUT in text and any(mark in text for mark in INPUT_MEDIA)):
            return UNBOUNDED
        return len(self.raw)

    def obey(self, route: str, rules: KeyRules, by_priority: bool) -> None:
        """Check the maximum and the priority against the key's, and add the key's own; raises InvalidRequest or Forbidden."""
        generates, most = route in GENERATIVE, rules.max_tokens
        added: dict[str, Any] = {}
        # A pooling model's request has a priority too.
        if "priority" in self.fields or (by_priority and generates and rules.priority is not None):
            added |= self._priority(rules, by_priority and generates)
        if most is not None and generates and not 0 < self._asked(route) <= most:
            added |= self._maximum(route, rules, most)
        if added:
            self.replace(self.fields | added)

    def replace(self, fields: dict[str, Any]) -> None:
        """Take on new fields; nothing changes where they are the same object."""
        if fields is not self.fields:
            self.fields, self._named_maximum = fields, None
            self.raw = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def _priority(self, rules: KeyRules, adds: bool) -> dict[str, Any]:
        """The field `priority` where it must change."""
        given = self.fields.get("priority")
        priority = rules.bound_priority(None if given is None else _number(given))
        changes = priority is not None and (adds or given is not None) and priority != given
        return {"priority": priority} if changes else {}

    def _maximum(self, route: str, rules: KeyRules, most: int) -> dict[str, Any]:
        """The field of the maximum that must change: a request without one gets the key's; raises InvalidRequest."""
        for name in MAXIMA[route]:
            if self.fields.get(name) is not None:
                rules.check_maximum(_whole(self.fields[name]), name)
        return {MAXIMA[route][0]: min(most, self._asked(route) or DEFAULT_MAXIMA.get(route, most))}

    def prompts(self, route: str) -> int:
        """The number of prompts: a completion may hold a list of them, and a batch one of conversations.

        A list of token ids is one prompt, and a list of such lists several. A pooling model's inputs count together for one.
        """
        if route not in LISTS:
            return pooling_places(route, self.fields)
        return max(1, sum(length(self.fields.get(name)) for name in LISTS[route]))

    @property
    def unescaped(self) -> bytes:
        """The JSON text in UTF-8 without escapes, which would look like something to mask."""
        return orjson.dumps(self.fields, default=str) if b"\\u" in self.raw else self.raw

    def refuse_tokens(self, route: str) -> None:
        """Raise InvalidRequest where the prompt is made of token ids, which cannot be masked."""
        if route != "detokenize" and any(_numbers(self.fields.get(name)) for name in PROMPTS):
            raise unreadable()

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


def is_true(value: Any) -> bool:
    """True for every spelling that the engine takes for true."""
    return str(value).lower() in TRUE


def _whole(value: Any) -> int:
    """The number that the engine may read in `value`; 1 where it reads none, since the engine itself then refuses it."""
    if value is None:
        return 1
    if type(value) is int:
        return value
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return 1


def _number(value: Any) -> int:
    """A priority as the engine reads it; 0 where it reads none, because the engine then refuses the request."""
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return 0


def _numbers(value: Any) -> bool:
    """True for a list that holds a number at any depth."""
    if not isinstance(value, list):
        return False
    return any(isinstance(item, int | float) or (isinstance(item, list) and _numbers(item)) for item in value)


def _is_text_alone(route: str, fields: dict[str, Any]) -> bool:
    """True for a chat of messages that hold a text each and no parts, which could be media."""
    messages = fields.get("messages")
    if route != "chat/completions" or type(messages) is not list:
        return False
    for message in messages:  # a plain loop, which takes half of the time of `all` over a generator
        content = type(message) is dict and message.get("content")
        if type(content) is not str:
            return False
    return True


def _last_text(value: Any) -> str:
    while not isinstance(value, str):
        if isinstance(value, list) and value:
            value = value[-1]
        elif isinstance(value, dict):
            value = value.get("content") or value.get("text") or value.get("output") or ""
        else:
            return ""
    return value
