"""`python -m predictor keys`: what it prints can be put into the file, and it finds what the server would refuse."""

from pathlib import Path

import pytest

from predictor.inference.keys.__main__ import BROKEN, OK, USAGE, main
from predictor.inference.keys.key_file import parse
from predictor.inference.keys.ring import KeyRing


def test_the_new_keys_row_opens_for_its_secret_and_does_not_hold_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "team-a", "--expires", "2099-01-31T00:00:00+09:00"]) == OK
    printed = capsys.readouterr().out
    secret = next(line.split()[1] for line in printed.splitlines() if line.startswith("#   "))
    row = "".join(line for line in printed.splitlines(keepends=True) if not line.startswith("#"))
    assert secret not in row
    key = KeyRing((), parse(f"keys:\n{row}".encode())).check(f"Bearer {secret}", None)
    assert key is not None
    assert (key.name, key.expires < float("inf")) == ("team-a", True)


def test_two_new_keys_differ(capsys: pytest.CaptureFixture[str]) -> None:
    printed = {main(["new", "a"]) or capsys.readouterr().out for _ in range(2)}
    assert len(printed) == 2


@pytest.mark.parametrize("arguments", [["new", "a b"], ["new", "a", "--expires", "2027-01-31"], ["check"]])
def test_wrong_options_are_told(arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LLM_KEY_FILE", raising=False)
    assert main(arguments) == USAGE
    assert capsys.readouterr().err.startswith("error: ")


def test_check_warns_of_plain_secrets_and_of_keys_that_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text(
        "keys: [{name: a, secrets: [invented-secret]}, {name: b, secrets: [invented-b], expires: 2020-01-01T00:00:00Z}]"
    )
    monkeypatch.setenv("LLM_KEY_FILE", str(file))
    assert main(["check"]) == OK
    printed = capsys.readouterr().out
    assert "warning: a: 1 plain secret" in printed
    assert "warning: b: has expired" in printed
    assert "invented" not in printed


def test_check_names_the_fault_of_a_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("keys: [{name: a, secrets: [invented-secret]}, {name: b, secrets: [invented-secret]}]")
    assert main(["check", str(file)]) == BROKEN
    assert capsys.readouterr().err == "error: b: has a secret that a has too\n"


def test_list_is_a_row_for_each_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("keys: [{name: team-a, secrets: [invented-secret], requests_per_second: 3, tokens_per_day: 5000}]")
    assert main(["list", str(file)]) == OK
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["NAME", "SECRETS", "EXPIRES"]
    assert row.split() == ["team-a", "1", "-", "-", "-", "3/s", "-", "-", "5000", "-", "-"]


def test_list_shows_the_actions_of_a_key_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text('keys: [{name: team-a, secrets: [invented-secret], pii: {email: off, "*": mask}}]')
    assert main(["list", str(file)]) == OK
    assert capsys.readouterr().out.splitlines()[1].split()[-1] == "*=mask,email=off"
