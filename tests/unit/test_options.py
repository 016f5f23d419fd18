import shlex

import pytest

from predictor.config import Settings
from predictor.options import KSERVE_OPTIONS, complaints, env_example, env_name, load, parser, shown_default


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))
    for field in Settings.model_fields:
        monkeypatch.delenv(env_name(field), raising=False)


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("--http-port 9000", "port", 9000),
        ("--http_port=9000", "port", 9000),
        ("--predictor-request-timeout-seconds 7", "timeout_sec", 7.0),
        ("--predictor-host vllm:8000", "upstream_urls", ("vllm:8000",)),
        ("--predictor_use_ssl true --predictor-host vllm:8000", "upstream_tls", True),
        ("--predictor-request-retries 2", "upstream_retries", 2),
    ],
)
def test_kserves_own_options_of_a_transformer_are_taken(words: str, field: str, value: object) -> None:
    assert getattr(load(shlex.split(words)), field) == value


def test_kserves_predictor_protocol_is_taken_and_changes_nothing() -> None:
    assert load(["--predictor-protocol", "v2"]) == load([])
    with pytest.raises(SystemExit):
        load(["--predictor-protocol", "grpc-v2"])


def test_the_port_is_8000_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load([]).port == 8000
    monkeypatch.setenv("PORT", "9000")
    assert load([]).port == 9000


def test_an_unknown_option_stops_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        load(["--prot", "9000"])
    assert stopped.value.code == 2
    assert "--prot" in capsys.readouterr().err


def test_vllm_arguments_with_spaces_survive_the_way_through_the_setting() -> None:
    given = ["--", "--structured-outputs-config", '{"backend": "xgrammar"}']
    assert shlex.split(load(given).vllm_args) == given[1:]


def test_no_two_settings_share_an_option_or_a_variable() -> None:
    options = [option for action in parser()._actions for option in action.option_strings]
    variables = [env_name(field) for field in Settings.model_fields]
    assert len(options) == len(set(options))
    assert len(variables) == len(set(variables))
    assert set(KSERVE_OPTIONS) <= set(Settings.model_fields)


def test_a_secret_has_no_default_that_is_shown() -> None:
    secrets = [field for field in Settings.model_fields if "key" in field]
    assert secrets
    assert [shown_default(field) for field in secrets] == [""] * len(secrets)


def test_a_complaint_names_the_variable_and_never_the_value() -> None:
    with pytest.raises(Exception, match="PORT") as refused:
        Settings(_env_file=None, PORT="sk-invented")
    (line,) = complaints(refused.value)  # type: ignore[arg-type]
    assert line.startswith("error: PORT: ")
    assert "invented" not in line


def test_the_example_file_has_each_variable_once_and_sets_none() -> None:
    lines = env_example().splitlines()
    for field in Settings.model_fields:
        assert len([line for line in lines if line.startswith(f"# {env_name(field)}=")]) == 1
    assert all(line.startswith("#") for line in lines if line)
