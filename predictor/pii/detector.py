"""One linear pass over the text for every gate at once, then a closer look around each hit."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Final

from predictor.pii.catalogue import CATALOGUE, UNLABELLED, Catalogue
from predictor.pii.gates import Openings
from predictor.pii.kind import Finder
from predictor.pii.kinds import address
from predictor.pii.kinds.person_name import NAME
from predictor.pii.names import adjacency
from predictor.pii.names.candidates import TITLE_BEHIND
from predictor.pii.names.form import LAST
from predictor.pii.patterns import OwnPattern
from predictor.pii.scan import changed, spoken
from predictor.pii.scan.fold import Folded
from predictor.pii.scan.repetition import Repetition
from predictor.pii.scan.span import BEGIN, Begin, Span, overlaps

_WALL: Final = "\0"  # a placeholder is read as so many of these
# Particles and titles: no value begins with one.
_PARTICLES: Final = frozenset("는을를과와의로에님씨입으요께랑야죠네까번")
_LEAST_OF_A_NAME: Final = -15  # the ratio that a syllable must exceed to end a name
# A value ends with a digit or with a name's last syllable.
_ENDS: Final = frozenset(f"0123456789{spoken.DIGITS}") | frozenset(char for char, ratio in LAST.items() if ratio > _LEAST_OF_A_NAME)
_WINDOW: Final = 96  # characters in which a value that touches another one is looked for
_NAME_WINDOW: Final = 40  # the same for a name, because a list of names may go on for as long as it is read
_LONGEST_NUMBER: Final = 48  # the most characters of a number with its separators
_MOST_PLACES: Final = 4  # the most places of a short text at which finders are asked
_MOST_KNOWN: Final = 256  # the most texts behind values for which it is kept what touches the value
_BRACKETED: Final = re.compile(r"\s?\([^()\n]{0,6}[0-9]{4}")


class Detector:
    """Finds every value in a folded text. No value begins, ends or continues inside of one of the ``placeholders``."""

    def __init__(
        self, placeholders: re.Pattern[str], prefix: str, own: tuple[OwnPattern, ...] = (), catalogue: Catalogue = CATALOGUE
    ) -> None:
        self._placeholders = placeholders
        self._prefix = prefix
        self._own = own
        self._catalogue = catalogue

    def finds_nothing(self, openings: Openings) -> bool:
        """Whether a text with these openings certainly holds no value."""
        return openings.nothing and not self._own

    def spans(self, folded: Folded, openings: Openings | None = None, begin: Begin = BEGIN) -> list[Span]:
        """All values from ``begin`` on, in order, without overlaps.

        ``openings`` are those of the folded text from ``begin.seen`` on, where they are known.
        """
        text = folded.text
        if self._prefix in text:
            text, openings = self._placeholders.sub(lambda match: _WALL * len(match.group()), text), None
        if openings is None:
            openings = self._catalogue.gates.read(text[begin.seen :] if begin.seen else text, True)
        built_in = self._built_in(_Reading(self._catalogue, text, openings, begin))
        return _merged(self._own_spans(text), built_in) if self._own else built_in

    def _own_spans(self, text: str) -> list[Span]:
        """The values of the own patterns; where two overlap, that of the earlier pattern."""
        found: list[Span] = []
        for pattern in self._own:
            found = _merged(found, _outside_walls(pattern.spans(text), text))
        return found

    def _built_in(self, reading: "_Reading") -> list[Span]:
        """The values of the catalogue's kinds."""
        found: list[Span] = []
        repetition = Repetition(reading.text)
        while reading.to_next_hit():
            if reading.from_the_first and reading.hit >= repetition.due and repetition.turns(reading.hit):
                reach = repetition.reach
                reading.leave_out(repetition.at(reading.hit, reading.state(reach, repetition.end), found), reach)
            if spans := reading.values():
                spans = self._with_others(reading, spans)
                found += self._with_those_between(reading.text, spans) if len(spans) > 1 else spans
            reading.pass_over(spans)
        return found

    def _with_others(self, reading: "_Reading", spans: list[Span]) -> list[Span]:
        """``spans`` with the new values behind the last, the names beside them and the values that touch them."""
        if new := reading.changed(spans[-1]):
            spans = [*spans, *new]
        return self._with_beside(reading, spans)

    def _with_beside(self, reading: "_Reading", spans: list[Span]) -> list[Span]:
        """``spans`` with the names beside them and the values that touch them.

        A value that touches another one is read as if a placeholder stood there, because its form ends at no letter or digit.
        """
        text, floor = reading.text, reading.floor
        if stands := self._catalogue.beside.get(spans[0].kind):
            spans = adjacency.with_names(text, spans, floor, stands)
        return self._with_those_behind(text, self._with_those_before(text, spans, floor), reading.touching)

    def _with_those_between(self, text: str, spans: list[Span]) -> list[Span]:
        """``spans`` with what stands in a bracket behind one of them, because the pass goes on behind the last."""
        every: list[Span] = []
        for one, following in pairwise(spans):
            every.append(one)
            if text.find("(", one.end, one.end + 2) >= 0 and _BRACKETED.match(text, one.end, following.start):
                every += self._within(text, one.end, following.start)
        return [*every, spans[-1]]

    def _within(self, text: str, low: int, high: int) -> list[Span]:
        """The first value of a short text at [low, high), which holds no name."""
        near = text[low:high]
        for hit, finders in self._hits(near, _MOST_PLACES):
            for finder in finders:
                for span in finder(near, hit, 0, self._catalogue.context):
                    if span.kind != NAME and _WALL not in near[span.start : span.end]:
                        return [span.moved(low)]
        return []

    def _with_those_before(self, text: str, spans: list[Span], floor: int) -> list[Span]:
        """``spans`` with the values before them, each of which touches the next."""
        while (start := spans[0].start) > floor and text[start - 1] in _ENDS:
            low = max(floor, start - _WINDOW)
            before = self._touching(text[low:start] + _WALL, 0, start - low)
            if not before:
                break
            spans = [*(span.moved(low) for span in before), *spans]
        return spans

    def _with_those_behind(self, text: str, spans: list[Span], known: dict[str, list[Span]]) -> list[Span]:
        """``spans`` with the values behind them, each of which touches the one before. ``known`` keeps what touches a value."""
        while _may_touch(text, spans[-1]):
            end = spans[-1].end
            near = _WALL + text[end : end + _WINDOW]
            if (behind := known.get(near)) is None:
                if len(known) == _MOST_KNOWN:
                    known.clear()
                behind = known[near] = self._touching(near, 1, None)
            if not behind:
                break
            spans += [span.moved(end - 1) for span in behind]
        return spans

    def _touching(self, text: str, start: int, end: int | None) -> list[Span]:
        """The value of a short ``text`` that begins at ``start``, with those that its finder finds behind it.

        Where ``end`` is given, the value that ends there.
        """
        settled = spoken.NONE_SETTLED
        for hit, finder in self._asked(text, start, end):
            near = text[:_NAME_WINDOW] if end is None and finder in self._catalogue.apart else text
            if finder == self._catalogue.hangul_digits:
                found, settled = self._catalogue.read_spoken(text, hit, start, settled)
            else:
                found = list(finder(near, hit, start, self._catalogue.context))
            if touching := _from_touching(_outside_walls(found, near), start, hit, end):
                last = _last_end(near)
                return [span for span in touching if span is touching[0] or span.end <= last]
        return []

    def _asked(self, text: str, start: int, end: int | None) -> Iterator[tuple[int, Finder]]:
        """(place, finder) of all that may find a value which touches."""
        if end is None:
            yield from self._asked_behind(text, start)
            return
        numbers, near = self._catalogue.read_digits, end - _LONGEST_NUMBER
        for hit, finders in self._hits(text, _WINDOW):
            # Far from the end a finder of numbers finds none that ends there.
            yield from ((hit, finder) for finder in finders if hit >= near or finder not in numbers)

    def _asked_behind(self, text: str, start: int) -> Iterator[tuple[int, Finder]]:
        """The same for values that begin at ``start``: at places behind it only finders that reach back may find one.

        The finder of addresses is asked once, because it begins to read at ``start`` whatever the place is.
        """
        back, postal = self._catalogue.reaching_back, self._catalogue.postal
        asked: set[Finder] = set()
        for hit, finders in self._hits(text, _MOST_PLACES):
            if hit > start and back.isdisjoint(finders):
                return
            for finder in finders:
                if (hit <= start or finder in back) and not (finder is postal and finder in asked):
                    asked.add(finder)
                    yield hit, finder

    def _hits(self, text: str, most: int) -> Iterator[tuple[int, list[Finder]]]:
        """(place, finders) where gates open in a short text, ``most`` at the most."""
        return islice(self._catalogue.gates.read(text, True).until(len(text)), most)


