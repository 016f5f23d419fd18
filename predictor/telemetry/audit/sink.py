"""Where the lines of an audit record go. Each method runs in the writer's thread and may block; OSError is a failure to retry."""

import os
import select
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

from predictor.telemetry.audit.chain import Head
from predictor.telemetry.audit.tally import Tally

STDOUT_TEXT = 600  # characters of a masked prompt, so that a line fits the 4,096 bytes which a pipe takes at once


@dataclass(frozen=True, slots=True)
class Opened:
    """A sink that is ready. `start` holds what the first line says about the lines before it."""

    head: Head
    start: dict[str, Any]
    tally: Tally | None = None


class Sink(Protocol):
    """Takes the lines of one writer in their order."""

    name: str
    text_length: int | None  # the most characters of a masked prompt; None for the record's own limit

    def open(self) -> Opened:
        """Be ready for the first line; raises OSError."""

    def write(self, lines: Sequence[bytes], first: int, time: float) -> None:
        """Write all or raise OSError; the call after a failure has the same lines first. `first` is the first line's sequence."""

    def sync(self) -> None:
        """Return once all that was written survives the loss of power, as far as the sink can tell; raises OSError."""

    def expire(self, now: float) -> list[dict[str, Any]]:
        """Choose the files that have expired at `now`. Returns the fields of one `expired` line for each of their chains."""

    def delete_expired(self) -> None:
        """Delete what the last `expire` named, once its lines are written."""

    def close(self) -> None:
        """Free everything."""


def new_chain() -> str:
    """The name of a chain that begins: the host's name and a random part."""
    return f"{host()}-{uuid4().hex[:12]}"


def host() -> str:
    """The host's name, in which only letters, digits and dashes stand; in Kubernetes the pod's name."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in socket.gethostname()) or "host"


class _Unkept:
    """A sink that keeps nothing itself, so that its chain begins with its process."""

    name: str
    text_length: int | None = None

    def open(self) -> Opened:
        return Opened(Head(new_chain()), {})

    def sync(self) -> None:
        """Nothing is buffered here."""

    def expire(self, now: float) -> list[dict[str, Any]]:
        return []

    def delete_expired(self) -> None:
        """Nothing is kept here."""


class StdoutSink(_Unkept):
    """Lines on standard output, among those of the log; each begins with `{"audit":`."""

    name = "stdout"
    text_length: int | None = STDOUT_TEXT

    def __init__(self, file: int | None = None) -> None:
        self._file = os.dup(sys.stdout.fileno() if file is None else file)

    def write(self, lines: Sequence[bytes], first: int, time: float) -> None:
        """Write line by line, because a pipe keeps a line of up to 4,096 bytes in one piece."""
        for line in lines:
            rest = memoryview(line)
            while rest:
                try:
                    rest = rest[os.write(self._file, rest) :]
                except BlockingIOError:
                    select.select([], [self._file], [])

    def close(self) -> None:
        """Close the copy of standard output."""
        os.close(self._file)


class OtlpSink(_Unkept):
    """OpenTelemetry log records to a collector, the line as body. The writer sends them, so that none is dropped unseen."""

    name = "otlp"

    def __init__(self, endpoint: str, service_name: str, exporter: Any = None) -> None:
        self.endpoint = endpoint
        self.service_name = service_name
        self._exporter = exporter
        self._sent = 0  # the sequence of the last line that the collector has taken

    def open(self) -> Opened:
        """Make the exporter here, because its import takes long."""
        from opentelemetry.sdk.resources import Resource

        self._resource = Resource.create({"service.name": self.service_name})
        if self._exporter is None:
            from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter

            self._exporter = OTLPLogExporter(endpoint=self.endpoint.rstrip("/") + "/v1/logs")
        return super().open()

    def write(self, lines: Sequence[bytes], first: int, time: float) -> None:
        """Send all lines that the collector has not taken; raises ConnectionError where it does not take them."""
        from opentelemetry._logs import LogRecord, SeverityNumber
        from opentelemetry.sdk._logs import ReadableLogRecord
        from opentelemetry.sdk._logs.export import LogRecordExportResult

        records = [
            ReadableLogRecord(
                LogRecord(
                    timestamp=int(time * 1e9),
                    severity_number=SeverityNumber.INFO,
                    event_name="llm_predictor.audit",
                    body=line.decode().rstrip("\n"),
                ),
                self._resource,
            )
            for line in lines[max(0, self._sent + 1 - first) :]
        ]
        if records and self._exporter.export(records) is not LogRecordExportResult.SUCCESS:
            raise ConnectionError(f"the collector at {self.endpoint} does not take log records")
        self._sent = first + len(lines) - 1

    def close(self) -> None:
        """Close the exporter."""
        if self._exporter is not None:
            self._exporter.shutdown()


def day_of(seconds: float) -> str:
    """The day of a time, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
