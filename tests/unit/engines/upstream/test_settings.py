import os
from pathlib import Path

import pytest

from predictor.options import load


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LLM_")]:
        monkeypatch.delenv(name)


def test_what_kserve_gives_a_transformer_makes_it_one() -> None:
    words = (
        "--model_name llm --http_port 8080 --predictor_host llm-predictor.default --predictor_protocol v2 --predictor_use_ssl true"
    )
    settings = load([*words.split(), "--predictor_request_timeout_seconds=30", "--predictor_request_retries=2"])
    assert (settings.engine_name, settings.model_name, settings.port) == ("upstream", "llm", 8080)
    assert settings.upstreams == ("https://llm-predictor.default",)
    assert (settings.timeout_sec, settings.upstream_retries) == (30, 2)


def test_upstreams_alone_choose_the_engine_but_neither_a_named_engine_nor_the_mock_switch_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LLM_UPSTREAM_URLS", "http://a:8000, b")
    settings = load([])
    assert (settings.engine_name, settings.upstreams, settings.concurrency_limit) == (
        "upstream",
        ("http://a:8000", "http://b"),
        100,
    )
    assert load(["--fallback-mock", "1"]).engine_name == "mock"
    assert load(["--engine", "vllm"]).engine_name == "vllm"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--engine", "upstream"], "LLM_ENGINE=upstream needs LLM_UPSTREAM_URLS"),
        (["--upstream-urls", "ftp://a"], "LLM_UPSTREAM_URLS: each must look like http://host:8000"),
        (["--upstream-urls", "http://a:port"], "LLM_UPSTREAM_URLS: each must look like http://host:8000"),
        (["--upstream-urls", "http://a?key=invented"], "LLM_UPSTREAM_URLS: each must look like http://host:8000"),
        (["--upstream-urls", "http://me:invented@a"], "give the key by LLM_UPSTREAM_API_KEY"),
        (["--upstream-retry-on", "connect,timeout"], "timeout is not one of connect, reset, 429"),
        (["--upstream-health-path", "health"], "LLM_UPSTREAM_HEALTH_PATH"),
        (["--predictor_host", "a", "--predictor_protocol", "grpc-v2"], "invalid choice: 'grpc-v2' (choose from 'v1', 'v2')"),
    ],
)
def test_a_wrong_upstream_setting_stops_the_start_and_never_shows_a_key(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        load(words)
    reported = capsys.readouterr().err
    assert stopped.value.code == 2
    assert says in reported
    assert "invented" not in reported


def test_the_upstreams_key_is_not_shown_by_the_settings() -> None:
    assert "invented" not in repr(load(["--upstream-urls", "a", "--upstream-api-key", "invented-key"]))
