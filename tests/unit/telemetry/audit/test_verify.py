import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from predictor.telemetry.audit import verify
from predictor.telemetry.audit.chain import Chain, Head, Sealer, read_line
from tests.unit.telemetry.audit.writing import KEY, NOON, Writer, audit_log, entry, judge, wait_for

Change = Callable[[list[bytes]], list[bytes]]


def written(folder: Path, key: bytes | None = None, most_bytes: int = 1 << 20) -> list[Path]:
    writer = Writer(folder, key, most_bytes)
    for number in range(10):
        writer.add(number=number)
    writer.end()
    return sorted(folder.glob("*.jsonl"))


def removed(lines: list[bytes]) -> list[bytes]:
    return lines[:4] + lines[5:]


def removed_three(lines: list[bytes]) -> list[bytes]:
    return lines[:4] + lines[7:]


def moved(lines: list[bytes]) -> list[bytes]:
    return lines[:4] + lines[5:8] + [lines[4]] + lines[8:]


def changed(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], lines[4].replace(b'"prompt_tokens":3', b'"prompt_tokens":2'), *lines[5:]]


def rehashed(lines: list[bytes]) -> list[bytes]:
    line = read_line(changed(lines)[4])
    assert line
    return [*lines[:4], b'%s,"hash":"%s"}\n' % (line.body, Sealer().hash(line.body).encode()), *lines[5:]]


def repeated(lines: list[bytes]) -> list[bytes]:
    return [*lines[:5], lines[4], *lines[5:]]


def spoilt(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], b"nonsense\n", *lines[5:]]


def inserted(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], b"\xff\xfe not a line\n", *lines[4:]]


def beheaded(lines: list[bytes]) -> list[bytes]:
    return lines[3:]


CHANGES: dict[Change, list[str]] = {
    removed: ["5: sequence 5 of chain {} is missing before this line"],
    removed_three: ["5: sequence 5 to 7 of chain {} is missing before this line"],
    moved: ["8: sequence 5 of chain {} stands after 8: it was moved or repeated"],
    changed: ["5: sequence 5 of chain {} was changed: its hash is not that of its content"],
    rehashed: ["6: sequence 5, the line before, was replaced: sequence 6 has another's hash"],
    repeated: ["6: sequence 5 of chain {} stands after 5: it was moved or repeated"],
    spoilt: ["5: this is no line of an audit record", "6: sequence 5 of chain {} is missing before this line"],
    inserted: ["5: this is no line of an audit record"],
    beheaded: ["1: sequences 1 to 3 of chain {} are missing, and no line says that they expired"],
}


def test_a_record_that_was_left_alone_is_intact(tmp_path: Path) -> None:
    paths = written(tmp_path)
    verdict = judge(tmp_path)
    (state,) = verdict.chains.values()
    assert (verdict.faults, verdict.notes, state.lines, state.requests, state.lost) == ([], [], 12, 10, 0)
    assert judge(*paths).faults == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_is_named_with_its_line_and_nothing_else_is(tmp_path: Path, change: Change) -> None:
    (path,) = written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))
    (chain,) = judge(tmp_path).chains
    assert judge(tmp_path).faults == [f"{path}:{fault.format(chain)}" for fault in CHANGES[change]]


@pytest.mark.parametrize("gone", [0, 3, 6])
def test_a_whole_file_that_is_gone_shows(tmp_path: Path, gone: int) -> None:
    paths = written(tmp_path, most_bytes=700)
    paths[gone].unlink()
    assert len(judge(tmp_path).faults) == 1
    assert "missing" in judge(tmp_path).faults[0]


def test_lines_that_were_cut_off_at_the_end_show_by_the_logs_head(tmp_path: Path) -> None:
    (path,) = written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    last = read_line(lines[-1])
    assert last
    log = tmp_path / "log"
    head = {"message": verify.HEAD_MESSAGE, "chain": last.chain, "sequence": last.sequence, "hash": last.hash}
    log.write_text(f"2026-11-27T12:00:00Z stdout F {json.dumps(head)}\nno head\n{{}} {verify.HEAD_MESSAGE}\n")
    heads = tuple(verify.heads([log]))
    assert judge(path, heads=heads).faults == []
    path.write_bytes(b"".join(lines[:-3]))
    assert "has no closing line" in judge(path).notes[0]
    assert "ends at 9, but the log's head names 12: lines were cut off" in judge(path, heads=heads).faults[0]
    path.write_bytes(b"".join(lines[:-1]) + Chain(Head(last.chain, 11, "0" * 64), Sealer()).link("end", NOON, {}))
    assert any("it was rebuilt" in fault for fault in judge(path, heads=heads).faults)
    other = Head("another", 1, "0" * 64)
    assert "chain another, which the log names, is in none of the files" in judge(path, heads=(other,)).faults[-1]


