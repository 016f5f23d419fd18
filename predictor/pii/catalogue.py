"""What is derived from a list of kinds: gates of all finders, forms of all numbers, context words, traits."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from predictor.pii import lexicon
from predictor.pii.gates import gates_of
from predictor.pii.kind import Finder, Gate, Kind, by_name
from predictor.pii.kinds import KINDS, address
from predictor.pii.scan import answer, elements, records, spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.presence import Presence, anywhere
from predictor.pii.scan.runs import Form, Runs
from predictor.pii.scan.span import Span

_PREFIXED_GATE: Final = r"[A-Za-z][- ]?[0-9]{3}[A-Za-z][0-9]{4}|[A-Za-z]{1,2}[- ]?[0-9]{7}"
_DIGITS_GATE: Final = r"[0-9](?:[-. \n\t/()_,~:*|;\]]{0,3}[0-9]){7}"
# A cell with a digit in it, between the signs of a table.
_CELL_GATE: Final = (
    r"[,;|\t\n(][ \"'`]{0,3}[A-Za-z]{0,4}-?[0-9](?:[0-9A-Za-z\-./ ]{2,20}|[0-9]{1,2}[가-힣] ?[0-9]{4})[ \"'`]{0,3}(?:[,;|\t\n)]|$)"
    r"|(?:\n| {2})[A-Za-z]{0,4}-?[0-9][0-9A-Za-z\-./]{2,20}(?: {2}|\n|$)"
    r"|<td(?:\s[^<>]{0,60})?>(?:[가-힣]{2} ?)?[A-Za-z]{0,4}-?[0-9][^<>\n]{2,24}</td"
)
_CELL: Final = re.compile(
    r"[,;|\t\n(][ \"'`]{0,3}(?P<value>[A-Za-z]{0,4}-?[0-9](?:[0-9A-Za-z\-./ ]{1,20}[0-9A-Za-z]|[0-9]{1,2}[가-힣] ?[0-9]{4}))"
    r"[ \"'`]{0,3}(?:[,;|\t\n)]|$)"
)
# A cell between blanks that align a table.
_ALIGNED: Final = re.compile(r"(?:\n| {2})(?P<value>[A-Za-z]{0,4}-?[0-9][0-9A-Za-z\-./]{2,20})(?= {2}|\n|$)")
_IN_AN_ELEMENT: Final = re.compile(
    r"<td(?:\s[^<>]{0,60})?>(?P<value>(?:[가-힣]{2} ?)?[A-Za-z]{0,4}-?[0-9][^<>\n]{1,23}[0-9A-Za-z])\s?</td"
)
_JOINTS: Final = re.compile(r"[\s\-./]")
UNLABELLED: Final = ("person_name", "address")  # kinds whose values need no label
_LABEL_REACH: Final = 40  # characters before a spoken number in which its label may stand
_LONG_REACH: Final = 160  # characters of a value that is longer than those of an answer, such as an identity token
_BEHIND_REACH: Final = 24  # characters behind a spoken number that are read with it
_OF_HANGUL_DIGITS: Final = 0.95  # the share of a number's score that is left to one in Hangul digits


def _by_kind(kinds: Iterable[Kind], pattern: Callable[[Kind], str]) -> dict[str, re.Pattern[str]]:
    """The patterns of the kinds that have one."""
    return {kind.name: re.compile(pattern(kind)) for kind in kinds if pattern(kind)}


def _any_of(patterns: Iterable[re.Pattern[str]]) -> Presence:
    """Whether any of the patterns matches in a window, in any case of letters."""
    words = "|".join(one.pattern for one in patterns)
    return anywhere(f"(?i:{words})") if words else lambda text, low, high: False


def _asked_for(kinds: Iterable[Kind]) -> Presence:
    """Whether a window holds a word that a question for a value holds."""
    words = (lexicon.labels(kind.words) for kind in kinds if kind.words)
    return anywhere("|".join((*words, *lexicon.words("asked_for"))))


def _up_to(end: int, spans: Iterable[Span]) -> list[Span]:
    """Those of ``spans`` that end before ``end`` or there."""
    return [span for span in spans if span.end <= end]


class RunEnd(NamedTuple):
    """How a finder's runs end: ``place(text, hit)`` is where. ``hides_digits``: the digits of a run need not be read again."""

    place: Callable[[str, int], int]
    hides_digits: bool


def _run_ends(gates: Iterable[Gate]) -> dict[Finder, RunEnd]:
    """How the runs end of each finder that reads runs."""
    return {gate.finder: RunEnd(gate.run_end, gate.hides_digits) for gate in gates if gate.run_end}


