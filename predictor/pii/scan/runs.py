"""Runs of digits, and what each number in them is: every form in order of priority, the first table that agrees wins."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import Final

from predictor.pii.scan import columns, edifact
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import BRACKETS, REGION_BEFORE
from predictor.pii.scan.presence import Choice, Presence, anywhere
from predictor.pii.scan.repetition import end_of_turns, length_of_turn
from predictor.pii.scan.rule import Verdict
from predictor.pii.scan.sighting import Sighting
from predictor.pii.scan.span import Span

_RUN: Final = re.compile(r"[0-9](?:[-.\s/()_,~:·*|;\]]{0,4}[0-9]){0,399}")
_DIGIT: Final = re.compile("[0-9]")
_MORE: Final = re.compile(r"[-.\s/()_,~:·*|;\]]{0,4}[0-9]")
# Behind a run's first digit a value begins with a group of digits: one that is spelled digit by digit begins the run.
# None begins behind a digit and a dash: that is the middle of a longer number, such as a date.
_NEXT: Final = re.compile(r"(?<![0-9])(?<![0-9]-)[0-9]{2}")
_OLD_LICENSE: Final = re.compile(r"[0-9]{2}([- ])[0-9]{6}\1[0-9]{2}")
_OLD_LENGTH: Final = 12
_REGION_REACH: Final = 3
_DIGITS_REACH: Final = 24  # digits before a hit among which the begin of theirs is looked for
_MAILBOX: Final = re.compile(r"[A-Za-z0-9._%+\-]{0,40}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){0,4}\.[A-Za-z]{2,24}")
_LOCAL: Final = frozenset(f"{ascii_letters}{digits}._%+-@")
# No form's table takes a number that begins with a whole date.
_DATE: Final = re.compile(r"(?:19|20)[0-9]{2}([-.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])(?![-0-9])")
_CLOSE_UP: Final = {ord(" "): None, ord("-"): None}
_NEVER: Final = "[^0-9]"  # no number begins so
# Characters in which a word of a form's ``near`` stands: before a number, and behind its begin.
_NEAR_BEFORE: Final = 32
_NEAR_BEHIND: Final = 80
NEAR_LONGEST: Final = 48  # characters of such a word and of what it asks for around it
# Characters around a number that decide whether it is a value, where none of them is a letter.
_BACK: Final = 96
_AHEAD: Final = 128
LONG: Final = 2 * (_BACK + _AHEAD)  # a shorter run is read to its end
_LISTED: Final = re.compile(r"[\s,/]{1,4}")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of number, as ``predictor.pii.kind.NumberForm`` says, with the judge of a match."""

    kind: str
    pattern: re.Pattern[str]
    judge: Callable[[Sighting], Verdict]
    prefixed: bool = False
    key: Callable[[str], str] | None = None
    near: str = ""
    alone: str = ""


