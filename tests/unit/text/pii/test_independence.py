"""The masker can be used alone, and its speed does not depend on what an attacker sends."""

import subprocess
import sys
import time

import pytest

from predictor.text.pii import Masker
from tests.benchmarks.pii import ADVERSARIAL, CHAT


def test_it_imports_nothing_of_the_server() -> None:
    names = "('kserve', 'fastapi', 'vllm', 'torch', 'pydantic')"
    code = f"import sys, predictor.text.pii; print([m for m in sys.modules if m.split('.')[0] in {names}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(ADVERSARIAL))
def test_time_grows_with_the_length_and_not_with_its_square(name: str) -> None:
    masker = Masker()
    unit = ADVERSARIAL[name]

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            masker.redact(text)
            best = min(best, time.process_time() - started)
        return best

    # Four times the text may take up to ten times as long (a quadratic one takes sixteen), and a little for the clock.
    assert seconds(20_000) < 10 * seconds(5_000) + 0.02


def test_the_chat_sample_is_realistic() -> None:
    assert Masker().redact(CHAT) != CHAT
