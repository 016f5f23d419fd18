"""One linear pass over the text for every gate at once, then a closer look around each hit."""

import re
from bisect import bisect
from dataclasses import replace
from typing import Final

from predictor.pii.catalogue import CATALOGUE, Catalogue
from predictor.pii.kinds import address
from predictor.pii.kinds.person_name import NAME
from predictor.pii.names import beside
from predictor.pii.names.form import LAST
from predictor.pii.patterns import OwnPattern
from predictor.pii.scan import spoken
from predictor.pii.scan.engine import Search, decode, encode
from predictor.pii.scan.fold import Folded
from predictor.pii.scan.span import Span

_WALL: Final = "\0"
_GATE_REACH: Final = 160  # bytes that a gate which opens inside a run may need behind it
_WIDTH: Final = (1,) * 12 + (2, 2, 3, 4)  # bytes of a character by the upper half of its first byte
# Particles and titles, no value begins with them.
_PARTICLES: Final = frozenset("는을를과와의로에님씨입으요께랑야죠네까번")
_ENDS: Final = frozenset(f"0123456789{spoken.DIGITS}") | frozenset(
    char for char, ratio in LAST.items() if ratio > -15
)  # values end so
_WINDOW: Final = 96  # characters in which a value that touches another one is looked for
_TRIES: Final = 4


class Detector:
    """Finds every value in a folded text. ``placeholders`` in the text are walls: nothing is found in them or across them."""

    def __init__(
        self, placeholders: re.Pattern[str], prefix: str, own: tuple[OwnPattern, ...] = (), catalogue: Catalogue = CATALOGUE
    ) -> None:
        self._placeholders = placeholders
        self._prefix = prefix
        self._own = own
        self._catalogue = catalogue
        self._suspect = catalogue.suspect

    def finds_nothing(self, encoded: bytes) -> bool:
        """Whether a text, in UTF-8 and not folded yet, certainly holds no value: one scan, which most texts need nothing beyond."""
        return not self._own and self._suspect(encoded, 0, len(encoded))[0] < 0

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
        catalogue, context = self._catalogue, self._catalogue.context
        found: list[Span] = []
        floor = place = chars = judged = lost = seen = 0  # place, in bytes, is where character number ``chars`` begins
        named = 0  # where a label may stand: a name between it and its number does not part them
        others = catalogue.gate
        walled = _WALL in text
        while True:
            low = self._next_hit(encoded, place, judged, others)
            if low < 0:
                return found
            if low > place:
                chars += len(decode(encoded[place:low]))
            if walled:
                floor = max(floor, text.rfind(_WALL, seen, chars) + 1)
                named = max(named, text.rfind(_WALL, seen, chars) + 1)
                seen = chars
            finder = catalogue.at(text, chars)
            if finder is address.postal:
                spans = list(address.postal(text, chars, floor, context, lost))
            else:
                low_floor = named if finder in catalogue.read_digits else floor
                spans = list(finder(text, chars, low_floor, context)) if finder else []
                if low_floor < floor:
                    spans = [span for span in spans if span.start >= floor]
            if walled:
                spans = [span for span in spans if _WALL not in text[span.start : span.end]]
            place, beyond = low + _WIDTH[encoded[low] >> 4], chars + 1
            if spans:
                found += self._with_beside(text, spans, floor)
                floor = found[-1].end
                if found[-1].kind != NAME:
                    named = floor
                beyond = max(beyond, floor)
            elif finder in catalogue.run_ends:
                gate_of_others, run_end = catalogue.run_ends[finder]
                end = low + _size(text[chars : run_end(text, chars)])
                if end > judged:
                    judged, others = end, gate_of_others
            elif finder == catalogue.hangul_digits:
                beyond = spoken.hopeless(text, chars)
            elif finder is address.postal:
                lost = chars
            if beyond > chars + 1:
                place = low + _size(text[chars:beyond])
            chars = beyond

    def _with_beside(self, text: str, spans: list[Span], floor: int) -> list[Span]:
        """``spans`` with the names beside them and the values that touch them. Those could not begin or end there as long as letters
        or digits stood there; a placeholder lets them."""
        if stands := self._catalogue.beside.get(spans[0].kind):
            spans = beside.with_names(text, spans, floor, stands)
        while (start := spans[0].start) > floor and text[start - 1] in _ENDS:
            low = max(floor, start - _WINDOW)
            before = self._touching(text[low:start] + _WALL, low, 0, start - low)
            if not before:
                break
            spans = [*before, *spans]
        while (end := spans[-1].end) < len(text) and text[end].isalnum() and text[end] not in _PARTICLES:
            behind = self._touching(_WALL + text[end : end + _WINDOW], end - 1, 1, None)
            if not behind:
                break
            spans += behind
        return spans

    def _touching(self, text: str, shift: int, start: int, end: int | None) -> list[Span]:
        """The value of a short ``text`` that begins at ``start`` or, where ``end`` is given, ends there; moved by ``shift``."""
        catalogue = self._catalogue
        encoded = encode(text)
        place = start
        for _ in range(_TRIES if end is None else _WINDOW):
            low = catalogue.gate(encoded, place, len(encoded))[0]
            if low < 0:
                break
            hit = len(decode(encoded[:low]))
            finder = catalogue.at(text, hit)
            if end is None and hit > start and finder not in catalogue.reaching_back:
                break
            for span in finder(text, hit, start, catalogue.context) if finder else ():
                there = start in (span.start, hit) if end is None else span.end == end
                if there and _WALL not in text[span.start : span.end]:
                    return [replace(span, start=span.start + shift, end=span.end + shift)]
            place = low + _WIDTH[encoded[low] >> 4]
        return []

    def _next_hit(self, encoded: bytes, place: int, judged: int, others: Search) -> int:
        """Where the next gate opens, in bytes. Up to ``judged`` only the gates of ``others`` matter."""
        if place < judged:
            low = others(encoded, place, min(judged + _GATE_REACH, len(encoded)))[0]
            if 0 <= low < judged:
                return low
            place = judged
        return self._catalogue.gate(encoded, place, len(encoded))[0]


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
