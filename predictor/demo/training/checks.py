"""What the demo model must be able to answer, whatever engine runs it."""

import argparse
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from predictor.demo.training.dialogue import Message

CHECKS = Path(__file__).with_name("checks.toml")
MODEL = Path(__file__).parents[1] / "model"
NEW_TOKENS = 100  # the default `max_length` of a request

Answer = Callable[[list[Message]], str]


@dataclass(frozen=True)
class Case:
    """A conversation whose last turn is to be answered, and the words the answer must hold."""

    conversation: list[Message]
    expect: list[str]

    @property
    def question(self) -> str:
        """What the user asks last."""
        return self.conversation[-1]["content"]


@dataclass(frozen=True)
class Group:
    """Cases of one kind, of which the share ``least`` must be answered well."""

    name: str
    least: float
    cases: list[Case]


@dataclass
class Report:
    """The answers of one run over all groups; its text is a table and the failed cases."""

    right: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether every group reached its share."""
        return all(self.right[group.name] >= group.least * len(group.cases) for group in self.groups)

    def __str__(self) -> str:
        lines = [
            f"{group.name}: {self.right[group.name]} of {len(group.cases)} (at least {group.least:.0%})" for group in self.groups
        ]
        return "\n".join([*lines, *self.failures, "passed" if self.passed else "FAILED"])


def load(path: Path = CHECKS) -> list[Group]:
    """The groups of the checks file."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    return [
        Group(name, group["least"], [Case(_conversation(case["ask"]), case["expect"]) for case in group["cases"]])
        for name, group in groups.items()
    ]


def questions() -> list[str]:
    """Every question that is checked, for the training to leave out."""
    return [case.question for group in load() for case in group.cases]


def run(answer: Answer) -> Report:
    """Asks every case. ``answer`` takes a conversation and returns the text generated up to the end token.

    An engine that has to stop earlier than the model itself would must raise or return something without the words.
    """
    report = Report(groups=load())
    for group in report.groups:
        report.right[group.name] = 0
        for case in group.cases:
            answered = answer(case.conversation)
            if all(words in answered for words in case.expect):
                report.right[group.name] += 1
            else:
                report.failures.append(f"  {group.name}: {case.question!r} got {answered!r}, wants {case.expect}")
    return report


def local_answer(folder: Path, temperature: float = 0.0) -> Answer:
    """Answers by transformers, greedy at temperature 0; an answer that does not end in 100 tokens says so."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    model.eval()
    sampling = {"do_sample": True, "temperature": temperature, "top_k": 0} if temperature else {"do_sample": False}

    def answer(conversation: list[Message]) -> str:
        prompt = tokenizer.apply_chat_template(conversation, add_generation_prompt=True, return_tensors="pt", return_dict=True)
        with torch.inference_mode():
            ids = model.generate(**prompt, max_new_tokens=NEW_TOKENS, **sampling)[0, prompt["input_ids"].shape[1] :]
        if ids[-1] != tokenizer.eos_token_id:
            return "(does not end)"
        return str(tokenizer.decode(ids, skip_special_tokens=True))

    return answer


def _conversation(turns: list[str]) -> list[Message]:
    messages: list[Message] = []
    for turn in turns:
        question, _, answered = turn.partition(" => ")
        messages.append({"role": "user", "content": question})
        if answered:
            messages.append({"role": "assistant", "content": answered})
    return messages


def main() -> int:
    """Checks a model folder and prints the report; 1 when it fails."""
    parser = argparse.ArgumentParser(prog="python -m predictor.demo.training.checks", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=MODEL, help="model folder (default: %(default)s)")
    parser.add_argument("--temperature", type=float, default=0.0, help="0 is greedy (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the sampling (default: %(default)s)")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    report = run(local_answer(arguments.folder, arguments.temperature))
    print(report)
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main())
