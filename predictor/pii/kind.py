"""What a kind of personal data is: one record, made in one file of ``predictor.pii.kinds``."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.rule import Table
from predictor.pii.scan.span import Span

Action = Literal["mask", "off", "reject", "monitor"]
ACTIONS: Final = ("mask", "off", "reject", "monitor")
_NAME: Final = re.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LABEL: Final = re.compile(r"[^\s\[\]{}](?:[^\n\r\[\]{}]{0,30}[^\s\[\]{}])?")
# (folded text, place of the gate's hit, place before which nothing may begin, context words of all kinds)
Finder = Callable[[str, int, int, Context], Iterable[Span]]
# A name stands beside a number, at an address, beside a date of birth, or again beside a name.
Beside = Literal["number", "address", "date", "name"]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A form of number: the regular expression from its first digit on, and the rules that judge a match.

    ``prefixed``: type letters stand before the first digit and belong to the value. ``key`` gives the one spelling of the digits.
    ``near``, in RE2's syntax: the words without one of which, around the number or above its column, no rule speaks for a number
    (see ``scan.runs``). ``alone``: a pattern of those for which a rule speaks all the same; empty where there are none.
    Without ``near`` a rule may speak for a number whatever stands around it.
    """

    pattern: str
    table: Table
    prefixed: bool = False
    key: Callable[[str], str] | None = None
    near: str = ""
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Where a finder looks: an RE2 pattern (all gates run in one linear pass), and the function that reads the value around a hit.

    ``early``: the gate opens at a digit and must be tried before the forms of numbers. ``reaches_back``: its values may
    begin before the hit. ``run_end``: where a run that held no value ends, so that it is not read again; ``hides_digits``:
    nor are its digits. ``begins_words``: none of its values begins inside a Hangul word. ``kind``: the kind of all its values,
    where a helper of ``kinds`` made the gate for one.
    """

    pattern: str
    finder: Finder
    early: bool = False
    reaches_back: bool = False
    run_end: Callable[[str, int], int] | None = None
    hides_digits: bool = False
    begins_words: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of personal data. Gates, context, memory, reports, README and tests are derived from the list of kinds."""

    name: str  # in settings and reports: lower case, digits and _
    label: str  # in placeholders
    needs: str  # what a value needs, in words
    source: str  # law, standard or address of the format
    order: int  # among forms that fit at the same place the lowest wins
    action: Action = "mask"
    reason: str = ""  # why the default action is what it is, where that is not plain
    numbers: tuple[NumberForm, ...] = ()
    gates: tuple[Gate, ...] = ()
    words: tuple[str, ...] = ()  # context words before a value, in the lexicon's spelling
    words_touch: bool = False  # they count only directly before the value
    cell: str = ""  # a regular expression of a whole cell in a column that a word of the kind heads
    parents: str = ""  # a regular expression of what holds its records, such as employees: their id is a value of the kind
    behind: str = ""  # a regular expression of context words near behind a value
    behind_at_once: str = ""  # the same, directly behind it
    # Found again without its context: the value as it is written, its digits too, a code where it is long enough and no date,
    # a secret where it is such a code or holds a sign, or the digits alone of a "number", unless it is a mobile telephone's.
    remembered: Literal["no", "value", "digits", "code", "secret", "number"] = "no"
    beside: Beside | None = None
    apart: bool = False  # its gates are a search of their own in RE2: with the others they would outgrow RE2's memory
    in_answers: bool = True  # False: the caller's texts alone, as an answer's text without digits cannot wait for a value's end
    held: int = 48  # the most characters that a stream holds back for one value
    covers: str = ""  # what law or guideline names it
    examples: tuple[str, ...] = ()  # labelled: 번호는 {{phone:010-1234-5678}}
    lookalikes: tuple[str, ...] = ()  # texts in which nothing is a value of any kind

    def __post_init__(self) -> None:
        faults = {
            "name must be lower case letters, digits and single _ between them": _NAME.fullmatch(self.name) is None,
            f"name must not be {OTHER}, which stands for numbers that are not personal": self.name == OTHER,
            "label must be a short text without brackets, braces or line breaks": _LABEL.fullmatch(self.label) is None,
            f"action must be one of {', '.join(ACTIONS)}, not {self.action}": self.action not in ACTIONS,
        }
        others = (f"a gate is made for the kind {gate.kind!r}" for gate in self.gates if gate.kind not in ("", self.name))
        for fault in (*(text for text, is_so in faults.items() if is_so), *others):
            raise ValueError(f"kind {self.name!r}: {fault}")


def table(kinds: Iterable[Kind]) -> str:
    """The kinds as a Markdown table, as it stands in README.md."""
    rows = [
        "| name | label | what a value needs | default | why, if not mask | held | named by |",
        "|---|---|---|---|---|---:|---|",
    ]
    rows += [
        f"| `{kind.name}` | {kind.label} | {kind.needs} | {kind.action} | {kind.reason or '–'} | {kind.held} "
        f"| {kind.covers or '–'} |"
        for kind in kinds
    ]
    return "\n".join(rows)


def by_name(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """The kinds by their names; raises ValueError for two of one name."""
    named: dict[str, Kind] = {}
    for kind in kinds:
        if named.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"kind {kind.name!r}: two kinds have this name")
    return named
