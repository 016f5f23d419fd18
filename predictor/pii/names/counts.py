"""Names of a list that a count ends: 염옥자, 국성민, 이솔 (이상 3명). The count says how many items the list has."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence, nobody, transcriptions
from predictor.pii.names.candidates import RANKS
from predictor.pii.names.fields import has_a_rare_surname
from predictor.pii.names.form import COMPOUND, SURNAMES, WHOLE, closed, key
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# A gate sees the count alone; what stands before it is the finder's business.
COUNT_GATE: Final = "[0-9] ?명|[두세네]\\s?[명분]|(?:다섯|여섯|일곱) ?명|[둘셋넷] (?:다|모두)|이렇게 [둘셋넷]|둘이"
_NUMBERS: Final = {"두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "둘": 2, "셋": 3, "넷": 4}
_COUNT: Final = re.compile(
    r"(?:\s?[(,]\s?|\s)"
    rf"(?:(?:이상|모두|도합|합계|합|총|등|이렇게|까지)\s?){{0,2}}"
    rf"(?P<count>[1-3]?[0-9]|{'|'.join(_NUMBERS)})"
    r"(?:\s?명(?![단령예함확칭])"
    r"|\s분(?![가-힣]*[야류석위식])"
    r"|\s(?:다|모두)(?![가-힣])"
    r"|(?<=이렇게\s[둘셋넷])(?=[^가-힣]|$|이[고에])"
    r"|이(?:서|[^가-힣]))"
)
# 신입 3명: 탁이안, 옹솔, 제하율
_AHEAD_COUNT: Final = re.compile(rf"(?P<count>[1-3]?[0-9]|{'|'.join(_NUMBERS)})\s?명\)?(?:\s?[:：(]\s?| - )")
_END: Final = re.compile(r"[^\n()]*")
_COUNT_REACH: Final = 10  # characters of a count
_REACH: Final = 120  # characters of a list before its count
_SIGNS: Final = (",", ".", "/", "랑 ", "와 ", "과 ", "하고 ")
_SIGN: Final = re.compile(r"\s?[,/、]\s?|\s?\.\s?")  # folding makes a middle dot a dot
# 나경태랑 봉준수 둘 다, 송아라 간호사님이랑 차돌 주무관님 두 분
_TITLE: Final = rf"(?: ?(?:{RANKS})님?|님| 씨)"
_JOINED: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<first>{WHOLE}){_TITLE}?(?:이?랑|[와과]|하고) "
    rf"(?:(?P<second>{WHOLE}){_TITLE}?|(?P<short>[{SURNAMES}][가-힣]){_TITLE})$"
)
_OPENS: Final = re.compile(r".*(?:[:：\n\[\](]| - |[은는]\s)", re.DOTALL)
_KOREAN: Final = re.compile(rf"(?:(?:{COMPOUND})|[{SURNAMES}])[가-힣]{{1,2}}")
_OF_A_NUMBER: Final = re.compile(r"[1-9][0-9]?[.)] ?(?P<name>[가-힣]{2,4})(?![가-힣])")
_NUMBERED: Final = re.compile(r"(?<![0-9])1[.)] ?[가-힣]{2,4}(?:[ ,]{1,2}[1-9][0-9]?[.)] ?[가-힣]{2,4}){1,19} ?[\-,(]?$")
_LIKE_WORDS: Final = frozenset(lexicon.words("given_names_like_words"))
_CERTAIN: Final = 0.9  # the least score of a name that tells what the list is of
_SHARE: Final = 3  # one of so many items at least is surely a name
_BEHIND_A_PAIR: Final = frozenset((" 둘", " 두", " 셋", " 세"))
_PAIR: Final = 2
_ROW: Final = 4  # names of other countries in a row without signs
_LONG_WORD: Final = re.compile(r"[가-힣]{3} ?$")  # no name of another country in one word is shorter
_WORD_REACH: Final = 5
_AHEAD: Final = 48  # characters between a name and the count of its list
_Item = tuple[int, int]


def counted(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The names from the floor on that end where a count begins, or begin where one ends."""
    return [span for span in _before(text, hit) or _behind(text, hit) if span.start >= floor]


def around(text: str, spans: list[Span], floor: int) -> list[Span]:
    """``spans`` with those names of their list that only its count tells of."""
    end = spans[-1].end
    place = text.find("명", end, end + _AHEAD)
    place = end + 1 if text[end : end + 2] in _BEHIND_A_PAIR else place - 1
    row = _before(text, place) if place > 0 else []
    others = [one for one in row if one.start >= floor and all(one.end <= span.start or span.end <= one.start for span in spans)]
    return sorted((*spans, *others), key=lambda span: span.start) if others else spans


