"""What the engines that run in the server's own process have in common (`Engine` in base.py)."""

from collections.abc import AsyncGenerator, Callable

from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.engines.chat import ChatApp
from predictor.engines.types import Delta, Prompt, Usage


class InProcessEngine:
    """Has no process that could die, compiles no constraint and knows no priority.

    `requests` holds the counts of the requests that run, by their id.
    """

    context_length = 0
    dead = False
    available = True
    schedules_by_priority = False

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.requests: dict[str, Usage] = {}

    def build(self, on_imported: Callable[[], None]) -> None:
        """Load the model."""
        raise NotImplementedError

    def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate from `prompt`."""
        raise NotImplementedError

    @property
    def unfinished(self) -> int:
        """Requests that generate, or wait for their turn."""
        return len(self.requests)

    def usage(self, request_id: str) -> Usage:
        """The counts of a request that runs."""
        return self.requests.get(request_id, Usage())

    def begun(self, request_id: str) -> bool:
        """Compiles no constraint."""
        return True

    async def ping(self) -> None:
        """Alive as long as the loop is."""

    async def openai_app(self) -> ASGIApp:
        """Chat and completions over `generate`."""
        return ChatApp(self, self.settings.model_name)

    def core_pids(self) -> tuple[int, ...]:
        """None: it runs in this process."""
        return ()

    async def reset_after_warmup(self) -> None:
        """Nothing is cached between requests."""

    def begin_counting(self) -> None:
        """It counts nothing itself."""

    async def close(self) -> None:
        """Nothing is held."""
