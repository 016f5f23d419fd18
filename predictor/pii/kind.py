"""What a kind of personal data is: one record, made in one file of ``predictor.pii.kinds``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from predictor.pii.scan.context import Context
from predictor.pii.scan.rule import Table
from predictor.pii.scan.span import Span

Action = Literal["mask", "off", "reject", "monitor"]
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
    nor are its digits. ``begins_words``: none of its values begins inside a Hangul word.
    """

    pattern: str
    finder: Finder
    early: bool = False
    reaches_back: bool = False
    run_end: Callable[[str, int], int] | None = None
    hides_digits: bool = False
    begins_words: bool = False


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
    # Found again without its context: the value as it is written, its digits too, or a code where it is long enough and no date.
    # "number": its digits alone, of which only those of a mobile telephone tell themselves where no separator stands.
    remembered: Literal["no", "value", "digits", "code", "number"] = "no"
    beside: Beside | None = None
    apart: bool = False  # its gates are a search of their own in RE2: with the others they would outgrow RE2's memory
    in_answers: bool = True  # False: the caller's texts alone, as an answer's text without digits cannot wait for a value's end
    held: int = 48  # the most characters that a stream holds back for one value
    covers: str = ""  # what law or guideline names it
    examples: tuple[str, ...] = ()  # labelled: 번호는 {{phone:010-1234-5678}}
    lookalikes: tuple[str, ...] = ()  # texts in which nothing is a value of any kind


ACTIONS: Final = ("mask", "off", "reject", "monitor")


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
