import json
from pathlib import Path

import pytest

from predictor.pii.__main__ import main


def write(folder: Path, text: str) -> str:
    path = folder / "input.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_text_is_printed_masked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([write(tmp_path, "번호 010-1234-5678\n메일 a@b.com\n")]) == 0
    assert capsys.readouterr().out == "번호 [전화번호_1]\n메일 [이메일_1]\n"


def test_lines_are_numbered_anew_or_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "010-1111-2222\n010-3333-4444\n")
    main([path, "--format", "lines"])
    assert capsys.readouterr().out == "[전화번호_1]\n[전화번호_1]\n"
    main([path, "--format", "lines", "--together"])
    assert capsys.readouterr().out == "[전화번호_1]\n[전화번호_2]\n"


def test_json_lines_keep_their_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([write(tmp_path, '{"m": [{"text": "010-1111-2222"}], "n": 5}\n'), "--format", "jsonl"])
    assert json.loads(capsys.readouterr().out) == {"m": [{"text": "[전화번호_1]"}], "n": 5}


def test_the_report_of_json_lines_names_the_string_and_the_place_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([write(tmp_path, '{"m": [{"text": "번호 010-1111-2222"}]}\n'), "--format", "jsonl", "--report"])
    row = json.loads(capsys.readouterr().out)
    assert (row["path"], row["start"], row["end"]) == ("$.m[0].text", 3, 16)


def test_a_monitored_kind_is_reported_and_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "번호 010-1234-5678")
    main([path, "--action", "phone=monitor"])
    assert capsys.readouterr().out == "번호 010-1234-5678"
    main([path, "--action", "phone=monitor", "--report"])
    assert json.loads(capsys.readouterr().out)["action"] == "monitor"


def test_a_least_score_leaves_the_unsure_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([write(tmp_path, "번호 010-1234-5678, 9001011234568"), "--minimum", "rrn=0.99"])
    assert capsys.readouterr().out == "번호 [전화번호_1], 9001011234568"


def test_the_report_tells_place_kind_score_and_rule_but_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "번호 010-1234-5678")
    assert main([path, "--report"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["start"], row["end"], row["kind"], row["label"]) == (3, 16, "phone", "전화번호")
    assert row["rule"] == "mobile prefix"
    assert 0 < row["score"] <= 1
    assert "value" not in row
    main([path, "--report", "--show-values"])
    assert json.loads(capsys.readouterr().out)["value"] == "010-1234-5678"


def test_check_fails_only_when_something_was_found(tmp_path: Path) -> None:
    assert main([write(tmp_path, "안녕하세요"), "--check"]) == 0
    assert main([write(tmp_path, "010-1234-5678"), "--check"]) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--action", "phone"], "--action"),
        (["--action", "phone=hide"], "must be one of"),
        (["--minimum", "phone=x"], "--minimum"),
        (["--minimum", "phone=2"], "minimum_scores"),
        (["--placeholder", "x"], "placeholder"),
        (["--patterns", "/does/not/exist.toml"], "cannot be read"),
        (["/does/not/exist.txt"], "No such file"),
    ],
)
def test_bad_input_ends_with_2_and_the_reason(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err


def test_broken_json_names_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([write(tmp_path, '{"a": 1}\nnope\n'), "--format", "jsonl"]) == 2
    assert "line 2 is not JSON" in capsys.readouterr().err


def test_a_rejected_kind_ends_with_1_and_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([write(tmp_path, "900101-1234567"), "--action", "rrn=reject"]) == 1
    assert "주민등록번호" in capsys.readouterr().err
