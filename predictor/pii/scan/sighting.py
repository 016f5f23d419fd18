"""A run of digits that may be a value, with its surroundings, and the predicates that hold for runs of every kind."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final, Literal

from predictor.pii.scan import checksums
from predictor.pii.scan.context import OTHER, Context

# When a predicate can hold: a sign or Latin letter touches the number; it has no separators; it has some; a label names it.
Condition = Literal["touched", "unbroken", "parted", "named"]
_TOUCHING: Final = frozenset(map(chr, range(33, 127))) | frozenset("*●○₩")

_NOT_DIGIT: Final = re.compile("[^0-9]+")
# In ASCII, str.translate is three times as fast as a substitution.
_DIGITS: Final = {code: code if chr(code).isdigit() else None for code in range(128)}
# What stands directly before a telephone number: TEL, HP, M. They are looked up, because a search takes three times as long.
_TELEPHONY: Final = frozenset(
    ["tel", "fax", "hp", "h", "p", "m", "t", "f", "c", "phone", "mobile", "cell", "call", "contact", "sms", "no", "n"]
)
_TELEPHONY_REACH: Final = 8
_HEX_REACH: Final = 12
_HEX_TAIL: Final = re.compile(r"(?![FTMHPCE](?![A-Za-z]))(?:[A-Za-z]{1,3}[0-9]{1,7}(?![0-9])|[A-Za-z]{1,2}(?![A-Za-z]))")
_NUMBERED: Final = re.compile(r"(?:번호|송장|코드|시리얼|넘버)(?:은|는|이|가)?[\s:(#=]{0,3}$")
_NUMBERED_REACH: Final = 12
_UNASKED: Final = "?"  # the value of what has not been looked for


class Sighting:
    """A candidate at [start, end). ``floor`` is where the value before it ended: no label reaches back across it.

    ``raw`` are its characters, ``digits`` its digits, ``unbroken`` says that these are the same; ``touched``: a sign or a Latin
    letter stands directly before or behind it.
    """

    __slots__ = ("_behind", "_born", "_context", "_label", "digits", "end", "floor", "inherited", "raw", "start", "text",
                 "touched", "unbroken")  # fmt: skip

    def __init__(self, context: Context, text: str, start: int, end: int, floor: int, inherited: str | None = None) -> None:
        self._context = context
        self.text = text
        self.start = start
        self.floor = floor
        self.inherited = inherited
        self._label: str | None = _UNASKED
        self.reach(end)

    def reach(self, end: int) -> None:
        """Take another form's end; what stands before the value stays as it was found out."""
        text, start = self.text, self.start
        self.end = end
        self.raw = raw = text[start:end]
        if raw.isdigit():
            self.digits, self.unbroken = raw, True
        else:
            digits = raw.replace("-", "").replace(" ", "")
            self.digits, self.unbroken = digits if digits.isdigit() else _digits(digits), False
        self.touched = text[end : end + 1] in _TOUCHING or (start > 0 and text[start - 1] in _TOUCHING)
        self._behind: str | None = _UNASKED
        self._born: date | str | None = _UNASKED

    @property
    def label(self) -> str | None:
        """The kind named above the value's column, nearest before the value, or the one that its left neighbour in a list had."""
        if self._label is _UNASKED:
            self._label = (
                self._context.above(self.text, self.start, self.end)
                or self._context.before(self.text, self.start, self.floor)
                or self.inherited
            )
        return self._label

    @property
    def label_behind(self) -> str | None:
        """The kind named directly behind the value."""
        if self._behind is _UNASKED:
            self._behind = self._context.behind(self.text, self.end)
        return self._behind

    @property
    def born(self) -> date | None:
        """The birth date that the thirteen digits of a registration number tell, or None."""
        if self._born is _UNASKED:
            self._born = checksums.birth(self.digits)
        return self._born  # type: ignore[return-value]

    def char(self, offset: int) -> str:
        """The character ``offset`` before the start (negative) or after the end (0 and up); empty outside the text."""
        place = self.start + offset if offset < 0 else self.end + offset
        return self.text[place] if 0 <= place < len(self.text) else ""

    def before(self, length: int) -> str:
        """At most ``length`` characters before the value, none before the floor."""
        low = self.start - length
        return self.text[low if low > self.floor else self.floor : self.start]


