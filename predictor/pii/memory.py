"""Values that a context gave away once: the same value elsewhere, without that context, is masked too."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from predictor.pii.names import evidence
from predictor.pii.names.form import ANY_GIVEN_NAMES, divide
from predictor.pii.scan.automaton import give_way
from predictor.pii.scan.fold import Folded
from predictor.pii.scan.span import Span, overlaps

_MOST: Final = 64  # values kept per conversation: each costs a scan of every later text
_TURN: Final = 256  # occurrences after which a compiled loop lets other threads run
_SURE: Final = 0.7  # what scored less may be an error, which must not spread
_SHORT_CODE: Final = 6  # a code of fewer digits stands in many numbers, so that it is not looked for
_END: Final = "(?![가-힣A-Za-z])"
_PARTICLE: Final = "은|는|이|가|을|를|과|와|의|께서?|에게|한테|도|만|님|씨|입니다|이에요|예요|이?라고|으?로|이?랑|야|아|이고|이며"
_BEHIND_NAME: Final = re.compile(rf"(?:{_PARTICLE})?{_END}")
# 예린이가, 예린아: the text holds the whole name of this person elsewhere.
_BEHIND_GIVEN: Final = re.compile(rf"(?:{_PARTICLE}|이(?:가|는|를|도|네|한테|하고|야))?{_END}")
_WHOLE_NAME: Final = re.compile("[가-힣]{3,4}")
_RUN: Final = re.compile(r"[0-9](?:[-.\s]{0,2}[0-9]){8,40}")
_RULE: Final = "seen with its context elsewhere"
_GIVEN_RULE: Final = "given name of a known person"


class Memory:
    """The contextual values of one conversation. ``kinds`` says by kind whether the value itself or its digits are remembered."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._raw: dict[str, Span] = {}
        self._digits: dict[str, Span] = {}
        self._given: dict[str, str] = {}  # the given name of a person by the whole name

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for yet."""
        return not self._raw

    def beginnings(self) -> frozenset[str]:
        """The beginnings, up to a space, of the remembered values that hold one: what a stream must wait behind."""
        return frozenset(raw[: match.end()] for raw in self._raw for match in re.finditer(r"\s", raw))

    def complete(self, folded: Folded, spans: list[Span]) -> list[Span]:
        """``spans``, remembered, and every other occurrence in this text of a value of this or an earlier text."""
        for span in spans:
            how = self._kinds.get(span.kind)
            if how and span.score >= _SURE and len(self._raw) < _MOST:
                self._remember(folded.text[span.start : span.end], span, how)
        return self.known(folded, spans)

    def _remember(self, raw: str, span: Span, how: str) -> None:
        """Take note of a value as it is written, of its digits and of a person's given name."""
        if raw in self._raw:
            return
        self._raw[raw] = span
        if how == "digits":
            self._digits.setdefault(span.key, span)
        if given := _given_name(span):
            self._given[raw] = given

    def known(self, folded: Folded, spans: list[Span], low: int = 0) -> list[Span]:
        """``spans`` and every other occurrence from ``low`` on of a remembered value; nothing new is remembered."""
        if not self._raw:
            return spans
        starts = [span.start for span in spans]
        again = self._again(folded.text[low:] if low else folded.text, frozenset(start - low for start in starts))
        extra = [one for span in again if not overlaps(one := span.moved(low), spans, starts)]
        return _in_order(spans, extra) if extra else spans

    def _again(self, text: str, known_starts: frozenset[int]) -> list[Span]:
        """The remembered values in ``text`` that begin at none of ``known_starts``, and the given names of known persons."""
        found: list[Span] = []
        for raw, known in self._raw.items():
            places = _places(text, raw)
            for start in places:
                end = start + len(raw)
                if start not in known_starts and _alone(text, start, end, known.kind):
                    found.append(Span(start, end, known.kind, known.key, known.score, _RULE))
            if raw in self._given:
                found += _given_names(text, self._given[raw], len(places))
        if self._digits:
            found += self._numbers_again(text)
        return found

    def _numbers_again(self, text: str) -> Iterator[Span]:
        """The numbers in ``text`` whose digits are remembered, in any spelling."""
        for match in _RUN.finditer(text):
            digits = re.sub("[^0-9]", "", match.group())
            if known := self._digits.get(digits):
                yield Span(*match.span(), known.kind, digits, known.score, _RULE)


def _given_name(span: Span) -> str:
    """The given name of two syllables of a person, where it is known as one and no everyday word; empty otherwise."""
    if span.kind != "person_name" or not _WHOLE_NAME.fullmatch(span.key):
        return ""
    given = divide(span.key)[1]
    return given if given in ANY_GIVEN_NAMES and given not in evidence.COMMON else ""


def _places(text: str, value: str) -> list[int]:
    """Where ``value`` stands in ``text``. Compiled, it lets other threads run now and then."""
    found: list[int] = []
    place = text.find(value)
    while place >= 0:
        found.append(place)
        if give_way and len(found) % _TURN == 0:
            give_way()
        place = text.find(value, place + len(value))
    if give_way:
        give_way()
    return found


def _given_names(text: str, given: str, wholes: int) -> list[Span]:
    """The places of a given name alone, with a particle or nothing behind it; ``wholes`` times it stands in the whole name."""
    found: list[Span] = []
    if text.count(given) <= wholes:
        return found
    for start in _places(text, given):
        end = start + len(given)
        if not text[max(0, start - 1) : start].isalnum() and _BEHIND_GIVEN.match(text, end):
            found.append(Span(start, end, "person_name", given, _SURE, _GIVEN_RULE))
    return found


def _alone(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the value stands for itself there and is not a part of a longer word or number."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if kind == "person_name":
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