def _in_hangul_digits(span: Span) -> Span:
    """The same number with the score and the rule of one that is written in Hangul digits."""
    span.score, span.rule = span.score * _OF_HANGUL_DIGITS, f"{span.rule}, Hangul digits"
    return span


def _cell(text: str, hit: int) -> re.Match[str] | None:
    """The cell that begins at ``hit``, in an element of HTML, between signs or between blanks."""
    if text[hit] == "<":
        return _IN_AN_ELEMENT.match(text, hit)
    return _CELL.match(text, hit) or _ALIGNED.match(text, hit)


class Catalogue:
    """Kinds made ready to be looked for. Compiled once and shared by all maskers."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.kinds = tuple(kinds)
        self.by_name = by_name(self.kinds)
        self.context = Context(self.kinds)
        self.runs = Runs(tuple(self.forms()), self.context)
        self._cells = _by_kind(self.kinds, lambda kind: kind.cell)
        self._parents = _by_kind(self.kinds, lambda kind: kind.parents)
        self._any_parent = _any_of(self._parents.values())
        self._asked_for = _asked_for(self.kinds)
        self.every_gate = gates = tuple(self._gates())
        self.apart = frozenset(self._finders_apart())
        self.gates = gates_of(gates, self.apart)
        # Finders of numbers: a label counts for them across a name.
        self.read_digits = frozenset((self.digits, self.hangul_digits))
        # Finders of values that may begin before the hit.
        self.reaching_back = frozenset(one.finder for one in gates if one.reaches_back)
        self.remembered = {kind.name: kind.remembered for kind in self.kinds if kind.remembered != "no"}
        self.beside = {kind.name: kind.beside for kind in self.kinds if kind.beside}
        self.run_ends = _run_ends(gates)
        # Finders that find nothing behind the first digit of a run of Hangul digits which held no number.
        self.blind_in_runs = frozenset((self.hangul_digits, *(one.finder for one in gates if one.begins_words)))
        self.postal: Finder = address.postal
        # Finders that are given what they found out at earlier hits.
        self.resuming_finders = frozenset((self.postal, self.hangul_digits))
        # Finders that, where they find nothing, bound where they or others look next.
        self.bounding_finders = frozenset((*self.run_ends, self.hangul_digits, self.postal))

    def _finders_apart(self) -> Iterator[Finder]:
        """The finders of the kinds whose gates are a search of their own."""
        for kind in self.kinds:
            if kind.apart:
                yield from (gate.finder for gate in kind.gates)

    @property
    def unanswered(self) -> frozenset[str]:
        """The kinds of which an answer's values stay."""
        return frozenset(kind.name for kind in self.kinds if not kind.in_answers)

    def digits(self, text: str, hit: int, floor: int, context: Context) -> list[Span]:
        """Numbers written in digits."""
        return self.runs.spans(text, hit, floor)

    def hangul_digits(self, text: str, hit: int, floor: int, context: Context) -> list[Span]:
        """Numbers written in Hangul digits, in both, or with the letter O for zero."""
        return self.read_spoken(text, hit, floor, spoken.NONE_SETTLED)[0]

    def read_spoken(self, text: str, hit: int, floor: int, settled: spoken.Settled) -> tuple[list[Span], spoken.Settled]:
        """(the numbers of ``hangul_digits``, the run that held none).

        In the ``settled`` run none was found: only what begins at ``hit`` is looked at, and only where it was not.
        """
        if typed := spoken.typed(text, hit):
            return self._spelled(text, hit, typed, floor, False), settled
        start = spoken.begin(text, hit, floor)
        if hit < settled.end:
            return self._read_within(settled, text, start, hit, floor), settled
        run = spoken.read(text, start, hit, False)
        if run is None:
            return [], settled
        if spans := self._spelled(text, start, run, floor, False):
            return spans, settled
        return [], spoken.Settled(start + run.settled(), start, run)

    def _read_within(self, settled: spoken.Settled, text: str, start: int, hit: int, floor: int) -> list[Span]:
        """The numbers of ``hangul_digits`` inside of a settled run: they begin at ``start``, where none was looked for yet."""
        if spoken.tried(text, start):
            return []
        run = settled.alone(text, start, hit)
        return [] if run is None else self._spelled(text, start, run, floor, True)

    def _spelled(self, text: str, start: int, run: spoken.Run, floor: int, alone: bool) -> list[Span]:
        """The numbers of a run; only one that begins it, and what goes on behind that, where it stands ``alone``."""
        low = max(floor, start - _LABEL_REACH)
        read = self.runs.beginning if alone else self.runs.spans
        begin = first = start - low
        spans: list[Span] = []
        near = ""
        for length in run.lengths():
            if near and (last := run.last()):  # what begins before the last has been looked for in a longer run
                begin = self.runs.following(near, first + last, first + length + 1)
            if begin < 0:
                break
            end = start + length
            near = text[low:start] + run.plain[:length] + text[end : end + _BEHIND_REACH]
            spans = _up_to(first + length, read(near, begin, max(0, floor - low)))
            if spans or text[end - 1] not in spoken.DIGITS:
                break
        return [_in_hangul_digits(span).moved(low) for span in spans]

    def cells(self, text: str, hit: int, floor: int, context: Context) -> list[Span]:
        """A cell of a table in a column that its head names 사번, birth_date or so."""
        found = _cell(text, hit)
        if found is None or found.start("value") < floor:
            return []
        start, end = found.span("value")
        kind = context.above(text, start, end)
        if kind is None or kind not in self._cells:
            return []
        if self._cells[kind].fullmatch(found["value"]) is None:
            return []
        return [Span(start, end, kind, _JOINTS.sub("", found["value"]).upper(), 0.8, "column")]

    def answered(self, text: str, hit: int, floor: int, context: Context) -> list[Span]:
        """A value that answers a question: it is read as though it stood behind the label in the question."""
        reply = answer.read(text, hit)
        if reply is None or reply.begin < floor or not self._asked_for(text, reply.low, reply.high):
            return []
        if self._read_behind("", text, reply.begin):  # it is found without its question too
            return []
        for end in reply.labels(text):
            found = self._read_behind(text[reply.low : end], text, reply.begin)
            if found and reply.may_end(text, found[0].end):
                return found
        return []

    def fielded(self, text: str, hit: int, floor: int, context: Context) -> list[Span]:
        """The value in an element of HTML: it is read as though it stood behind the text of its label's element."""
        field = elements.read(text, hit)
        if field is None or field.begin < floor:
            return []
        return self._read_behind(text[field.low : field.high], text, field.begin)

    def _read_behind(self, label: str, text: str, begin: int) -> list[Span]:
        """The value that begins at ``begin`` in ``text``, read as though it stood behind ``label``."""
        for end in (begin + answer.REACH, begin + _LONG_REACH):
            value = text[begin:end]
            near = f"{label} {value}" if label else value
            start = len(near) - len(value)
            found = [span.moved(begin - start) for span in self._labelled(near, start) if span.start == start][:1]
            if not found or found[0].end < min(end, len(text)):  # a value that fills what is read may be longer
                break
        return found

    def _labelled(self, text: str, last: int) -> Iterator[Span]:
        """The values but names that gates up to ``last`` find in a short text; an answer's own gate is not asked again."""
        for hit, finders in self.gates.read(text, True).until(last):
            for finder in finders:
                if finder != self.answered:
                    yield from (span for span in finder(text, hit, 0, self.context) if span.kind != "person_name")

    def recorded(self, text: str, hit: int, floor: int, context: Context) -> list[Span]:
        """The number of a person in a record. The record's parent names the kind: employees, members."""
        if not self._any_parent(text, max(0, hit - records.REACH), hit):
            return []
        found = records.field(text, hit)
        if found is None or found.start("value") < floor:
            return []
        parent = records.parent(text, hit)
        kind = next((name for name, words in self._parents.items() if words.fullmatch(parent)), None)
        if kind is None:
            return []
        return [Span(*found.span("value"), kind, _JOINTS.sub("", found["value"]).upper(), 0.75, "id in a record")]

    def forms(self) -> Iterator[Form]:
        """The forms of numbers of all kinds, in the order in which they are tried."""
        for kind in self.kinds:
            for number in kind.numbers:
                yield Form(
                    kind.name,
                    re.compile(number.pattern),
                    number.table.judge,
                    number.prefixed,
                    number.key,
                    number.near,
                    number.alone,
                )

    def _gates(self) -> Iterator[Gate]:
        """At a digit, the gates of what is no run of digits come first; the order decides among gates that open at one place."""
        named = [one for kind in self.kinds for one in kind.gates]
        yield Gate(_CELL_GATE, self.cells)
        yield Gate(answer.GATE, self.answered)
        yield Gate(elements.GATE, self.fielded)
        yield Gate(records.GATE, self.recorded)
        yield from (one for one in named if one.early)
        yield Gate(_DIGITS_GATE, self.digits, run_end=self.runs.end)
        yield Gate(spoken.GATE, self.hangul_digits)
        yield from (one for one in named if not one.early)
        yield Gate(_PREFIXED_GATE, self.digits, run_end=self.runs.end)


CATALOGUE: Final = Catalogue(KINDS)
