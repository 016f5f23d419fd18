"""``python -m tests.pii.learn``: learns what the masker knows of names, and writes it to predictor/pii/lexicon.

``syllables``  which syllables given names use, from given_names.txt against common_words.txt and real prose
``weights``    what each kind of evidence weighs, from labelled texts and from real prose, in which every candidate is an
               error unless ``verdicts.txt`` calls it a person

Real prose is a folder of text files (see tests/pii/prose.py). ``--ner`` adds a file of named entities in KLUE's format
(one character and one tag a line, ``B-PS`` and ``I-PS`` for persons).
"""

import argparse
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np

from predictor.pii import Masker, lexicon
from predictor.pii.catalogue import CATALOGUE
from predictor.pii.names import evidence, form
from predictor.pii.scan.fold import fold
from tests.pii.prose import verdict
from tests.pii.score import CORPUS, HELD_OUT, load, spans
from tests.pii.scoring import parse

LEXICON = Path(lexicon.__file__).parent
HERE = Path(__file__).parent
SPANS = (HERE / "fresh.jsonl", *sorted((HERE / "heldout").glob("*.jsonl")))
Candidate = tuple[str, str, str]  # (name, cue, tail)
_PRIOR = 0.02  # how strongly a weight is held at what it was before
_STEPS = 4000
_CALM = 3.0  # what an error weighs beside a miss
_LEAST = -40


def syllables(prose: Iterable[str]) -> str:
    """The lines of name_syllables.txt: log-likelihood ratios in tenths, smoothed."""
    given = [name for name in lexicon.words("given_names") if len(name) == 2]
    words = {*lexicon.words("common_words"), *(word for text in prose for word in re.findall("[가-힣]{3,}", text))}
    words = {word for word in words if len(word) > 2 and word[0] in form.TIER}
    names = [Counter(name[place] for name in given) for place in (0, 1)]
    plain = [Counter(word[place] for word in words) for place in (1, 2)]

    def ratio(char: str, place: int) -> int:
        own, other = names[place], plain[place]
        more = math.log((own[char] + 0.2) / (len(given) + 80)) - math.log((other[char] + 1) / (len(words) + 800))
        return max(_LEAST, round(10 * more))

    known = set(names[0]) | set(names[1]) | {char for char in plain[0] + plain[1] if (plain[0] + plain[1])[char] >= 8}
    return "".join(f"{char} {ratio(char, 0)} {ratio(char, 1)}\n" for char in sorted(known))


def candidates(text: str, masker: Masker) -> list[Candidate]:
    """What the cues look at in a text, whatever it weighs."""
    seen: list[Candidate] = []
    weigh = evidence.weigh

    def record(name: str, cue: str, tail: str) -> float:
        seen.append((name, cue, tail))
        return weigh(name, cue, tail)

    with patch.multiple(evidence, weigh=record, possible=lambda name, cues: True):
        masker.find(fold(text))
    return seen


def labelled(ner: Path | None) -> Iterator[tuple[str, set[str]]]:
    """(text, its persons' names)."""
    for item in (*load(CORPUS), *load(HELD_OUT)):
        yield item.text, {item.text[start:end] for start, end, kind in item.values if kind == "person_name"}
    for kind in CATALOGUE.kinds:
        for text in map(parse, (*kind.examples, *kind.lookalikes)):
            yield text.text, {text.text[start:end] for start, end, own in text.values if own == "person_name"}
    for item in (item for path in SPANS for item in spans(path)):
        yield item.text, {item.text[start:end] for start, end, kind in item.values if kind.startswith(("name", "person_name"))}
    if ner:
        yield from entities(ner.read_text(encoding="utf-8"))


def entities(tagged: str) -> Iterator[tuple[str, set[str]]]:
    """The sentences of a file in KLUE's format with the names of their persons."""
    for block in tagged.split("\n\n"):
        rows = [row.split("\t") for row in block.splitlines() if "\t" in row and not row.startswith("##")]
        text, names = "".join(char or " " for char, *_ in rows), set()
        start = None
        for place, (_, tag) in enumerate([*rows, ["", "O"]]):
            if start is not None and tag != "I-PS":
                names.add(text[start:place])
                start = None
            if tag == "B-PS":
                start = place
        yield text, names


def samples(texts: Iterable[tuple[str, set[str]]], prose: Iterable[str]) -> Counter[tuple[Candidate, bool]]:
    """Each candidate with whether it is a person, counted."""
    masker = Masker()
    found: Counter[tuple[Candidate, bool]] = Counter()
    for text, names in texts:
        spelled = {"".join(name.split()) for name in names}
        found.update((candidate, candidate[0] in spelled) for candidate in candidates(text, masker))
    for text in prose:
        for start in range(0, len(text), 2000):
            found.update((one, False) for one in candidates(text[start : start + 2000], masker) if verdict(one[0]) != "person")
    return found


def weights(found: Counter[tuple[Candidate, bool]]) -> dict[str, float]:
    """Logistic regression, held near the weights of before; an error weighs more than a miss."""
    rows = [(evidence.features(*candidate), person, min(count, 20)) for (candidate, person), count in found.items()]
    names = sorted(set(evidence.WEIGHTS) | {name for row, _, _ in rows for name in row})
    place = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for number, (row, _, _) in enumerate(rows):
        for name, value in row.items():
            matrix[number, place[name]] = value
    person = np.array([float(own) for _, own, _ in rows])
    share = np.array([math.sqrt(count) * (1.0 if own else _CALM) for _, own, count in rows])
    before = np.array([evidence.WEIGHTS.get(name, 0.0) for name in names])
    weight, total = before.copy(), share.sum()
    moment, speed = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        guess = 1 / (1 + np.exp(-np.clip(matrix @ weight, -30, 30)))
        slope = matrix.T @ (share * (guess - person)) / total + _PRIOR * (weight - before) / 10
        moment, speed = 0.9 * moment + 0.1 * slope, 0.999 * speed + 0.001 * slope**2
        weight -= 0.02 * (moment / (1 - 0.9**step)) / (np.sqrt(speed / (1 - 0.999**step)) + 1e-8)
    return {name: float(weight[number]) for name, number in place.items()}


def rewrite(name: str, body: str) -> None:
    """Writes a file of the lexicon, its comments kept."""
    path = LEXICON / f"{name}.txt"
    comments = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.startswith("#"))
    path.write_text(comments + body, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["syllables", "weights"])
    parser.add_argument("--prose", type=Path, required=True, help="a folder of .txt files of real prose")
    parser.add_argument("--ner", type=Path, help="named entities in KLUE's format")
    args = parser.parse_args()
    prose = [path.read_text(encoding="utf-8") for path in sorted(args.prose.glob("*.txt"))]
    if args.what == "syllables":
        rewrite("name_syllables", syllables(prose))
        return
    found = samples(labelled(args.ner), prose)
    learned = weights(found)
    rewrite("name_weights", "".join(f"{name} {round(10 * value)}\n" for name, value in learned.items()))
    print(f"{len(found)} candidates, {sum(person for _, person in found)} of them persons")


if __name__ == "__main__":
    main()
