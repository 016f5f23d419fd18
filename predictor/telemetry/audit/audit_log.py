"""Writes the audit record beside the event loop: a bounded queue, one thread, one chain."""

import contextlib
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from queue import Empty, SimpleQueue
from typing import Any, Final

from starlette.datastructures import Headers

from predictor.errors import AuditUnavailable
from predictor.telemetry import metrics
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.audit import record
from predictor.telemetry.audit.chain import Chain, Sealer
from predictor.telemetry.audit.sink import Sink, day_of
from predictor.telemetry.audit.tally import REQUESTS, SYNCED, Tally

log = logging.getLogger("predictor.audit")
GATHER_SEC: Final = 0.1  # in which lines are gathered for one write, because to wake the thread costs as much as ten lines
RETRY_SEC: Final = 0.25
CLOSE_SEC: Final = 1.5  # for the lines that are left when the process ends
HEAD_SEC: Final = 600.0  # between two lines of the log that name the chain's end
IDLE_SEC: Final = 60.0
MOST_PURPOSES: Final = 256  # kept in memory
MOST_LINES: Final = 1000  # in one write
RETRY_AFTER_SEC: Final = 5
Ended = tuple[float, float, tuple[Any, ...]]  # a request's end by `time.time` and by `time.perf_counter`, the values of its entry


