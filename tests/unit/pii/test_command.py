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


def test_a_key_of_json_labels_its_value_and_a_masked_number_becomes_a_string(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, '{"학번": 2021148203, "n": 1e400, "n": 5}\n\n{"계좌번호": "482901-04-118273"}\n')
    assert main([path, "--format", "jsonl", "--check"]) == 1
    assert capsys.readouterr().out == '{"학번": "[학번_1]", "n": 1e400, "n": 5}\n\n{"계좌번호": "[계좌번호_1]"}\n'


@pytest.mark.parametrize("form", ["text", "lines", "jsonl"])
def test_line_ends_stay_as_they_are(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "input.txt"
    path.write_bytes('"전화 010-1234-5678"\r\n"다음"\n"끝"\r\n'.encode())
    assert main([str(path), "--format", form]) == 0
    assert capsys.readouterr().out == '"전화 [전화번호_1]"\r\n"다음"\n"끝"\r\n'


def test_windows_line_ends_hide_no_value_and_shift_no_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "input.txt"
    path.write_bytes("안내\r\n번호 010\r\n1234\r\n5678\r\n메일 a@b.com\r\n".encode())
    main([str(path)])
    assert capsys.readouterr().out == "안내\r\n번호 [전화번호_1]\r\n메일 [이메일_1]\r\n"
    main([str(path), "--report", "--show-values"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["value"] for row in rows] == ["010\r\n1234\r\n5678", "a@b.com"]


def test_a_report_over_lines_together_holds_what_an_earlier_line_gave_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "학번 2021148203\n다음 줄 2021148203\n")
    main([path, "--format", "lines", "--together", "--report"])
    assert [json.loads(row)["line"] for row in capsys.readouterr().out.splitlines()] == [1, 2]
    main([path, "--format", "lines", "--report"])
    assert [json.loads(row)["line"] for row in capsys.readouterr().out.splitlines()] == [1]


@pytest.mark.parametrize("more", [[], ["--report"]])
@pytest.mark.parametrize(
    ("action", "check", "code"), [("mask", [], 0), ("mask", ["--check"], 1), ("monitor", ["--check"], 0), ("reject", [], 1)]
)
def test_exit_codes_are_the_same_for_a_report(action: str, check: list[str], code: int, more: list[str], tmp_path: Path) -> None:
    assert main([write(tmp_path, "900101-1234567"), "--action", f"rrn={action}", *check, *more]) == code


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


@pytest.mark.parametrize("depth", [101, 5000])
def test_json_that_is_nested_too_deep_ends_with_2_and_its_line(
    depth: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([write(tmp_path, "1\n" + "[" * depth + "]" * depth), "--format", "jsonl"]) == 2
    assert "line 2 is nested deeper than 100 levels" in capsys.readouterr().err


def test_a_rejected_kind_ends_with_1_and_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([write(tmp_path, "900101-1234567"), "--action", "rrn=reject"]) == 1
    assert "주민등록번호" in capsys.readouterr().err
