import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from predictor.telemetry.audit.chain import Chain, Sealer
from predictor.telemetry.audit.file_sink import FileSink, read_end
from predictor.telemetry.audit.tally import REQUESTS, SYNCED, Tally
from tests.unit.telemetry.audit.writing import NOON, Writer, files_of_at_most, judge, lines

DAY = 86_400.0


def test_a_process_goes_on_with_the_chain_that_it_finds(tmp_path: Path) -> None:
    first = Writer(tmp_path)
    first.add()
    first.end()
    second = Writer(tmp_path)
    second.add()
    second.end()
    assert [line.sequence for line in lines(tmp_path)] == [1, 2, 3, 4, 5, 6]
    assert len(list(tmp_path.glob("*.jsonl"))) == 1
    assert judge(tmp_path).faults == []
    assert judge(tmp_path).notes == []


def test_two_processes_of_one_folder_write_two_chains(tmp_path: Path) -> None:
    one, two = Writer(tmp_path), Writer(tmp_path)
    for writer in (one, two, one, two):
        writer.add()
    one.end()
    two.end()
    assert len({line.chain for line in lines(tmp_path)}) == 2
    assert judge(tmp_path).faults == []


def test_a_process_that_holds_its_file_keeps_it_when_its_state_was_deleted(tmp_path: Path) -> None:
    one = Writer(tmp_path)
    next(tmp_path.glob("*.state")).unlink()
    two = Writer(tmp_path)
    two.add()
    one.add()
    one.end()
    two.end()
    assert len({line.chain for line in lines(tmp_path)}) == 2
    assert judge(tmp_path).faults == []


@pytest.mark.parametrize("cut", [20, 300])
def test_a_part_of_a_line_that_a_killed_process_left_is_no_tampering(tmp_path: Path, cut: int) -> None:
    writer = Writer(tmp_path)
    writer.add()
    writer.add()
    writer.sink.close()
    (path,) = tmp_path.glob("*.jsonl")
    os.truncate(path, path.stat().st_size - cut)
    again = Writer(tmp_path)
    assert again.opened.start["lost"] == 1
    again.end()
    verdict = judge(tmp_path)
    assert verdict.faults == []
    assert ["part of a line" in note for note in verdict.notes] == [True, False]
    assert "was killed; 1 requests" in verdict.notes[1]


def killed(folder: Path, arrived: int, *steps: str) -> None:
    """A process that is killed after `steps` of writing its start line, while `arrived` requests wait for theirs."""
    sink = FileSink(folder, 1 << 20, 0)
    opened = sink.open()
    tally = opened.tally
    assert tally
    tally[REQUESTS] += arrived
    sequence = opened.head.sequence + 1
    if "due" in steps:
        tally.begin_event(sequence, opened.start.get("lost", 0))
    if "line" in steps:
        sink.write([Chain(opened.head, Sealer()).link("start", NOON, opened.start)], sequence, NOON)
    if "counted" in steps:
        tally.end_event(written=True)
    sink.close()


@pytest.mark.parametrize("steps", [(), ("due",), ("due", "line"), ("due", "line", "counted")])
@pytest.mark.parametrize("kills", [1, 3])
def test_a_process_that_is_killed_while_it_begins_hides_no_lost_request(tmp_path: Path, steps: tuple[str, ...], kills: int) -> None:
    """Each of them writes its start line, which tells of the ones before, only in part."""
    for _ in range(kills):
        killed(tmp_path, 5, *steps)
    before = judge(tmp_path)
    assert sum(state.lost for state in before.chains.values()) + before.untold == 5 * kills
    Writer(tmp_path).end()
    verdict = judge(tmp_path)
    assert verdict.faults == []
    assert sum(state.lost for state in verdict.chains.values()) == 5 * kills
    assert verdict.untold == 0


def test_lines_that_a_killed_process_lost_are_found_without_a_process_after_it(tmp_path: Path) -> None:
    """As in Kubernetes, where the next pod has another name and so another slot."""
    writer = Writer(tmp_path)
    writer.add()
    writer.add()
    tally = writer.opened.tally
    assert tally
    tally[REQUESTS] += 2
    tally[SYNCED] = 3
    assert judge(tmp_path).untold == 0, "its process lives"
    writer.sink.close()
    verdict = judge(tmp_path)
    assert verdict.untold == 2
    assert verdict.faults == []
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert "1 synced lines are gone from the end" in judge(tmp_path).faults[0]


def test_the_counts_of_an_earlier_layout_begin_anew(tmp_path: Path) -> None:
    state = tmp_path / "host.0.state"
    state.write_bytes((17).to_bytes(8, "little") * 5 + bytes(4056))
    tally = Tally(state)
    assert tally.take_over(17) == (0, 0)
    tally[REQUESTS] += 1
    assert tally.take_over(17) == (1, 0)
    tally.close()


