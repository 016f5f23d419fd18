"""Lists that a head tells to be of persons, so that the most of their names speak for the rest: 배역표, 알레르기, 대기:, 방명록."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.candidates import long_name, word_begins
from predictor.pii.names.form import SURNAMES, WHOLE
from predictor.pii.names.plausibility import may_be_whole_name
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_ITEM: Final = rf"(?P<name>[{SURNAMES}][가-힣]{{1,3}})"
# 배역표 - 춘향: 마솔빛 / 몽룡: 범수환
CAST_GATE: Final[str] = r"(?:배역(?:표)?|캐스팅|출연진|등장인물)[^\n:]{0,20}[:\n\-] ?[가-힣]{1,8} ?:"
_CAST: Final = re.compile(r"(?:배역(?:표)?|캐스팅|출연진|등장인물)[^\n:]{0,20}?[:\n\-] ?(?=[가-힣]{1,8} ?:)")
_PART: Final = re.compile(rf"[가-힣A-Za-z0-9]{{1,8}}(?: [가-힣]{{1,6}})? ?: ?{_ITEM} ?(?:[/,|\n] ?|$)")
# 2반 알레르기: 나루(계란) 도래별(우유)
ALLERGIES_GATE: Final[str] = rf"(?:알레르기|알러지)[^\n:]{{0,8}}: ?[{SURNAMES}][가-힣]{{1,3}} ?\("
_ALLERGIES: Final = re.compile(r"(?:알레르기|알러지)[^\n:]{0,8}: ?")
_ALLERGIC: Final = re.compile(rf"{_ITEM} ?\([가-힣,/ ]{{1,16}}\)[ ,/.]{{0,3}}")
_OF_A_CLASS: Final = re.compile("[0-9] ?반|원아|학생|아동|급식")
_CLASS_REACH: Final = 24
# 대기: 강물솔, 이슬비다, 엄지율(취소)
WAITING_GATE: Final[str] = rf"(?:대기자?|예비\s?합격자?|보결|봉헌위원|헌금위원|안내위원) ?: ?[{SURNAMES}][가-힣]{{1,3}} ?[,/(]"
_WAITING: Final = re.compile(r"(?:대기자?|예비\s?합격자?|보결|봉헌위원|헌금위원|안내위원) ?: ?")
_WAITS: Final = re.compile(rf"{_ITEM}(?: ?\([가-힣0-9]{{1,6}}\))?(?: ?[,/] ?|(?=\s*(?:$|\n|\.)))")
_LEAST: Final = 3  # entries of such a list
_MOST: Final = 30
# 2/11 잘 보고 갑니다 감누리: a line of a visitors' book
VISITED_GATE: Final[str] = r"(?:^|\n)[0-9]{1,2}[/.][0-9]{1,2}\.? [가-힣]"
_VISITED: Final = re.compile(rf"\n?[0-9]{{1,2}}[/.][0-9]{{1,2}}\.? [^\n]{{2,60}}?[ .!?~\-](?P<name>{WHOLE})(?= ?(?:\n|$))")
_BOOK: Final = re.compile("방명록")
_BOOK_REACH: Final = 600
_VISITOR_LEAST: Final = 0.6


def gathered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The names of a cast, a waiting list or a class's allergies."""
    start = word_begins(text, hit)
    for head, entry in ((_CAST, _PART), (_WAITING, _WAITS), (_ALLERGIES, _ALLERGIC)):
        found = head.match(text, start)
        if found and found.end() >= floor and (head is not _ALLERGIES or _of_a_class(text, start)):
            yield from _entries(entry, text, found.end())
            return


def _of_a_class(text: str, start: int) -> bool:
    """Whether a class or pupils stand before, because a recipe tells allergens too."""
    return _OF_A_CLASS.search(text, max(0, start - _CLASS_REACH), start) is not None


def _entries(form: re.Pattern[str], text: str, start: int) -> list[Span]:
    """The entries from ``start`` on, where the most of them are no words."""
    found: list[re.Match[str]] = []
    while len(found) < _MOST and (entry := form.match(text, start)):
        found.append(entry)
        start = entry.end()
    names = [entry["name"] for entry in found]
    if len(names) < _LEAST or 2 * sum(map(_is_a_name, names)) < len(names) or not all(map(nobody.may_be_named, names)):
        return []
    return [Span(*entry.span("name"), "person_name", entry["name"], evidence.SLIGHT, "list under its head") for entry in found]


def _is_a_name(name: str) -> bool:
    """Whether an entry is rather a name than a word."""
    if len(name) > 3:  # a native given name of three syllables
        return long_name(name)
    return len(name) == 3 and may_be_whole_name(name) and (evidence.sounds_like_a_name(name) or not evidence.wordlike(name))


def visiting(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who signs a line of a visitors' book."""
    found = _VISITED.match(text, hit)
    if found is None or found.start("name") < floor or not may_be_whole_name(found["name"]):
        return
    score = evidence.weigh(found["name"], "list", "end")
    if score >= _VISITOR_LEAST and _BOOK.search(text, max(0, hit - _BOOK_REACH), hit):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "visitors' book")