@pytest.mark.parametrize("lives", [True, False])
def test_the_last_line_and_the_last_file_are_missed_without_the_log(tmp_path: Path, lives: bool) -> None:
    """Also while the process runs that has written them, and will write no other line."""
    audit = audit_log(tmp_path, most_bytes=1500, sync_sec=0.01)
    for number in range(9):
        one = entry(number)
        audit.begin(one, Headers())
        audit.append(one)
        wait_for(lambda: not audit.pending)
    wait_for(lambda: not audit._unsynced)
    if not lives:
        audit.close()
    assert judge(tmp_path).faults == []
    newest = sorted(tmp_path.glob("*.jsonl"))[-1]
    whole = newest.read_bytes()
    newest.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert "1 synced lines are gone from the end" in judge(tmp_path).faults[-1]
    newest.unlink()
    assert f"{len(whole.splitlines())} synced lines are gone from the end" in judge(tmp_path).faults[-1]
    newest.write_bytes(whole)
    assert judge(tmp_path).faults == []
    audit.close()


def test_who_has_no_key_cannot_make_a_chain_that_is_taken_for_keyed(tmp_path: Path) -> None:
    (path,) = written(tmp_path, KEY)
    assert judge(tmp_path, keys=(KEY,)).faults == []
    assert judge(tmp_path, keys=(b"another key of thirty-two bytes...", KEY)).faults == []
    lines = path.read_bytes().splitlines(keepends=True)
    first = read_line(lines[0])
    assert first
    for forger in (Sealer(), Sealer(b"a key of the forger's own, also long enough")):
        chain = Chain(Head(first.chain), forger)
        path.write_bytes(b"".join(chain.link("request", NOON, {"n": n}) for n in range(5)))
        assert len(judge(tmp_path, keys=(KEY,)).faults) == 5
        assert "is not made with a given key" in judge(tmp_path, keys=(KEY,)).faults[0]


def test_without_the_key_the_links_are_checked_and_a_note_says_so(tmp_path: Path) -> None:
    (path,) = written(tmp_path, KEY)
    assert judge(tmp_path).faults == []
    assert "only the links" in judge(tmp_path).notes[0]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(removed(lines)))
    assert "missing" in judge(tmp_path).faults[0]


def test_lines_are_found_among_those_of_a_containers_log(tmp_path: Path) -> None:
    (path,) = written(tmp_path)
    log = tmp_path / "container.log"
    lines = path.read_bytes().splitlines()
    log.write_bytes(b"".join(b"2026-11-27T12:00:00Z stdout F %s\n{}\n" % line for line in lines))
    assert judge(log).faults == []
    log.write_bytes(b"".join(b"stdout F %s\n" % line for line in removed(lines)))
    assert "missing" in judge(log).faults[0]


def test_a_line_that_is_being_written_is_a_note(tmp_path: Path) -> None:
    (path,) = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    verdict = judge(tmp_path)
    assert verdict.faults == []
    assert "the last line has no end" in verdict.notes[0]


def test_hostile_lines_are_faults_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "h.0.000000000001.jsonl"
    chain = Chain(Head("c"), Sealer())
    chain.link("start", NOON, {})
    kinds: list[tuple[str, dict[str, object]]] = [
        ("expired", {"of": 1, "through": "x"}),
        ("lost", {"lines": "many"}),
        ("start", {"closed": 1, "lost": None, "cut": 3}),
    ]
    hostile = [chain.link(kind, NOON, dict(fields)) for kind, fields in kinds]
    far = Chain(Head("c", 10**15), Sealer()).link("request", NOON, {})
    path.write_bytes(b"".join([*hostile, far, b'{"audit":"sha256","chain":[],"hash":"' + b"0" * 64 + b'"}\n']))
    faults = judge(tmp_path).faults
    assert any("sequences 1 to 1" in fault for fault in faults)
    assert any("is missing before this line" in fault for fault in faults)
