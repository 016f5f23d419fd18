import os
import threading

import pytest
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, LogRecordExportResult

from predictor.telemetry.audit.chain import Chain, Sealer, read_line
from predictor.telemetry.audit.sink import OtlpSink, StdoutSink
from tests.unit.telemetry.audit.writing import NOON


def test_lines_go_to_a_pipe_whole_also_when_its_reader_is_slow() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    sink = StdoutSink(writer)
    chain = Chain(sink.open().head, Sealer())
    lines = [chain.link("request", NOON, {"n": n, "text": "가" * 600}) for n in range(200)]
    read: list[bytes] = []

    def take() -> None:
        while len(b"".join(read)) < len(b"".join(lines)):
            read.append(os.read(reader, 1000))

    thread = threading.Thread(target=take)
    thread.start()
    sink.write(lines, 1, NOON)
    thread.join()
    sink.close()
    for file in (reader, writer):
        os.close(file)
    assert b"".join(read) == b"".join(lines)
    assert max(map(len, lines)) < 4096


class Collector(InMemoryLogRecordExporter):
    """A collector that is away for a while."""

    away = True

    def export(self, batch):  # type: ignore[no-untyped-def]
        return LogRecordExportResult.FAILURE if self.away else super().export(batch)


def test_lines_that_the_collector_did_not_take_are_sent_again_and_none_twice() -> None:
    collector = Collector()  # type: ignore[no-untyped-call]
    sink = OtlpSink("http://collector:4318", "test", collector)
    chain = Chain(sink.open().head, Sealer())
    lines = [chain.link("request", NOON, {"n": n}) for n in range(3)]
    with pytest.raises(ConnectionError, match="http://collector:4318"):
        sink.write(lines, 1, NOON)
    collector.away = False
    for _ in range(2):
        sink.write(lines, 1, NOON)
    bodies = [log.log_record.body for log in collector.get_finished_logs()]
    assert bodies == [line.decode().strip() for line in lines]
    assert all(read_line(str(body).encode()) for body in bodies)
    assert collector.get_finished_logs()[0].log_record.event_name == "llm_predictor.audit"
