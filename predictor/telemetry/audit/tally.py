"""Counts of one writer that outlive its process, so that the number of lines which a killed process lost is known."""

import fcntl
import mmap
import os
from pathlib import Path
from typing import Final

SIZE: Final = 4096
BASE, REQUESTS, EVENTS, TOLD, SYNCED = range(5)


class Taken(Exception):
    """Another process holds the file."""


class Tally:
    """Five counts in a memory-mapped file, which the writer's process locks as long as it lives.

    `BASE` is the chain's sequence when the process began. Since then `REQUESTS` arrived and `EVENTS` were due, of which `TOLD` are
    said to be lost by a line of the chain; the line of sequence `SYNCED` and those before it are on the disk.
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
        self._counts = memoryview(self._map).cast("Q")

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken from None
        if not os.fstat(self._file).st_nlink:
            raise Taken

    def __getitem__(self, count: int) -> int:
        return self._counts[count]

    def __setitem__(self, count: int, value: int) -> None:
        self._counts[count] = value

    def lost(self, sequence: int) -> int:
        """Lines that were due and are not in a chain that ends with `sequence`, beside those that the chain itself tells."""
        return max(0, self[REQUESTS] + self[EVENTS] - self[TOLD] - (sequence - self[BASE]))

    def restart(self, sequence: int) -> None:
        """Count anew from a chain that ends with `sequence`."""
        for count, value in ((BASE, sequence), (REQUESTS, 0), (EVENTS, 0), (TOLD, 0), (SYNCED, sequence)):
            self[count] = value

    def close(self, remove: bool = False) -> None:
        """Free the lock; with `remove` delete the file."""
        if remove:
            self.path.unlink(missing_ok=True)
        self._counts.release()
        self._map.close()
        os.close(self._file)
