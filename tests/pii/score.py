"""``python -m tests.pii.score``: the masker on the labelled texts, beside Presidio and ko-pii when their environment is given.

``--peers /path/to/venv/bin/python`` names an environment with requirements-peers.txt; without it the masker is scored alone.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from predictor.pii import Masker
from predictor.pii.scan.fold import fold
from tests.pii.generated import crossed
from tests.pii.scoring import SHORT, Finder, Found, Labelled, Score, Tally, read, score, table

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
HELD_OUT = HERE / "heldout"
FRESH = HERE / "fresh.jsonl"


@cache
def load(folder: Path) -> tuple[Labelled, ...]:
    """Every text of a split, in the files' order."""
    return tuple(item for path in sorted(folder.glob("*.txt")) for item in read(path.read_text(encoding="utf-8").splitlines()))


@cache
def spans(path: Path) -> tuple[Labelled, ...]:
    """The texts of a file with spans."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Labelled(row["text"], tuple((low, high, SHORT.get(kind, kind)) for low, high, kind in row["spans"])) for row in rows
    )


@cache
def every_text() -> tuple[str, ...]:
    """The texts of all splits but the generated one, and of the files with spans."""
    spans = [path for folder in (HERE, HELD_OUT) for path in sorted(folder.glob("*.jsonl"))]
    rows = [json.loads(line)["text"] for path in spans for line in path.read_text(encoding="utf-8").splitlines()]
    return (*(item.text for item in (*load(CORPUS), *load(HELD_OUT))), *rows)


@cache
def scored() -> tuple[tuple[float, str, str], ...]:
    """(score, rule, text) of each line of scored.txt."""
    lines = (HERE / "scored.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return tuple((float(score), rule, text) for score, rule, text in rows)


def finder(masker: Masker) -> Finder:
    """The masker's spans in the text's own places."""

    def find(text: str) -> Iterator[Found]:
        folded = fold(text)
        for span in masker.find(folded):
            yield (*folded.origin(span.start, span.end), span.kind)

    return find


def peers(python: Path, corpus: Sequence[Labelled]) -> dict[str, Finder]:
    """What the peers find in these texts, run once in their own environment."""
    texts = json.dumps([item.text for item in corpus])
    done = subprocess.run([python, HERE / "peers.py"], input=texts, capture_output=True, text=True, check=True)
    finders: dict[str, Finder] = {}
    for name, rows in json.loads(done.stdout).items():
        found = {item.text: [(low, high, kind) for low, high, kind in row] for item, row in zip(corpus, rows, strict=True)}
        finders[name] = found.__getitem__
    return finders


def beside(name: str, result: Score) -> str:
    """One row of the comparison: all kinds together."""
    total = Tally()
    for tally in result.kinds.values():
        total.add(tally)
    shares = f"{total.exact} ({total.recall:.3f}) | {total.covered} ({total.covered / total.values:.3f})"
    return f"| {name} | {total.values} | {shares} | {total.precision:.3f} | {result.hit} of {result.lookalikes} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["corpus", "heldout", "generated", "fresh"], help="one split only")
    parser.add_argument("--misses", action="store_true", help="print every miss and every false hit")
    parser.add_argument("--peers", type=Path, help="the Python of an environment with the peers")
    args = parser.parse_args()
    splits: dict[str, Sequence[Labelled]] = {"corpus": load(CORPUS), "heldout": load(HELD_OUT), "generated": list(crossed()),
                                          "fresh": spans(FRESH)}  # fmt: skip
    for name, corpus in splits.items():
        if args.split not in (None, name):
            continue
        result = score(corpus, finder(Masker()))
        print(f"## {name}\n\n{table(result)}\n")
        if args.peers and name != "generated":
            scores = {peer: score(corpus, find) for peer, find in peers(args.peers, corpus).items()}
            print("| | values | exact | covered | precision | look-alike texts hit |\n|---|---:|---:|---:|---:|---:|")
            print("\n".join(beside(*row) for row in ({"this masker": result} | scores).items()), end="\n\n")
        if args.misses:
            print("\n".join(result.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
