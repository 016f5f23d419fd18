import os
from pathlib import Path

import pytest

from predictor.config import Settings, cores
from predictor.options import env_example, env_name, load, unknown

ROOT = Path(__file__).parents[2]
SPEC_VARIABLES = (
    "LLM_INPUT_MAX_LENGTH",
    "MAX_CONCURRENT_INFERENCE",
    "INFERENCE_TIMEOUT_SEC",
    "LLM_FALLBACK_RESPONSE",
    "LLM_FALLBACK_MOCK",
    "TRANSFORMERS_CACHE",
    "PORT",
)


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LLM_")]:
        monkeypatch.delenv(name)


def test_every_variable_of_the_spec_is_a_setting_by_its_own_name() -> None:
    names = {env_name(field) for field in Settings.model_fields}
    assert names.issuperset(SPEC_VARIABLES)


def test_the_command_line_wins_over_the_environment_which_wins_over_the_env_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=7001\nLLM_MODEL_NAME=from-file\nLLM_SYSTEM_PROMPT=파일\n")
    monkeypatch.setenv("PORT", "7002")
    monkeypatch.setenv("LLM_MODEL_NAME", "from-environment")
    settings = load(["--port", "7003"])
    assert (settings.port, settings.model_name, settings.system_prompt) == (7003, "from-environment", "파일")


def test_underscores_in_options_are_accepted_as_kserve_writes_them() -> None:
    assert load(["--model_name=gpt", "--max_concurrent", "7"]).model_name == "gpt"


def test_words_after_two_dashes_are_vllm_arguments() -> None:
    assert load(["--port", "9000", "--", "--max-model-len", "512"]).vllm_args == "--max-model-len 512"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("PORT", "seventy", "PORT: Input should be a valid integer"),
        ("PORT", "70000", "PORT: Input should be less than or equal to 65535"),
        ("INFERENCE_TIMEOUT_SEC", "0", "INFERENCE_TIMEOUT_SEC: Input should be greater than 0"),
        ("LLM_INPUT_MAX_LENGTH", "5000", "LLM_INPUT_MAX_LENGTH: Input should be less than or equal to 4096"),
        ("LLM_ENGINE", "tgi", "LLM_ENGINE: Input should be 'vllm', 'transformers', 'upstream' or 'mock'"),
        ("LLM_RATE_LIMIT", "often", "LLM_RATE_LIMIT: "),
        ("LLM_TRUSTED_PROXIES", "10.0.0.0/99", "LLM_TRUSTED_PROXIES: "),
        ("LLM_RATE_LIMIT_STORAGE", "pigeon://somewhere", "LLM_RATE_LIMIT_STORAGE: must look like memory:// or redis://HOST:PORT"),
        ("LLM_PII_ACTIONS", "{broken", "LLM_PII_ACTIONS: not valid JSON"),
        ("LLM_GRACE_SEC", "1", "LLM_GRACE_SEC must not be below LLM_DRAIN_DELAY_SEC"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_the_variable(
    variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit) as stopped:
        load([])
    assert stopped.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert says in lines[0]


def test_a_variable_that_is_no_setting_is_named_with_the_one_that_is_near() -> None:
    links = [
        "LLM_PREDICTOR_SERVICE_HOST",
        "LLM_PREDICTOR_SERVICE_PORT_HTTP",
        "LLM_PREDICTOR_PORT",
        "LLM_PREDICTOR_PORT_80_TCP_ADDR",
    ]
    assert unknown(["PATH", "LLM_MODEL", "LLM_GRPC_PORT", *links]) == []
    assert unknown(["LLM_INPUT_MAX_LEN"]) == ["LLM_INPUT_MAX_LEN is not a setting; was LLM_INPUT_MAX_LENGTH meant?"]
    assert unknown(["LLM_ZZZZZZZZZZZZ"]) == ["LLM_ZZZZZZZZZZZZ is not a setting"]


def test_an_api_key_is_never_shown_by_a_complaint_or_by_the_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LLM_API_KEYS", "sk-invented-1,sk-invented-2")
    settings = load([])
    assert settings.keys == ("sk-invented-1", "sk-invented-2")
    assert "invented" not in repr(settings)


def test_transformers_refuses_a_ceiling_above_five(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LLM_ENGINE", "transformers")
    monkeypatch.setenv("MAX_CONCURRENT_INFERENCE", "50")
    with pytest.raises(SystemExit):
        load([])
    assert "5 or less" in capsys.readouterr().err


def test_the_ceiling_follows_the_engine_unless_it_is_set() -> None:
    ceilings = {engine: load(["--engine", engine]).concurrency_limit for engine in ("vllm", "transformers", "mock")}
    assert 50 <= ceilings["vllm"] <= 150
    assert 2 <= ceilings["transformers"] <= 5
    assert load(["--max-concurrent", "3"]).concurrency_limit == 3


def test_the_mock_switch_beats_the_engine() -> None:
    assert load(["--engine", "vllm", "--fallback-mock", "1"]).engine_name == "mock"


def test_transformers_cache_becomes_hf_home_unless_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSFORMERS_CACHE", "/models")
    monkeypatch.delenv("HF_HOME", raising=False)
    load([]).export()
    assert os.environ["HF_HOME"] == "/models"
    assert "TRANSFORMERS_CACHE" not in os.environ
    monkeypatch.setenv("HF_HOME", "/kept")
    Settings(TRANSFORMERS_CACHE="/models").export()
    assert os.environ["HF_HOME"] == "/kept"


def test_help_lists_every_setting_with_its_variable_and_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        load(["--help"])
    assert stopped.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    for field in Settings.model_fields:
        assert f"--{field.replace('_', '-')}" in shown
        assert f"[{env_name(field)}]" in shown
    assert "(default: 2048)" in shown


def test_env_example_is_current() -> None:
    assert (ROOT / ".env.example").read_text() == env_example()


@pytest.mark.parametrize(
    ("gpu", "cores", "arguments", "expected"),
    [
        (False, 64.0, "", 1),
        (True, 3.0, "", 1),
        (True, 16.0, "", 4),
        (True, 128.0, "", 8),
        (True, 128.0, "--data-parallel-size 2", 1),
        (True, 128.0, "--data_parallel_size=2", 1),
        (True, 128.0, "--enable-elastic-ep", 1),
    ],
)
def test_front_ends_follow_the_cores_beside_a_gpu(
    gpu: bool, cores: float, arguments: str, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("predictor.config.has_gpu", lambda: gpu)
    monkeypatch.setattr("predictor.config.cores", lambda: cores)
    assert Settings(_env_file=None, vllm_args=arguments).frontend_count == expected
    assert Settings(_env_file=None, frontends=3).frontend_count == 3
    assert Settings(_env_file=None, fallback_mock=True).frontend_count == 1


def test_a_second_front_end_would_load_transformers_model_again(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        load(["--engine", "transformers", "--frontends", "2"])
    assert "LLM_FRONTENDS must be 1" in capsys.readouterr().err


def test_a_containers_quota_bounds_the_cores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quota = tmp_path / "cpu.max"
    monkeypatch.setattr("predictor.config.CPU_QUOTA", quota)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(32)))
    for text, expected in (("800000 100000", 8.0), ("max 100000", 32.0)):
        quota.write_text(text)
        assert cores() == expected
    quota.unlink()
    assert cores() == 32.0
