"""Values that a context gave away once: the same value elsewhere, without that context, is masked too."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from predictor.pii.kinds import address
from predictor.pii.kinds.person_name import NAME
from predictor.pii.names import evidence
from predictor.pii.names.form import ANY_GIVEN_NAMES, divide, final_consonant
from predictor.pii.scan.automaton import give_way
from predictor.pii.scan.fold import Folded
from predictor.pii.scan.forms import ANY_DAY
from predictor.pii.scan.presence import anywhere
from predictor.pii.scan.span import Span, overlaps

_MOST: Final = 64  # names kept per conversation, and other values: each costs a scan of every later text
_TURN: Final = 256  # occurrences after which a compiled loop lets other threads run
_LONG_TEXT: Final = 10_000  # characters; a shorter text is looked through in less time than it takes to let others run
_SURE: Final = 0.7  # what scored less may be an error, which must not spread
_SHORT_CODE: Final = 6  # a code of fewer digits stands in many numbers, so that it is not looked for
_END: Final = "(?![가-힣A-Za-z])"
_PARTICLE: Final = "은|는|이|가|을|를|과|와|의|께서?|에게|한테|도|만|님|씨|입니다|이에요|예요|이?라고|으?로|이?랑|야|아|이고|이며"
_BEHIND_NAME: Final = re.compile(rf"(?:{_PARTICLE})?{_END}")
# 예린이가, 예린아: the text holds the whole name of this person elsewhere.
_BEHIND_GIVEN: Final = re.compile(rf"(?:{_PARTICLE}|이(?:가|는|를|도|네|한테|하고|야))?{_END}")
# 서준이는, 서준아, 서준 씨: behind a given name that is a word too, what stands behind no word.
_SAID_OF_SOMEBODY: Final = rf"\s?씨(?:는|가|를|도|께|의|한테|에게)?{_END}"
_BEHIND_CONSONANT: Final = re.compile(rf"(?:이(?:는|가|를|한테|에게)|아){_END}|{_SAID_OF_SOMEBODY}")
_BEHIND_VOWEL: Final = re.compile(_SAID_OF_SOMEBODY)
_CALLED: Final = re.compile(rf"야{_END}")  # 지우야, 밥 먹어
_BEGINS_A_SENTENCE: Final = re.compile(r"(?:^|\n|[.,!?~\"'“‘]\s?)$")
_WHOLE_NAME: Final = re.compile("[가-힣]{3,4}")
_RUN: Final = re.compile(r"[0-9](?:[-.\s]{0,2}[0-9]){8,40}")
_HOLDS_A_RUN: Final = anywhere(r"[0-9](?:[-.\s]{0,2}[0-9]){8}")
# A code is found again where it is long enough, holds a digit or a handle's sign, and is no date.
_LEAST_CODE: Final = 6  # letters and digits
_SIGNED: Final = re.compile(r"[0-9_]|[A-Za-z]\.[A-Za-z]")
_JOINTS: Final = re.compile(r"[-.\s/]")
_MOBILE: Final = "01"
_LONG_NUMBER: Final = 9  # digits of a code that is found in any spelling
_PART_BEFORE: Final = re.compile(r"(?:[A-Za-z0-9_]|[0-9][-.,])$")
_PART_BEHIND: Final = re.compile(r"[A-Za-z0-9_]|[-.,][0-9]|\s?(?:원|명|개|건|점|%)(?![가-힣])")
# 1990년 3월 5일, 1990-03-05, 1990.3.5, 19900305: one day. The look behind comes second, because ``re`` skips to a first digit.
_DAY: Final = re.compile(
    r"(?P<year>(?:19|20)(?<![0-9.\-]..)[0-9]{2})"
    r"(?:(?:년\s?|\s?[-./]\s?)(?P<month>[0-9]{1,2})(?:월\s?|\s?[-./]\s?)(?P<day>[0-9]{1,2})일?"
    r"|(?P<both>(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])))(?![0-9]|[-.][0-9])"
)
_RULE: Final = "seen with its context elsewhere"
_SHORT_RULE: Final = "a part of an address seen elsewhere"
_GIVEN_RULE: Final = "given name of a known person"


class Memory:
    """The contextual values of one conversation. ``kinds`` says by kind how a value is remembered: see ``Kind.remembered``."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._raw: dict[str, Span] = {}
        self._digits: dict[str, Span] = {}
        self._days: dict[str, Span] = {}  # dates of birth by year, month and day
        self._kept = {True: 0, False: 0}  # how many names are kept, and how many other values
        self._given: dict[str, str] = {}  # the given name of a person by the whole name

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return not (self._raw or self._digits)

    def beginnings(self) -> frozenset[str]:
        """The beginnings, up to a space, of the remembered values that hold one: what a stream must wait behind."""
        return frozenset(raw[: match.end()] for raw in self._raw for match in re.finditer(r"\s", raw))

    def complete(self, folded: Folded, spans: list[Span]) -> list[Span]:
        """``spans``, remembered, and every other occurrence in this text of a value of this or an earlier text."""
        for span in spans:
            how = self._kinds.get(span.kind)
            if how == "number":
                self._remember_number(span)
            elif how and span.score >= _SURE:
                self._remember(folded.text[span.start : span.end], span, how)
        return self.known(folded, spans)

    def _remember(self, raw: str, span: Span, how: str) -> None:
        """Take note of a value as it is written, and of the other spellings in which its kind is found again."""
        raw = raw.lstrip("@") if how == "code" else raw
        if raw in self._raw or self._full(span.kind):
            return
        if how == "code":
            self._remember_code(raw, span)
            return
        self._keep(raw, span)
        if how == "digits":
            self._digits.setdefault(span.key, span)
        if day := _day_of(span.kind, raw):
            self._days.setdefault(day, span)
        if given := _given_name(span):
            self._given[raw] = given
        for part in address.shortened(raw) if span.kind == address.KIND.name else ():
            self._keep(part, Span(span.start, span.end, span.kind, span.key, span.score, _SHORT_RULE))

    def _remember_code(self, raw: str, span: Span) -> None:
        """Take note of a code that tells enough, in either case of its letters and, where it is a long number, of its digits."""
        if not _telling(raw):
            return
        self._keep(raw, span)
        for spelling in (raw.lower(), raw.upper()):
            self._raw.setdefault(spelling, span)
        if span.key.isdigit() and len(span.key) >= _LONG_NUMBER:
            self._digits.setdefault(span.key, span)

    def _remember_number(self, span: Span) -> None:
        """Take note of a telephone number's digits, unless it is a mobile one, which is known by its form."""
        if span.score < _SURE or self._full(span.kind) or len(span.key) < _LONG_NUMBER:
            return
        if not span.key.startswith(_MOBILE) and span.key not in self._digits:
            self._digits[span.key] = span
            self._kept[False] += 1

    def _keep(self, raw: str, span: Span) -> None:
        """Take note of a value as it is written."""
        if raw not in self._raw:
            self._raw[raw] = span
            self._kept[span.kind == NAME] += 1

    def _full(self, kind: str) -> bool:
        """Whether no more names, or no more other values, are kept."""
        return self._kept[kind == NAME] >= _MOST

    def known(self, folded: Folded, spans: list[Span], low: int = 0) -> list[Span]:
        """``spans`` and every other occurrence from ``low`` on of a remembered value; nothing new is remembered."""
        if self.empty:
            return spans
        starts = [span.start for span in spans]
        again = self._again(folded.text[low:] if low else folded.text, [span.moved(-low) for span in spans] if low else spans)
        extra = [one for span in again if not overlaps(one := span.moved(low), spans, starts)]
        return _in_order(spans, extra) if extra else spans

    def _again(self, text: str, spans: list[Span]) -> list[Span]:
        """The remembered values in ``text`` that begin where none of ``spans`` does, and the given names of known persons."""
        found: list[Span] = []
        known_starts = frozenset(span.start for span in spans)
        for raw, known in self._raw.items():
            places = _places(text, raw)
            for start in places:
                end = start + len(raw)
                if start not in known_starts and self._alone(text, start, end, known):
                    found.append(Span(start, end, known.kind, known.key, known.score, _RULE))
            if raw in self._given:
                found += _given_names(text, self._given[raw], len(places))
        if self._digits:
            for low, high in _between(spans, len(text)):
                found += self._numbers_again(text, low, high)
        if self._days:
            found += self._days_again(text)
        return found

    def _days_again(self, text: str) -> Iterator[Span]:
        """The dates in ``text`` that are a remembered date of birth, in any spelling."""
        for match in _DAY.finditer(text):
            if known := self._days.get(_day(match)):
                yield Span(*match.span(), known.kind, known.key, known.score, _RULE)

    def _alone(self, text: str, start: int, end: int, known: Span) -> bool:
        """Whether the value stands for itself there and is not a part of a longer word or number."""
        if known.rule == _SHORT_RULE:
            return not text[max(0, start - 1) : start].isalnum() and address.ENDS.match(text, end) is not None
        if self._kinds[known.kind] == "code":
            return not _PART_BEFORE.search(text, max(0, start - 2), start) and not _PART_BEHIND.match(text, end)
        return _stands_alone(text, start, end, known.kind)

    def _numbers_again(self, text: str, low: int, high: int) -> Iterator[Span]:
        """The numbers at [low, high), in any spelling, whose digits are remembered."""
        if not _HOLDS_A_RUN(text, low, high):
            return
        for match in _RUN.finditer(text, low, high):
            digits = re.sub("[^0-9]", "", match.group())
            if known := self._digits.get(digits):
                yield Span(*match.span(), known.kind, digits, known.score, _RULE)