def _before(text: str, hit: int) -> list[Span]:
    """The names of the list that ends before the count at ``hit``, where these are as many as it tells and some are sure."""
    low = max(0, hit - _REACH)
    signed = any(text.find(sign, low, hit) >= 0 for sign in _SIGNS)
    if not signed and _LONG_WORD.search(text, max(0, hit - _WORD_REACH), hit) is None:
        return []
    found = _COUNT.search(text, max(0, hit - _COUNT_REACH), hit + _COUNT_REACH)
    if found is None:
        return []
    count = _number(found)
    if row := _in_a_row(text, low, found.start(), count):
        return row
    if not signed:
        return []
    items = _in_numbers(text, low, found.start()) or _items(text, low, found.start(), count)
    return (_named(text, items) if len(items) == count > 1 else []) or _joined(text, low, found.start(), count)


def _in_a_row(text: str, low: int, end: int, count: int) -> list[Span]:
    """As many words as the count tells, each of which is another country's whole name: 왕지엔쥔 추이밍하오 두명."""
    if not 1 < count <= _ROW:
        return []
    words = text[low:end].split(" ")[-count:]
    if len(words) < count or not all(map(transcriptions.is_surname_and_given, words)):
        return []
    start, spans = end - len(" ".join(words)), []
    for word in words:
        spans.append(Span(start, start + len(word), "person_name", word, 0.7, "row and its count"))
        start += len(word) + 1
    return spans


def _in_numbers(text: str, low: int, end: int) -> list[_Item]:
    """The items behind numbers from 1 on, up to ``end``: 1. 단휘 2. 초아람 3. 길수린 — 이상 세 명."""
    listed = _NUMBERED.search(text, low, end)
    return [one.span("name") for one in _OF_A_NUMBER.finditer(text, listed.start(), end)] if listed else []


def _joined(text: str, low: int, end: int, count: int) -> list[Span]:
    """Two names that a particle joins before 둘 다 or 두 분: one is sure, the other may be listed."""
    found = _JOINED.search(text, low, end) if count == _PAIR else None
    if found is None:
        return []
    pair = [found.span("first"), found.span("second" if found["second"] else "short")]
    return [] if any(_of_two_syllables(text[slice(*item)]) for item in pair) else _named(text, pair)


def _of_two_syllables(word: str) -> bool:
    """Whether the last syllable may be the particle that only names have: 허진이랑 강솔이 둘 다."""
    return word[-1] == "이" and closed(word[-2])


def _behind(text: str, hit: int) -> list[Span]:
    """The names of the list behind a count and a sign, where these end a line or a bracket and are as many as it tells."""
    found = _AHEAD_COUNT.match(text, hit - text[hit - 1 : hit].isdigit())
    listed = _END.match(text, found.end(), found.end() + _REACH) if found else None
    if found is None or listed is None:
        return []
    end = listed.start() + len(listed.group().rstrip(" ."))
    items = [*_parted(text, listed.start(), end)]
    return _named(text, items) if len(items) == _number(found) > 1 else []


def _number(found: re.Match[str]) -> int:
    """How many the count tells of."""
    return _NUMBERS.get(found["count"]) or int(found["count"])


def _parted(text: str, start: int, end: int) -> Iterator[_Item]:
    """The items between commas and such signs."""
    for sign in _SIGN.finditer(text, start, end):
        yield start, sign.start()
        start = sign.end()
    yield start, end


def _items(text: str, low: int, end: int, count: int) -> list[_Item]:
    """The last ``count`` items of the list that ends at ``end``, the first one without the words before it."""
    opened = _OPENS.match(text, low, end)
    items = [*_parted(text, opened.end() if opened else low, end)][-count:]
    begin, stop = items[0]
    first = items[0] = begin + (text[begin] == " "), stop
    if _KOREAN.fullmatch(text, *first) is None and not _foreign(text[slice(*first)]):
        items[0] = (text.rfind(" ", *first) + 1 or first[0], first[1])
    return items


def _named(text: str, items: list[_Item]) -> list[Span]:
    """All ``items``, where each may be a name and enough of them surely are."""
    sure = 0
    for item in items:
        word = text[slice(*item)]
        korean = _KOREAN.fullmatch(word) is not None
        certain = (korean and evidence.weigh(word, "list", "end") >= _CERTAIN) or _foreign(word) or _of_a_rare_surname(word)
        if not certain and not _may_belong(word, korean):
            return []
        sure += certain
    if sure * _SHARE < len(items):
        return []
    return [Span(*item, "person_name", key(text[slice(*item)]), evidence.SLIGHT, "list and its count") for item in items]


def _of_a_rare_surname(word: str) -> bool:
    """Whether a surname that no list has stands before a given name that is no ending of words: 하지만 is none."""
    return has_a_rare_surname(word) and word[1:] not in _LIKE_WORDS


def _foreign(word: str) -> bool:
    """Whether known words of another country's name fill an item."""
    return transcriptions.HANGUL_WORDS.fullmatch(word) is not None and transcriptions.is_a_name(word.split(" "), True)


def _may_belong(word: str, korean: bool) -> bool:
    """Whether an item may be a name among names: Hangul that is no rank and no place, and not mostly everyday words."""
    if transcriptions.HANGUL_WORDS.fullmatch(word) is None or not nobody.may_be_named(word) or nobody.of_a_place(word):
        return False
    words = word.split(" ")
    return korean or 2 * sum(map(nobody.common, words)) < len(words)