def test_a_line_that_lacks_its_line_feed_alone_is_kept(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.add()
    writer.sink.close()
    (path,) = tmp_path.glob("*.jsonl")
    os.truncate(path, path.stat().st_size - 1)
    Writer(tmp_path).end()
    assert [line.sequence for line in lines(tmp_path)] == [1, 2, 3, 4]
    assert judge(tmp_path).faults == []


def test_a_synced_line_that_is_gone_when_a_process_begins_is_a_fault(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.add()
    writer.opened.tally[SYNCED] = 2  # type: ignore[index]
    writer.sink.close()
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    Writer(tmp_path).end()
    assert "1 synced lines before this one had been removed" in judge(tmp_path).faults[0]


def test_a_new_file_begins_at_the_size_and_each_day_also_when_the_clock_goes_back(tmp_path: Path) -> None:
    writer = Writer(tmp_path, most_bytes=2000)
    for at in [NOON] * 10 + [NOON + DAY, NOON, NOON - DAY]:
        writer.add(at=at)
    writer.add("end", at=NOON - DAY)
    writer.sink.close()
    paths = sorted(tmp_path.glob("*.jsonl"))
    assert len(paths) > 5
    assert max(path.stat().st_size for path in paths) <= 2000
    assert all(len({line["time"][:10] for line in map(eval_line, path.read_bytes().splitlines())}) == 1 for path in paths)
    assert judge(tmp_path).faults == []
    assert judge(*reversed(paths)).faults == []


def eval_line(raw: bytes) -> dict[str, str]:
    from predictor.telemetry.audit.chain import read_line

    line = read_line(raw)
    assert line
    return line.fields


def test_a_write_that_the_disk_takes_in_part_leaves_whole_lines(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    (path,) = tmp_path.glob("*.jsonl")
    head = writer.chain.head
    with files_of_at_most(path.stat().st_size + 100):
        with pytest.raises(OSError, match=r"part|large"):
            writer.add()
        assert not path.read_bytes().endswith(b"\n")
        with pytest.raises(OSError, match=r"part|large"):
            writer.sink.write([b"x" * 200], 2, NOON)
    writer.chain.head = head
    writer.add()
    writer.end()
    assert judge(tmp_path).faults == []
    assert len(lines(tmp_path)) == 3


def expire(writer: Writer, now: float) -> None:
    for fields in writer.sink.expire(now):
        writer.add("expired", at=now, **fields)
    writer.sink.delete_expired()


def test_files_beyond_the_retention_are_deleted_and_the_rest_can_be_checked(tmp_path: Path) -> None:
    writer = Writer(tmp_path, days=2)
    for day in range(6):
        writer.add(at=NOON + day * DAY)
    expire(writer, NOON + 5 * DAY)
    assert len(list(tmp_path.glob("*.jsonl"))) == 2
    writer.end()
    assert judge(tmp_path).faults == []
    oldest = min(tmp_path.glob("*.jsonl"))
    oldest.unlink()
    assert any("no line says that they expired" in fault for fault in judge(tmp_path).faults)


def test_files_of_a_process_that_is_gone_expire_too_but_not_those_of_one_that_runs(tmp_path: Path) -> None:
    gone, runs = Writer(tmp_path, days=2), Writer(tmp_path, days=2)
    gone.add()
    gone.end()
    runs.add()
    expire(runs, NOON + 1 * DAY)
    assert len(list(tmp_path.glob("*.jsonl"))) == 2
    expire(runs, NOON + 3 * DAY)
    assert {path.name.split(".")[1] for path in tmp_path.glob("*.jsonl")} == {"1"}
    assert len(list(tmp_path.glob("*.state"))) == 1
    runs.end()
    assert judge(tmp_path).faults == []


def test_a_file_that_is_deleted_while_it_is_written_is_missed(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.add()
    next(tmp_path.glob("*.jsonl")).unlink()
    writer.sink.sync()
    writer.add()
    writer.end()
    assert any("no line says that they expired" in fault for fault in judge(tmp_path).faults)


def test_the_end_of_a_file_is_found_whatever_its_size(tmp_path: Path) -> None:
    writer = Writer(tmp_path, most_bytes=1 << 24)
    for _ in range(300):
        writer.add(text="가" * 100)
    writer.sink.close()
    (path,) = tmp_path.glob("*.jsonl")
    last, part = read_end(path)
    assert last
    assert (last.sequence, part) == (301, b"")
    assert datetime.fromisoformat(last.fields["time"]) == datetime.fromtimestamp(NOON, UTC)
    path.write_bytes(b"")
    assert read_end(path) == (None, b"")


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        FileSink(tmp_path / "file", 1 << 20, 0).open()


def test_the_lock_of_a_slot_goes_with_its_process(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with (tmp_path / next(tmp_path.glob("*.state")).name).open("rb") as state, pytest.raises(BlockingIOError):
        fcntl.flock(state, fcntl.LOCK_EX | fcntl.LOCK_NB)
    writer.end()
    with next(tmp_path.glob("*.state")).open("rb") as state:
        fcntl.flock(state, fcntl.LOCK_EX | fcntl.LOCK_NB)
