"""The many ways people type one and the same question."""

import random
from dataclasses import dataclass, field

_SYLLABLES = (0xAC00, 0xD7A3)
_OTHER = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,!?@#%&*()[]{}<>ㅋㅎㅠ漢字日本語éñ😀🎉🚀"


@dataclass(frozen=True)
class Variation:
    """Draws variants of a question: other endings, openers, fillers, punctuation, spacing and light typing slips."""

    openers: list[str]
    closers: list[str]
    fillers: list[str]
    endings: list[list[str]]
    _row_of: dict[str, list[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.endings:
            self._row_of.update(dict.fromkeys(row, row))

    def vary(self, question: str, rng: random.Random) -> str:
        """One variant with the same meaning; about one in five comes back unchanged."""
        if rng.random() < 0.5:
            question = self._other_ending(question, rng)
        if rng.random() < 0.12 and " " in question:
            words = question.split(" ")
            words.insert(rng.randrange(1, len(words)), rng.choice(self.fillers))
            question = " ".join(words)
        if rng.random() < 0.15:
            question = rng.choice(self.openers) + question
        if rng.random() < 0.5:
            question += "?" if rng.random() < 0.5 else rng.choice(self.closers)
        if "[" not in question:  # a slip inside a placeholder is not the user's
            if rng.random() < 0.12:
                question = _respaced(question, rng)
            if rng.random() < 0.06:
                question = _slip(question, rng)
        return question

    def noise(self, rng: random.Random) -> str:
        """Text without meaning: random syllables, foreign letters, or one piece said over and over."""
        length = rng.randint(2, 14) if rng.random() < 0.8 else rng.randint(20, 60)
        if rng.random() < 0.5:
            return "".join(chr(rng.randint(*_SYLLABLES)) if rng.random() < 0.8 else " " for _ in range(length)).strip()
        if rng.random() < 0.5:
            return "".join(rng.choices(_OTHER, k=length)).strip() or "?"
        piece = "".join(chr(rng.randint(*_SYLLABLES)) for _ in range(rng.randint(1, 3)))
        return piece * min(length, 40)

    def _other_ending(self, question: str, rng: random.Random) -> str:
        for size in range(min(12, len(question)), 0, -1):
            if row := self._row_of.get(question[-size:]):
                return question[:-size] + rng.choice(row)
        return question


def _respaced(question: str, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return question.replace(" ", "")
    words = question.split(" ")
    at = rng.randrange(len(words))
    return " ".join(words[:at]) + "".join(words[at : at + 1]) + " ".join(words[at + 1 :])


def _slip(question: str, rng: random.Random) -> str:
    at = rng.randrange(len(question))
    if rng.random() < 0.5 and len(question) > 4:
        return question[:at] + question[at + 1 :]
    return question[:at] + question[at] + question[at:]
