"""Counts of one writer that outlive its process, so that the number of lines which a killed process lost is known."""

import fcntl
import mmap
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SIZE: Final = 4096
VERSION, REQUESTS, OFFSET, SYNCED, DUE, NEXT = range(6)
LAYOUT: Final = 2  # the VERSION of this layout


class Taken(Exception):
    """Another process holds the file."""


class Tally:
    """Counts in a memory-mapped file, which the writer's process locks as long as it lives.

    `REQUESTS` have arrived since the file was made, in whichever process. A chain that holds all of their lines ends with the
    sequence REQUESTS + OFFSET. The line of sequence SYNCED and those before it are on the disk. While the line of an event is
    written, DUE is its sequence and NEXT the OFFSET that it brings, because a process may be killed between the line and the count.
    Each count is one aligned word, so that a killed process leaves each as it was before or after.
    """

    def __init__(self, path: Path) -> None:
        """Lock the file; raises Taken, or OSError where it cannot be made."""
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            self._lock()
            os.posix_fallocate(self._file, 0, SIZE)  # a full disk must not kill the process at a write into memory
            self._map = mmap.mmap(self._file, SIZE)
        except BaseException:
            os.close(self._file)
            raise
        self.counts = memoryview(self._map).cast("q")
        if self[VERSION] != LAYOUT:
            for count in (REQUESTS, OFFSET, SYNCED, DUE, NEXT, VERSION):
                self[count] = LAYOUT if count == VERSION else 0

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken from None
        if not os.fstat(self._file).st_nlink:
            raise Taken

    def __getitem__(self, count: int) -> int:
        return self.counts[count]

    def __setitem__(self, count: int, value: int) -> None:
        self.counts[count] = value

    def take_over(self, sequence: int) -> tuple[int, int]:
        """(lost, missing) of the process before, where the chain ends with `sequence`: see `owed`."""
        lost, missing = owed(self.counts, sequence)
        if self[DUE] and sequence >= self[DUE]:
            self[OFFSET] = self[NEXT]
        self[DUE] = 0
        if not lost:
            self[OFFSET] = sequence - self[REQUESTS]  # a new file may stand beside an older chain
        return lost, missing

    def begin_event(self, sequence: int, lost: int = 0) -> None:
        """The line of an event, which declares `lost` requests lost, will be written as `sequence`."""
        self[NEXT] = self[OFFSET] + 1 - lost
        self[DUE] = sequence

    def end_event(self, written: bool) -> None:
        """The line is written, or will not be."""
        if written:
            self[OFFSET] = self[NEXT]
        self[DUE] = 0

    def close(self, remove: bool = False) -> None:
        """Free the lock; with `remove` delete the file."""
        if remove:
            self.path.unlink(missing_ok=True)
        self.counts.release()
        self._map.close()
        os.close(self._file)


def owed(counts: Sequence[int], sequence: int) -> tuple[int, int]:
    """(lost, missing) of a chain that ends with `sequence`.

    `lost` are requests that arrived and have no line, beside those of which the chain itself tells; `missing` are lines that were
    on the disk and are gone.
    """
    if counts[VERSION] != LAYOUT:
        return 0, 0
    offset = counts[NEXT] if counts[DUE] and sequence >= counts[DUE] else counts[OFFSET]
    return max(0, counts[REQUESTS] + offset - sequence), max(0, counts[SYNCED] - sequence)


def look(path: Path) -> tuple[Sequence[int], bool] | None:
    """The counts of a writer's file, and True while its process lives; None where it cannot be read."""
    lives = False
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                lives = True
            data = file.read(SIZE)
    except OSError:
        return None
    return (memoryview(data).cast("q"), lives) if len(data) == SIZE else None
