"""Records that the tests write, line by line, with the parts that the predictor writes them with."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from typing import Any

from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.audit import files
from predictor.telemetry.audit.audit_log import AuditLog
from predictor.telemetry.audit.chain import Chain, Head, Line, Sealer
from predictor.telemetry.audit.file_sink import FileSink
from predictor.telemetry.audit.record import Identity
from predictor.telemetry.audit.tally import REQUESTS
from predictor.telemetry.audit.verify import Verdict, Verifier

KEY = b"a key of at least thirty-two bytes."
NOON = 1_795_780_800.0  # 2026-11-27T12:00:00Z
IDENTITY = Identity("llm", "r1", "p1")


def entry(number: int = 0, **fields: Any) -> AccessLogEntry:
    """A request that was answered."""
    return AccessLogEntry(f"id-{number}", "native", "/infer", is_inference=True, status=200, **fields)


class Writer:
    """One process that writes into `folder`, without its thread."""

    def __init__(self, folder: Path, key: bytes | None = None, most_bytes: int = 1 << 20, days: int = 0) -> None:
        self.sink = FileSink(folder, most_bytes, days)
        self.opened = self.sink.open()
        self.chain = Chain(self.opened.head, Sealer(key))
        self.add("start", **self.opened.start)

    def add(self, kind: str = "request", at: float = NOON, **fields: Any) -> None:
        first = self.chain.head.sequence + 1
        usual = {"key": "a", "model": "llm", "prompt_tokens": 3, "completion_tokens": 4, "cached_tokens": 1, "outcome": "ok"}
        usual |= {"masked": {}, "masked_output": {}}
        tally = self.opened.tally
        assert tally
        if kind == "request":
            tally[REQUESTS] += 1
        else:
            tally.begin_event(first, fields.get("lost" if kind == "start" else "lines", 0))
        self.sink.write([self.chain.link(kind, at, (usual | fields) if kind == "request" else fields)], first, at)
        if kind != "request":
            tally.end_event(written=True)

    def end(self) -> None:
        self.add("end")
        self.sink.close()


def judge(*paths: Path, keys: tuple[bytes, ...] = (), heads: tuple[Head, ...] = ()) -> Verdict:
    """What `audit verify` finds."""
    verifier = Verifier(keys, heads)
    for _ in verifier.read(files.find(paths)):
        pass
    return verifier.verdict


def lines(folder: Path) -> list[Line]:
    """The lines of all files of a folder."""
    return [raw.line for path in files.find([folder]) for raw in files.read(path) if raw.line]


def requests(folder: Path) -> list[dict[str, Any]]:
    """The fields of the requests on record."""
    return [line.fields for line in lines(folder) if line.kind == "request"]


def audit_log(folder: Path, redact: Callable[[str], str] = str, most_bytes: int = 1 << 20, **settings: Any) -> AuditLog:
    return AuditLog(FileSink(folder, most_bytes, 0), Sealer(), IDENTITY, redact, **{"sync_sec": 0.0, **settings})


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process can grow beyond `size` bytes, as on a disk that is full: writes are cut short and then fail."""
    before = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, before)


def wait_for(condition: Any, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
