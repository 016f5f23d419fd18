"""Hangul digits (공일공 일이삼사 …): read as ASCII digits of the same length, so that the forms of numbers apply unchanged."""

import re
from bisect import bisect_left
from typing import Final, NamedTuple

NUMERALS: Final[str] = "공영일이삼사오육륙칠팔구"
TO_EIGHT: Final[str] = "일이삼사오육칠팔"  # such as the seventh digit of a resident number
NONZERO: Final[str] = f"{TO_EIGHT}구"
COMMON: Final[str] = f"공영{NONZERO}"  # without 륙, which few say for six
DIGITS: Final[str] = f"{NUMERALS}둘〇一二三四五六七八九"
# What somebody says before an answer: 네, 그게, 잠시만요, 어...
HESITATION: Final = (
    r"(?:(?:네네?|예|넵|아|어|음|저|그|저기|그게|그러니까|그니까|뭐더라|보자|어디\s?보자|잠시만요?|잠깐만요?)"
    r"[,.~…]{0,3}\s)"
)
# What somebody says who looks for it, and three dots: 어디 있더라..., 찾아볼게요...
SEARCHING: Final = (
    r"(?:(?:[가-힣]{1,6}\s){0,4}[가-힣]{0,5}"
    r"(?:더라|더라고요?|네요?"
    r"|[게께]요?"
    r"|는데요?|은데요?|인데요?|봐요|보고요?|쓰고요?|만요?|니까"
    r"|[지나가]"
    r"|죠|을까|볼까)"
    r"(?:\.\.\.?|…)\s)"
)
# The letters of an identifier, as they are read aloud; 이 and 오 are digits too.
LETTERS: Final = {
    "에이치": "H", "에이취": "H", "에이": "A", "비": "B", "씨": "C", "시": "C", "디": "D", "에프": "F", "지": "G", "쥐": "G",
    "아이": "I", "제이": "J", "케이": "K", "엘": "L", "엠": "M", "엔": "N", "피": "P", "큐": "Q", "알": "R", "에스": "S",
    "티": "T", "유": "U", "브이": "V", "더블유": "W", "더블류": "W", "엑스": "X", "와이": "Y", "제트": "Z",
}  # fmt: skip
LETTER: Final = "(?:" + "|".join(LETTERS) + ")"
_ASCII: Final = str.maketrans(DIGITS, "00123456678920123456789")
# What people put between groups: a word for the dash, a hesitation, a separator.
_JOINER: Final = (
    r"(?:\s?(?:다시|대시|에|의|국에|국|하고|그리고|그\s?다음(?:에|은)?|하이픈|바|점|짝대기|작대기)\s?(?:(?:어|음"
    r"|그|저)\s)?|[\s….,]{1,3}(?:어|음|그|저|에)\s|[-.\s,~/·…]{0,3})"
)
_ONE: Final = rf"[{DIGITS}0-9]"
_MOST: Final = 60  # digits of a run that are read at once
_BEFORE: Final = 8  # characters before a hit in which a number may begin with other digits
_FEWEST: Final = 8  # digits of a run
_LONGEST: Final = 20  # digits of a number
_ONE_NUMBER: Final = _LONGEST + 5  # digits that are read where one number is looked for
_RUN: Final = re.compile(rf"{_ONE}(?:{_JOINER}{_ONE}){{{_FEWEST - 1},{_MOST - 1}}}")
_ALONE: Final = re.compile(rf"{_ONE}(?:{_JOINER}{_ONE}){{{_FEWEST - 1},{_ONE_NUMBER - 1}}}")
_DIGIT: Final = re.compile("[0-9]")
_ANY_DIGIT: Final = frozenset(f"{DIGITS}0123456789")
# The places inside of a spoken run at which ``scan.runs`` looks for a number: the same as its ``_NEXT`` in the run in ASCII.
_TRIED: Final = re.compile(rf"(?<!{_ONE})(?<!{_ONE}[-가-힣…]){_ONE}{{2}}")
_WORDS: Final = re.compile(r"[가-힣…]+")
GATE: Final = (
    rf"(?:[{DIGITS}](?:, |[-. ,])?){{4}}|[공영][-. ]?일[-. ]?[공영일육칠팔구0Ooㅇ]|[Ooㅇ0]일[Ooㅇ0공영]"
    rf"|[공영]1[공영0ㅇ]"
    rf"|[공영]십[공영][-. ]{{0,3}}[{DIGITS}0-9]{{2}}|(?:ㅇ1[ㅇ0공영]|01[ㅇ공영])[-. ]{{0,3}}[0-9ㅇ{DIGITS}]{{3}}"
    rf"|ㅇ(?:2|[3-6][1-5])[-.)][0-9]{{3}}|0(?:2|[3-6][1-5]|70|1[016-9])[-.)][0-9]{{0,3}}ㅇ"
    rf"|01[016-9][-. ]{{0,3}}[0-9]{{0,3}}ㅇ|01[016-9][-. ]{{1,2}}(?:[{DIGITS}][{DIGITS}0-9]{{2}}|[0-9]{{1,3}}[{DIGITS}])"
    r"|01[016-9][-. ]?[0-9]{3,4}\s?(?:하고|그리고|그\s?다음)"
    rf"|01[016-9]\s?(?:에|의|다시|국에|하고|어|음)\s?[{DIGITS}0-9]|[{DIGITS}]{{2,4}}\s?(?:에|다시|국에)\s?[{DIGITS}]{{2,4}}"
)

