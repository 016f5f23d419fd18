"""Numbers that the front ends of one predictor share: a file in memory, one row for each of them."""

import fcntl
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES, CONNECTIONS = 0, 1  # columns: places held under the concurrency limit, open HTTP connections
COLUMNS = 2
CELL_BYTES = 8
CLOSED = 1 << 40  # in CONNECTIONS: this front end accepts none


class SharedTable:
    """`rows` × COLUMNS signed 64-bit integers. Only its own process writes a row, or the supervisor once that process is gone.

    The lock is a POSIX record lock, because the kernel frees it when its holder is killed. Open the table once in a process: such a
    lock ends when any descriptor of the file is closed.
    """

    def __init__(self, file: Path, rows: int) -> None:
        """Open `file`, or make it with zeros; raises OSError."""
        self.rows = rows
        size = rows * COLUMNS * CELL_BYTES
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._descriptor, size)
        self._cells = memoryview(mmap.mmap(self._descriptor, size)).cast("q")

    def get(self, row: int, column: int) -> int:
        """One cell."""
        return self._cells[row * COLUMNS + column]

    def set(self, row: int, column: int, value: int) -> None:
        """Write one cell."""
        self._cells[row * COLUMNS + column] = value

    def column(self, column: int) -> list[int]:
        """A column, by row."""
        return list(self._cells[column::COLUMNS])

    def loads(self) -> list[int]:
        """By row, how much a front end has to do: its connections, and those that run an inference once more."""
        return [self.get(row, PLACES) + self.get(row, CONNECTIONS) for row in range(self.rows)]

    def clear(self, row: int) -> None:
        """Free the places of a front end that is gone, and close its row."""
        self.set(row, PLACES, 0)
        self.set(row, CONNECTIONS, CLOSED)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock among all processes: 2 µs, 9 µs while two ask at once."""
        fcntl.lockf(self._descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._descriptor, fcntl.LOCK_UN)


class SharedPlaces:
    """The places that one front end holds under the limit of all."""

    def __init__(self, table: SharedTable, row: int) -> None:
        self._table = table
        self._row = row

    @property
    def held(self) -> int:
        """Places that this front end holds."""
        return self._table.get(self._row, PLACES)

    def take(self, places: int, limit: int) -> bool:
        """Take so many places; False where all front ends together would then hold more than `limit`."""
        with self._table.locked():
            if sum(self._table.column(PLACES)) + places > limit:
                return False
            self._table.set(self._row, PLACES, self.held + places)
            return True

    def give_back(self, places: int) -> None:
        """Give places back."""
        self._table.set(self._row, PLACES, self.held - places)
