"""The masker can be used alone, and its speed does not depend on what an attacker sends."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from predictor.pii import Masker
from tests.benchmarks.pii import ADVERSARIAL, CHAT


def test_it_imports_nothing_of_the_server() -> None:
    names = "('kserve', 'fastapi', 'vllm', 'torch', 'pydantic')"
    code = f"import sys, predictor.pii; print([m for m in sys.modules if m.split('.')[0] in {names}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def seconds(text: str) -> float:
    masker = Masker()
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        masker.redact(text)
        best = min(best, time.process_time() - started)
    return best


def filled(unit: str, length: int, head: str = "") -> str:
    return (head + unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("name", sorted(ADVERSARIAL))
def test_time_grows_with_the_length_and_not_with_its_square(name: str) -> None:
    # Eight times the text may take up to sixteen times as long (a quadratic one takes 64), and a little for the clock.
    short, long = (filled(ADVERSARIAL[name], length) for length in (8_000, 64_000))
    assert seconds(long) < 16 * seconds(short) + 0.05


def test_no_input_takes_many_times_as_long_as_chat() -> None:
    """tests/pii/README.md has the figures; a text of 4,000 characters may take 40 times chat's time on a busy machine."""
    chat = seconds(filled(CHAT, 40_000)) / 10
    slow = {name: seconds(filled(unit, 4_000)) / chat for name, unit in ADVERSARIAL.items()}
    assert {name: ratio for name, ratio in slow.items() if ratio > 40} == {}


@pytest.mark.parametrize("name", ["flats", "digits and dashes", "titles"])
def test_nor_does_it_behind_a_placeholder(name: str) -> None:
    short, long = (filled(ADVERSARIAL[name], length, head="[전화번호_1] ") for length in (8_000, 64_000))
    assert seconds(long) < 16 * seconds(short) + 0.05


def test_memory_stays_flat_whatever_comes() -> None:
    masker = Masker()
    texts = [filled(unit, 20_000) for unit in (*ADVERSARIAL.values(), CHAT)]
    sizes = []
    for _ in range(3):
        for text in texts:
            masker.redact(text)
        sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize())
    assert sizes[2] - sizes[0] < 24 << 20


def test_the_chat_sample_is_realistic() -> None:
    assert Masker().redact(CHAT) != CHAT
