"""The plain parts of the unattended GPU benchmark, where there is no GPU: its models, its drills, its budget, its table."""

import time
from pathlib import Path

import pytest

from predictor.config import DEMO_MODEL
from tests import models
from tests.benchmarks import gpu
from tests.service import Service


@pytest.fixture
def run(tmp_path: Path) -> gpu.Run:
    return gpu.Run(DEMO_MODEL, tmp_path, 4, time.monotonic() + 600)


FIGURES = {"ttft_p50_ms": 1.0, "itl_p50_ms": 1.0, "itl_p99_ms": 1.0, "load_us_per_token": 3.0}


def seen(tokens_per_second: float) -> dict[int, dict[str, float]]:
    return {streams: FIGURES | {"tokens_per_second": tokens_per_second} for streams in gpu.REQUESTS}


@pytest.mark.vllm
def test_a_shaped_model_is_one_that_transformers_and_vllm_know(tmp_path: Path) -> None:
    from transformers import AutoConfig, AutoTokenizer

    config = AutoConfig.from_pretrained(models.shaped(tmp_path / "model", "7b"))
    assert (config.architectures, config.hidden_size, config.num_key_value_heads) == (["Qwen2ForCausalLM"], 3584, 4)
    assert len(AutoTokenizer.from_pretrained(tmp_path / "model")) <= config.vocab_size


@pytest.mark.vllm
def test_lists_that_are_too_long_are_refused_and_the_engine_goes_on(vllm_server: Service) -> None:
    assert gpu.lists_are_refused(vllm_server).startswith("stop_token_ids, logit_bias, allowed_token_ids over the limit: 400")


def test_a_step_that_fails_is_left_out_and_the_others_run(run: gpu.Run, mock_server: Service) -> None:
    def fails(_: gpu.Run, folder: Path) -> None:
        raise AssertionError("no answer")

    def works(run: gpu.Run, folder: Path) -> None:
        run.drills["works"] = str(folder.is_dir())

    gpu.take(run, {"first": fails, "second": works})
    assert run.left_out == ["first (AssertionError: no answer)"]
    assert run.drills == {"works": "True"}
    assert mock_server.process.poll() is None, "only what a step started is stopped"


def test_what_does_not_fit_the_budget_is_left_out(run: gpu.Run) -> None:
    run.end = time.monotonic() + gpu.START_SEC - 1
    gpu.take(run, {"first": lambda run, folder: run.drills.update(first="done")})
    assert run.drills == {}
    assert run.left_out == ["first (no time left)"]


def test_the_goals_are_ratios_at_the_most_streams(run: gpu.Run) -> None:
    assert gpu.ratios(run) == {}
    run.found = {"predictor --frontends 4": seen(900), "vllm serve --api-server-count 4": seen(1000)}
    assert gpu.ratios(run) == {"vllm serve --api-server-count 4": (0.9, 0.95)}
    run.left_out = ["the Rust front end (no time left)"]
    page = gpu.shown(run)
    assert "| 256 | predictor --frontends 4 | 900 |" in page
    assert "0.90 of vllm serve --api-server-count 4 (goal 0.95)." in page
    assert "Left out: the Rust front end (no time left)." in page
