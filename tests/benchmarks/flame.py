"""A flame graph of the streamed path: `make bench-flame` keeps results/token.svg.

py-spy samples the front end of a predictor over the scripted core (scripted_core.py) while streamed chats run, masking on.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from tests.benchmarks.results import RESULTS
from tests.benchmarks.scripted_service import ScriptedService, measure

SAMPLES_PER_SEC = 400
SECONDS = 8  # less than the load takes


def record(pid: int, file: Path, py_spy: Path) -> "subprocess.Popen[bytes]":
    """Sample a process for some seconds, then write the file."""
    words = [
        "record",
        "--pid",
        str(pid),
        "--output",
        str(file),
        "--rate",
        str(SAMPLES_PER_SEC),
        "--nonblocking",
        "--duration",
        str(SECONDS),
    ]
    return subprocess.Popen([str(py_spy), *words, str(file)], stdout=subprocess.DEVNULL)


def main() -> int:
    """Sample, keep and print the place."""
    parser = argparse.ArgumentParser(description="A flame graph of the streamed path.")
    parser.add_argument("--py-spy", type=Path, default=Path(".venv-plots/bin/py-spy"))
    parser.add_argument("--streams", type=int, default=64)
    parser.add_argument("--requests", type=int, default=6)
    parser.add_argument("--tokens", type=int, default=288)
    asked = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / "token.svg"
    with tempfile.TemporaryDirectory() as folder:
        service = ScriptedService(Path(folder), 1)
        try:
            service.wait_ready()
            measure(service, asked.streams, 1, asked.tokens)
            (front_end,) = service.front_ends()
            recording = record(front_end.pid, file, asked.py_spy)
            measure(service, asked.streams, asked.requests, asked.tokens)
            code = recording.wait(30)
        finally:
            service.stop()
    print(file)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
