"""One linear pass over the text for every gate at once, then a closer look around each hit."""

import re
from bisect import bisect
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from predictor.pii import addresses, neighbours, network, spoken, surnames, vehicles
from predictor.pii.engine import Search, decode, encode, gate
from predictor.pii.entities import Finder
from predictor.pii.finders import FINDERS, SHAPES, digits, hangul_digits, nothing
from predictor.pii.fold import UNFOLDED, Folded
from predictor.pii.patterns import OwnPattern
from predictor.pii.spans import Span

_WALL: Final = "\0"
_GATES: Final = "|".join(f"(?:{pattern})" for pattern, _ in FINDERS)
_GATE: Final = gate(_GATES)
_SUSPECT: Final = gate(f"{UNFOLDED}|{_GATES}")  # in a text without a match there is nothing to fold and nothing to find
_GATE_REACH: Final = 160  # bytes that a gate which opens inside a run may need behind it
_WHICH: Final = re.compile("|".join(f"({pattern})" for pattern, _ in FINDERS))
_WIDTH: Final = (1,) * 12 + (2, 2, 3, 4)  # bytes of a character by the upper half of its first byte
_REACHING: Final = frozenset((addresses.postal, addresses.latin, vehicles.plate))  # their values may begin before the gate
# Particles and titles, no value begins with them.
_PARTICLES: Final = frozenset("는을를과와의로에님씨입으요께랑야죠네까번")
_LAST: Final = frozenset(f"0123456789{spoken.DIGITS}{surnames.GIVEN}")  # with such characters values end
_WINDOW: Final = 96  # characters in which a value that touches another one is looked for
_TRIES: Final = 4
_FINDER: Final = (nothing, *(finder for _, finder in FINDERS))


def _gate_without(*finders: Finder) -> Search:
    return gate("|".join(f"(?:{pattern})" for pattern, finder in FINDERS if finder not in finders))


# A finder that found nothing has judged the whole run at the hit: up to that run's end only the other gates matter.
_RUNS: Final[dict[Finder, tuple[Search, Callable[[str, int], int]]]] = {
    digits: (_gate_without(digits), SHAPES.end),
    network.version4: (_gate_without(digits, network.version4), network.dotted_end),
    network.version6: (_gate_without(network.version6), network.groups_end),
}


class Detector:
    """Finds every value in a folded text. ``placeholders`` in the text are walls: nothing is found in them or across them."""

    def __init__(self, placeholders: re.Pattern[str], prefix: str, own: tuple[OwnPattern, ...] = ()) -> None:
        self._placeholders = placeholders
        self._prefix = prefix
        self._own = own

    def finds_nothing(self, encoded: bytes) -> bool:
        """Whether a text, in UTF-8 and not folded yet, certainly holds no value: one scan, which most texts need nothing beyond."""
        return not self._own and _SUSPECT(encoded, 0, len(encoded))[0] < 0

    def hits(self, encoded: bytes, most: int) -> int:
        """At how many places of a text, in UTF-8, a value may begin; counted up to ``most``."""
        count = place = 0
        while count < most and (low := _SUSPECT(encoded, place, len(encoded))[0]) >= 0:
            count += 1
            place = low + _WIDTH[encoded[low] >> 4]
        return count

    def spans(self, folded: Folded) -> list[Span]:
        """All values, in order, without overlaps."""
        text, encoded = folded.text, folded.encoded
        if self._prefix in text:
            text = self._placeholders.sub(lambda match: _WALL * len(match.group()), text)
            encoded = encode(text)
        found = self._own_spans(text)
        return _merged(found, self._built_in(text, encoded)) if found else self._built_in(text, encoded)

    def _own_spans(self, text: str) -> list[Span]:
        found: list[Span] = []
        for pattern in self._own:
            found = _merged(found, [span for span in pattern.spans(text) if _WALL not in text[span.start : span.end]])
        return found

    def _built_in(self, text: str, encoded: bytes) -> list[Span]:
        found: list[Span] = []
        floor = place = chars = judged = lost = seen = 0  # place, in bytes, is where character number ``chars`` begins
        others = _GATE
        walled = _WALL in text
        while True:
            low = _next_hit(encoded, place, judged, others)
            if low < 0:
                return found
            if low > place:
                chars += len(decode(encoded[place:low]))
            if walled:
                floor = max(floor, text.rfind(_WALL, seen, chars) + 1)
                seen = chars
            finder = _finder(text, chars)
            spans = list(addresses.postal(text, chars, floor, lost) if finder is addresses.postal else finder(text, chars, floor))
            if walled:
                spans = [span for span in spans if _WALL not in text[span.start : span.end]]
            place, beyond = low + _WIDTH[encoded[low] >> 4], chars + 1
            if spans:
                found += _with_beside(text, spans, floor)
                floor = found[-1].end
                beyond = max(beyond, floor)
            elif finder in _RUNS:
                gate_of_others, run_end = _RUNS[finder]
                end = low + _size(text[chars : run_end(text, chars)])
                if end > judged:
                    judged, others = end, gate_of_others
            elif finder is hangul_digits:
                beyond = spoken.hopeless(text, chars)
            elif finder is addresses.postal:
                lost = chars
            if beyond > chars + 1:
                place = low + _size(text[chars:beyond])
            chars = beyond