# More digits than any number has: only the last 26 of them may still begin one.
_DRILL: Final = re.compile(rf"(?:[{DIGITS}](?:, |[-. ,])?){{60,400}}")
_SPOKEN: Final = re.compile(f"[{DIGITS}]")
_UNBROKEN: Final = re.compile(f"[{DIGITS}]+")
_LETTER_ZERO: Final = re.compile(
    r"(?:[ㅇ0]1[ㅇ0](?:[-.\s]{0,3}[0-9ㅇ]){7,8}|[ㅇ0](?:2|[3-6][1-5]|70|1[016-9])[-.)][0-9ㅇ]{3,4}[-.][0-9ㅇ]{4})(?![0-9A-Za-z])"
)
# Digits, words for digits and letters for zero in one number: 공1공-2ㅇ34-567ㅇ. 공십공 is 010 too.
_MIXED: Final = re.compile(
    rf"(?:[Ooㅇ0공영][1일][Ooㅇ0공영]|[공영]십[공영])(?:[-.\s]{{0,3}}[{DIGITS}0-9Ooㅇ]){{8}}(?![0-9A-Za-z{DIGITS}])"
)
_ZERO: Final = frozenset("Ooㅇ0공영")  # what such a number begins with
_ODD: Final = frozenset("Ooㅇ십")
_ZEROS: Final = _ASCII | str.maketrans("Ooㅇ십", "0001")
_LETTER: Final = re.compile(LETTER)
_LETTERS_BEFORE: Final = re.compile(rf"(?:{LETTER}\s?){{1,3}}(?=[{DIGITS}])")
_VALUES: Final = {
    "공": 0,
    "영": 0,
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "유": 6,
    "육": 6,
    "륙": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
}
_UNITS: Final = {"십": 10, "시": 10, "백": 100, "천": 1000}


class Run:
    """A run of spoken digits, ``plain`` with ASCII digits at ``places`` and ``-`` for joiners, as long as the run.

    ``goes_on``: it is as long as one is read, so that more digits may stand behind it.
    """

    __slots__ = ("goes_on", "places", "plain")

    def __init__(self, plain: str, places: list[int], goes_on: bool) -> None:
        self.plain = plain
        self.places = places
        self.goes_on = goes_on

    def lengths(self) -> range:
        """The lengths at which it may end, the longest first: 이, 일, 오 … behind a number may be a particle and no digit."""
        size = len(self.plain)
        return range(size, size - 1 if self.goes_on else max(size - 3, 7), -1)

    def settled(self) -> int:
        """How many of its characters no number can begin in that goes on behind the run."""
        return self.last() if self.goes_on else len(self.plain)

    def last(self) -> int:
        """Where the longest number that ends with it may begin."""
        return self.places[-_LONGEST] if len(self.places) > _LONGEST else 0

    def ends_behind(self, digit: int) -> bool:
        """Whether a number that begins with that digit, the first being 0, ends within the run."""
        return not self.goes_on or len(self.places) - digit >= _ONE_NUMBER

    def beginning(self, digit: int) -> "Run | None":
        """The part that the number which begins with that digit may take; None where too few digits follow."""
        places = self.places[digit : digit + _ONE_NUMBER]
        if len(places) < _FEWEST:
            return None
        begin = places[0]
        return Run(self.plain[begin : places[-1] + 1], [place - begin for place in places], len(places) == _ONE_NUMBER)