def _between(spans: list[Span], end: int) -> Iterator[tuple[int, int]]:
    """(begin, end) of what stands between the values of a text that is ``end`` long."""
    low = 0
    for span in spans:
        if span.start > low:
            yield low, span.start
        low = max(low, span.end)  # a value may end before a text that is read from its middle
    yield low, end


def _day(found: re.Match[str]) -> str:
    """The year, the month and the day in eight digits."""
    if both := found["both"]:
        return found["year"] + both
    return f"{found['year']}{int(found['month']):02}{int(found['day']):02}"


def _telling(raw: str) -> bool:
    """Whether a code stands for nothing else where it stands alone: 12345678 and moss_jam, but neither 1234, a word nor a date."""
    if sum(map(str.isalnum, raw)) < _LEAST_CODE or _SIGNED.search(raw) is None:
        return False
    return ANY_DAY.fullmatch(_JOINTS.sub("", raw)) is None


def _day_of(kind: str, raw: str) -> str:
    """The one spelling of a day of birth; empty for another value."""
    found = _DAY.fullmatch(raw) if kind == "birth_date" else None
    return _day(found) if found else ""


def _given_name(span: Span) -> str:
    """The given name of two syllables of a person, where it is known as one; empty otherwise."""
    if span.kind != NAME or not _WHOLE_NAME.fullmatch(span.key):
        return ""
    given = divide(span.key)[1]
    return given if given in ANY_GIVEN_NAMES else ""


