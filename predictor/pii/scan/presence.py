"""Whether a pattern matches anywhere in a short window of a text, such as the one before a value."""

from collections.abc import Callable

from predictor.pii.scan.automaton import Positions, make
from predictor.pii.scan.engine import encode, one_of

# (text, low, high): the window [low, high), which is read as a text of its own and is no longer than 512 characters.
Presence = Callable[[str, int, int], bool]


def anywhere(pattern: str) -> Presence:
    """Whether ``pattern``, which matches no empty text, matches in a window.

    The automaton reads the window where the masker is compiled, RE2 where it is Python.
    """
    if make is not None:
        opens: Presence = Positions((pattern,)).automaton(make, 0).opens
        return opens
    found = one_of((pattern,))
    return lambda text, low, high: bool(found(encode(text[low:high])))
