"""What persons are called from now on, and were before: 변경전 … → 변경후 …, 귀화하면 현지안으로 개명할."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.names import abroad, evidence, nobody
from predictor.pii.names.candidates import word_begins
from predictor.pii.names.form import WHOLE, key
from predictor.pii.names.neighbours import may_be_listed
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 변경전 바트에르덴 난디아 → 변경후 노윤아: a person's name before and now
CHANGED: Final[str] = (
    r"(?:변경|개명) ?전 ?(?:이름|성명|성함)? ?[:：]? ?[가-힣]{2,7}(?: [가-힣]{1,7}){0,2} ?(?:->|[→>,/]|에서) ?(?:변경|개명) ?후"
)
_NAME_OF_ANY: Final = "[가-힣]{2,7}(?: [가-힣]{2,7}){0,2}"
_CHANGED: Final = re.compile(
    rf"(?:변경|개명) ?전 ?(?:이름|성명|성함)? ?[:：]? ?(?P<old>{_NAME_OF_ANY}) ?(?:->|[→>,/]|에서) ?"
    rf"(?:변경|개명) ?후 ?(?:이름|성명|성함)? ?[:：]? ?(?P<new>{_NAME_OF_ANY})(?=\s*(?:$|[\n,.)/]))"
)
_LONG_KOREAN: Final = 4  # syllables of a Korean name
TAKES: Final[str] = "으?로 (?:개명|이름을? ?(?:바꾸|바꿨|바꿀|변경|고치))"
_TAKES: Final = re.compile(rf"(?P<name>{WHOLE})(?={TAKES})")
_SCORE: Final = 0.6  # the memory does not take so low a score


def changed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """What somebody was called before and is called now, where one of both sounds like a name: 개명 전 … → 개명 후 …."""
    found = _CHANGED.match(text, hit)
    if found is None or found.start("old") < floor:
        return
    names = [found[which] for which in ("old", "new")]
    if all(map(_may_be_either, names)) and any(map(_is_likely, names)):
        for which in ("old", "new"):
            yield Span(*found.span(which), "person_name", key(found[which]), 0.7, "name before and now")


def _may_be_either(name: str) -> bool:
    """Whether a name of one word or more is no everyday word and no place."""
    return all(
        word not in evidence.COMMON and nobody.may_be_named(word) and not nobody.of_a_place(word) for word in name.split(" ")
    )


def _is_likely(name: str) -> bool:
    """Whether Hangul is likely a Korean name, or a known one of another country."""
    if " " in name or len(name) > _LONG_KOREAN:
        return abroad.is_a_name(name.split(" "), True)
    return evidence.likely(evidence.weigh(name, "label", "end"))


def takes(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """What somebody will be named: 귀화하면 현지안으로 개명할 거래요."""
    start = word_begins(text, hit)
    found = _TAKES.match(text, start)
    if found and start >= floor and may_be_listed(found["name"]):
        score = max(evidence.weigh(found["name"], "introduction", "copula"), _SCORE)
        yield Span(*found.span("name"), "person_name", found["name"], score, "named so")
