"""Conversations drawn from the notation of ``corpus.toml``."""

import random
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from predictor.demo.training.variation import Variation

CORPUS = Path(__file__).with_name("corpus.toml")

_GROUP = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(@?)([^{}:]+)(:둘)?\}")
_NOISE_SHARE = 0.3  # of the questions that get the "I do not know" answer


class Message(TypedDict):
    """One turn of a chat, in the form that chat templates take."""

    role: str
    content: str


@dataclass(frozen=True)
class Intent:
    """One thing people ask and the one answer to it; with ``after``, only asked after one of those intents."""

    name: str
    questions: list[str]
    answer: str
    after: list[str] = field(default_factory=list)
    weight: int = 2


def normalise(question: str) -> str:
    """The letters of a question alone: two questions that differ only in spaces and punctuation count as one."""
    return re.sub(r"[\s?!.,~]+", "", question)


class Corpus:
    """The invented dialogue, from which any number of conversations can be drawn.

    Args:
        path: a file in the notation that ``corpus.toml`` explains.
        withheld: questions that must never be drawn, whatever their spaces and punctuation.

    Raises:
        ValueError: an intent follows one that does not exist.
    """

    def __init__(self, path: Path = CORPUS, withheld: Collection[str] = ()) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self._systems: list[str] = data["systems"]
        self._words: dict[str, list[str]] = data["words"]
        self._variation = Variation(data["openers"], data["closers"], data["fillers"], data["endings"])
        self._withheld = {normalise(question) for question in withheld}
        intents = [Intent(**entry) for entry in data["intent"]]
        self.intents = {intent.name: intent for intent in intents}
        if unknown := {name for intent in intents for name in intent.after} - self.intents.keys():
            raise ValueError(f"{path.name}: 'after' names unknown intents: {', '.join(sorted(unknown))}")
        self._starters = [intent for intent in intents if not intent.after]
        self._follow_ups = {name: [i for i in intents if name in i.after] for name in self.intents}

    def conversation(self, rng: random.Random) -> list[Message]:
        """One conversation of 1 to 4 exchanges, ending with an answer; every fourth begins with a system message."""
        messages: list[Message] = []
        if rng.random() < 0.25:
            messages.append({"role": "system", "content": rng.choice(self._systems)})
        values: dict[str, str] = {}
        intent: Intent | None = None
        for _ in range(rng.choices((1, 2, 3, 4), (6, 5, 2, 1))[0]):
            following = self._follow_ups[intent.name] if intent else []
            if following and rng.random() < 0.7:
                intent = rng.choices(following, [follow_up.weight for follow_up in following])[0]
            else:
                intent = rng.choices(self._starters, [starter.weight for starter in self._starters])[0]
                values = {}
            values = _shift_second(values)
            question = self._question(intent, values, rng)
            messages.append({"role": "user", "content": question})
            messages.append({"role": "assistant", "content": self._fill(intent.answer, values, rng)})
        return messages

    def _question(self, intent: Intent, values: dict[str, str], rng: random.Random) -> str:
        if intent.name == "unknown" and rng.random() < _NOISE_SHARE:
            return self._variation.noise(rng)
        while True:
            drawn = dict(values)
            plain = self._fill(_alternative(rng.choice(intent.questions), rng), drawn, rng)
            question = self._variation.vary(" ".join(plain.split()), rng)
            if question and normalise(question) not in self._withheld:
                values.update(drawn)
                return question

    def _fill(self, text: str, values: dict[str, str], rng: random.Random) -> str:
        def value(slot: re.Match[str]) -> str:
            key = slot[0]
            while key not in values:
                drawn = _placeholder(slot[2], rng) if slot[1] else rng.choice(self._words[slot[2]])
                if drawn not in values.values():
                    values[key] = drawn
            return values[key]

        return _SLOT.sub(value, text)


def _alternative(text: str, rng: random.Random) -> str:
    """The text with one alternative drawn for each ``(a|b)``, the innermost first."""
    while _GROUP.search(text):
        text = _GROUP.sub(lambda group: rng.choice(group[1].split("|")), text)
    return text


def _placeholder(label: str, rng: random.Random) -> str:
    """``[label_n]``: mostly a small number, as the masker counts from 1, but every digit often enough to be learnt."""
    number = rng.randint(1, 9) if rng.random() < 0.9 else rng.randint(10, 99)
    return f"[{label}_{number}]"


def _shift_second(values: dict[str, str]) -> dict[str, str]:
    """What the last turn called the second value is what the next turn speaks of."""
    return {key.replace(":둘", ""): value for key, value in values.items()}
