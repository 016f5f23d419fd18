"""Hugging Face transformers in process: for trying a model out, two to five requests at once (spec, chapter 9.3)."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from predictor.config import Settings
from predictor.engines.chat.prompts import ChatPrompt, CompletionPrompt
from predictor.engines.in_process import InProcessEngine
from predictor.engines.types import Delta, FinishReason, Prompt, Sampling, Usage
from predictor.errors import EXIT_LOAD_FAILED, Fatal, InvalidRequest

if TYPE_CHECKING:
    import torch

log = logging.getLogger("predictor.engine")


class TransformersEngine(InProcessEngine):
    """One model, one generation thread for each request, a semaphore against running out of memory."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.semaphore = asyncio.Semaphore(settings.concurrency_limit)
        self.model: Any = None
        self.tokenizer: Any = None
        self.threads: set[threading.Thread] = set()

    def build(self, on_imported: Callable[[], None]) -> None:
        """Load tokenizer and weights, on the GPU where there is one; raises Fatal with the library's reason."""
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        on_imported()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(self.settings.model)
            self.model = AutoModelForCausalLM.from_pretrained(self.settings.model, dtype="auto").to(device).eval()
            if self.settings.chat_template:
                self.tokenizer.chat_template = _template(self.settings.chat_template)
        except (OSError, ValueError) as error:
            raise Fatal(f"model could not be loaded: {type(error).__name__}: {error}", EXIT_LOAD_FAILED) from error
        self.context_length = int(getattr(self.model.config, "max_position_embeddings", 0)) or 2048
        log.info("model loaded", extra={"fields": {"device": device, "dtype": str(self.model.dtype)}})

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate the sequences one after the other; cancelling stops the thread at its next token."""
        usage = self.requests[request_id] = Usage()
        try:
            async with self.semaphore:
                ids = self._encode(prompt)
                written = 0
                usage.prompt_tokens = int(ids.shape[1])
                for index in range(prompt.sampling.num_return_sequences):
                    async for text, tokens, reason in self._sequence(ids, prompt.sampling):
                        usage.completion_tokens = written + tokens
                        yield Delta(index, text, ids.shape[1], written + tokens, reason)
                        last = tokens
                    written += last
        finally:
            self.requests.pop(request_id, None)

    async def _sequence(
        self, ids: "torch.Tensor", sampling: Sampling
    ) -> AsyncGenerator[tuple[str, int, FinishReason | None], None]:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[int | BaseException | None] = asyncio.Queue()
        stop = threading.Event()

        def put(item: int | BaseException | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, item)

        thread = threading.Thread(target=self._run, args=(ids, sampling, stop, put), name="generate", daemon=True)
        self.threads.add(thread)
        thread.start()
        try:
            tokens: list[int] = []
            sent = ""
            while (item := await queue.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                tokens.append(item)
                text = self.tokenizer.decode(tokens, skip_special_tokens=True)
                # A character of several tokens decodes to U+FFFD until its last token is there.
                if not text.endswith("\ufffd"):
                    yield text[len(sent) :], len(tokens), None
                    sent = text
            text = self.tokenizer.decode(tokens, skip_special_tokens=True)
            ended = bool(tokens) and tokens[-1] in self._end_tokens()
            yield text[len(sent) :], len(tokens), "stop" if ended else "length"
        finally:
            stop.set()
            await asyncio.shield(asyncio.to_thread(thread.join))
            self.threads.discard(thread)

    def _run(self, ids: "torch.Tensor", sampling: Sampling, stop: threading.Event, put: Callable[[Any], None]) -> None:
        from transformers import StoppingCriteria, StoppingCriteriaList

        class TokenListener(StoppingCriteria):  # type: ignore[misc]
            """Passes each token on as it comes, and stops once `stop` is set."""

            def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
                import torch

                put(int(input_ids[0, -1]))
                return torch.full((input_ids.shape[0],), stop.is_set(), device=input_ids.device, dtype=torch.bool)

        try:
            self._generate(ids, sampling, StoppingCriteriaList([TokenListener()]))
            put(None)
        except BaseException as error:
            put(error)

    def _generate(self, ids: "torch.Tensor", sampling: Sampling, criteria: Any) -> None:
        import torch

        greedy = sampling.temperature == 0
        how = {"do_sample": False} if greedy else {"do_sample": True, "temperature": sampling.temperature, "top_p": sampling.top_p}
        room = self.context_length - ids.shape[1]
        with torch.inference_mode():
            self.model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=min(sampling.max_length, room),
                stopping_criteria=criteria,
                pad_token_id=self.tokenizer.pad_token_id or self.tokenizer.eos_token_id,
                **how,
            )

    def _encode(self, prompt: Prompt) -> "torch.Tensor":
        if self.tokenizer.chat_template and not isinstance(prompt, CompletionPrompt):
            messages = list(prompt.messages) if isinstance(prompt, ChatPrompt) else self._messages(prompt.text)
            encoded = self.tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
        else:
            encoded = self.tokenizer(prompt.text, return_tensors="pt")
        ids: torch.Tensor = encoded["input_ids"].to(self.model.device)
        if ids.shape[1] >= self.context_length:
            tokens, most = ids.shape[1], self.context_length - 1
            raise InvalidRequest(
                f"입력이 모델의 문맥 길이를 넘습니다 ({tokens} > {most} 토큰)",
                message=f"The input has {tokens} tokens; the model takes {most}",
            )
        return ids

    def _messages(self, query: str) -> list[dict[str, str]]:
        system = self.settings.system_prompt
        return ([{"role": "system", "content": system}] if system else []) + [{"role": "user", "content": query}]

    def _end_tokens(self) -> set[int]:
        end = self.model.generation_config.eos_token_id
        return set(end) if isinstance(end, list) else {end}

    async def close(self) -> None:
        """Drop the model."""
        self.model = None


def _template(given: str) -> str:
    """A chat template, or the content of the file that is named in its place, as vLLM takes it."""
    return given if "{" in given else Path(given).read_text(encoding="utf-8")