class AuditLog:
    """The record of one process. `begin`, `append` and `refusal` are called on the event loop and never wait.

    With `refuses` inferences are refused while lines cannot be written, and the line of one that ran is never dropped; else they go
    on, and lines beyond `most_pending` are dropped and counted.
    """

    def __init__(
        self,
        sink: Sink,
        sealer: Sealer,
        identity: record.Identity,
        redact: Callable[[str], str],
        refuses: bool = True,
        most_pending: int = 10_000,
        sync_sec: float = 1.0,
        sync_bytes: int = 1 << 20,
        keeps_text: bool = False,
        purpose_header: str = "x-request-purpose",
    ) -> None:
        self.identity = identity
        self._purpose_header = purpose_header.encode()
        self.keeps_text = keeps_text
        self._sink = sink
        self._sealer = sealer
        self._redact = redact
        # Callers repeat their purposes; a cached one costs no masking.
        self._purpose = lru_cache(MOST_PURPOSES)(lambda header: record.purpose(header, redact))
        self._refuses = refuses
        self._most_pending = most_pending
        self._hurry_from = math.ceil(most_pending / 4)  # pending lines; 0 once the record is closed
        self._half = most_pending / 2 if refuses else math.inf
        self._refuse_from = self._half  # pending lines; 0 while something fails
        self._sync_sec, self._sync_bytes = sync_sec, sync_bytes
        self._queue: SimpleQueue[Ended | None] = SimpleQueue()
        self._hurry = threading.Event()  # set where lines should be written before GATHER_SEC has passed
        self._thread: threading.Thread | None = None
        self._tally: Tally | None = None
        self._chain: Chain | None = None
        self._earlier = 0  # requests that the tally counted in processes before
        self._arrived = self._accepted = self._settled = self._dropped = self._declared = 0
        self._failures: set[str] = set()  # `write` and `sync`, as long as they fail
        self._start: dict[str, Any] | None = None  # the fields of the start line, until it is written
        self._closed = self._flows = False
        self._unsynced, self._synced_at, self._shown_at, self._expired_on = 0, time.monotonic(), 0.0, ""
        self._give_up_at = float("inf")

    # --- on the event loop ---

    @property
    def pending(self) -> int:
        """Lines that are not written yet."""
        return self._accepted - self._settled

    def open(self) -> None:
        """Take the sink and start the thread; must follow the forks of the engine. The thread tries a sink that fails again."""
        if self._thread is None and not self._closed:
            self._open_sink()
            self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
            self._thread.start()

    def begin(self, entry: AccessLogEntry, headers: Headers) -> None:
        """A request arrived that `append` will follow; a process that is killed meanwhile leaves its number in the record."""
        purpose = dict(headers.raw).get(self._purpose_header)  # Headers.get costs more than all else here
        if purpose is not None:
            entry.purpose = purpose.decode("latin-1")
        if self.keeps_text:
            entry.prompts = []
        if self._thread is None:
            self.open()
        arrived = self._arrived = self._arrived + 1
        if (tally := self._tally) is not None and not self._closed:
            tally.counts[REQUESTS] = self._earlier + arrived

    def refusal(self) -> AuditUnavailable | None:
        """The error that an inference gets now; None where it may go on."""
        if self._accepted - self._settled < self._refuse_from:
            return None
        return AuditUnavailable(retry_after=RETRY_AFTER_SEC)

    def append(self, entry: AccessLogEntry) -> None:
        """Record a request that has ended. Its line is made in the thread; here only the entry's values are taken."""
        if self._accepted - self._settled >= self._hurry_from and not self._may_keep(entry):
            self._dropped += 1
            metrics.AUDIT_LOST.inc()
            return
        self._accepted += 1
        self._queue.put((time.time(), time.perf_counter(), record.values_of(entry)))

    def _may_keep(self, entry: AccessLogEntry) -> bool:
        """Hurry the writer; False where the line must be dropped."""
        self._hurry.set()
        if self._closed:
            return False
        must_keep = self._refuses and entry.submitted_at is not None
        return must_keep or self._accepted - self._settled < self._most_pending

    def close(self) -> None:
        """Write the pending lines and then an `end` line. The next process continues the chain."""
        if self._closed:
            return
        self._closed, self._hurry_from = True, 0
        if self._thread is not None:
            self._give_up_at = time.monotonic() + CLOSE_SEC
            self._queue.put(None)
            self._hurry.set()
            self._thread.join(CLOSE_SEC + 1)

    # --- in the thread ---

    def _run(self) -> None:
        try:
            events: list[Ended] = []
            goes_on = True
            while goes_on:
                self._write(events)
                self._keep()
                events, goes_on = self._gather()
            self._write(events)
            self._end()
        except BaseException:
            self._failures.add("thread")
            self._show_failures()
            log.exception("the audit record's thread has ended")

    def _gather(self) -> tuple[list[Ended], bool]:
        """The requests of the next write, and False where the end follows them.

        The queue is waited at only while nothing comes, because each request would wake the thread there.
        """
        events: list[Ended] = []
        with contextlib.suppress(Empty):
            if not self._flows:
                event = self._queue.get(timeout=self._sync_sec if self._unsynced or self._failures else IDLE_SEC)
                if event is None:
                    return events, False
                events.append(event)
            if not self._closed:
                self._hurry.wait(GATHER_SEC)
                self._hurry.clear()
            while len(events) < MOST_LINES:
                event = self._queue.get_nowait()
                if event is None:
                    return events, False
                events.append(event)
        self._flows = bool(events)
        return events, True

    def _write(self, events: list[Ended]) -> None:
        """Write the lines of requests, trying again until they are written or the process ends."""
        lines = [("request", moment, self._fields(ended_at, values)) for moment, ended_at, values in events]
        if not (self._attempt(self._open_sink) and self._begin_chain()):
            metrics.AUDIT_LOST.inc(len(events))
            return
        self._tell_dropped()
        if self._put(lines):
            metrics.AUDIT_LINES.inc(len(events))
            self._settled += len(events)
        else:
            metrics.AUDIT_LOST.inc(len(events))

    def _fields(self, ended_at: float, values: tuple[Any, ...]) -> dict[str, Any]:
        length = self._sink.text_length or record.TEXT_LENGTH
        return record.fields_of(record.Snapshot._make(values), ended_at, self.identity, self._redact, self._purpose, length)

    def _open_sink(self) -> bool:
        if self._chain is not None:
            return True
        try:
            opened = self._sink.open()
        except OSError as error:
            self._fail("write", error)
            return False
        self._start = {**opened.start, "model": self.identity.model}
        self._chain = Chain(opened.head, self._sealer)
        if opened.tally is not None:
            self._take(opened.tally)
        metrics.AUDIT_LOST.inc(opened.start.get("lost", 0))
        return True

    def _take(self, tally: Tally) -> None:
        """Count in `tally` from now on; the event loop may count at the same time."""
        self._earlier, self._tally = tally[REQUESTS], tally
        while tally[REQUESTS] != self._earlier + self._arrived:
            tally[REQUESTS] = self._earlier + self._arrived

    def _begin_chain(self) -> bool:
        """Write the line that says how the chain goes on, once."""
        if self._chain is not None and self._start is not None and self._event("start", self._start, self._start.get("lost", 0)):
            if self._tally is not None:
                self._tally[SYNCED] = min(self._tally[SYNCED], self._chain.head.sequence - 1)
            self._start = None
        return self._start is None

    def _tell_dropped(self) -> None:
        dropped = self._dropped
        if dropped > self._declared and self._event("lost", {"lines": dropped - self._declared}, dropped - self._declared):
            self._declared = dropped

    def _event(self, kind: str, fields: dict[str, Any], lost: int = 0) -> bool:
        """Write a line of no request, which declares `lost` requests lost."""
        tally, chain = self._tally, self._chain
        if tally is not None and chain is not None:
            tally.begin_event(chain.head.sequence + 1, lost)
        written = self._put([(kind, time.time(), fields)])
        if tally is not None:
            tally.end_event(written)
        return written

    def _put(self, lines: Sequence[tuple[str, float, dict[str, Any]]]) -> bool:
        """Link and write lines; False where the process ends before they could be written."""
        if not lines or self._chain is None:
            return True
        head = self._chain.head
        encoded = [self._chain.link(*line) for line in lines]

        def write() -> bool:
            try:
                self._sink.write(encoded, head.sequence + 1, lines[-1][1])
            except OSError as error:
                self._fail("write", error)
                return False
            self._recover("write")
            return True

        if not self._attempt(write):
            self._chain.head = head
            return False
        self._unsynced += sum(map(len, encoded))
        return True

    def _attempt(self, work: Callable[[], bool]) -> bool:
        """Do `work` until it succeeds; False where the process ends before."""
        while not work():
            if time.monotonic() > self._give_up_at:
                return False
            time.sleep(RETRY_SEC)
        return True

    def _fail(self, work: str, error: OSError) -> None:
        if work not in self._failures:
            self._failures.add(work)
            self._show_failures()
            log.error(
                "audit lines cannot be kept: %s", error.strerror or error, extra={"fields": {"sink": self._sink.name, "at": work}}
            )

    def _recover(self, work: str) -> None:
        if work in self._failures:
            self._failures.discard(work)
            self._show_failures()
            log.warning("audit lines are kept again", extra={"fields": {"sink": self._sink.name, "at": work}})

    def _show_failures(self) -> None:
        metrics.AUDIT_FAILING.set(bool(self._failures))
        self._refuse_from = 0 if self._failures and self._refuses else self._half

    def _keep(self) -> None:
        """Do what is due: sync the lines, write the chain's end into the log, delete the expired files."""
        if self._chain is None:
            return
        now = time.monotonic()
        if self._unsynced and (self._unsynced >= self._sync_bytes or now - self._synced_at >= self._sync_sec):
            self._sync()
        if now - self._shown_at >= HEAD_SEC or not self._shown_at:
            self._show_head()
        today = day_of(time.time())
        if today != self._expired_on:
            self._expired_on = today
            self._expire()

    def _sync(self) -> None:
        assert self._chain is not None
        try:
            self._sink.sync()
        except OSError as error:
            self._fail("sync", error)
            return
        self._recover("sync")
        self._unsynced, self._synced_at = 0, time.monotonic()
        if self._tally is not None:
            self._tally[SYNCED] = self._chain.head.sequence

    def _show_head(self) -> None:
        """Leave the chain's end in the log, against which `audit verify --heads` finds lines that were cut off."""
        assert self._chain is not None
        self._shown_at = time.monotonic()
        head = self._chain.head
        log.info("audit head", extra={"fields": {"chain": head.chain, "sequence": head.sequence, "hash": head.hash}})

    def _expire(self) -> None:
        try:
            records = self._sink.expire(time.time())
        except OSError as error:
            log.error("audit files beyond the retention cannot be deleted: %s", error.strerror)
            return
        if all(self._event("expired", fields) for fields in records) and records:
            self._sync()
            self._sink.delete_expired()

    def _end(self) -> None:
        if self._chain is not None:
            self._tell_dropped()
            if self._start is None:
                self._event("end", {})
            self._sync()
            self._show_head()
        self._tally = None
        self._sink.close()
