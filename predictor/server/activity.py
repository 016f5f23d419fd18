"""What processes have done between two looks, as Linux tells it: ran, waited for a processor, stood still."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import psutil

STOPPED = "stopped"  # psutil's name of the state after SIGSTOP
BUSY_SHARE = 0.1  # of a core; what threads of a deadlocked engine use for their time-outs is less
FAULTS_PER_SEC = 10  # page faults; code that compiles or computes takes memory all the time, a loop that waits does not
NANOSECONDS = 1e-9


class State(Enum):
    """What a process without an answer is doing."""

    FROZEN = "frozen"
    STUCK = "stuck"
    WORKING = "working"
    STARVED = "starved"


@dataclass(frozen=True, slots=True)
class Activity:
    """Sums over processes, their threads and their children: seconds on a processor, seconds in a queue for one, page faults."""

    at: float
    ran: float = 0.0
    queued: float = 0.0
    faults: int = 0
    stopped: int = 0
    processes: int = 0

    @classmethod
    def of(cls, pids: Sequence[int]) -> "Activity":
        """The activity of these processes so far; what ends meanwhile is left out. `stopped` counts those that a signal holds."""
        ran = queued = 0.0
        faults = stopped = count = 0
        for process in _with_children(pids):
            with contextlib.suppress(psutil.Error, OSError, ValueError):
                stopped += process.status() == STOPPED
                faults += _faults(process.pid)
                for seconds_ran, seconds_queued in _threads(process.pid):
                    ran += seconds_ran
                    queued += seconds_queued
                count += 1
        return cls(time.monotonic(), ran, queued, faults, stopped, count)


@dataclass(frozen=True, slots=True)
class Share:
    """What was done between two looks: shares of one core, page faults per second, counts of processes."""

    ran: float
    queued: float
    faults: float
    stopped: int
    processes: int

    @classmethod
    def between(cls, before: Activity, now: Activity) -> "Share":
        """The difference of two looks."""
        seconds = max(now.at - before.at, 1e-3)
        ran, queued = max(0.0, now.ran - before.ran) / seconds, max(0.0, now.queued - before.queued) / seconds
        return cls(ran, queued, (now.faults - before.faults) / seconds, now.stopped, now.processes)

    @property
    def starved(self) -> bool:
        """True where it waited for a processor longer than it had one."""
        return self.queued > self.ran and self.queued + self.ran >= BUSY_SHARE

    def __str__(self) -> str:
        return f"{self.ran:.0%} of a core used, {self.queued:.0%} waited for"


# The first rule that holds decides.
RULES: tuple[tuple[Callable[[Share], bool], State, str], ...] = (
    (lambda share: share.stopped > 0, State.FROZEN, "a process is stopped by a signal"),
    (lambda share: share.processes == 0, State.FROZEN, "it has no process to look at"),
    (lambda share: share.starved, State.STARVED, "the machine is overloaded"),
    (lambda share: share.ran < BUSY_SHARE, State.FROZEN, "its processes do nothing"),
    (lambda share: share.faults < FAULTS_PER_SEC, State.STUCK, "a process computes without taking memory"),
    (lambda share: True, State.WORKING, "it works"),
)


def judge(before: Activity, now: Activity) -> tuple[State, str]:
    """(what the processes did between two looks, in words)."""
    share = Share.between(before, now)
    return next((state, f"{how}, {share}") for holds, state, how in RULES if holds(share))


def _with_children(pids: Sequence[int]) -> Iterator[psutil.Process]:
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            yield process
            yield from process.children(recursive=True)


def _threads(pid: int) -> Iterator[tuple[float, float]]:
    """(seconds on a processor, seconds in a queue for one) of each thread; proc(5), schedstat."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            ran, queued, _ = (thread / "schedstat").read_text().split()
            yield int(ran) * NANOSECONDS, int(queued) * NANOSECONDS


def _faults(pid: int) -> int:
    """Page faults of a process and of its ended children: fields 10 to 13 of /proc/PID/stat, after the name in brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[7:11]))
