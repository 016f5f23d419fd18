"""A record in files: `HOST.SLOT.SEQUENCE.jsonl`, where SEQUENCE is that of the file's first line.

One process writes one chain. It takes the first slot of its host that no living process holds, and goes on with the chain that it
finds there. A chain of all front ends together would cost a message between processes for each request, and its one writer would
take the lines of all with it when it is killed. Files are only appended to and never renamed, so that readers can follow them.
"""

import fcntl
import hashlib
import logging
import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from predictor.telemetry.audit.chain import Head, Line, read_line
from predictor.telemetry.audit.sink import Opened, day_of, host, new_chain
from predictor.telemetry.audit.tally import Taken, Tally

log = logging.getLogger("predictor.audit")
NAME: Final = re.compile(r"(?P<slot>.+\.\d+)\.(?P<first>\d{12})\.jsonl")
MOST_SLOTS: Final = 1024
DAY_SEC: Final = 86_400
BLOCK: Final = 65_536


class FileSink:
    """The files of one writer in `folder`. A new one begins at `most_bytes` and each day; those older than `days` are deleted."""

    name = "file"
    text_length: int | None = None

    def __init__(self, folder: Path, most_bytes: int, days: int) -> None:
        """With 0 `days` nothing is deleted."""
        self.folder = folder
        self.most_bytes = most_bytes
        self.days = days
        self._file = -1
        self._size = 0  # bytes of the current file that are whole lines
        self._spoilt = False  # a failed write may have left a part of a line
        self._unended = False  # the file that is gone on with has a part of a line at its end
        self._day = ""
        self._expired: list[Path] = []
        self._tally: Tally | None = None

    def open(self) -> Opened:
        """Take a slot and go on with its chain; raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        for number in range(MOST_SLOTS):
            tally = None
            try:
                tally = Tally(self.folder / f"{host()}.{number}.state")
                return self._continue(tally)
            except Taken:
                if tally is not None:
                    tally.close()
            except BaseException:
                if tally is not None:
                    tally.close()
                raise
        raise OSError(f"{MOST_SLOTS} processes write audit records into {self.folder}")

    def _continue(self, tally: Tally) -> Opened:
        self._slot = tally.path.stem
        files = sorted(self.folder.glob(f"{self._slot}.*.jsonl"))
        last, start = self._read_end(files)
        head = Head(last.chain, last.sequence, last.hash) if last else Head(new_chain())
        start |= _lost(tally, last)
        path = files[-1] if files else self._path(1)
        self._file, self._size = _open_locked(path)
        self._current = path
        self._day = last.fields["time"][:10] if last else ""
        self._unended = bool(self._size) and not _ends_with_line_feed(path)
        self._sync_folder()
        self._tally = tally
        return Opened(head, start, tally)

    def _read_end(self, files: list[Path]) -> tuple[Line | None, dict[str, Any]]:
        """The last line of the newest file that has one, and, where a part of a line follows it, the part's length and digest."""
        start: dict[str, Any] = {}
        for path in reversed(files):
            last, part = read_end(path)
            if part:
                start["cut"] = {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
            if last is not None:
                return last, start
        return None, start

    def write(self, lines: Sequence[bytes], first: int, time: float) -> None:
        """Append the lines, in a new file where the day or the size asks for one; raises OSError, and then nothing was written."""
        # A part of a line that a killed process left gets its line feed together with the start line, which names it.
        data = b"\n" * self._unended + b"".join(lines)
        day = day_of(time)
        if self._size and not self._unended and (self._size + len(data) > self.most_bytes or day != (self._day or day)):
            self._rotate(first)
        self._day = day
        if self._spoilt:
            os.ftruncate(self._file, self._size)
            self._spoilt = False
        self._spoilt = True
        if os.write(self._file, data) < len(data):
            raise OSError("the disk took a part of the lines")
        self._spoilt = self._unended = False
        self._size += len(data)

    def _rotate(self, first: int) -> None:
        if self._spoilt:
            os.ftruncate(self._file, self._size)
            self._spoilt = False
        os.fsync(self._file)
        path = self._path(first)
        new, size = _open_locked(path)
        os.close(self._file)
        self._file, self._size, self._current = new, size, path
        self._sync_folder()

    def sync(self) -> None:
        """Sync the current file; raises OSError, also where somebody has deleted it, after which a new one is begun."""
        os.fsync(self._file)
        if not os.fstat(self._file).st_nlink:
            log.error("an audit file was deleted while it was written", extra={"fields": {"file": self._current.name}})
            os.close(self._file)
            self._file, self._size = _open_locked(self._current)
            self._sync_folder()

    def expire(self, now: float) -> list[dict[str, Any]]:
        """The fields of a line for each chain of which files end before the retention; `delete_expired` deletes them."""
        self._expired = []
        if not self.days:
            return []
        records: dict[str, dict[str, Any]] = {}
        kept: set[str] = set()  # slots of which a file stays, and then all that follow it
        for path in sorted(self.folder.glob("*.jsonl")):
            match = NAME.fullmatch(path.name)
            if match is None or match["slot"] in kept:
                continue
            last, _ = read_end(path)
            if last is None or path == self._current or not self._is_old(last, now) or not self._is_free(match["slot"]):
                kept.add(match["slot"])
                continue
            self._expired.append(path)
            records[last.chain] = {"of": last.chain, "through": last.sequence, "through_hash": last.hash}
        return list(records.values())

    def _is_old(self, line: Line, now: float) -> bool:
        return now - datetime.fromisoformat(line.fields["time"]).timestamp() >= self.days * DAY_SEC

    def _is_free(self, slot: str) -> bool:
        """True for the own slot, and for one that no process holds."""
        if slot == self._slot:
            return True
        try:
            Tally(self.folder / f"{slot}.state").close()
        except (Taken, OSError):
            return False
        return True

    def delete_expired(self) -> None:
        """Delete the files, and the states of slots that then have none."""
        slots = {path.name.rsplit(".", 2)[0] for path in self._expired} - {self._slot}
        for path in self._expired:
            path.unlink(missing_ok=True)
        self._expired = []
        for slot in slots:
            if next(self.folder.glob(f"{slot}.*.jsonl"), None) is None:
                try:
                    Tally(self.folder / f"{slot}.state").close(remove=True)
                except (Taken, OSError):
                    continue
        self._sync_folder()

    def close(self) -> None:
        """Close the file and free the slot."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        if self._tally is not None:
            self._tally.close()
            self._tally = None

    def _path(self, first: int) -> Path:
        return self.folder / f"{self._slot}.{first:012d}.jsonl"

    def _sync_folder(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_end(path: Path) -> tuple[Line | None, bytes]:
    """The last line of a record's file, and what follows it without the last line feed; reads from the end."""
    with path.open("rb") as file:
        rest = file.seek(0, os.SEEK_END)
        data = b""
        while rest:
            block = min(BLOCK, rest)
            rest -= block
            file.seek(rest)
            data = file.read(block) + data
            whole = data.split(b"\n")
            for number in range(len(whole) - 1, 0 if rest else -1, -1):
                line = read_line(whole[number])
                if line is not None:
                    return line, b"\n".join(whole[number + 1 :]).removesuffix(b"\n")
        return None, data.removesuffix(b"\n")


def _lost(tally: Tally, last: Line | None) -> dict[str, Any]:
    """What the start line says about the process before, which a new slot does not have."""
    lost, missing = tally.take_over(last.sequence if last else 0)
    if last is None and not (lost or missing):
        return {}
    state: dict[str, Any] = {"closed": last is not None and last.kind == "end", "lost": lost}
    return state | {"missing": missing} if missing else state


def _open_locked(path: Path) -> tuple[int, int]:
    """A file to append to, and its size; raises Taken where another process writes to it."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise Taken from None
    return file, os.fstat(file).st_size


def _ends_with_line_feed(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
