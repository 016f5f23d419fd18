"""``python -m tests.pii.outcomes``: what the masker of the working directory makes of all corpora, one JSON line for each text.

The compiled masker and the one in Python must print the same (tests/unit/pii/test_compilation.py).
"""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from predictor.pii import COMPILED, Masker, Policy
from predictor.pii.kinds import KINDS
from predictor.pii.scan.fold import fold
from tests.benchmarks.pii import ADVERSARIAL, CHAT, CLEAN, FIFTY, TEN
from tests.pii.generated import crossed
from tests.pii.score import every_text
from tests.pii.scoring import parse
from tests.service import ROOT

_STREAMED = 400  # characters of each text that are streamed
_EVERY = 5  # each such text is streamed
_SCRAMBLED = 600
_BETWEEN = (
    "",
    "",
    " ",
    " ",
    ", ",
    "\n",
    ": ",
    "이",
    "은 ",
    "님",
    "R&Cd ",
    "Q&A1",
    "\\15,000",
    "%ab",
    "&#9",
    "%41",
    "\u3164",
    "１",
    "😀",
    "\0",
)


def compiled_copy(folder: Path, *options: str) -> None:
    """Copy the predictor and its tests into ``folder`` and compile the masker there: one to three minutes with ``--once``."""
    for name in ("predictor", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "*.so"))
    subprocess.run([sys.executable, "-m", "predictor.pii.compilation", *options], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def scrambled(count: int, seed: int = 12) -> Iterator[str]:
    """Random texts of the kinds' examples and look-alikes, cut anywhere, and of what folding takes for an escape or does not."""
    dice = random.Random(seed)
    pieces = [parse(line).text for kind in KINDS for line in (*kind.examples, *kind.lookalikes)]
    for _ in range(count):
        cut = (piece[dice.randrange(len(piece)) // 2 :][: dice.randrange(1, 40)] for piece in dice.choices(pieces, k=6))
        yield "".join(part for piece in cut for part in (piece, dice.choice(_BETWEEN)))


def texts() -> Iterator[str]:
    """All labelled texts, the generated ones, the kinds' examples, the adversarial inputs, and scrambled ones."""
    for kind in KINDS:
        yield from (parse(line).text for line in (*kind.examples, *kind.lookalikes))
    yield from every_text()
    yield from (item.text for item in crossed())
    yield from ((unit * 1500)[:1500] for unit in ADVERSARIAL.values())
    yield from (CLEAN, TEN, FIFTY, CHAT[:6000])
    yield from scrambled(_SCRAMBLED)


def outcome(finder: Masker, masker: Masker, text: str, streamed: bool) -> list[object]:
    """Spans of all kinds with score and rule, the masked text with its counts, and what a stream releases delta by delta."""
    spans = [(span.start, span.end, span.kind, span.key, span.score, span.rule) for span in finder.find(fold(text))]
    masking = masker.begin()
    masking.reserve([text])
    found: list[object] = [text, spans, masking.mask(text), masking.counts, masking.mask(f"그 {text[:50]}")]
    if streamed:
        stream = masking.output_stream(restore=True)
        found.append([stream.feed(text[place : place + 3]) for place in range(0, min(len(text), _STREAMED), 3)] + [stream.flush()])
    return found


def main() -> int:
    every_kind = Masker(Policy(actions={kind.name: "mask" for kind in KINDS}))
    masker = Masker()
    print("compiled" if COMPILED else "Python")
    for number, text in enumerate(texts()):
        print(json.dumps(outcome(every_kind, masker, text, number % _EVERY == 0)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
