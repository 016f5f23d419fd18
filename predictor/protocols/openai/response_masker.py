"""The wording of an answer: what the model wrote is masked, and the caller's own values return where that is switched on."""

from typing import Any, Final

from predictor.pii import Masking
from predictor.protocols.openai.field_kinds import JSON, NAME, TEXT
from predictor.protocols.openai.json_rewriter import PLAIN_NAME, Walk
from predictor.protocols.openai.json_text_stream import Literal, Side

DETAILS: Final = ("logprobs", "token_ids")  # of an answer's text, token by token


class Answer(Walk):
    """An answer on its way out."""

    def __init__(self, masking: Masking, restore: bool, mask: bool, structured: bool) -> None:
        self.masking = masking
        self.restore = restore
        self.mask = mask
        self.structured = structured

    def text(self, text: str) -> str:
        """Mask what the model wrote, restore what the caller may see."""
        return self.masking.mask_output(text, restore=self.restore, mask=self.mask) if text else text

    def literal(self, text: str) -> str:
        """The same inside of JSON."""
        side = self.side(JSON)
        return side.feed(text) + side.flush()

    def other(self, value: str, what: str) -> str:
        """Let all pass but a function's name, which the model wrote too."""
        return value if what != NAME or PLAIN_NAME.fullmatch(value) else self.text(value)

    def side(self, what: str) -> Side:
        """The same for text that arrives in pieces."""
        if what == JSON:
            return Literal(lambda _: self._stream(), lambda value, _: self.text(value))
        return self._stream()

    def _stream(self) -> Side:
        return self.masking.output_stream(restore=self.restore, mask=self.mask)

    def content(self) -> str:
        """What a message's content is: text, or JSON where the request asked for it."""
        return JSON if self.structured else "part"

    def _inner(self, fields: dict[str, Any], what: str, name: str, inner: str) -> str:
        if name in ("content", "text") and inner in ("part", TEXT) and isinstance(fields.get(name), str):
            return self.content()
        return super()._inner(fields, what, name, inner)

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        rewritten = super()._object(fields, what)
        if rewritten is not fields:
            # They spell out what was masked, or no longer fit what was restored.
            rewritten |= {name: [] if what != "choice" else None for name in DETAILS if fields.get(name) is not None}
        return rewritten
