"""A predictor over an engine core that computes nothing: `python -m tests.benchmarks.scripted_core FRONT_ENDS COUNTER`.

All else is real: the application, AsyncLLM, ZeroMQ, the processes. The core writes one token for each running request and waits
while more than WINDOW tokens of each request are on their way to the load generator, so that no token is merged with the next
because a queue grew. Each token is a space and a Korean word, because the masker releases words; the load generator counts the
words that arrived in the file COUNTER. Settings come from the environment, as the predictor's own do.
"""

import mmap
import os
import re
import sys
import time
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

WORD = re.compile(" [가-힣]+")
WINDOW = 3  # tokens of each running request between this core and the load generator; the masker holds one of them
PAUSE_SEC = 0.001
STALL_SEC = 1.0


class Script:
    """The core's side of vLLM's protocol, for requests that end by `max_tokens`."""

    def __init__(self, core: Any, counter: Path) -> None:
        import zmq
        from vllm.v1.engine import EngineCoreRequest
        from vllm.v1.serial_utils import MsgpackDecoder, MsgpackEncoder

        addresses, ready = core.listeners.addresses, ready_message(core.config)
        self.zmq, self.words = zmq, words_of(core.config.model_config.model)
        context = zmq.Context()
        self.inputs, self.outputs = [], []
        for address in addresses.inputs:
            incoming = context.socket(zmq.DEALER)
            incoming.setsockopt(zmq.IDENTITY, (0).to_bytes(2, "little"))
            incoming.connect(address)
            incoming.send(ready)
            self.inputs.append(incoming)
        for address in addresses.outputs:
            outgoing = context.socket(zmq.PUSH)
            outgoing.setsockopt(zmq.SNDHWM, 0)
            outgoing.connect(address)
            self.outputs.append(outgoing)
        self.requests, self.generic = MsgpackDecoder(EngineCoreRequest), MsgpackDecoder()
        self.encoder = MsgpackEncoder()
        self.running: list[dict[str, list[int]]] = [{} for _ in addresses.inputs]  # by front end: tokens written, tokens asked for
        with counter.open("r+b") as file:
            self.received = memoryview(mmap.mmap(file.fileno(), 8)).cast("q")
        self.sent = 0
        self.stepped = 0.0

    def run(self) -> None:
        """Serve without end."""
        poller = self.zmq.Poller()
        for incoming in self.inputs:
            poller.register(incoming, self.zmq.POLLIN)
        while True:
            busy = sum(map(len, self.running))
            for incoming, _ in poller.poll(0 if busy else 1000):
                self.take(self.inputs.index(incoming), incoming.recv_multipart(copy=False))
            if not busy:
                self.sent = self.received[0]
            elif self.sent - self.received[0] < WINDOW * busy:
                self.step()
            elif time.monotonic() - self.stepped > STALL_SEC:  # by callers who do not count, such as the warm-up
                self.sent = self.received[0]
            else:
                time.sleep(PAUSE_SEC)

    def take(self, client: int, frames: Sequence[Any]) -> None:
        """One message of a front end's."""
        from vllm.v1.engine import EngineCoreRequestType as Kind

        kind, *data = frames
        match Kind(bytes(kind.buffer)):
            case Kind.ADD:
                request = self.requests.decode(data)
                self.running[client][request.request_id] = [0, request.sampling_params.max_tokens]
            case Kind.ABORT:
                for request_id in self.generic.decode(data):
                    self.running[client].pop(request_id, None)
            case Kind.UTILITY:
                _, call_id, method, _ = self.generic.decode(data)
                self.answer(client, call_id, method)

    def answer(self, client: int, call_id: int, method: str) -> None:
        """The result of a utility call."""
        from vllm.v1.engine import EngineCoreOutputs, UtilityOutput, UtilityResult

        results = {"get_supported_tasks": ("generate",), "is_sleeping": False, "reset_prefix_cache": True}
        outcome = UtilityOutput(call_id, result=UtilityResult(results.get(method)))
        self.outputs[client].send_multipart(self.encoder.encode(EngineCoreOutputs(utility_output=outcome)))

    def step(self) -> None:
        """Write a token for each running request."""
        from vllm.v1.engine import EngineCoreOutput, EngineCoreOutputs, FinishReason

        self.stepped = time.monotonic()
        for client, running in enumerate(self.running):
            if not running:
                continue
            written = []
            for request_id, count in running.items():
                count[0] += 1
                reason = FinishReason.LENGTH if count[0] >= count[1] else None
                word = self.words[(self.sent + count[0] * 7) % len(self.words)]
                written.append(EngineCoreOutput(request_id, [word], finish_reason=reason))
            for output in written:
                if output.finish_reason is not None:
                    del running[output.request_id]
            self.sent += len(written)
            self.outputs[client].send_multipart(self.encoder.encode(EngineCoreOutputs(outputs=written)))


def words_of(model: str) -> list[int]:
    """The tokens of this model's vocabulary that are a space and Hangul."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)
    return [token for token in range(len(tokenizer)) if WORD.fullmatch(tokenizer.decode([token]))]


def ready_message(config: Any) -> bytes:
    """What a core says first."""
    import msgspec
    from vllm.v1.engine import EngineCoreReadyResponse

    return msgspec.msgpack.encode(
        EngineCoreReadyResponse(
            max_model_len=config.model_config.max_model_len,
            num_gpu_blocks=1000,
            block_size=16,
            dp_stats_address=None,
            dtype="float32",
            vllm_version="scripted",
            world_size=1,
            data_parallel_size=1,
            tensor_parallel_size=1,
            pipeline_parallel_size=1,
            decode_context_parallel_size=1,
            data_parallel_rank=0,
            max_num_seqs=1024,
            max_num_batched_tokens=8192,
            instance_id="scripted",
            supports_lora=False,
            max_loras=0,
        )
    )


def serve(front_ends: int, counter: Path) -> int:
    """Run the predictor; returns its exit code."""
    import multiprocessing

    if front_ends > 1:  # as the predictor's own start does it, before the import of prometheus_client
        metrics = counter.with_suffix(".metrics")
        metrics.mkdir(exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
    from predictor import __main__ as command
    from predictor.engines.vllm import SharedCore
    from predictor.options import load
    from predictor.server import warm_up
    from predictor.telemetry.logging import configure

    def launch(core: SharedCore, started: Sequence[BaseProcess]) -> Sequence[BaseProcess]:
        def run() -> None:
            Script(core, counter).run()

        process = multiprocessing.get_context("fork").Process(target=run, name="scripted-core", daemon=True)
        process.start()
        return [process]

    warm_up.FEATURES = ()  # the script writes tokens alone: no log probabilities, no second sequence
    SharedCore.launch = launch  # type: ignore[method-assign,assignment]
    settings = load(["--frontends", str(front_ends)])
    configure(settings.log_format, settings.log_level, str)
    return command.run(settings, command.make_masker(settings) if settings.pii else None, apart=True)


if __name__ == "__main__":
    os._exit(serve(int(sys.argv[1]), Path(sys.argv[2])))
