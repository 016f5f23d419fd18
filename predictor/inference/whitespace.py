"""Whitespace normalisation (spec, chapter 3): every run of whitespace becomes one space, and the ends are trimmed."""


def normalise(text: str) -> str:
    """Return `text` with each run of Unicode whitespace as one space.

    >>> normalise("  안녕\\n\\n 하세요 ")
    '안녕 하세요'
    """
    return " ".join(text.split())
