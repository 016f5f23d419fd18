"""Whom a value belongs to: the name that stands before it, where that is likely a person's."""

import re
from typing import Final

from predictor.pii.names import evidence
from predictor.pii.names.form import FULL, key


def behind(joint: str, name: str = FULL) -> re.Pattern[str]:
    """A pattern for the place right behind a ``name`` that begins its word, and behind ``joint``; its group is ``name``."""
    return re.compile(rf"(?<![가-힣A-Za-z])(?P<name>{name}){joint}$")


_TOUCHING: Final = behind(r"\s?")
_TOUCHING_REACH: Final = 8  # characters


def before(text: str, end: int, form: re.Pattern[str] = _TOUCHING, reach: int = _TOUCHING_REACH) -> re.Match[str] | None:
    """The match of ``form`` that ends at ``end`` and begins at most ``reach`` characters before, where its name is likely one."""
    found = form.search(text, max(0, end - reach), end)
    return found if found and likely(found["name"]) else None


def likely(name: str) -> bool:
    """Whether a name beside a value is likely a person's."""
    return evidence.likely(score(name))


def score(name: str) -> float:
    """How much speaks for a name beside a value, 0 to 1; nothing for a compound or a place such as 남한강."""
    return 0.0 if name in evidence.LIKE_BARE_NAMES else evidence.weigh(key(name), "beside", "end")
