"""``python -m tests.pii.abroad FOLDER``: which Hangul words stand in names of other countries, written to predictor/pii/lexicon.

FOLDER is that of the package kiwipiepy_model (0.24.0, Apache-2.0). Its ``multi.dict`` holds titles of Wikidata (CC0) with their
class, of which Q5 is a human being; its ``default.dict`` holds words of one part. A word is kept that stands in the names of three
persons or more and hardly in other titles, and that is no everyday word. ``abroad.txt`` holds words that are never kept: ranks and
loanwords in the names of nobles and artists.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from predictor.pii.names import evidence
from tests.pii.learn import rewrite

_HUMAN: Final = "Q5"
_WORD: Final = re.compile("[가-힣]{2,8}")
_PERSONS: Final = 3  # with a word in their names
_SHARE: Final = 4  # persons for each other title with the word
_EVERYDAY: Final = frozenset(("NNG", "MAG", "VV", "VA", "XR", "IC"))  # parts of speech of kiwi
_A_LINE: Final = 25  # words
_NO_NAMES: Final = (Path(__file__).parent / "abroad.txt").read_text(encoding="utf-8").split()


def titles(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """(title, whether it is a human being's name) of each line of ``multi.dict``."""
    for line in lines:
        fields = line.rstrip("\n").split("\t")
        if len(fields) > 1 and not line.startswith("#"):
            yield fields[0], fields[-1].strip("# ") == _HUMAN


def everyday(lines: Iterable[str]) -> set[str]:
    """The words of ``default.dict`` that are no proper nouns."""
    rows = (line.rstrip("\n").split("\t") for line in lines if not line.startswith("#"))
    return {row[0] for row in rows if len(row) > 1 and row[1] in _EVERYDAY}


def words(found: Iterable[tuple[str, bool]], refused: set[str]) -> list[str]:
    """The words of persons' names, the most frequent first."""
    persons: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for title, human in found:
        (persons if human else others).update(word for word in set(title.split()) if _WORD.fullmatch(word))
    return [
        word
        for word, count in persons.most_common()
        if not word.endswith("의")
        and count >= max(_PERSONS, _SHARE * others[word])
        and word not in refused
        and word not in evidence.RANKS
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    refused = everyday((folder / "default.dict").read_text(encoding="utf-8").splitlines()) | evidence.COMMON | set(_NO_NAMES)
    kept = words(titles((folder / "multi.dict").read_text(encoding="utf-8").splitlines()), refused)
    lines = (", ".join(kept[place : place + _A_LINE]) for place in range(0, len(kept), _A_LINE))
    rewrite("foreign_names_learned", "".join(f"{line}\n" for line in lines))
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main()