class _Reading:
    """Where the pass over a text stands: at the place ``hit``, with a value before ``floor``."""

    __slots__ = ("_address_tried_at", "_catalogue", "_hidden_finders", "_hidden_until", "_label_floor", "_last_finder", "_opened",
                 "_openings", "_place", "_read_until", "_seen", "_settled_run", "_wall_sought_to", "_walled", "floor",
                 "from_the_first", "hit", "text", "touching")  # fmt: skip

    def __init__(self, catalogue: Catalogue, text: str, openings: Openings, begin: Begin) -> None:
        self._catalogue = catalogue
        self._openings = openings
        self.text = text
        self.hit = 0
        self.floor = begin.floor  # no value begins before it
        self._label_floor = begin.label_floor  # no label counts before it: unlike the floor, it does not rise behind a name
        self._seen = self._place = begin.seen  # the openings' first place; from the second on hits are looked for
        self.from_the_first = begin.seen == 0
        self._walled = _WALL in text
        self._wall_sought_to = 0  # the walls before it have raised the floor
        self._opened: list[Finder] = []  # the finders whose gates open at the hit
        self._last_finder: Finder = catalogue.digits  # the one that found the last value
        # What touches a value, by the characters behind that: one value may stand many times.
        self.touching: dict[str, list[Span]] = {}
        self._read_until: dict[Finder, int] = {}  # where the run ends that a finder has read in vain
        self._hidden_finders: frozenset[Finder] = frozenset()  # those that have read the run at the hit in vain
        self._hidden_until = 0  # before it the gates of the hidden finders do not count
        self._address_tried_at = 0  # the last hit at which the finder of addresses found none
        self._settled_run = spoken.NONE_SETTLED  # the run of Hangul digits in which no number was found

    def to_next_hit(self) -> bool:
        """Goes on to where the next gate opens; False when none does."""
        seen = self._seen
        hit, self._opened = self._openings.next(self._place - seen, self._hidden_finders, self._hidden_until - seen)
        if hit < 0:
            return False
        self.hit = hit = hit + seen
        if self._walled:
            wall = self.text.rfind(_WALL, self._wall_sought_to, hit) + 1
            self.floor, self._label_floor = max(self.floor, wall), max(self._label_floor, wall)
            self._wall_sought_to = hit
        return True

    def state(self, reach: int, end: int) -> tuple[object, ...] | None:
        """What decides, beside the text around the hit, how the pass goes on; places are counted from the hit.

        None where a run ends beyond ``reach`` and before ``end``, up to which the text repeats itself.
        """
        hit = self.hit
        far = hit + reach
        if any(far < place < end for place in (self._hidden_until, self._settled_run.end, *self._read_until.values())):
            return None
        back = tuple(max(place - hit, -reach) for place in (self.floor, self._label_floor, self._address_tried_at))
        ahead = tuple(min(max(place - hit, 0), reach + 1) for place in (self._hidden_until, self._settled_run.end))
        runs = frozenset((finder, min(run_end - hit, reach + 1)) for finder, run_end in self._read_until.items() if run_end > hit)
        return back, ahead, runs, self._hidden_finders

    def leave_out(self, length: int, reach: int) -> None:
        """Goes on ``length`` characters further, where all is as it is here.

        A place more than ``reach`` ahead stays, because a run that reaches so far goes on to where the repetition ends.
        """
        if not length:
            return
        far = self.hit + reach
        self._read_until = {finder: run_end if run_end > far else run_end + length for finder, run_end in self._read_until.items()}
        if self._hidden_until <= far:
            self._hidden_until += length
        self.hit += length
        self.floor += length
        self._label_floor += length
        self._address_tried_at += length
        self._settled_run = self._settled_run.moved(length)
        self._wall_sought_to = self.hit

    def values(self) -> list[Span]:
        """What the first finder that finds anything finds at the hit."""
        read_until = self._read_until
        for finder in self._opened:
            if read_until and read_until.get(finder, 0) > self.hit:
                continue
            if spans := self._found(finder):
                self._last_finder = finder
                return spans
        return []

    def changed(self, old: Span) -> list[Span]:
        """The new values behind ``old``, one behind the other."""
        found: list[Span] = []
        if old.kind in UNLABELLED or self.hit > old.start:
            return found
        last, begin = old, changed.begin(self.text, old.end)
        while begin >= 0 and (new := self._in_the_place_of(old, begin)) and changed.is_new(self.text, last, new):
            found.append(new)
            last, begin = new, changed.begin(self.text, new.end)
        return found

    def _in_the_place_of(self, old: Span, begin: int) -> Span | None:
        """What the finder of ``old`` finds at ``begin``, which is read as though it stood in the place of ``old``."""
        text, start, low = self.text, old.start, max(0, self.hit - _WINDOW)
        near = text[low:start] + text[begin : begin + changed.REACH]
        if self._last_finder not in self._catalogue.gates.read(near, True).next(self.hit - low)[1]:
            return None
        for span in self._last_finder(near, self.hit - low, max(0, self.floor - low), self._catalogue.context):
            if span.start == start - low and _WALL not in near[span.start : span.end]:
                return span.moved(begin - span.start)
        return None

    def _found(self, finder: Finder) -> list[Span]:
        """What a finder finds at the hit, outside of placeholders."""
        catalogue = self._catalogue
        if finder in catalogue.resuming_finders or (self._label_floor < self.floor and finder in catalogue.read_digits):
            found = self._found_elsewhere(finder)
        else:
            found = finder(self.text, self.hit, self.floor, catalogue.context)
        if self._walled:
            return _outside_walls(found, self.text)
        return found if isinstance(found, list) else list(found)

    def _found_elsewhere(self, finder: Finder) -> Iterable[Span]:
        """What a finder finds that begins to read at another place than the floor."""
        context, text, floor = self._catalogue.context, self.text, self.floor
        if finder is self._catalogue.postal:
            return address.postal(text, self.hit, floor, context, self._address_tried_at)
        if finder == self._catalogue.hangul_digits:
            spans, self._settled_run = self._catalogue.read_spoken(text, self.hit, self._label_floor, self._settled_run)
            return [span for span in spans if span.start >= floor]
        return [span for span in finder(text, self.hit, self._label_floor, context) if span.start >= floor]

    def pass_over(self, spans: list[Span]) -> None:
        """Goes on behind the values of the hit; without values, behind the characters that can hold none."""
        beyond = self.hit + 1
        if spans:
            if self._read_until:
                self._read_until.clear()
            self._settled_run = spoken.NONE_SETTLED
            last = spans[-1]
            self.floor = last.end
            if last.kind != NAME:
                self._label_floor = last.end
            self._place = max(beyond, last.end)
        else:
            self._place = self._place_behind_nothing(beyond)

    def _place_behind_nothing(self, beyond: int) -> int:
        """The next place that may hold a value, where no finder found one at the hit."""
        for finder in self._opened:
            if finder in self._catalogue.bounding_finders:
                beyond = max(beyond, self._bound_of(finder))
        return beyond

    def _bound_of(self, finder: Finder) -> int:
        """The next place that may hold a value, as far as one finder bounds it that found nothing at the hit."""
        if finder in self._catalogue.run_ends:
            if self._read_until.get(finder, 0) <= self.hit:
                self._hide_up_to_end_of_run(finder)
        elif finder is self._catalogue.postal:
            self._address_tried_at = self.hit
        elif self._catalogue.blind_in_runs.issuperset(self._opened):  # here the finder is that of Hangul digits
            return spoken.hopeless(self.text, self.hit, self._settled_run)
        return self.hit + 1

    def _hide_up_to_end_of_run(self, finder: Finder) -> None:
        """Hides the gates of a finder, which found no value in the run at the hit, up to the run's end."""
        run_end = self._catalogue.run_ends[finder]
        end = run_end.place(self.text, self.hit)
        self._read_until[finder] = end
        if run_end.hides_digits:
            self._read_until[self._catalogue.digits] = max(end, self._read_until.get(self._catalogue.digits, 0))
        self._hidden_finders = frozenset(one for one, end_of_run in self._read_until.items() if end_of_run > self.hit)
        self._hidden_until = min(self._read_until[one] for one in self._hidden_finders)


