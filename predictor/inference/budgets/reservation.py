"""The most tokens that a request can use, known before the engine has read it, and what it did use in the end.

Tokens of a prompt are bounded by its bytes, because a token of a byte-level or byte-fallback tokenizer stands for a byte at least.
To run the tokenizer here would cost more than the whole admission. What the bound has too much is given back when the request ends.
"""

import asyncio
from typing import Final

from predictor.telemetry.access_log import AccessLogEntry

TEMPLATE_TOKENS: Final = 32  # that a chat template puts around one query
UNKNOWN_CONTEXT: Final = 8192  # tokens of an answer without a maximum, where the engine does not know its context length


class Reservation:
    """The most `tokens` that a request can use, which are held for it; `used` says at its end how many it used.

    The request has `prompts` texts of `prompt_bytes` together, and asks for `sequences` answers to each of `maximum` tokens: None
    leaves that to the engine, 0 generates no text. No prompt is longer than the context, and a prompt and one of its answers fit in
    it together. A `context_length` of 0 is not known.
    """

    __slots__ = ("_entry", "_error", "_prompt_tokens", "tokens")

    def __init__(
        self,
        entry: AccessLogEntry,
        context_length: int,
        prompt_bytes: int,
        prompts: int = 1,
        sequences: int = 1,
        maximum: int | None = 0,
    ) -> None:
        answers = prompts * sequences
        if maximum is None:
            maximum = context_length or UNKNOWN_CONTEXT
        if context_length and prompt_bytes > prompts * context_length:
            prompt_bytes = prompts * context_length
        tokens = prompt_bytes + answers * maximum
        if context_length and tokens > answers * context_length:
            tokens = answers * context_length
        self.tokens = tokens
        self._prompt_tokens = prompt_bytes
        self._entry = entry
        self._error: BaseException | None = None

    def fail(self, error: BaseException) -> None:
        """The request ended by an error, its deadline or its caller."""
        self._error = error

    def used(self) -> int | None:
        """The tokens used; None where the real use is unknown, and then all that are reserved count.

        The engine's own counts are taken where it gave any, also of a request that was aborted. Without them (an upstream reports
        at the end alone) an aborted stream counts its prompt's bound and a token for each character that came out, an aborted
        whole answer its reservation, and a request that the engine refused or failed at counts nothing.
        """
        entry = self._entry
        known = entry.prompt_tokens + entry.completion_tokens
        if known or self._error is None:
            return known or None
        if entry.submitted_at is None:
            return 0
        if entry.first_token_at is not None:
            return min(self.tokens, self._prompt_tokens + entry.answer_length)
        return None if isinstance(self._error, asyncio.CancelledError) else 0
