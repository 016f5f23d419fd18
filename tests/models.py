"""Models for tests and benchmarks, made from the demo model: one that never ends, and larger ones of random weights."""

import json
import shutil
from pathlib import Path
from typing import Any

from predictor.config import DEMO_MODEL

SPARE = 256  # rows of the vocabulary for what Qwen2's tokenizer adds
TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")
# Qwen2's shapes, by size: as in Qwen2.5-1.5B and -7B, with the demo model's vocabulary; `tiny` for a machine without a GPU.
SHAPES: dict[str, dict[str, int]] = {
    "tiny": {
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
    },
    "1b5": {
        "hidden_size": 1536,
        "intermediate_size": 8960,
        "num_hidden_layers": 28,
        "num_attention_heads": 12,
        "num_key_value_heads": 2,
    },
    "7b": {
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
    },
}


def endless(folder: Path) -> Path:
    """The demo model with another token declared as its end, so that it goes on to the limit of its context."""
    shutil.copytree(DEMO_MODEL, folder)
    config = _read(folder / "config.json")
    tokenizer = _read(folder / "tokenizer_config.json")
    pad = tokenizer["pad_token"]
    assert pad != tokenizer["eos_token"]
    _write(folder / "tokenizer_config.json", tokenizer | {"eos_token": pad})
    for name in ("config.json", "generation_config.json"):
        _write(folder / name, _read(folder / name) | {"eos_token_id": config["pad_token_id"]})
    return folder


def shaped(folder: Path, shape: str) -> Path:
    """A config of that shape with the demo model's tokenizer, and no weights: for vLLM's `--load-format dummy`."""
    from transformers import Qwen2Config

    folder.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER:
        shutil.copy(DEMO_MODEL / name, folder / name)
    demo = _read(DEMO_MODEL / "config.json")
    ends = {name: demo[name] for name in ("bos_token_id", "eos_token_id", "pad_token_id")}
    size: dict[str, Any] = {"vocab_size": demo["vocab_size"] + SPARE, "max_position_embeddings": 8192, **ends, **SHAPES[shape]}
    config = Qwen2Config(tie_word_embeddings=True, dtype="bfloat16", architectures=["Qwen2ForCausalLM"], **size)
    config.save_pretrained(folder)
    _write(folder / "generation_config.json", ends)
    return folder


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text())
    return content


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content))
