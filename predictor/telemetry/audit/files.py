"""Reads the lines of a record from files, in the order in which they were written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from predictor.telemetry.audit.chain import Line, read_line
from predictor.telemetry.audit.file_sink import NAME


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1."""

    path: Path
    number: int

    def __str__(self) -> str:
        return f"{self.path}:{self.number}"


@dataclass(frozen=True, slots=True)
class Raw:
    """One line of a file. `line` is None where it is none of a record; `whole` is False where it has no line feed."""

    place: Place
    raw: bytes
    line: Line | None
    whole: bool = True


def find(paths: Sequence[Path]) -> list[Path]:
    """The files, and those of the folders, by slot and sequence. Raises FileNotFoundError."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(file for file in path.iterdir() if NAME.fullmatch(file.name))
        elif path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(f"{path} does not exist")
    return sorted(found, key=_order)


def states(paths: Sequence[Path]) -> Iterator[Path]:
    """The state of each slot in the folders of `paths`."""
    for folder in dict.fromkeys(path.parent for path in paths if NAME.fullmatch(path.name)):
        yield from sorted(folder.glob("*.state"))


def of_slot(state: Path) -> list[Path]:
    """The files of a slot by its state, the newest first."""
    return sorted((path for path in state.parent.glob(f"{state.stem}.*.jsonl") if NAME.fullmatch(path.name)), reverse=True)


def _order(path: Path) -> tuple[str, str, int]:
    match = NAME.fullmatch(path.name)
    return (str(path.parent), match["slot"], int(match["first"])) if match else (str(path.parent), path.name, 0)


def read(path: Path) -> Iterator[Raw]:
    """The lines of a record's file; of any other file, such as a container's log, those in which a line of a record stands."""
    within = NAME.fullmatch(path.name) is None
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            line = read_line(raw, within)
            if line is not None or not within:
                yield Raw(Place(path, number), raw.rstrip(b"\n"), line, raw.endswith(b"\n"))