class Runs:
    """All forms of numbers, tried in order at the first digit of each run."""

    def __init__(self, forms: Sequence[Form], context: Context) -> None:
        self._forms = tuple(forms)
        self._context = context
        self._choice = Choice([form.pattern.pattern for form in forms])
        self._named = frozenset(number for number, form in enumerate(forms) if form.near)
        self._alone = Choice([form.alone or _NEVER if form.near else form.pattern.pattern for form in forms])
        self._near = anywhere("|".join(form.near for form in forms if form.near))

    def following(self, text: str, start: int, end: int) -> int:
        """Where from ``start`` to ``end`` the next number inside of a run may begin, or -1."""
        found = _NEXT.search(text, start, end)
        return found.start() if found else -1

    def spans(self, text: str, hit: int, floor: int) -> list[Span]:
        """The numbers of the run of digits that ``hit`` stands in, or that begins behind it; none before ``floor``."""
        start, words = _run_start(text, hit, floor), _Words(self._near)
        return self._from(text, start, floor, self._first(text, start, floor, None, words), words)

    def beginning(self, text: str, start: int, floor: int) -> list[Span]:
        """The numbers of a run; none where no number begins at ``start``, the first digit of the run."""
        words = _Words(self._near)
        first = self._first(text, start, floor, None, words)
        return self._from(text, start, floor, first, words) if first else []

    def _from(self, text: str, begin: int, floor: int, found: Span | None, words: "_Words") -> list[Span]:
        """The numbers of the run that begins at ``begin``, of which ``found`` is what begins there."""
        start, run = begin, None
        spans: list[Span] = []
        while True:
            if found:
                spans.append(found)
                start = floor = found.end
                if not _MORE.match(text, start):
                    return spans
            if found and "0" <= text[start : start + 1] <= "9":
                found = self._first(text, start, floor, found.kind, words)
                continue
            run = run or _Run(text, begin)
            if not spans:
                start = run.behind_turns(start)
            following = _NEXT.search(text, start + (not found), run.end)
            if following is None:
                return spans
            inherited = _inherited(found, text, following.start())
            start = following.start()
            found = self._first(text, start, floor, inherited, words)

    def _first(self, text: str, start: int, floor: int, inherited: str | None, words: "_Words") -> Span | None:
        """The number that begins at ``start``, where one may begin."""
        if _among_digits(text, start, floor):
            return None
        may_fit = self._choice.at(text, start)
        if not may_fit:
            return None
        if text[start] in "12" and _DATE.match(text, start):
            return None
        return self._judged(text, start, floor, inherited, may_fit, words)

    def _judged(
        self, text: str, start: int, floor: int, inherited: str | None, may_fit: Sequence[int], words: "_Words"
    ) -> Span | None:
        """The number that begins at ``start``; the forms of ``may_fit`` are tried in order."""
        sighting = admission = None
        for number in may_fit:
            if inherited is None and number in self._named:
                if admission is None:
                    admission = _Admission(self._alone.at(text, start), words, text, start)
                if not admission.admits(number):
                    continue
            form = self._forms[number]
            if match := form.pattern.match(text, start):
                if sighting is None:
                    sighting = Sighting(self._context, text, start, match.end(), floor, inherited)
                else:
                    sighting.reach(match.end())
                if span := _value(form, sighting):
                    return span
        return None

    def end(self, text: str, hit: int) -> int:
        """Where the run of digits ends that begins at ``hit`` or, where that is a letter, behind it, and that holds no value."""
        run = _Run(text, _run_start(text, hit, hit))
        behind_digit = hit > 0 and "0" <= text[hit - 1] <= "9"  # the run that was read begins before the hit
        return run.end if behind_digit else run.whole


class _Run:
    """The run of digits from ``begin`` to ``end``, or what of it is read at once; ``whole`` is where it ends with all its turns.

    Where a run repeats itself, a turn without a number is followed by turns without one. A short run, and one in a table, whose
    cells differ by their heads, are read to the end.
    """

    __slots__ = ("_due", "_turn", "end", "whole")

    def __init__(self, text: str, begin: int) -> None:
        run = _RUN.match(text, begin)
        self.end = self.whole = self._due = run.end() if run else begin + 1
        self._turn = 1
        if self.end - begin >= LONG:
            self._find_turns(text, begin, self.end)

    def _find_turns(self, text: str, begin: int, end: int) -> None:
        """Takes note of the turns of which the run consists, if it does."""
        turn = length_of_turn(text, begin, end)
        if turn <= 0 or text[begin : end - turn] != text[begin + turn : end]:
            return
        if columns.head_none(text, begin, begin + turn):
            self._turn, self._due = turn, begin + _BACK + turn
            self.whole = max(end, end_of_turns(text, begin, turn))

    def behind_turns(self, start: int) -> int:
        """The last place with the surroundings of ``start``. No number stands before ``start``, so the reading goes on there."""
        if start < self._due:
            return start
        self._due = self.end = self.whole
        turns = max(0, self.end - _AHEAD - start) // self._turn
        return start + turns * self._turn


class _Words:
    """Where in a run the words stand that may name a number. A window that holds none is not looked through again."""

    __slots__ = ("_high", "_low", "_near")

    def __init__(self, near: Presence) -> None:
        self._near = near
        self._low = self._high = 0  # no word stands between these places

    def stand_around(self, text: str, start: int) -> bool:
        """Whether one stands around ``start``. The places of a run are asked for in order."""
        low, high = max(0, start - _NEAR_BEFORE), start + _NEAR_BEHIND
        goes_on = self._low <= low <= self._high
        new = max(low, self._high - NEAR_LONGEST) if goes_on else low  # what stands before it has been looked through
        if self._near(text, new, high):
            return True
        self._low, self._high = low, high
        return False


