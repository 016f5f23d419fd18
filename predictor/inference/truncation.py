"""The length limit (spec, chapter 3): cut, but never through a placeholder."""

import re


def cut(text: str, limit: int, atoms: re.Pattern[str] | None = None) -> str:
    r"""Return at most `limit` characters of `text`; a match of `atoms` that the limit would split is left out whole.

    >>> cut("전화 [전화번호_1] 주세요", 8, re.compile(r"\[[^\]]+\]"))
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
