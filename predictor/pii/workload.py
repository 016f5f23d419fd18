"""``python -m predictor.pii.workload``: masks the kinds' own texts, so that a C compiler can count how often each branch is taken.

The counts are those of GCC's ``-fprofile-generate``; ``predictor.pii.compilation`` runs this module between its two passes.
"""

import random
import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import Masker
from predictor.pii.kinds import KINDS

_MARK: Final = re.compile(r"\{\{[a-z_]+:(.*?)\}\}", re.DOTALL)
_LINES: Final = 12  # of a text
_ROUNDS: Final = 3
_TOKEN: Final = 3  # characters


def texts() -> Iterator[str]:
    """Every example and look-alike of all kinds, shuffled, a dozen in a text."""
    lines = [_MARK.sub(r"\1", line) for kind in KINDS for line in (*kind.examples, *kind.lookalikes)]
    random.Random(1).shuffle(lines)
    for place in range(0, len(lines), _LINES):
        yield "\n".join(lines[place : place + _LINES])


def main() -> None:
    """Mask each text whole and as a stream."""
    masker = Masker()
    for _ in range(_ROUNDS):
        for text in texts():
            masker.begin().mask(text)
            stream = masker.begin().output_stream(restore=True)
            for place in range(0, len(text), _TOKEN):
                stream.feed(text[place : place + _TOKEN])
            stream.flush()


if __name__ == "__main__":
    main()
