"""What persons are called from now on, and were before: 변경전 … → 변경후 …, 귀화하면 현지안으로 개명할."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.names import evidence, nobody, transcriptions
from predictor.pii.names.candidates import word_begins
from predictor.pii.names.cues import NAME, NAME_BEFORE, NO_PERSONS
from predictor.pii.names.form import key
from predictor.pii.names.plausibility import may_be_listed, may_be_whole_name
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 변경전 바트에르덴 난디아 → 변경후 노윤아: a person's name before and now
CHANGED_GATE: Final[str] = (
    r"(?:변경|개명) ?전 ?(?:이름|성명|성함)? ?[:：]? ?[가-힣]{2,7}(?: [가-힣]{1,7}){0,2} ?(?:->|[→>,/]|에서) ?(?:변경|개명) ?후"
)
_NAME_OF_ANY: Final = "[가-힣]{2,7}(?: [가-힣]{2,7}){0,2}"
_CHANGED: Final = re.compile(
    rf"(?:변경|개명) ?전 ?(?:이름|성명|성함)? ?[:：]? ?(?P<old>{_NAME_OF_ANY}) ?(?:->|[→>,/]|에서) ?"
    rf"(?:변경|개명) ?후 ?(?:이름|성명|성함)? ?[:：]? ?(?P<new>{_NAME_OF_ANY})(?=\s*(?:$|[\n,.)/]))"
)
_LONG_KOREAN: Final = 4  # syllables of a Korean name
_HOLDERS: Final = (
    "담당자?|담당\\s?기사|명의자?|예금주|수취인|수령인|대표자|보호자|운전자|계약자|책임자|팀장|강사|담임|간병인|신청인"
)
_CHANGES: Final = "변경|바[뀌꾸꼈뀐뀝꿔]|교체|인계|정정|수정"
# 담당자가 류다솔에서 편무진으로 변경되었으니
HANDED_OVER_GATE: Final[str] = rf"(?:{_HOLDERS})[이가은는를을]\s[가-힣]{{3,4}}에서\s[가-힣]{{3,4}}으?로\s(?:{_CHANGES})"
_HANDED_OVER: Final = re.compile(rf"(?:{_HOLDERS})[이가은는를을]\s(?P<old>{NAME})에서\s(?P<new>{NAME})으?로\s(?:{_CHANGES})")
# 개명 전 예도솔; 변경전 예도솔 → 변경후 예윤빈, where a name is spoken of before
_WHEN: Final = r"\s?[전후]\s?(?:이름|성명|성함)?\s?:?\s?"
_THEN: Final = r"\s?(?:[),./\n;→]|->|$)"
EITHER_GATE: Final[str] = rf"(?:개명|변경){_WHEN}[가-힣]{{3,4}}{_THEN}"
_EITHER: Final = re.compile(rf"(?P<change>개명|변경){_WHEN}(?P<name>{NAME})(?={_THEN})")
_OF_A_NAME: Final = re.compile("개명|귀화|성명|이름|예금주|명의|수취인|담당자")
_EITHER_REACH: Final = 60
# 하지안으로 개명할 거래요
TAKES: Final[str] = r"로 (?:개명(?:하|할|한|했|해|을|신|허)|이름을? ?(?:바꾸|바꿨|바꿀|변경|고치))"
_BEFORE_TAKES: Final = re.compile(TAKES)
_LONGEST: Final = 4  # syllables of a name


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
        return transcriptions.is_a_name(name.split(" "), True)
    return evidence.likely(evidence.weigh(name, "label", "end"))


def handed_over(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who does or has something before and from now on: 담당자가 류다솔에서 편무진으로 변경."""
    found = _HANDED_OVER.match(text, word_begins(text, hit))
    if found is None or found.start("old") < floor:
        return
    if all(may_be_whole_name(name) and not name.endswith(NO_PERSONS) for name in found.groups()):
        yield from (Span(*found.span(who), "person_name", found[who], evidence.MODERATE, "handed over") for who in ("old", "new"))


def either(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name behind 개명 전, or behind 변경 전 where the text before speaks of a name."""
    start = word_begins(text, hit)
    found = _EITHER.match(text, start)
    if found is None or found.start("name") < floor or not may_be_whole_name(found["name"]):
        return
    if found["change"] == "개명" or _OF_A_NAME.search(text, max(0, start - _EITHER_REACH), start):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "before and after a change")


def takes(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """What somebody is called from now on: 하지안으로 개명할 거래요."""
    end = hit - (text[hit - 1 : hit] == "으")
    found = NAME_BEFORE.search(text, max(floor, end - _LONGEST), end) if _BEFORE_TAKES.match(text, hit) else None
    if found and may_be_whole_name(found["name"]) and may_be_listed(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "named so")
