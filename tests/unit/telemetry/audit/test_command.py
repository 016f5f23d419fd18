import csv
import subprocess
import sys
from pathlib import Path

import pytest

from predictor.telemetry.audit.command import main
from tests.service import ROOT
from tests.unit.telemetry.audit.writing import KEY, Writer


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "audit"
    writer = Writer(folder, KEY)
    writer.add()
    writer.end()
    (tmp_path / "key").write_bytes(KEY + b"\n")
    return folder


def test_an_intact_record_is_0_and_one_with_a_fault_is_1(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["verify", str(record), "--key-file", str(record.parent / "key")]
    assert main(arguments) == 0
    assert "3 lines up to sequence 3, 1 requests\nintact" in capsys.readouterr().out
    (path,) = record.glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"prompt_tokens":3', b'"prompt_tokens":1'))
    assert main(arguments) == 1
    assert "FAULT: " in (out := capsys.readouterr().out)
    assert "sequence 2 of chain" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["verify", "/nowhere"], "/nowhere does not exist"), (["verify", "README.md"], "no line of an audit record was found")],
)
def test_what_cannot_be_checked_is_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert message in shown.out + shown.err


@pytest.mark.parametrize("wrong", [["--month", "2026-13"], ["--month", "2026-11", "--timezone", "Mars/Base"]])
def test_a_wrong_month_or_zone_is_named(record: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", str(record), *wrong])
    assert ended.value.code == 2
    assert "2026-11" in (shown := capsys.readouterr().err) or "Asia/Seoul" in shown


def test_the_report_is_a_file_that_spreadsheets_read_as_utf_8(record: Path, tmp_path: Path) -> None:
    out = tmp_path / "usage.csv"
    command = [sys.executable, "-m", "predictor", "audit", "report", str(record), "--month", "2026-11", "--output", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    headings, row = csv.reader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (headings[1], row[1]) == ("키", "a")