def _finder(text: str, hit: int) -> Finder:
    which = _WHICH.match(text, hit)
    return _FINDER[which.lastindex or 0] if which else nothing


def _with_beside(text: str, spans: list[Span], floor: int) -> list[Span]:
    """``spans`` with the names beside them and the values that touch them. Those could not begin or end there as long as letters or
    digits stood there; a placeholder lets them."""
    if spans[0].entity in neighbours.KINDS:
        spans = neighbours.with_neighbours(text, spans, floor)
    while (start := spans[0].start) > floor and text[start - 1] in _LAST:
        low = max(floor, start - _WINDOW)
        before = _touching(text[low:start] + _WALL, low, 0, start - low)
        if not before:
            break
        spans = [*before, *spans]
    while (end := spans[-1].end) < len(text) and text[end].isalnum() and text[end] not in _PARTICLES:
        behind = _touching(_WALL + text[end : end + _WINDOW], end - 1, 1, None)
        if not behind:
            break
        spans += behind
    return spans


def _touching(text: str, shift: int, start: int, end: int | None) -> list[Span]:
    """The value of a short ``text`` that begins at ``start`` or, where ``end`` is given, ends there; moved by ``shift``."""
    encoded = encode(text)
    place = start
    for _ in range(_TRIES if end is None else _WINDOW):
        low = _GATE(encoded, place, len(encoded))[0]
        if low < 0:
            break
        hit = len(decode(encoded[:low]))
        finder = _finder(text, hit)
        if end is None and hit > start and finder not in _REACHING:
            break
        for span in finder(text, hit, start):
            if (start in (span.start, hit) if end is None else span.end == end) and _WALL not in text[span.start : span.end]:
                return [replace(span, start=span.start + shift, end=span.end + shift)]
        place = low + _WIDTH[encoded[low] >> 4]
    return []


def _next_hit(encoded: bytes, place: int, judged: int, others: Search) -> int:
    """Where the next gate opens, in bytes. Up to ``judged`` only the gates of ``others`` matter."""
    if place < judged:
        low = others(encoded, place, min(judged + _GATE_REACH, len(encoded)))[0]
        if 0 <= low < judged:
            return low
        place = judged
    return _GATE(encoded, place, len(encoded))[0]


def _size(text: str) -> int:
    """Bytes of ``text``."""
    return len(text) if text.isascii() else len(encode(text))


def _merged(first: list[Span], second: list[Span]) -> list[Span]:
    """Both lists in order, without those of the second that overlap one of the first."""
    if not first:
        return second
    starts = [span.start for span in first]
    kept = []
    for span in second:
        place = bisect(starts, span.start)
        after = place == len(first) or first[place].start >= span.end
        if after and (place == 0 or first[place - 1].end <= span.start):
            kept.append(span)
    return sorted((*first, *kept), key=lambda span: span.start)
