"""LoRA adapters of the model, each asked for by its name."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import openai
import pytest
from openai import OpenAI
from safetensors.numpy import save_file

from predictor.config import DEMO_MODEL
from tests.conftest import Start

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
    told = {"peft_type": "LORA", "r": RANK, "lora_alpha": 2 * RANK, "target_modules": ["q_proj"], "bias": "none"}
    (folder / "adapter_config.json").write_text(json.dumps(told | {"base_model_name_or_path": "demo", "task_type": "CAUSAL_LM"}))
    return folder


def test_an_adapter_is_listed_and_answers_under_its_own_name(start: Start, tmp_path: Path) -> None:
    arguments = f"--enable-lora --max-lora-rank 8 --max-model-len 512 --lora-modules polite={adapter(tmp_path / 'polite')}"
    server = start(LLM_VLLM_ARGS=arguments).wait_ready()
    with OpenAI(base_url=f"{server.url}/openai/v1", api_key="none", max_retries=0) as client:
        assert [model.id for model in client.models.list()] == ["llm", "polite"]
        assert client.models.retrieve("polite").id == "polite"
        asked: Any = {"messages": [{"role": "user", "content": "번호는 010-1234-5678"}], "temperature": 0, "max_tokens": 12}
        answers = {name: client.chat.completions.create(model=name, **asked) for name in ("llm", "polite")}
        assert {name: answer.model for name, answer in answers.items()} == {"llm": "llm", "polite": "polite"}
        said = {answer.choices[0].message.content for answer in answers.values()}
        assert len(said) == 2
        with pytest.raises(openai.NotFoundError, match="does not exist"):
            client.chat.completions.create(model="rude", **asked)
