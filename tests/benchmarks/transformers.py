"""vLLM against Hugging Face transformers behind the same predictor: `make bench-transformers`.

The contract expects 5 to 20 times the throughput (chapters 9.3 and 10). Each engine is measured in a closed loop at several numbers
of callers, over a model that writes all tokens that it may. transformers serves four requests at once by default; a fifth gets 429.
"""

import argparse
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

import uvloop

from tests import models
from tests.benchmarks.overload import Caller, capacity
from tests.benchmarks.results import keep, spread, table
from tests.service import Service

EXPECTED = 5.0
CALLERS = {"transformers": (1, 2, 4), "vllm": (1, 4, 16, 64)}
Found = dict[str, dict[int, list[float]]]


def measure(engine: str, model: Path, tokens: int, seconds: float, found: Found) -> None:
    """Start a predictor and add its tokens per second at each number of callers."""
    body = {"query": "영업시간이 어떻게 되나요?", "max_length": tokens, "temperature": 1.0}
    with tempfile.TemporaryDirectory() as folder:
        service = Service(
            Path(folder),
            LLM_ENGINE=engine,
            LLM_MODEL=str(model),
            LLM_VLLM_ARGS="--max-num-seqs 64 --max-model-len 4096",
            LLM_LOG_LEVEL="WARNING",
            OMP_NUM_THREADS="1",
        ).wait_ready()
        try:
            for callers in CALLERS[engine]:
                caller = Caller(service.port, body)
                answers = uvloop.new_event_loop().run_until_complete(capacity(caller, callers, seconds))
                found[engine][callers].append(answers * tokens)
        finally:
            service.stop()


def best(found: Found, engine: str) -> float:
    """The median tokens per second at the number of callers that gives most."""
    return max(statistics.median(runs) for runs in found[engine].values())


def main() -> int:
    """Measure, keep and print; returns 1 where vLLM gives less than the contract expects."""
    parser = argparse.ArgumentParser(description="vLLM against transformers behind the same predictor.")
    parser.add_argument("--rounds", type=int, default=2, help="each starts both engines once, in turn")
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=6.0)
    asked = parser.parse_args()
    found: Found = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        model = models.endless(Path(folder) / "model")
        for number in range(asked.rounds):
            for engine in ("transformers", "vllm") if number % 2 == 0 else ("vllm", "transformers"):
                measure(engine, model, asked.tokens, asked.seconds, found)
    rows = [[engine, callers, spread(runs)] for engine, by_callers in found.items() for callers, runs in by_callers.items()]
    ratio = best(found, "vllm") / best(found, "transformers")
    summary = f"At its best vLLM gives {ratio:.1f} times the tokens of transformers at its best (the contract expects 5 to 20)."
    shown = table(("engine", "callers", "tokens/s"), rows) + f"\n\n{summary}"
    keep("transformers", "vLLM against transformers", {"arguments": vars(asked), "found": found, "ratio": ratio}, shown)
    return int(ratio < EXPECTED)


if __name__ == "__main__":
    raise SystemExit(main())
