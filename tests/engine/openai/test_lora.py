"""LoRA adapters of the model, each asked for by its name."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import openai
import pytest
from openai import OpenAI
from prometheus_client.parser import text_string_to_metric_families
from safetensors.numpy import save_file

from predictor.config import DEMO_MODEL
from tests.conftest import Start
from tests.service import Service
from tests.unit.telemetry.audit.writing import requests
from tests.waiting import wait_until

pytestmark = pytest.mark.vllm
RANK = 4


def adapter(folder: Path) -> Path:
    """An untrained adapter of the demo model's queries, strong enough to change what it says."""
    config = json.loads((DEMO_MODEL / "config.json").read_text())
    size, random = config["hidden_size"], np.random.default_rng(1)
    weights = {}
    for layer in range(config["num_hidden_layers"]):
        name = f"base_model.model.model.layers.{layer}.self_attn.q_proj"
        weights[f"{name}.lora_A.weight"] = random.normal(size=(RANK, size)).astype(np.float32)
        weights[f"{name}.lora_B.weight"] = random.normal(size=(size, RANK)).astype(np.float32)
    folder.mkdir()
    save_file(weights, folder / "adapter_model.safetensors")
    reported = {"peft_type": "LORA", "r": RANK, "lora_alpha": 2 * RANK, "target_modules": ["q_proj"], "bias": "none"}
    (folder / "adapter_config.json").write_text(
        json.dumps(reported | {"base_model_name_or_path": "demo", "task_type": "CAUSAL_LM"})
    )
    return folder


@pytest.fixture(scope="module")
def server(start_for_module: Start, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """vLLM with the demo model and one adapter, with the audit record on."""
    folder = tmp_path_factory.mktemp("lora")
    arguments = f"--enable-lora --max-lora-rank 8 --max-model-len 512 --lora-modules polite={adapter(folder / 'polite')}"
    return start_for_module(LLM_VLLM_ARGS=arguments, LLM_AUDIT="file", LLM_AUDIT_FOLDER=str(folder / "audit")).wait_ready()


def test_an_adapter_is_listed_and_answers_under_its_own_name(server: Service) -> None:
    with OpenAI(base_url=f"{server.url}/openai/v1", api_key="none", max_retries=0) as client:
        assert [model.id for model in client.models.list()] == ["llm", "polite"]
        assert client.models.retrieve("polite").id == "polite"
        asked: Any = {"messages": [{"role": "user", "content": "번호는 010-1234-5678"}], "temperature": 0, "max_tokens": 12}
        answers = {name: client.chat.completions.create(model=name, **asked) for name in ("llm", "polite")}
        assert {name: answer.model for name, answer in answers.items()} == {"llm": "llm", "polite": "polite"}
        answered = {answer.choices[0].message.content for answer in answers.values()}
        assert len(answered) == 2
        with pytest.raises(openai.NotFoundError, match="does not exist"):
            client.chat.completions.create(model="rude", **asked)


# The Gateway API Inference Extension's model server protocol (docs/proposals/003-model-server-protocol, read 2026-11-27): the
# names that its endpoint picker reads from vLLM by default.
PROTOCOL = {
    "TotalQueuedRequests": "vllm:num_requests_waiting",
    "TotalRunningRequests": "vllm:num_requests_running",
    "KVCacheUtilization": "vllm:kv_cache_usage_perc",
}


def test_the_metrics_are_those_of_the_inference_extensions_model_server_protocol(server: Service) -> None:
    server.post("/v1/completions", {"model": "polite", "prompt": "a", "max_tokens": 4})
    families = {family.name: family for family in text_string_to_metric_families(server.client.get("/metrics").text)}
    for name in PROTOCOL.values():
        assert families[name].type == "gauge"
        assert all(sample.value >= 0 for sample in families[name].samples)
    assert families["vllm:kv_cache_usage_perc"].samples[0].value <= 1
    lora = families["vllm:lora_requests_info"].samples[0].labels
    assert {"max_lora", "running_lora_adapters", "waiting_lora_adapters"} <= set(lora)
    cache = families["vllm:cache_config_info"].samples[0].labels
    assert {"block_size", "num_gpu_blocks"} <= set(cache)


def test_the_adapters_requests_are_on_the_audit_record_under_its_name(server: Service) -> None:
    answers = [
        server.post("/v1/completions", {"model": model, "prompt": "a", "max_tokens": 4}).json() for model in ("llm", "polite")
    ]
    used = [answer["usage"]["completion_tokens"] for answer in answers]
    folder = Path(server.environment["LLM_AUDIT_FOLDER"])
    expected = list(zip(("llm", "polite"), used, strict=True))
    wait_until(lambda: [(line["model"], line["completion_tokens"]) for line in requests(folder)[-2:]] == expected)
