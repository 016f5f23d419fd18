"""`python -m predictor` as a process: what it answers, and the code by which it ends."""

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from predictor.__main__ import make_masker
from predictor.config import Settings
from predictor.errors import EXIT_LOAD_FAILED, EXIT_PORT_TAKEN, EXIT_SETTINGS
from tests.conftest import Start
from tests.personal import PHONE
from tests.service import ROOT, free_port


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LLM_")}
    return subprocess.run(
        [sys.executable, "-m", "predictor", *arguments],
        cwd=ROOT,
        env={**kept, "LLM_FALLBACK_MOCK": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_serves_until_it_is_stopped_and_ends_with_zero(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1").wait_ready()
    answer = service.post("/infer", {"query": f"제 번호는 {PHONE}"})
    assert answer.json() == {"generated_text": "[mock] 제 번호는 [전화번호_1]"}
    assert service.stop(signal.SIGTERM) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(service.url)


def test_nothing_before_the_front_ends_imports_the_metrics_library() -> None:
    """It reads PROMETHEUS_MULTIPROC_DIR when it is imported; without the variable /metrics of several front ends is empty."""
    steps = """
import pathlib, sys
from predictor import __main__ as command
settings = command.load([])
command.make_masker(settings)
command._is_key_file(pathlib.Path(sys.argv.pop()), settings.termination_log)
command.check(settings)
print("prometheus_client" in sys.modules)
"""
    keys = ROOT / "tests" / "no-such-file"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LLM_")}
    ended = subprocess.run([sys.executable, "-c", steps, str(keys)], cwd=ROOT, env=kept, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PORT": "0"}, "error: PORT: "),
        ({"LLM_PII_PATTERNS": "/missing.toml"}, "error: LLM_PII_*: "),
        ({"LLM_PII_ACTIONS": '{"no_such_kind": "mask"}'}, "error: LLM_PII_*: "),
    ],
)
def test_a_wrong_setting_ends_it_with_one_line(environment: dict[str, str], says: str) -> None:
    ended = run(**environment)
    assert ended.returncode == EXIT_SETTINGS
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith(says)


def test_the_judge_is_a_subcommand() -> None:
    helped = run("rollout", "--help")
    assert helped.returncode == 0
    assert "python -m predictor rollout" in helped.stdout
    without_cluster = run("rollout", "status", "llm", KUBECONFIG="/missing")
    assert without_cluster.returncode == 1
    assert without_cluster.stderr.startswith("error: no cluster")


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], str]:
    """A start whose load fails and whose environment has a misspelt setting: the process, and its termination log."""
    kept = tmp_path_factory.mktemp("failed") / "termination"
    misspelt = {"LLM_INPUT_MAX_LEN": "5"}
    ended = run(PORT=str(free_port()), LLM_MOCK_FAULT="load", LLM_TERMINATION_LOG=str(kept), **misspelt)
    return ended, kept.read_text()


def test_a_model_that_cannot_be_loaded_ends_it_with_the_reason(failed: tuple[subprocess.CompletedProcess[str], str]) -> None:
    ended, reason = failed
    assert ended.returncode == EXIT_LOAD_FAILED
    assert reason.startswith("model could not be loaded")
    assert reason.strip() in ended.stdout


def test_a_variable_that_is_no_setting_is_a_warning_with_the_one_that_is_near(
    failed: tuple[subprocess.CompletedProcess[str], str],
) -> None:
    assert "LLM_INPUT_MAX_LEN is not a setting; was LLM_INPUT_MAX_LENGTH meant?" in failed[0].stdout


def test_a_taken_port_ends_it_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run(PORT=port)
    assert ended.returncode == EXIT_PORT_TAKEN
    assert f"cannot listen on 0.0.0.0:{port}" in ended.stdout


def test_the_masker_follows_the_settings() -> None:
    settings = Settings(_env_file=None, pii_labels={"phone": "연락처"}, pii_placeholder="<{label}{n}>", pii_allow="010-0000-0000")
    masking = make_masker(settings).begin()
    assert masking.mask(f"{PHONE} 010-0000-0000") == "<연락처1> 010-0000-0000"
