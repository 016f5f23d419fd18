"""Values that a context gave away once: the same value elsewhere, without that context, is masked too."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kinds import address
from predictor.pii.kinds.person_name import NAME
from predictor.pii.names import evidence
from predictor.pii.names.candidates import TITLE_BEHIND
from predictor.pii.names.endings import KNOWN
from predictor.pii.names.form import ANY_GIVEN_NAMES, closed, divide
from predictor.pii.scan.automaton import give_way
from predictor.pii.scan.fold import Folded
from predictor.pii.scan.forms import ANY_DAY
from predictor.pii.scan.presence import anywhere
from predictor.pii.scan.span import Span, overlaps

_MOST: Final = 64  # names kept per conversation, and other values: each costs a scan of every later text
_TURN: Final = 256  # occurrences after which a compiled loop lets other threads run
_LONG_TEXT: Final = 10_000  # characters; a shorter text is looked through in less time than it takes to let others run
_SURE: Final = 0.7  # what scored less may be an error, which must not spread
_END: Final = "(?![가-힣A-Za-z])"
_BEHIND_NAME: Final = re.compile(rf"(?:{KNOWN})?{_END}")
# 서준이는, 서준아, 서준 씨, 서준 언니: behind a given name that is a word too, what stands behind no word.
_SSI: Final = rf"\s?씨(?:는|가|를|도|께|의|한테|에게)?{_END}"
_TO_SOMEBODY: Final = (
    rf"(?:에게|한테)(?:서|는|도)?{_END}|\s?님(?:은|이|을|의|과|께서?|께는|도|만|에게|한테)?{_END}"
    r"|이?\s(?:언니|누나|오빠|이모|고모|삼촌|엄마|아빠|어머니|아버지|어머님|아버님|할머니|할아버지)"
)
_BEHIND_CONSONANT: Final = rf"(?:이(?:는|가|를|한테|에게)|아){_END}"
# By whether a consonant ends the name, and whether it is a word for persons: 막내 삼촌 is the uncle of anybody.
_OF_SOMEBODY: Final = {
    (True, False): re.compile(f"{_SSI}|{_BEHIND_CONSONANT}|{_TO_SOMEBODY}"),
    (True, True): re.compile(f"{_SSI}|{_BEHIND_CONSONANT}"),
    (False, False): re.compile(f"{_SSI}|{_TO_SOMEBODY}"),
    (False, True): re.compile(_SSI),
}
_ALSO_WORDS: Final = evidence.COMMON.union(evidence.ALSO_WORDS)
_FOR_PERSONS: Final = frozenset(lexicon.words("given_names_for_persons"))
_CALLED: Final = re.compile(r"야(?=[,!~ ])")  # 지우야, 밥 먹어
_BEGINS_A_SENTENCE: Final = re.compile(r"(?:^|\n|[.,!?~\"'“‘]\s?)$")
_WHOLE_NAME: Final = re.compile("[가-힣]{3,4}")
_RUN: Final = re.compile(r"[0-9](?:[-.\s]{0,2}[0-9]){8,40}")
_HOLDS_A_RUN: Final = anywhere(r"[0-9](?:[-.\s]{0,2}[0-9]){8}")
# A code is found again where it is long enough, holds a digit or a handle's sign, and is no date.
_LEAST_CODE: Final = 6  # letters and digits
_SIGNED: Final = re.compile(r"[0-9_]|[A-Za-z]\.[A-Za-z]")
_JOINTS: Final = re.compile(r"[-.\s/]")
# A secret is found again where it is such a code with a digit, or a password of a sign and letters or digits: tiger!, #4471*.
_DIGIT: Final = re.compile(r"[0-9]")
_SIGN_OF_A_PASSWORD: Final = re.compile(r"[!@#$%^&*?]")
_LEAST_PASSWORD: Final = 5
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
_SPACE: Final = re.compile(r"\s")
_NO_PLACES: Final[list[int]] = []
_SPELLED: Final = frozenset(("birth_date", address.KIND.name))  # kinds whose spellings end in many ways
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
        # The beginnings, up to a space, of the values that hold one: what a stream must wait behind.
        self.beginnings: tuple[str, ...] = ()

    def copy(self) -> "Memory":
        """The same values. What the copy learns the original does not know."""
        other = Memory(self._kinds)
        other._raw, other._digits, other._days = dict(self._raw), dict(self._digits), dict(self._days)
        other._kept, other._given, other.beginnings = dict(self._kept), dict(self._given), self.beginnings
        return other

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return not (self._raw or self._digits)

    def complete(self, folded: Folded, spans: list[Span]) -> list[Span]:
        """``spans``, remembered, and every other occurrence in this text of a value of this or an earlier text."""
        self.learn(folded, spans)
        return self.known(folded, spans)

    def knowing(self, folded: Folded, spans: list[Span], low: int) -> "Memory":
        """This memory, or one that also knows the values at ``spans``, where one of these may stand again from ``low`` on."""
        if not any(span.kind in self._kinds and self._may_stand_again(folded.text, span, low) for span in spans):
            return self
        other = self.copy()
        other.learn(folded, spans)
        return other

    def _may_stand_again(self, text: str, span: Span, low: int) -> bool:
        """Whether a value that is not known yet may stand twice from ``low`` on. Most spellings share their last two characters."""
        if text[span.start : span.end] in self._raw:
            return False
        return span.kind in _SPELLED or text.count(text[span.end - 2 : span.end], low) > 1

    def learn(self, folded: Folded, spans: list[Span]) -> None:
        """Remembers the values at ``spans``, each as its kind says."""
        for span in spans:
            how = self._kinds.get(span.kind)
            if how == "number":
                self._remember_number(span)
            elif how and span.score >= _SURE:
                self._remember(folded.text[span.start : span.end], span, how)

    def _remember(self, raw: str, span: Span, how: str) -> None:
        """Take note of a value as it is written, and of the other spellings in which its kind is found again."""
        raw = raw.lstrip("@") if how == "code" else raw
        if raw in self._raw or self._full(span.kind):
            return
        if how == "code":
            self._remember_code(raw, span)
        elif how != "secret" or _telling_secret(raw, span.key):
            self._keep(raw, span)
            self._remember_spellings(raw, span, how)

    def _remember_spellings(self, raw: str, span: Span, how: str) -> None:
        """Take note of how else a value is written: a number's digits, a day, a given name, an address without its region."""
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
        is_long = span.key.isdigit() and len(span.key) >= _LONG_NUMBER  # longer than a date
        if not is_long and not _telling(raw):
            return
        self._keep(raw, span)
        for spelling in (raw.lower(), raw.upper()):
            if spelling not in self._raw:
                self._note(spelling, span)
        if is_long:
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
            self._note(raw, span)
            self._kept[span.kind == NAME] += 1

    def _note(self, raw: str, span: Span) -> None:
        self._raw[raw] = span
        for space in _SPACE.finditer(raw):
            self.beginnings += (raw[: space.end()],)

    def knows_nothing_of(self, text: str) -> bool:
        """Whether no remembered value stands in ``text``."""
        return self.empty or not self._again(text, [])

    def _full(self, kind: str) -> bool:
        """Whether no more names, or no more other values, are kept."""
        return self._kept[kind == NAME] >= _MOST

    def known(self, folded: Folded, spans: list[Span], low: int = 0) -> list[Span]:
        """``spans`` and every other occurrence from ``low`` on of a remembered value; nothing new is remembered."""
        if self.empty:
            return spans
        if not low:
            return _joined(spans, self._again(folded.text, spans))
        again = self._again(folded.text[low:], [span.moved(-low) for span in spans])
        return _joined(spans, [span.moved(low) for span in again])

    def _again(self, text: str, spans: list[Span]) -> list[Span]:
        """The remembered values in ``text`` that are none of ``spans``, and the given names of known persons."""
        found: list[Span] = []
        ends = {span.start: span.end for span in spans}
        for raw, known in self._raw.items():
            places = _places(text, raw) if raw in text else _NO_PLACES
            for start in places:
                end = start + len(raw)
                if ends.get(start, 0) < end and self._alone(text, start, end, known):
                    found.append(Span(start, end, known.kind, known.key, known.score, _RULE))
            if raw in self._given:
                found += _given_names(text, self._given[raw], len(places))
            _let_others_run(text)
        if self._digits:
            found += self._numbers_again(text, spans)
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

    def _numbers_again(self, text: str, spans: list[Span]) -> Iterator[Span]:
        """The numbers outside of ``spans`` whose digits are remembered. A number may be written in any spelling."""
        for low, high in _between(spans, len(text)):
            for match in _RUN.finditer(text, low, high) if _HOLDS_A_RUN(text, low, high) else ():
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


