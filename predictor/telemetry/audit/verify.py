"""Finds what was changed, removed, moved or cut off in an audit record."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from predictor.telemetry.audit import files, tally
from predictor.telemetry.audit.chain import GENESIS, LINE, Head, Line, Sealer, count
from predictor.telemetry.audit.file_sink import read_end
from predictor.telemetry.audit.files import Place, Raw

HEAD_MESSAGE: Final = "audit head"


@dataclass(slots=True)
class ChainState:
    """A chain as far as it was read. `anchor` is the sequence and hash before its first line; `moved` are misplaced sequences."""

    name: str
    anchor: tuple[int, str]
    first: Place
    sequence: int
    hash: str
    last: Line
    place: Place
    lines: int = 0
    requests: int = 0
    lost: int = 0
    missing: list[tuple[int, int, Place]] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Verdict:
    """What was found. `faults` are signs of tampering or damage, `notes` what has an innocent cause.

    `untold` are lost requests of killed processes, of which no later process has written a line yet.
    """

    chains: dict[str, ChainState] = field(default_factory=dict)
    untold: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Verifier:
    """Reads lines in their order and judges them. `keys` are those that the chains were made with; `heads` are ends that are known.

    Without a key the hashes of an HMAC chain cannot be computed; then only its links are checked, and a note says so.
    """

    def __init__(self, keys: Sequence[bytes] = (), heads: Iterable[Head] = ()) -> None:
        self.verdict = Verdict()
        self._sealers = {sealer.name: sealer for sealer in map(Sealer, keys)} or {Sealer().name: Sealer()}
        self._keyed = bool(keys)
        self._heads: dict[str, dict[int, str]] = {}
        for head in heads:
            self._heads.setdefault(head.chain, {})[head.sequence] = head.hash
        self._expired: set[tuple[str, int, str]] = set()
        self._unknown_seals: set[str] = set()
        self._strange: list[Raw] = []

    def read(self, paths: Sequence[Path]) -> Iterator[Line]:
        """Judge all lines of `paths`, giving those that are the next of their chain; `verdict` is complete at the end."""
        for path in paths:
            for raw in files.read(path):
                line = self._take(raw)
                if line is not None:
                    yield line
            self._end_of_file()
        self._conclude()
        self._read_tallies(paths)

    def _take(self, raw: Raw) -> Line | None:
        line = raw.line
        if line is None or not raw.whole:
            self._strange.append(raw)
            return None
        self._judge_strange(line)
        unchanged = self._check_hash(line, raw.place)
        state = self.verdict.chains.get(line.chain)
        if state is None:
            state = self._begin(line, raw.place)
        elif not self._follows(state, line, raw.place, unchanged):
            return None
        self._advance(state, line, raw.place, unchanged)
        return line

    def _check_hash(self, line: Line, place: Place) -> bool:
        """True unless the line's hash is not that of its content."""
        seal = str(line.fields["audit"])
        sealer = self._sealers.get(seal)
        if sealer is None:
            if self._keyed:
                self._fault(place, f"sequence {line.sequence} is not made with a given key, but by {seal}")
            self._unknown_seals.add(seal)
            return True
        if sealer.hash(line.body) == line.hash:
            return True
        self._fault(place, f"sequence {line.sequence} of chain {line.chain} was changed: its hash is not that of its content")
        return False

    def _begin(self, line: Line, place: Place) -> ChainState:
        anchor = (line.sequence - 1, line.previous)
        state = ChainState(line.chain, anchor, place, line.sequence - 1, line.previous, line, place)
        self.verdict.chains[line.chain] = state
        return state

    def _follows(self, state: ChainState, line: Line, place: Place, unchanged: bool) -> bool:
        """Judge the line's place in the chain; False where it stands at a wrong one."""
        expected = state.sequence + 1
        if line.sequence == expected or not unchanged:
            if unchanged and line.previous != state.hash:
                self._fault(
                    place, f"sequence {state.sequence}, the line before, was replaced: sequence {line.sequence} has another's hash"
                )
            return True
        if line.sequence > expected:
            state.missing.append((expected, line.sequence - 1, place))
            return True
        state.moved.add(line.sequence)
        self._fault(
            place, f"sequence {line.sequence} of chain {state.name} stands after {state.sequence}: it was moved or repeated"
        )
        return False

    def _advance(self, state: ChainState, line: Line, place: Place, unchanged: bool) -> None:
        state.sequence = line.sequence if unchanged else state.sequence + 1
        state.hash, state.place = line.hash, place
        state.lines += 1
        known = self._heads.get(state.name, {}).get(state.sequence)
        if known is not None and known != line.hash:
            self._fault(
                place, f"sequence {state.sequence} of chain {state.name} is another than the log's head names: it was rebuilt"
            )
        if unchanged:
            self._read_event(state, line, place)
        state.last = line

    def _read_event(self, state: ChainState, line: Line, place: Place) -> None:
        if line.kind == "request":
            state.requests += 1
        elif line.kind == "lost":
            lost = count(line, "lines")
            state.lost += lost
            self._note(place, f"{lost} requests were not recorded, because lines could not be written")
        elif line.kind == "expired":
            self._expired.add((str(line.fields.get("of")), count(line, "through"), str(line.fields.get("through_hash"))))
        elif line.kind == "start" and "closed" in line.fields:
            self._read_start(state, line, place)

    def _read_start(self, state: ChainState, line: Line, place: Place) -> None:
        closed, lost, missing = line.fields["closed"], count(line, "lost"), count(line, "missing")
        state.lost += lost
        if lost or not closed:
            ended = "ended in order" if closed else "was killed"
            self._note(place, f"the process before {ended}; {lost} requests of it were not recorded")
        if missing:
            self._fault(place, f"{missing} synced lines before this one had been removed or changed when the process began")

    def _judge_strange(self, line: Line) -> None:
        """Judge the bytes before `line` that are no line. A start line that names their digest excuses them."""
        strange, self._strange = self._strange, []
        if not strange:
            return
        cut = line.fields.get("cut") if line.kind == "start" else None
        part = b"\n".join(raw.raw for raw in strange)
        if isinstance(cut, dict) and cut == {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}:
            self._note(strange[0].place, "a part of a line, left by a killed process")
            return
        for raw in strange:
            self._fault(raw.place, _describe(raw))

    def _end_of_file(self) -> None:
        """The last line of a file may be in the course of being written; every other strange line is a fault."""
        strange, self._strange = self._strange, []
        for raw in strange:
            if raw is strange[-1] and not raw.whole:
                self._note(raw.place, "the last line has no end: its process was killed, or is writing it")
            else:
                self._fault(raw.place, _describe(raw))

    def _read_tallies(self, paths: Sequence[Path]) -> None:
        """Compare the ends of chains with the counts beside them, where the newest file of a slot is among `paths`.

        The counts are read before the end, because a living process writes both.
        """
        for state in files.states(paths):
            counted, written = tally.look(state), files.of_slot(state)
            if counted is None or (written and written[0] not in paths):
                continue
            counts, lives = counted
            last = next((line for path in written if (line := read_end(path)[0])), None)
            lost, missing = tally.owed(counts, last.sequence if last else 0)
            if lost and not lives:
                self.verdict.untold += lost
                self.verdict.notes.append(f"{state}: the process has ended; {lost} requests of it were not recorded")
            if missing:
                self.verdict.faults.append(
                    f"{state}: {missing} synced lines are gone from the end (copy a folder that is being written without *.state)"
                )

    def _conclude(self) -> None:
        for state in self.verdict.chains.values():
            self._conclude_missing(state)
            before, hash_before = state.anchor
            if (before, hash_before) != (0, GENESIS) and (state.name, before, hash_before) not in self._expired:
                self._fault(
                    state.first, f"sequences 1 to {before} of chain {state.name} are missing, and no line says that they expired"
                )
            known = self._heads.get(state.name, {})
            if known and max(known) > state.sequence:
                self._fault(
                    state.place,
                    f"chain {state.name} ends at {state.sequence}, but the log's head names {max(known)}: lines were cut off",
                )
            if state.last.kind != "end":
                self._note(
                    state.place, f"chain {state.name} has no closing line: its process runs or was killed, or lines were cut off"
                )
        for name in self._heads.keys() - self.verdict.chains.keys():
            self.verdict.faults.append(f"chain {name}, which the log names, is in none of the files")
        if self._unknown_seals and not self._keyed:
            self.verdict.notes.append(
                f"only the links of lines by {', '.join(sorted(self._unknown_seals))} were checked: give --key-file"
            )

    def _conclude_missing(self, state: ChainState) -> None:
        for first, last, place in state.missing:
            found = sum(first <= number <= last for number in state.moved)
            if found == last + 1 - first:
                continue
            named = f"{first}" if first == last else f"{first} to {last}"
            elsewhere = f" ({found} of them stand elsewhere)" if found else ""
            self._fault(place, f"sequence {named} of chain {state.name} is missing before this line{elsewhere}")

    def _fault(self, place: Place, text: str) -> None:
        self.verdict.faults.append(f"{place}: {text}")

    def _note(self, place: Place, text: str) -> None:
        self.verdict.notes.append(f"{place}: {text}")


def heads(logs: Iterable[Path]) -> list[Head]:
    """The chains' ends that the predictor's log (LLM_LOG_FORMAT=json) names. Raises OSError."""
    found = []
    for path in logs:
        with path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                if HEAD_MESSAGE in text:
                    found += _head(text)
    return found


def _head(text: str) -> list[Head]:
    try:
        fields: Mapping[str, object] = json.loads(text[text.index("{") :])
        if fields["message"] == HEAD_MESSAGE:
            return [Head(str(fields["chain"]), int(str(fields["sequence"])), str(fields["hash"]))]
    except (ValueError, KeyError, TypeError):
        pass
    return []


def _describe(raw: Raw) -> str:
    return "this is no line of an audit record" if LINE.fullmatch(raw.raw) is None else "this line was changed: it cannot be read"
