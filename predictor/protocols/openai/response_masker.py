"""Responses on their way out: the model's text is masked, and the caller's own values return where that is switched on."""

import json
from typing import Any, Final

from predictor.inference.masking import CallMasking, TextStream
from predictor.protocols.openai.field_kinds import JSON, MEDIA, NAME, TEXT
from predictor.protocols.openai.json_rewriter import PLAIN_NAME, JsonRewriter, digits
from predictor.protocols.openai.json_text_stream import JsonTextStream
from predictor.protocols.openai.media import is_medium

TOKEN_DETAILS: Final = ("logprobs", "token_ids")


class ResponseMasker(JsonRewriter):
    """Rewrites the responses of one call. `structured` marks content that must be JSON."""

    def __init__(self, masking: CallMasking, structured: bool) -> None:
        self.masking = masking
        self.structured = structured

    def text(self, text: str) -> str:
        """Mask the model's own values and restore the caller's."""
        return self.masking.output(text)

    def json_text(self, text: str) -> str:
        """Rewrite the strings and numbers inside of JSON."""
        stream = self.stream(JSON)
        return stream.feed(text) + stream.flush()

    def number(self, name: str, value: float) -> float | str:
        """Mask a number in a field that no table names; it becomes a string."""
        written = digits(value)
        masked = self.text(written) if written else written
        return value if masked == written else masked

    def control(self, value: str, what: str) -> str:
        """Rewrite a function's name, which the model wrote, and a medium that is none; another control field is the protocol's."""
        if what == MEDIA:
            return value if is_medium(value) else self.text(value)
        return value if what != NAME or PLAIN_NAME.fullmatch(value) else self.text(value)

    def stream(self, what: str) -> TextStream:
        """The rewriting of a text of kind `what` that arrives in pieces."""
        if what == JSON:
            return JsonTextStream(lambda _: self.masking.output_stream(), self._bare)
        return self.masking.output_stream()

    def _bare(self, written: str, name: str) -> str:
        """A number within JSON text, as the model wrote it unless it is masked."""
        try:
            value = json.loads(written)
        except ValueError:
            value = None
        whole = digits(value) if isinstance(value, int | float) else ""
        masked = self.text(whole or written)
        return written if masked == whole else masked

    def content_kind(self) -> str:
        """The kind of a message's content: text, or JSON where the request asked for it."""
        return JSON if self.structured else "part"

    def _inner(self, fields: dict[str, Any], what: str, name: str, inner: str) -> str:
        if name in ("content", "text") and inner in ("part", TEXT) and isinstance(fields.get(name), str):
            return self.content_kind()
        return super()._inner(fields, what, name, inner)

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        rewritten = super()._object(fields, what)
        if rewritten is not fields:
            # Token details spell out a masked value and do not fit a restored one.
            rewritten |= {name: [] if what != "choice" else None for name in TOKEN_DETAILS if fields.get(name) is not None}
        return rewritten


class SteadyFields:
    """The fields beside the text of a streamed answer's events, masked as they come.

    A text that differs from the first one of its name is null, because it may be a piece of a value.
    """

    def __init__(self, masker: ResponseMasker) -> None:
        self.masker = masker
        self._first: dict[str, str] = {}

    def rewrite(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields for the caller; `fields` itself where they are unchanged."""
        steady = {name: value if self._is_steady(name, value) else None for name, value in fields.items()}
        rewritten: dict[str, Any] = self.masker.value(steady, "answer")
        return fields if rewritten == fields else rewritten

    def _is_steady(self, name: str, value: Any) -> bool:
        return not isinstance(value, str) or self._first.setdefault(name, value) == value