def _places(text: str, value: str) -> list[int]:
    """Where ``value`` stands in ``text``. Compiled, it lets other threads run now and then in a long text."""
    found: list[int] = []
    place = text.find(value)
    while place >= 0:
        found.append(place)
        if give_way and len(found) % _TURN == 0:
            give_way()
        place = text.find(value, place + len(value))
    if give_way and len(text) > _LONG_TEXT:
        give_way()
    return found


def _given_names(text: str, given: str, wholes: int) -> list[Span]:
    """The places of a given name alone, with a particle or nothing behind it; ``wholes`` times it stands in the whole name."""
    found: list[Span] = []
    if text.count(given) <= wholes:
        return found
    for start in _places(text, given):
        end = start + len(given)
        if not text[max(0, start - 1) : start].isalnum() and _names_somebody(text, start, end, given):
            found.append(Span(start, end, NAME, given, _SURE, _GIVEN_RULE))
    return found


def _names_somebody(text: str, start: int, end: int, given: str) -> bool:
    """Whether the words around a given name fit one; for a given name that is a word too, whether they fit no word."""
    if given not in evidence.COMMON:
        return _BEHIND_GIVEN.match(text, end) is not None
    if final_consonant(given[-1]):
        return _BEHIND_CONSONANT.match(text, end) is not None
    if _BEHIND_VOWEL.match(text, end):
        return True
    return _CALLED.match(text, end) is not None and _BEGINS_A_SENTENCE.search(text, max(0, start - 2), start) is not None


def _stands_alone(text: str, start: int, end: int, kind: str) -> bool:
    """The same for a name, a secret, or a value of a form that no word has."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if kind == NAME:
        return not before.isalnum() and bool(_BEHIND_NAME.match(text, end))
    if kind == "secret" and end - start < _SHORT_CODE and text[start:end].isdigit():
        return False
    return not _is_latin(before) and not _is_latin(behind)


def _is_latin(char: str) -> bool:
    """Whether a character is a Latin letter or a digit."""
    return char.isascii() and char.isalnum()


def _in_order(spans: list[Span], extra: list[Span]) -> list[Span]:
    """All spans by their start; of two extra ones that touch, the first and longest."""
    ordered: list[Span] = []
    for span in sorted((*spans, *extra), key=lambda span: (span.start, -span.end)):
        if not ordered or span.start >= ordered[-1].end:
            ordered.append(span)
    return ordered