def _digits(raw: str) -> str:
    """The digits of a number with separators."""
    return raw.translate(_DIGITS) if raw.isascii() else _NOT_DIGIT.sub("", raw)


Predicate = Callable[[Sighting], bool]
_ONLY: Final[dict[Predicate, frozenset[Condition]]] = {}


def only(*conditions: Condition) -> Callable[[Predicate], Predicate]:
    """Marks a predicate that holds under all of ``conditions`` and never otherwise, so that a table need not ask it."""

    def mark(predicate: Predicate) -> Predicate:
        _ONLY[predicate] = frozenset(conditions)
        return predicate

    return mark


def conditions(predicate: Predicate) -> frozenset[Condition]:
    """The conditions that ``only`` gave a predicate."""
    return _ONLY.get(predicate, frozenset())


def labelled(*kinds: str):  # type: ignore[no-untyped-def]
    """A predicate: the words before the number name one of ``kinds``."""
    wanted = frozenset(kinds)
    return only("named")(lambda sighting: sighting.label in wanted)


def labelled_behind(*kinds: str):  # type: ignore[no-untyped-def]
    """A predicate: the words behind the number name one of ``kinds``."""
    wanted = frozenset(kinds)
    return lambda sighting: sighting.label_behind in wanted


@only("touched")
def glued(sighting: Sighting) -> bool:
    """The number hangs on Latin letters that do not speak of telephones, as in a serial or a hash."""
    text, end = sighting.text, sighting.end
    if _behind_latin(sighting) and not telephony(sighting):
        return True
    right = sighting.char(0)
    return right.isascii() and right.isalpha() and _HEX_TAIL.match(text[end : end + _HEX_REACH]) is not None


def _behind_latin(sighting: Sighting) -> bool:
    """A Latin letter, which belongs to no value, stands directly before the number."""
    left = sighting.char(-1)
    return left.isascii() and left.isalpha() and sighting.start > sighting.floor


def telephony(sighting: Sighting) -> bool:
    """TEL, HP, M. or such letters stand directly before the number."""
    text, begin, low = sighting.text, sighting.start, max(0, sighting.start - _TELEPHONY_REACH)
    while begin > low and text[begin - 1].isascii() and text[begin - 1].isalnum():
        begin -= 1
    return text[begin : sighting.start].lower() in _TELEPHONY


@only("touched", "unbroken")
def hangs(sighting: Sighting) -> bool:
    """An unbroken number that is glued to letters."""
    return sighting.unbroken and glued(sighting)


@only("touched", "unbroken")
def attached(sighting: Sighting) -> bool:
    """An unbroken number that is glued to letters or has any Latin letter before it, whatever that speaks of."""
    return hangs(sighting) or (sighting.unbroken and _behind_latin(sighting))


@only("touched")
def continues(sighting: Sighting) -> bool:
    """The number goes on to the left: it is the tail of a decimal or of a longer dashed number."""
    text, start = sighting.text, sighting.start
    return start - 1 > sighting.floor and text[start - 1] in "-." and text[start - 2].isdigit()


@only("touched")
def behind_plus(sighting: Sighting) -> bool:
    """A plus stands directly before the number."""
    return sighting.char(-1) == "+"


@only("parted")
def parted(sighting: Sighting) -> bool:
    """The number is written with separators."""
    return not sighting.unbroken


@only("named")
def numbered(sighting: Sighting) -> bool:
    """송장번호, 코드 or such a word, of what is not personal, stands directly before the number."""
    return (
        sighting.label == OTHER
        and _NUMBERED.search(sighting.text, max(0, sighting.start - _NUMBERED_REACH), sighting.start) is not None
    )