class _Admission:
    """Which forms of number are tried at a place: those that stand alone, and the others where a word may name the number.

    The words are looked for once, and not before a form asks for them, because most numbers are of the first form that may fit.
    """

    __slots__ = ("_alone", "_in_context", "_start", "_text", "_words")

    def __init__(self, alone: Sequence[int], words: _Words, text: str, start: int) -> None:
        self._alone = alone
        self._words = words
        self._text = text
        self._start = start
        self._in_context: bool | None = None

    def admits(self, number: int) -> bool:
        """Whether the form of that number is tried."""
        if number in self._alone:
            return True
        if self._in_context is None:
            self._in_context = columns.may_head(self._text, self._start) or self._words.stand_around(self._text, self._start)
        return self._in_context


def _among_digits(text: str, start: int, floor: int) -> bool:
    """Whether a digit that belongs to no value stands before ``start``."""
    return start > 0 and start != floor and "0" <= text[start - 1] <= "9"


def _run_start(text: str, hit: int, floor: int) -> int:
    """Where the unbroken digits begin that ``hit`` stands in, or the first behind it."""
    if not "0" <= text[hit] <= "9":
        digit = _DIGIT.search(text, hit)
        hit = digit.start() if digit else len(text)
    if hit <= floor or not "0" <= text[hit - 1] <= "9":
        return hit
    low = max(floor, hit - _DIGITS_REACH)
    while hit > low and "0" <= text[hit - 1] <= "9":
        hit -= 1
    return hit


def _inherited(before: Span | None, text: str, start: int) -> str | None:
    """The kind of the value that stands ``before`` the number at ``start`` in a list."""
    return before.kind if before and _LISTED.fullmatch(text, before.end, start) else None


def _value(form: Form, sighting: Sighting) -> Span | None:
    """What a sighting is by the rules of a form that it matches."""
    verdict = form.judge(sighting)
    if verdict is None or _in_mailbox(sighting.text, sighting.end):
        return None
    text, start, end, floor = sighting.text, sighting.start, sighting.end, sighting.floor
    if form.prefixed:
        begin = _before_letters(text, start, floor)
        key = text[begin:end].translate(_CLOSE_UP).upper()
    else:
        begin, key = _begin(text, start, end, floor), sighting.digits
        if "가" <= text[begin] <= "힣":
            key = text[begin:start].rstrip("- \n") + key  # the region's name of an old licence
    score, rule = verdict
    return Span(begin, end, form.kind, form.key(key) if form.key else key, score, rule)


def _before_letters(text: str, start: int, floor: int) -> int:
    """Where the type letters before the digits at ``start`` begin."""
    start -= text[start - 1] in " -"
    while start > floor and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    return start


def _begin(text: str, start: int, end: int, floor: int) -> int:
    """Where the value begins: with its ``+``, its region's name, or the bracket that its area code closes."""
    if start == floor:
        return start
    may_have_region = end - start == _OLD_LENGTH
    behind_a_space = text[start - 1] in " \n" and text[start - 2 : start - 1] not in BRACKETS
    return start if behind_a_space and not may_have_region else _with_head(text, start, end, floor)


def _with_head(text: str, start: int, end: int, floor: int) -> int:
    """Where a value begins that something other than a space stands before."""
    if text[start - 1] == "+" and text[start - 4 : start - 1] != edifact.CONTACT:
        start -= 1
    if end - start == _OLD_LENGTH and _OLD_LICENSE.fullmatch(text, start, end):
        region = REGION_BEFORE.search(text, max(floor, start - _REGION_REACH), start)
        return region.start() if region else start
    bracket = start - 2 if text[start - 1 : start] == " " else start - 1
    return bracket if bracket >= floor and _closes_within(text, bracket, start, end) else start


def _closes_within(text: str, bracket: int, start: int, end: int) -> bool:
    """Whether a bracket stands at ``bracket`` that a value at [start, end) closes."""
    closing = BRACKETS.get(text[bracket])
    return closing is not None and text.count(closing, start, end) > text.count(text[bracket], start, end)


def _in_mailbox(text: str, end: int) -> bool:
    """Whether the digits that end there go on as the local part of an address."""
    return text[end : end + 1] in _LOCAL and _MAILBOX.match(text, end) is not None
