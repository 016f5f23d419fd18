"""The protocol that every engine keeps."""

from collections.abc import AsyncGenerator, Callable
from typing import Protocol

from starlette.types import ASGIApp

from predictor.engines.types import Delta, Prompt


class Engine(Protocol):
    """Generates text. `build` runs in a thread of its own, every other method on the server's loop.

    `generate` must stop its work when it is cancelled or closed. It raises only PredictorError or an exception that
    `predictor.errors.map_exception` maps. Text comes in order within each sequence; one delta is enough without `stream`.
    """

    def build(self, on_imported: Callable[[], None]) -> None:
        """Import the libraries, call `on_imported`, load the model (blocking, seconds to minutes); raises OSError or Fatal."""

    def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate from `prompt`; the last delta of each sequence has its finish reason, the last of all the token counts."""

    @property
    def unfinished(self) -> int:
        """Requests that the engine still works on."""

    @property
    def context_length(self) -> int:
        """Tokens that prompt and answer may have together."""

    async def ping(self) -> None:
        """Return once the engine has made a step, work or none; raises EngineDead when it cannot any more."""

    @property
    def dead(self) -> bool:
        """True when the engine is known to be dead; costs nothing."""

    @property
    def available(self) -> bool:
        """False while requests would only be refused, though the engine lives; costs nothing."""

    async def openai_app(self) -> ASGIApp:
        """An ASGI app for OpenAI's routes, `/v1/...`. Its requests are admitted and masked; its responses are raw."""

    async def reset_after_warmup(self) -> None:
        """Empty the caches and counters that the warm-up filled."""

    async def close(self) -> None:
        """Free everything, child processes included."""
