r"""Text before masking and after it: whitespace (contract, chapter 3) and length."""

import re


def normalise_whitespace(text: str) -> str:
    """Return `text` with each run of Unicode whitespace as one space and none at the ends.

    >>> normalise_whitespace("  안녕\\n\\n 하세요 ")
    '안녕 하세요'
    """
    return " ".join(text.split())


def truncate(text: str, limit: int, atoms: re.Pattern[str] | None = None) -> str:
    r"""Return at most `limit` characters of `text`; a match of `atoms` across the limit is left out whole.

    >>> truncate("전화 [전화번호_1] 주세요", 8, re.compile(r"\[[^\]]+\]"))
    '전화'
    """
    if len(text) <= limit:
        return text
    end = limit
    for match in atoms.finditer(text) if atoms else ():
        if match.start() >= limit:
            break
        if match.end() > limit:
            end = match.start()
    return text[:end].rstrip()