class Settled(NamedTuple):
    """A run that begins at ``start`` and in which no number begins before ``end``."""

    end: int = 0
    start: int = 0
    run: Run = Run("", [], False)

    def moved(self, length: int) -> "Settled":
        """The same ``length`` characters further on."""
        return self._replace(end=self.end + length, start=self.start + length)

    def alone(self, text: str, start: int, hit: int) -> "Run | None":
        """What ``read`` finds at ``start``, inside of the run, of the number that begins there alone."""
        if _amid_digits(text, start, hit):
            return None
        places, place = self.run.places, start - self.start
        digit = bisect_left(places, place)
        if digit < len(places) and places[digit] == place and self.run.ends_behind(digit):
            return self.run.beginning(digit)
        return read(text, start, hit, True)


NONE_SETTLED: Final = Settled()


def hopeless(text: str, hit: int, settled: Settled) -> int:
    """Where, behind a hit at which no number was found, the next one may begin.

    Inside of the ``settled`` run its begin was asked for a drill already.
    """
    inside = settled.start + _BEFORE < hit < settled.end
    if not inside and (drill := _DRILL.match(text, hit)):
        return [match.start() for match in _SPOKEN.finditer(text, hit, drill.end())][-26]
    run = _UNBROKEN.match(text, hit)
    return max(hit + 1, run.end() - 3 if run else 0)


def typed(text: str, hit: int) -> Run | None:
    """A telephone number with ㅇ typed for zero, or with the letter O beside words for digits, or None."""
    if text[hit] not in _ZERO:
        return None
    run = _MIXED.match(text, hit) or _LETTER_ZERO.match(text, hit)
    if run is None or _ODD.isdisjoint(run.group()):
        return None
    plain = run.group().translate(_ZEROS)
    return Run(plain, _places(plain), False)


def begin(text: str, hit: int, floor: int) -> int:
    """Where the digits begin that go on at ``hit``: before Hangul digits may stand others."""
    start = hit
    while start > floor and start > hit - _BEFORE and text[start - 1] in "0123456789-. ":
        start -= 1
    while start < hit and not text[start].isdigit():
        start += 1
    return start


def read(text: str, start: int, hit: int, alone: bool) -> Run | None:
    """The run from ``start`` on; where only the number that begins it matters, no longer than that may be."""
    if _amid_digits(text, start, hit):
        return None
    run = (_ALONE if alone else _RUN).match(text, start)
    if run is None:
        return None
    plain = _WORDS.sub(lambda word: "-" * len(word.group()), run.group().translate(_ASCII))
    places = _places(plain)
    return Run(plain, places, len(places) == (_ONE_NUMBER if alone else _MOST))


def _places(plain: str) -> list[int]:
    return [match.start() for match in _DIGIT.finditer(plain)]


def _amid_digits(text: str, start: int, hit: int) -> bool:
    """Whether a number that begins at ``start`` would begin inside of another.

    One Hangul digit before it may be a particle: 폰이010.
    """
    if not start or text[start - 1] not in DIGITS:
        return False
    return start == hit or text[max(0, start - 2) : start - 1] in _ANY_DIGIT


def tried(text: str, start: int) -> bool:
    """Whether a number that begins at ``start`` has been looked for by reading a run that ``start`` stands in."""
    return _TRIED.match(text, start) is not None


def digits(spelled: str) -> str:
    """ASCII digits of a run of Hangul digits without joiners."""
    return spelled.translate(_ASCII)


def plain(spelled: str) -> str:
    """The letters and the digits of an identifier that is read aloud, without what stands between them."""
    head = _LETTERS_BEFORE.match(spelled)
    letters = "".join(LETTERS[word] for word in _LETTER.findall(head.group())) if head else ""
    return letters + "".join(digits(char) for char in spelled[head.end() if head else 0 :] if char in DIGITS)


def number(spelled: str) -> int:
    """The number that a Sino-Korean word stands for: 팔십칠 is 87, 구일 (digit by digit) 91, 천구백구십일 1991."""
    total = value = 0
    for char in spelled.replace(" ", ""):
        if char in _UNITS:
            total += (value or 1) * _UNITS[char]
            value = 0
        else:
            value = value * 10 + _VALUES[char]
    return total + value