def _may_touch(text: str, span: Span) -> bool:
    """Whether a value may begin where ``span`` ends: a letter or digit stands there that is neither a particle nor a title."""
    end = span.end
    if end == len(text) or not text[end].isalnum() or text[end] in _PARTICLES:
        return False
    return span.kind != NAME or not TITLE_BEHIND.match(text, end)


def _outside_walls(spans: Iterable[Span], text: str) -> list[Span]:
    """Those of ``spans`` that hold no wall."""
    return [span for span in spans if _WALL not in text[span.start : span.end]]


def _last_end(near: str) -> int:
    """The last place at which a value of a short text may end. A value that ends where the text was cut may go on there."""
    is_cut = len(near) in (_NAME_WINDOW, _WINDOW + 1)
    return len(near) - 1 if is_cut else len(near)


def _from_touching(spans: list[Span], start: int, hit: int, end: int | None) -> list[Span]:
    """The first of ``spans`` that touches, and where ``end`` is None those behind it."""
    for place, span in enumerate(spans):
        if _touches(span, start, hit, end):
            return spans[place:] if end is None else [span]
    return []


def _touches(span: Span, start: int, hit: int, end: int | None) -> bool:
    """Whether ``span`` ends at ``end``; where that is None, whether it or its gate's hit begins at ``start``."""
    if end is None:
        return start in (span.start, hit)
    return span.end == end


def _merged(first: list[Span], second: list[Span]) -> list[Span]:
    """Both lists in order, without those of the second that overlap one of the first."""
    if not first:
        return second
    starts = [span.start for span in first]
    kept = [span for span in second if not overlaps(span, first, starts)]
    return sorted((*first, *kept), key=lambda span: span.start)
