"""vLLM in process (AsyncLLM): the only file that imports vLLM, so that an upgrade is read and mended here.

Written against the pinned version in requirements/; `tests/engine/test_vllm.py` fails loudly when a name moved.
"""

import asyncio
import logging
import os
import shlex
from argparse import Namespace
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, cast

from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.engines.types import Delta, FinishReason, Prompt, Sampling
from predictor.errors import (
    EXIT_LOAD_FAILED,
    EXIT_SETTINGS,
    EngineDead,
    Fatal,
    InvalidRequest,
    PredictorError,
    Unavailable,
    map_exception,
)

if TYPE_CHECKING:
    from vllm.v1.engine.async_llm import AsyncLLM


class VLLMEngine:
    """An AsyncLLM, built in a thread and used on the server's loop."""

    available = True

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.args = Namespace()
        self.llm: AsyncLLM = cast("AsyncLLM", None)
        self.chat_template: str | None = None
        self.has_chat_template = False
        self.counting: Any = None
        _environment()
        # By default vLLM's sockets stay in /tmp for ever, open to every user.
        os.environ.setdefault("VLLM_RPC_BASE_PATH", str(subprocesses.folder()))

    def build(self, on_imported: Callable[[], None]) -> None:
        """Import vLLM, read its arguments with its own parser, start its processes; raises Fatal with vLLM's message."""
        from vllm.engine.arg_utils import AsyncEngineArgs
        from vllm.platforms import current_platform
        from vllm.usage.usage_lib import UsageContext
        from vllm.v1.engine.async_llm import AsyncLLM

        self.args = self._parse()
        on_imported()
        try:
            engine_args = AsyncEngineArgs.from_cli_args(self.args)
            config = engine_args.create_engine_config(usage_context=UsageContext.OPENAI_API_SERVER)
            # The CPU platform asks for spawn, which imports torch and vLLM again in each process: 20 s more on two cores.
            if current_platform.is_cpu():
                os.environ["VLLM_WORKER_MULTIPROC_METHOD"] = "fork"
            self.llm = AsyncLLM.from_vllm_config(
                config,
                usage_context=UsageContext.OPENAI_API_SERVER,
                enable_log_requests=False,
                disable_log_stats=engine_args.disable_log_stats,
            )
        except (OSError, ValueError, RuntimeError, TypeError, ImportError) as error:
            reason = subprocesses.first_error() or f"{type(error).__name__}: {error}"
            raise Fatal(f"model could not be loaded: {reason}", EXIT_LOAD_FAILED) from error
        self._read_chat_template()
        # vLLM counts from `reset_after_warmup` on, so that the warm-up is in no usage figure.
        self.counting, self.llm.logger_manager = self.llm.logger_manager, None

    def _parse(self) -> Namespace:
        from vllm.entrypoints.launchers.cli_args import make_arg_parser, validate_parsed_serve_args
        from vllm.utils.argparse_utils import FlexibleArgumentParser

        class Parser(FlexibleArgumentParser):  # type: ignore[misc]
            """vLLM's parser; an error is one line of the log instead of a usage text of 300 lines."""

            def error(self, message: str) -> NoReturn:
                raise Fatal(f"LLM_VLLM_ARGS: {message}", EXIT_SETTINGS)

        words = ["--model", self.settings.model, "--served-model-name", self.settings.model_name]
        if self.settings.chat_template:
            words += ["--chat-template", self.settings.chat_template]
        given = shlex.split(self.settings.vllm_args)
        try:
            args = make_arg_parser(Parser()).parse_args(_defaults() + words + given)
            validate_parsed_serve_args(args)
        except (ValueError, TypeError, SystemExit) as error:
            raise Fatal(f"LLM_VLLM_ARGS: {error}", EXIT_SETTINGS) from error
        return cast(Namespace, args)

    def _read_chat_template(self) -> None:
        from vllm.renderers.chat_utils import load_chat_template

        self.chat_template = load_chat_template(self.args.chat_template)
        self.has_chat_template = bool(self.chat_template or getattr(self.llm.get_tokenizer(), "chat_template", None))

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate by continuous batching; cancelling or closing aborts the engine's request at once."""
        from vllm.sampling_params import RequestOutputKind

        kind = RequestOutputKind.DELTA if stream else RequestOutputKind.FINAL_ONLY
        # vLLM refuses n > 1 with greedy sampling, because all sequences are equal.
        copies = prompt.sampling.num_return_sequences if prompt.sampling.temperature == 0 else 1
        with _mapped_errors():
            params = self._params(prompt.sampling, kind, prompt.sampling.num_return_sequences // copies)
            written = 0
            async with aclosing(self.llm.generate(self._encode(prompt.text), params, request_id)) as outputs:
                async for output in outputs:
                    for part in output.outputs:
                        for index in range(part.index, part.index + copies):
                            written += len(part.token_ids)
                            yield Delta(index, part.text, len(output.prompt_token_ids or ()), written, _reason(part.finish_reason))

    def _params(self, sampling: Sampling, kind: Any, sequences: int) -> Any:
        from vllm import SamplingParams

        return SamplingParams(
            n=sequences,
            temperature=sampling.temperature,
            top_p=sampling.top_p,
            max_tokens=sampling.max_length,
            output_kind=kind,
        )

    def _encode(self, text: str) -> Any:
        from vllm.renderers.inputs.preprocess import parse_model_prompt

        prompt: Any = text
        if self.has_chat_template:
            messages = [{"role": "user", "content": text}]
            if self.settings.system_prompt:
                messages.insert(0, {"role": "system", "content": self.settings.system_prompt})
            ids = self.llm.get_tokenizer().apply_chat_template(
                messages, chat_template=self.chat_template, add_generation_prompt=True, tokenize=True, return_dict=False
            )
            prompt = {"prompt_token_ids": ids}
        (ready,) = self.llm.renderer.render_cmpl([parse_model_prompt(self.llm.model_config, prompt)])
        return ready

    async def openai_app(self) -> ASGIApp:
        """vLLM's own app over this engine, with the routes that the model's tasks allow."""
        from vllm.entrypoints.launchers.api_server.app_state import init_app_state
        from vllm.entrypoints.launchers.app import build_app

        # The edge checks the key. vLLM must not log answers, because they are not masked yet.
        os.environ.pop("VLLM_API_KEY", None)
        os.environ.pop("VLLM_DEBUG_LOG_API_SERVER_RESPONSE", None)
        self.args.api_key = None
        self.args.enable_log_outputs = self.args.enable_log_deltas = False
        tasks = await self.llm.get_supported_tasks()
        with _root_logger_kept():
            app = build_app(self.args, tasks, self.llm.model_config)
        await init_app_state(self.llm, app.state, self.args, tasks)
        app.state.server = Namespace(should_exit=False)  # vLLM sets it when the engine dies; the watchdog ends the process instead
        return cast(ASGIApp, app)

    @property
    def unfinished(self) -> int:
        """Requests that vLLM's output processor still waits for."""
        return int(self.llm.get_num_unfinished_requests()) if self.llm else 0

    @property
    def context_length(self) -> int:
        """vLLM's max_model_len."""
        return int(self.llm.model_config.max_model_len)

    @property
    def dead(self) -> bool:
        """True once vLLM has seen one of its processes die."""
        return self.llm is not None and bool(self.llm.errored)

    async def ping(self) -> None:
        """Return once the core has answered, which it does between two steps."""
        with _mapped_errors():
            await self.llm.is_sleeping()

    async def reset_after_warmup(self) -> None:
        """Empty the prefix cache, so that warm-up prompts neither fill it nor count as hits, and begin to count."""
        await self.llm.reset_prefix_cache()
        self.llm.logger_manager = self.counting
        self.llm._logger_ref[0] = self.counting

    async def close(self) -> None:
        """Stop vLLM's processes."""
        if self.llm is not None:
            await asyncio.to_thread(self.llm.shutdown)


def _environment() -> None:
    """Set the environment variables that vLLM reads at its import."""
    os.environ.setdefault("VLLM_NO_USAGE_STATS", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    if (os.cpu_count() or 1) <= 2:
        # More OpenMP threads than cores left beside the server's own make every step wait.
        os.environ.setdefault("OMP_NUM_THREADS", "1")


def _defaults() -> list[str]:
    """Arguments for a machine without a GPU; LLM_VLLM_ARGS follows them and wins."""
    import torch

    if torch.cuda.is_available():
        return []
    # By default vLLM takes 40 % of the memory for the KV cache; compiling costs a minute at each start on a CPU.
    os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "1")
    words = ["--enforce-eager"]
    if not torch.cpu._is_avx512_bf16_supported():
        words += ["--dtype", "float32"]  # without the instructions bfloat16 is three times slower
    return words


def _reason(reason: str | None) -> FinishReason | None:
    return None if reason is None else "stop" if reason == "stop" else "length"


@contextmanager
def _mapped_errors() -> Iterator[None]:
    """Turn vLLM's exceptions into the predictor's."""
    from vllm.exceptions import GracefulHTTPError, VLLMClientError
    from vllm.v1.engine.exceptions import EngineDeadError, EngineGenerateError

    try:
        yield
    except EngineDeadError as error:
        raise EngineDead() from error
    except GracefulHTTPError as error:
        raise Unavailable("LLM 엔진의 대기열이 가득 찼습니다", retry_after=1) from error
    except (VLLMClientError, ValueError) as error:
        # str(error) would append the rejected value; args[0] does not hold it.
        raise InvalidRequest(f"모델이 받을 수 없는 요청입니다: {error.args[0] if error.args else ''}") from error
    except EngineGenerateError as error:
        cause = error.__cause__
        raise (cause if isinstance(cause, PredictorError) else map_exception(cause or error)) from error


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    """Restore the root logger and its handlers, which a library of vLLM's sets to ERROR."""
    root = logging.getLogger()
    level, handlers = root.level, [(handler, handler.level) for handler in root.handlers]
    try:
        yield
    finally:
        root.setLevel(level)
        for handler, before in handlers:
            handler.setLevel(before)


def bake(model: str) -> None:
    """Fill vLLM's cache of inspected model classes (VLLM_CACHE_ROOT), which would cost the first start 10 s on two cores."""
    from vllm.engine.arg_utils import AsyncEngineArgs

    AsyncEngineArgs(model=model, enforce_eager=True).create_engine_config()


if __name__ == "__main__":
    import sys

    _environment()
    bake(sys.argv[1])
