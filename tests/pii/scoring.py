"""Scores found spans against labelled texts, one a line: ``제 번호는 {{phone:010-1234-5678}}입니다``; ``\\n`` is a line break."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

_MARK: Final = re.compile(r"\{\{([a-z_]+):(.*?)\}\}(?!\})", re.DOTALL)
# Short names used in labelled files.
SHORT: Final = {
    "account": "bank_account",
    "brn": "business_number",
    "crn": "corporate_number",
    "license": "driver_license",
    "plate": "vehicle_plate",
    "ip": "ip_address",
    "health": "health_insurance",
    "dob": "birth_date",
    "name": "person_name",
    "toll": "representative_phone",
    "student": "student_number",
    "member": "member_number",
    "patient": "patient_number",
    "employee": "employee_number",
    "policy": "policy_number",
    "customs": "customs_code",
    "coords": "coordinates",
    "social": "messenger_id",
    "messenger": "messenger_id",
    "mac": "mac_address",
    "expiry": "card_security",
    "cvc": "card_security",
}
CONTEXTUAL: Final = ("person_name", "address", "name_bare", "bare", "given", "surname_title")

Found = tuple[int, int, str]
Finder = Callable[[str], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its values as (start, end, entity)."""

    text: str
    values: tuple[Found, ...]


def parse(line: str) -> Labelled:
    """One line of a labelled file. Raises ValueError for a mark that is not closed."""
    line = line.replace("\\n", "\n").replace("\\t", "\t")
    pieces: list[str] = []
    values: list[Found] = []
    done = length = 0
    for mark in _MARK.finditer(line):
        pieces += (line[done : mark.start()], mark[2])
        start = length + mark.start() - done
        length = start + len(mark[2])
        values.append((start, length, SHORT.get(mark[1], mark[1])))
        done = mark.end()
    pieces.append(line[done:])
    text = "".join(pieces)
    if re.search(r"\{\{[a-z_]+:", text):
        raise ValueError(f"a mark is not closed with }}}}: {line[:60]}")
    return Labelled(text, tuple(values))


def read(lines: Iterable[str]) -> Iterator[Labelled]:
    """The texts of a labelled file; empty lines and lines that begin with ``#`` and a space are left out."""
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if line.strip() and not line.startswith("# "):
            try:
                yield parse(line)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None


@dataclass(slots=True)
class Tally:
    """Counts of one kind. ``found`` are the spans that were reported as it, ``false`` those that touch no value."""

    values: int = 0
    exact: int = 0
    covered: int = 0
    named: int = 0
    found: int = 0
    false: int = 0

    def add(self, other: "Tally") -> None:
        """Add another tally to this one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float:
        """Share of the values found with their very bounds."""
        return self.exact / self.values if self.values else 1.0

    @property
    def precision(self) -> float:
        """Share of the reported spans that touch a value."""
        return 1 - self.false / self.found if self.found else 1.0


@dataclass(slots=True)
class Score:
    """The tallies of a corpus, the look-alike texts (those without values) and how many of them were hit."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    texts: int = 0
    lookalikes: int = 0
    hit: int = 0
    misses: list[str] = field(default_factory=list)

    def group(self, contextual: bool) -> Tally:
        """Identifiers together, or names and addresses together."""
        total = Tally()
        for kind, tally in self.kinds.items():
            if (kind in CONTEXTUAL) == contextual:
                total.add(tally)
        return total


def score(corpus: Iterable[Labelled], find: Finder) -> Score:
    """Runs ``find`` over every text. A value is exact when a span has its very bounds, covered when spans hide all of it."""
    result = Score()
    for item in corpus:
        found = list(find(item.text))
        result.texts += 1
        if not item.values:
            result.lookalikes += 1
            result.hit += bool(found)
        _score_values(item, found, result)
        for start, end, kind in found:
            tally = result.kinds[kind]
            tally.found += 1
            if not any(start < high and low < end for low, high, _ in item.values):
                tally.false += 1
                result.misses.append(f"false {kind}: {item.text[start:end]!r} in {item.text[:80]!r}")
    return result


def _score_values(item: Labelled, found: list[Found], result: Score) -> None:
    hidden = {place for start, end, _ in found for place in range(start, end)}
    for low, high, kind in item.values:
        tally = result.kinds[kind]
        tally.values += 1
        covered = all(place in hidden for place in range(low, high))
        tally.covered += covered
        same = [found_kind for start, end, found_kind in found if (start, end) == (low, high)]
        tally.exact += bool(same)
        tally.named += kind in same
        if not same or kind not in same:
            why = "kind" if same else "bounds" if covered else "missed"
            near = [(item.text[start:end], found_kind) for start, end, found_kind in found if start < high and low < end]
            result.misses.append(f"{why} {kind}: {item.text[low:high]!r} in {item.text[:80]!r}, found {near}")


def table(result: Score) -> str:
    """The score as a Markdown table."""
    rows = ["| kind | values | exact | covered | kind named right | precision |", "|---|---:|---:|---:|---:|---:|"]
    for kind in sorted(result.kinds):
        rows.append(_row(kind, result.kinds[kind]))
    rows.append(_row("**identifiers**", result.group(contextual=False)))
    rows.append(_row("**names and addresses**", result.group(contextual=True)))
    rows.append(f"\n{result.texts} texts; look-alike texts hit: {result.hit} of {result.lookalikes}")
    return "\n".join(rows)


def _row(kind: str, tally: Tally) -> str:
    share = [f"{count / tally.values:.3f}" if tally.values else "-" for count in (tally.exact, tally.covered, tally.named)]
    return f"| {kind} | {tally.values} | {' | '.join(share)} | {tally.precision:.3f} |"
