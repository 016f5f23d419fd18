"""The protocols that every engine keeps: in one process, and shared by several front ends."""

from collections.abc import AsyncGenerator, Callable, Sequence
from multiprocessing.process import BaseProcess
from typing import Protocol

from starlette.types import ASGIApp

from predictor.engines.types import Delta, Prompt, Usage


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

    def begun(self, request_id: str) -> bool:
        """False while the engine still prepares this request, its constraint included; True where it does not know the request."""

    def usage(self, request_id: str) -> Usage:
        """The counts of a request that runs, or was aborted just now; zeros where the engine does not know them."""

    @property
    def schedules_by_priority(self) -> bool:
        """True where a request's priority decides when the engine takes it up."""

    @property
    def dead(self) -> bool:
        """True when the engine is known to be dead; costs nothing."""

    @property
    def available(self) -> bool:
        """False while requests would only be refused, though the engine lives; costs nothing."""

    async def openai_app(self) -> ASGIApp:
        """An ASGI app for OpenAI's routes, `/v1/...`. Its requests are admitted and masked; its responses are raw."""

    def core_pids(self) -> Sequence[int]:
        """The processes without which it is dead; empty where it has none of its own."""

    async def reset_after_warmup(self) -> None:
        """Empty the caches that the warm-up filled; front ends share them."""

    def begin_counting(self) -> None:
        """Count from now on, so that the warm-up is in no usage figure."""

    async def close(self) -> None:
        """Free everything, child processes included."""


class EngineHost(Protocol):
    """What several front ends have in common. It lives in the fork server, which loads nothing twice."""

    def configure(self) -> None:
        """Import the libraries and read the arguments, without starting a thread; raises OSError or Fatal."""

    def engine(self, index: int, again: bool) -> Engine:
        """The engine of a front end, in its own process; `again` where one of that index has ended."""

    def launch(self, front_ends: Sequence[BaseProcess]) -> Sequence[BaseProcess]:
        """Start what they share and return its processes once it is loaded; raises Fatal, also when a front end ends meanwhile."""

    def stop(self) -> None:
        """End the shared processes."""


class SeparateEngines:
    """The host of engines that share nothing, because they hold no model."""

    def __init__(self, create: Callable[[], Engine]) -> None:
        self.create = create

    def configure(self) -> None:
        """Import the engine's module."""
        self.create()

    def engine(self, index: int, again: bool) -> Engine:
        """An engine of its own."""
        return self.create()

    def launch(self, front_ends: Sequence[BaseProcess]) -> Sequence[BaseProcess]:
        """There is nothing to start."""
        return ()

    def stop(self) -> None:
        """There is nothing to end."""
