"""Names beside a name that was found: in a row (한태오 신건우), in a list with commas, or again in Hanja."""

import re
from typing import Final

from predictor.pii.names import counts, evidence, hanja, transcriptions
from predictor.pii.names.form import ANY_GIVEN_NAMES, COMPOUNDS, GIVEN_NAMES, TIER, WHOLE, divide, key
from predictor.pii.names.plausibility import CERTAIN, may_be_listed
from predictor.pii.names.scripts import in_other_script
from predictor.pii.scan.span import Span

_UNIT: Final = "[0-9]{1,4}(?:동|호|층|반|조|번|구역)\\s"  # 101동 윤종구, 102동 조말순
_BEFORE: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<name>{WHOLE})(?P<sign>\s?[,/.→]\s?(?:{_UNIT})?| - | )$")
# 표재근(101동), 여미화 3개월, 구슬아: a word in brackets or a number may stand behind each.
_BEHIND: Final = re.compile(
    r"[¹²³⁴-⁹*†]{0,3}(?:\s?\([^()\n]{1,10}\)|\s[0-9][0-9.,]{0,7}\s?[가-힣]{0,3}(?=\s?[,/]))?"
    rf"(?P<sign>\s?[,/.→]\s?(?:{_UNIT})?| - | )(?P<name>{WHOLE})(?![가-힣A-Za-z0-9])"
)
_COMMA: Final = re.compile(r"\s?[,/]\s?(?=[가-힣])")
_ENDS_AN_ITEM: Final = re.compile(r"\s?[,/.()]|\s*(?:$|\n)|\s(?:외|등)\s|\s(?:순서|순으로|이상|모두|전원)")
# 빙수연, 빙수철이며: with a particle behind the last; 엄지호와 라온유이며: with one between the two
_JOINED: Final = re.compile(
    rf"(?P<sign>\s?[,.]\s?|[과와]\s|이?랑\s|하고\s|\s및\s)(?P<name>{WHOLE})"
    r"(?=(?:이?며|이고|[은는이가을를의과와도]|에게|한테|입니다|이다|이었|였|으로|로|님|씨)(?![가-힣]{3}))"
)
_RARE: Final = 2  # of a surname that less than a fifth of a percent of all persons have
_SIGNS: Final = frozenset(",.")
_JOINS: Final = frozenset((" ,", " .", "과 ", "와 ", "이랑", "랑 ", "하고", " 및"))
# 김한결 오새롬 강버들 세 명
_ENDS_A_ROW: Final = re.compile(
    r"\s(?:[2-9]|[1-9][0-9]|[두세네]|다섯|여섯|일곱|여덟|이상\s[0-9]{1,2})\s?(?:명|사람|분)(?![가-힣]{2})"
)
_UNIT_BEFORE: Final = re.compile(rf"{_UNIT}$")
_UNITS: Final = frozenset("동호층반조번역")
_REACH: Final = 14
_BETWEEN: Final = " ,/.-"
_OPENS: Final = frozenset(" ,/.(¹²³⁴⁵⁶⁷⁸⁹*†")
_MOST: Final = 40  # names that are read on from one that was found
A_LIST: Final = 2  # names with commas that make sure that the next item is a name too


def with_neighbours(text: str, spans: list[Span], floor: int) -> list[Span]:
    """Names with the last one again in Hanja and with those before and behind them, where 님 does not end the row."""
    if spans[-1].rule == "honorific":
        return spans
    end = spans[-1].end
    if again := hanja.again(text, spans[-1]) or (text.find("(", end, end + 2) >= 0 and _in_other_script(text, spans)):
        spans = [*spans, *again]
    before = _before(text, spans[0].start, floor, len(spans))
    known = len(before) + len(spans) + _goes_on(text, spans[0].start, floor)
    behind = _behind(text, spans[-1].end, known, _of_another_country(text, spans[-1]))
    if before or behind:  # what is found on one side speaks for what stands on the other
        start = before[-1].start if before else spans[0].start
        before += _before(text, start, floor, len(before) + len(spans) + len(behind))
    return _with_the_last([*reversed(before), *spans, *behind], text, floor)


def _with_the_last(row: list[Span], text: str, floor: int) -> list[Span]:
    """``row`` with the name that a particle joins to it, and with those that its count tells of."""
    end = row[-1].end
    if text[end : end + 1] in _SIGNS or text[end : end + 2] in _JOINS:
        row += _joined(text, row[-1])
    return counts.around(text, row, floor)


def _in_other_script(text: str, spans: list[Span]) -> list[Span]:
    """A name in Latin letters again in brackets: Min Yeon-ju (閔姸珠)."""
    return in_other_script(text, spans) if text[spans[-1].end - 1].isascii() else []


def may_end_a_name(text: str) -> bool:
    """Whether a surname stands where the name at the end of ``text`` would begin."""
    return text[-3:-2] in TIER or text[-4:-2] in COMPOUNDS or text[-3:-1] in COMPOUNDS