def _telling_secret(raw: str, key: str) -> bool:
    """Whether a secret stands for nothing else where it stands alone: a word without a digit or a sign never does."""
    if len(raw) >= _LEAST_PASSWORD and _SIGN_OF_A_PASSWORD.search(raw):
        return any(map(str.isalnum, raw))
    return _DIGIT.search(key) is not None and _telling(key)


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
    return found


def _let_others_run(text: str) -> None:
    """Compiled, let other threads run between two searches of a long text."""
    if give_way and len(text) > _LONG_TEXT:
        give_way()


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
    if given not in _ALSO_WORDS:
        return _BEHIND_NAME.match(text, end) is not None
    if _OF_SOMEBODY[closed(given[-1]), given in _FOR_PERSONS].match(text, end):
        return True
    return _CALLED.match(text, end) is not None and _opens_a_sentence(text, start) and not closed(given[-1])


def _opens_a_sentence(text: str, start: int) -> bool:
    """Whether a sentence or a quotation begins at ``start``."""
    return _BEGINS_A_SENTENCE.search(text, max(0, start - 2), start) is not None


def _stands_alone(text: str, start: int, end: int, kind: str) -> bool:
    """The same for a name, or a value of a form that no word has."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if kind == NAME:
        return not before.isalnum() and (_BEHIND_NAME.match(text, end) or TITLE_BEHIND.match(text, end)) is not None
    return not _is_latin(before) and not _is_latin(behind)


def _is_latin(char: str) -> bool:
    """Whether a character is a Latin letter or a digit."""
    return char.isascii() and char.isalnum()


def _holds(known: Span, found: Span) -> bool:
    """Whether a remembered value is longer than what was found in its place."""
    return known.start <= found.start and found.end <= known.end and known.end - known.start > found.end - found.start


def _joined(spans: list[Span], again: list[Span]) -> list[Span]:
    """All spans by their start. A remembered value gives way to what was found, unless it holds that as a part."""
    if not again:
        return spans
    spans = [span for span in spans if not any(_holds(one, span) for one in again)]
    starts = [span.start for span in spans]
    extra = [span for span in again if not overlaps(span, spans, starts)]
    return _in_order(spans, extra) if extra else spans


def _in_order(spans: list[Span], extra: list[Span]) -> list[Span]:
    """All spans by their start; of two extra ones that touch, the first and longest."""
    ordered: list[Span] = []
    for span in sorted((*spans, *extra), key=lambda span: (span.start, -span.end)):
        if not ordered or span.start >= ordered[-1].end:
            ordered.append(span)
    return ordered
