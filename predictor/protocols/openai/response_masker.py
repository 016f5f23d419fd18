"""Responses on their way out: the model's text is masked, and the caller's own values return where that is switched on."""

from typing import Any, Final

from predictor.inference.masking import CallMasking, TextStream
from predictor.protocols.openai.field_kinds import JSON, NAME, TEXT
from predictor.protocols.openai.json_rewriter import PLAIN_NAME, JsonRewriter
from predictor.protocols.openai.json_text_stream import JsonTextStream

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

    def control(self, value: str, what: str) -> str:
        """Rewrite a function's name, which the model wrote; any other control field is the protocol's."""
        return value if what != NAME or PLAIN_NAME.fullmatch(value) else self.text(value)

    def stream(self, what: str) -> TextStream:
        """The rewriting of a text of kind `what` that arrives in pieces."""
        if what == JSON:
            return JsonTextStream(lambda _: self.masking.output_stream(), lambda value, _: self.text(value))
        return self.masking.output_stream()

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