def _of_another_country(text: str, name: Span) -> bool:
    """Whether a name is known words of another country."""
    words = text[name.start : name.end].split(" ")
    return len(words) > 1 and transcriptions.is_a_name(words, False)


def _goes_on(text: str, start: int, floor: int) -> bool:
    """Whether the value before the floor is an item of the same list, in Hangul."""
    return 0 < floor < start and "가" <= text[floor - 1] <= "힣" and text[floor:start].strip(" ") in (",", "/")


def _behind(text: str, end: int, known: int, foreign: bool) -> list[Span]:
    """The names that go on from ``end``, where ``known`` names stand before, the last one perhaps of another country."""
    spans: list[Span] = []
    while len(spans) < _MOST and text[end : end + 1] in _OPENS:
        found = _BEHIND.match(text, end)
        score = _likely(text, found, known + len(spans)) if found else 0.0
        name = _named(found, score) or _from_abroad(text, end, foreign)
        if name is None:
            break
        spans.append(name)
        end = name.end
    return spans


def _joined(text: str, last: Span) -> list[Span]:
    """The name that ends a row before a particle: a likely one, or one with the rare surname of the name before it."""
    found = _JOINED.match(text, last.end)
    if found is None:
        return []
    name, score = found["name"], evidence.weigh(found["name"], "list", "end")
    if score >= CERTAIN and (_of_one_family(name, last.key) or (_sounds_like_a_neighbour(name) and not evidence.wordlike(name))):
        return [Span(*found.span("name"), "person_name", name, score, "beside a name")]
    return []


def _of_one_family(name: str, other: str) -> bool:
    """Whether both names have one rare surname, and ``name`` is no word."""
    surname = divide(name)[0]
    return other.startswith(surname) and TIER.get(surname, 1) <= _RARE and may_be_listed(name)


def _named(found: re.Match[str] | None, score: float) -> Span | None:
    return Span(*found.span("name"), "person_name", found["name"], score, "beside a name") if found and score else None


def _from_abroad(text: str, end: int, certain: bool) -> Span | None:
    """The name of another country behind a comma, which ends its item; ``certain``: such a name stands before."""
    sign = _COMMA.match(text, end)
    if sign is None:
        return None
    last = transcriptions.cued(text, sign.end(), certain)
    if last == sign.end() or not _ENDS_AN_ITEM.match(text, last):
        return None
    return Span(sign.end(), last, "person_name", key(text[sign.end() : last]), evidence.SLIGHT, "beside a name, foreign")


def _before(text: str, start: int, floor: int, known: int) -> list[Span]:
    """The names before ``start``, the nearest first, where ``known`` names stand behind."""
    spans: list[Span] = []
    while len(spans) < _MOST:
        low = max(floor, start - _REACH)
        near = _up_to_the_item(text[low:start])
        found = _BEFORE.search(text, low, start) if low + len(near) < start and may_end_a_name(near) else None
        score = _likely(text, found, known + len(spans)) if found else 0.0
        name = _named(found, score) or (_from_abroad_before(text, floor, low + len(near), start) if near else None)
        if name is None:
            break
        spans.append(name)
        start = name.start
    return spans


def _from_abroad_before(text: str, floor: int, end: int, start: int) -> Span | None:
    """The name of another country that ends at ``end``, where a sign parts it from the name at ``start``."""
    return next(iter(transcriptions.before(text, floor, end)), None) if text[end:start].strip() else None


def _up_to_the_item(near: str) -> str:
    """``near`` without what parts its last item from the next: a comma, and perhaps where the next one lives."""
    if near[-2:-1] in _UNITS:
        near = _UNIT_BEFORE.sub("", near)
    return near.rstrip(_BETWEEN)


def _likely(text: str, found: re.Match[str], known: int) -> float:
    """The score of a name beside ``known`` others; 0 where it may be none."""
    name = found["name"]
    if name in evidence.LIKE_BARE_NAMES:
        return 0.0
    score = evidence.weigh(name, "list", "end")
    if score >= CERTAIN and _sounds_like_a_neighbour(name):
        return score
    ending = _ENDS_A_ROW if found["sign"] == " " else _ENDS_AN_ITEM
    listed = known >= A_LIST and ending.match(text, found.end("name")) is not None
    return evidence.SLIGHT if listed and may_be_listed(name) else 0.0


def _sounds_like_a_neighbour(name: str) -> bool:
    """Whether three syllables hold a known given name, or sound like a name and only begin like a word."""
    if name in evidence.COMMON:
        return False
    given = divide(name)[1]
    if given in GIVEN_NAMES or (given in ANY_GIVEN_NAMES and evidence.doubtful(name)):
        return True
    return evidence.sounds_like_a_name(name) and (not evidence.wordlike(name) or evidence.begins_like_a_word(name))
