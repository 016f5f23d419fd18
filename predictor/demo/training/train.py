"""Trains the demo model on the CPU: ``python -m predictor.demo.training.train --out DIR``."""

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch.nn import functional
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from predictor.demo.training import checks
from predictor.demo.training.dialogue import Corpus, Message
from predictor.demo.training.tokenizer import ROLES, role_token, train_tokenizer

VOCABULARY = 2048
TOKENIZER_CONVERSATIONS = 12_000
BATCH_CONVERSATIONS = 48
POOL_BATCHES = 16
MAX_TOKENS = 320
SEGMENTATION_DROPOUT = 0.08
COMPLETION_SHARE = 0.1
PEAK_RATE = 3e-3
WARMUP_SHARE = 0.04

Sample = tuple[list[int], list[bool]]


class Encoder:
    """Turns conversations into token ids and marks which of them the model is to learn (the answers)."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._exact = tokenizer.backend_tokenizer
        # Questions are cut at random now and then, so that a slip or a missing space does not derail the model.
        self._loose = type(self._exact).from_str(self._exact.to_str())
        self._loose.model.dropout = SEGMENTATION_DROPOUT
        self._bos, self._eos = tokenizer.bos_token_id, tokenizer.eos_token_id
        self._newline = self._ids("\n")
        self._roles = {role: tokenizer.convert_tokens_to_ids(role_token(role)) for role in ROLES}

    def chat(self, conversation: list[Message]) -> Sample:
        """The ids that the chat template gives for the conversation."""
        ids, learn = [self._bos], [False]
        for message in conversation:
            answer = message["role"] == "assistant"
            content = [*self._ids(message["content"], loose=not answer), self._eos]
            ids += [self._roles[message["role"]], *content]
            learn += [False] + [answer] * len(content)
        return ids, learn

    def completion(self, question: str, answer: str) -> Sample:
        """Question, newline and answer without a template, as a client of plain completions sends them."""
        asked = [self._bos, *self._ids(question, loose=True)]
        answered = [*self._newline, *self._ids(answer), self._eos]
        return asked + answered, [False] * len(asked) + [True] * len(answered)

    def _ids(self, text: str, loose: bool = False) -> list[int]:
        ids: list[int] = (self._loose if loose else self._exact).encode(text, add_special_tokens=False).ids
        return ids


def samples(corpus: Corpus, encoder: Encoder, rng: random.Random) -> Iterator[Sample]:
    """Endless training samples, none longer than ``MAX_TOKENS``."""
    while True:
        conversation = corpus.conversation(rng)
        if rng.random() < COMPLETION_SHARE:
            turns = [message["content"] for message in conversation if message["role"] != "system"]
            sample = encoder.completion(turns[0], turns[1])
        else:
            sample = encoder.chat(conversation)
        if len(sample[0]) <= MAX_TOKENS:
            yield sample


def batches(source: Iterator[Sample], rng: random.Random) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Endless ``(ids, learn)`` of shape [conversations, tokens], of like lengths so that little is padding (id 0)."""
    while True:
        pool = sorted((next(source) for _ in range(POOL_BATCHES * BATCH_CONVERSATIONS)), key=lambda sample: len(sample[0]))
        groups = [pool[at : at + BATCH_CONVERSATIONS] for at in range(0, len(pool), BATCH_CONVERSATIONS)]
        rng.shuffle(groups)
        for group in groups:
            width = len(group[-1][0])
            ids = torch.tensor([tokens + [0] * (width - len(tokens)) for tokens, _ in group])
            learn = torch.tensor([marks + [False] * (width - len(marks)) for _, marks in group])
            yield ids, learn


def new_model(tokenizer: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    """An untrained Llama small enough for git and, at head size 32, fit for vLLM's CPU attention."""
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=160,
        intermediate_size=448,
        num_hidden_layers=4,
        num_attention_heads=5,
        num_key_value_heads=5,
        max_position_embeddings=16384,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = LlamaForCausalLM(config)
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id
    )
    return model


def optimiser_of(model: LlamaForCausalLM) -> torch.optim.Optimizer:
    """AdamW, with weight decay on the matrices of the layers only."""
    matrices = [weight for weight in model.model.layers.parameters() if weight.ndim == 2]
    chosen = {id(weight) for weight in matrices}
    others = [weight for weight in model.parameters() if id(weight) not in chosen]
    groups = [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=PEAK_RATE, betas=(0.9, 0.98), fused=True)


def loss_of(model: LlamaForCausalLM, ids: torch.Tensor, learn: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over the answers' tokens. Padding is on the right, where causal attention never looks."""
    hidden = model.model(input_ids=ids[:, :-1], use_cache=False).last_hidden_state
    wanted = learn[:, 1:]
    return functional.cross_entropy(model.lm_head(hidden[wanted]), ids[:, 1:][wanted])


def train(model: LlamaForCausalLM, source: Iterator[tuple[torch.Tensor, torch.Tensor]], steps: int, minutes: float) -> None:
    """Trains for ``steps``, or for ``minutes`` when that ends first; prints the loss on the way."""
    model.train()
    began, running = time.monotonic(), 0.0
    optimiser = optimiser_of(model)
    for step in range(steps):
        spent = (time.monotonic() - began) / 60
        done = max(step / steps, spent / minutes)
        if done >= 1:
            break
        rate = PEAK_RATE * min(1.0, done / WARMUP_SHARE + 0.01) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = loss_of(model, *next(source))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        running = loss.item() if step == 0 else 0.95 * running + 0.05 * loss.item()
        if step % 50 == 0 or step == steps - 1:
            print(f"step {step:5d} of {steps}, {done:4.0%}, loss {running:.4f}, {spent:.1f} min", flush=True)


def save(model: LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Writes the model folder: weights in half precision to save space, to be computed in float32."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: weight.half() for name, weight in model.state_dict().items() if name != "lm_head.weight"}  # tied
    model.save_pretrained(folder, state_dict=halves)
    tokenizer.save_pretrained(folder)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"saved {folder}: {size / 2**20:.2f} MiB, {sum(weight.numel() for weight in model.parameters()):,} parameters")


def main() -> int:
    """Trains, saves and checks; 1 when the model fails its checks."""
    parser = argparse.ArgumentParser(prog="python -m predictor.demo.training.train", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=checks.MODEL, help="model folder (default: %(default)s)")
    parser.add_argument("--steps", type=int, default=1100, help="training steps (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop earlier, after so many minutes")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(2)
    rng = random.Random(arguments.seed)
    corpus = Corpus(withheld=checks.questions())
    drawn = (corpus.conversation(rng) for _ in range(TOKENIZER_CONVERSATIONS))
    tokenizer = train_tokenizer((message["content"] for talk in drawn for message in talk), VOCABULARY)
    model = new_model(tokenizer)
    source = batches(samples(corpus, Encoder(tokenizer), rng), rng)
    train(model, source, arguments.steps, arguments.minutes)
    save(model, tokenizer, arguments.out)
    report = checks.run(checks.local_answer(arguments.out))
    print(report)
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main())
