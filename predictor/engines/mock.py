"""A deterministic engine without torch: for tests, for developing a client, and for drills (LLM_FALLBACK_MOCK=1)."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from predictor.config import Settings
from predictor.engines.in_process import InProcessEngine
from predictor.engines.types import Delta, Prompt, Usage
from predictor.errors import EXIT_LOAD_FAILED, Fatal


class MockEngine(InProcessEngine):
    """Answers with the prompt, one word a token, so that a test sees the text that reached the model."""

    context_length = 8192

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.delay = settings.mock_delay_sec
        self.fault = settings.mock_fault
        self._due = 0.0

    def build(self, on_imported: Callable[[], None]) -> None:
        """Pass the stages; fails with LLM_MOCK_FAULT=load."""
        on_imported()
        if self.fault == "load":
            raise Fatal("model could not be loaded: OSError: LLM_MOCK_FAULT=load", EXIT_LOAD_FAILED)
        self.delay, self.fault = 0.0, ""  # until the end of the warm-up, which would never end in readiness otherwise

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Repeat `[mock] prompt`, cut at max_length tokens."""
        words = f"[mock] {prompt.text}".split(" ")
        written = words[: prompt.sampling.max_length]
        reason = "stop" if len(written) == len(words) else "length"
        sequences = prompt.sampling.num_return_sequences
        usage = self.requests[request_id] = Usage()
        try:
            for number, word in enumerate(written):
                # A sleep of 0 still yields to the loop, so that a cancelled request stops between tokens.
                await asyncio.sleep(self.delay)
                if number == 1 or len(written) == 1:
                    self._fail()
                last = number == len(written) - 1
                for index in range(sequences):
                    tokens = number * sequences + index + 1
                    usage.prompt_tokens, usage.completion_tokens = len(prompt.text.split(" ")), tokens
                    yield Delta(
                        index,
                        word if number == 0 else " " + word,
                        usage.prompt_tokens,
                        tokens,
                        reason if last else None,  # type: ignore[arg-type]
                    )
        finally:
            self.requests.pop(request_id, None)

    def _fail(self) -> None:
        self._due += self.settings.mock_fault_share
        if self._due < 1:
            return
        self._due -= 1
        match self.fault:
            case "oom":
                raise MemoryError
            case "runtime":
                raise RuntimeError("모의 엔진 오류")
            case "bug":
                raise KeyError("mock")

    async def reset_after_warmup(self) -> None:
        """Begin with LLM_MOCK_FAULT and LLM_MOCK_DELAY_SEC."""
        self.begin_counting()

    def begin_counting(self) -> None:
        """Begin with LLM_MOCK_FAULT and LLM_MOCK_DELAY_SEC in every front end, also in those that did not end the warm-up."""
        self.delay, self.fault = self.settings.mock_delay_sec, self.settings.mock_fault
