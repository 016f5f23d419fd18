"""``python -m tests.pii.public FOLDER``: the masker on the five labelled sets of a checkout of github.com/Marker-Inc-Korea/ko-pii.

Nothing of the sets is in this repository. Two of the sets give no places of their values, so that in all of them every place where
a value stands counts. Only the kinds that both projects have are scored. ``--peers PYTHON`` adds Presidio and ko-pii,
``--misses SET`` prints what is missed in one set. The sets count a firm's number (1588-…) as a telephone number, which the masker
leaves alone because it names no person: a second row shows the same with ``representative_phone`` masked.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from predictor.pii import Masker, Policy
from tests.pii.score import finder, peers
from tests.pii.scoring import CONTEXTUAL, Finder, Found, Labelled

SETS: Final = {
    "generated": "data/generated_eval.jsonl",
    "generated, large": "data/generated_eval_large.jsonl",
    "evaluation": "data/corpus/eval_corpus.jsonl",
    "injected": "data/corpus/injected_pii_corpus.jsonl",
    "injected, external": "data/corpus/external_inject_v2.jsonl",
}
KINDS: Final = {
    "PERSON": "person_name",
    "ADDRESS": "address",
    "PHONE": "phone",
    "EMAIL": "email",
    "RRN": "rrn",
    "FRN": "frn",
    "ACCOUNT": "bank_account",
    "CARD": "card",
    "DT_BIRTH": "birth_date",
    "BUSINESS_REG": "business_number",
    "CORP_REG": "corporate_number",
    "VEHICLE": "vehicle_plate",
    "DRIVER_LICENSE": "driver_license",
    "PASSPORT": "passport",
    "IP": "ip_address",
    "MEDICAL_INSURANCE": "health_insurance",
}


def read(path: Path) -> Iterator[Labelled]:
    """The texts of a set with every place of each value."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Labelled(row["text"], tuple(sorted(set(_places(row["text"], row.get("pii", row.get("spans")))))))


def _places(text: str, values: list[dict[str, Any]]) -> Iterator[Found]:
    for value in values:
        if (kind := KINDS.get(value.get("type", value.get("label", "")))) and value["text"]:
            yield from ((*found.span(), kind) for found in re.finditer(re.escape(value["text"]), text))


def found_in(texts: list[Labelled], find: Finder) -> dict[str, list[bool]]:
    """By group (identifiers, names, addresses) whether each value is found: a span lies in it or holds it, as ko-pii scores."""
    groups: dict[str, list[bool]] = {"identifiers": [], "person_name": [], "address": []}
    for item in texts:
        for (_, _, kind), held in zip(item.values, _held(item, list(find(item.text))), strict=True):
            groups[kind if kind in CONTEXTUAL else "identifiers"].append(held)
    return groups


def _held(item: Labelled, spans: list[Found]) -> list[bool]:
    return [
        any((start <= low and high <= end) or (low <= start and end <= high) for start, end, _ in spans)
        for low, high, _ in item.values
    ]


def misses(texts: list[Labelled], find: Finder) -> Iterator[str]:
    """Each value that is not found, with its surroundings."""
    for item in texts:
        for value, held in zip(item.values, _held(item, list(find(item.text))), strict=True):
            if not held:
                low, high, kind = value
                before, behind = item.text[max(0, low - 30) : low], item.text[high : high + 20]
                yield f"{kind}: {before}⟦{item.text[low:high]}⟧{behind}".replace("\n", "¶")


def main() -> int:
    """Print one table for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path, help="the Python of an environment with the peers")
    parser.add_argument("--misses", choices=list(SETS), help="print what is missed in this set")
    args = parser.parse_args()
    for name, path in SETS.items():
        texts = list(read(args.folder / path))
        own = finder(Masker())
        with_firms = finder(Masker(Policy(actions={"representative_phone": "mask"})))
        print(f"\n| {name}, {len(texts):,} texts | identifiers | names | addresses |\n|---|---:|---:|---:|")
        for system, find in (
            {"this masker": own, "with firms' numbers": with_firms} | (peers(args.peers, texts) if args.peers else {})
        ).items():
            shares = (f"{sum(held) / len(held):.3f} of {len(held):,}" for held in found_in(texts, find).values())
            print(f"| {system} | {' | '.join(shares)} |", flush=True)
        if args.misses == name:
            print("\n".join(misses(texts, own)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
