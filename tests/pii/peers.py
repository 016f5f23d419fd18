"""Presidio and ko-pii on labelled texts. Runs in their own environment (requirements-peers.txt): texts as a JSON list on standard
input; spans (or, with ``--time``, milliseconds for each text) as JSON on standard output.
"""

import json
import sys
import time
from collections.abc import Callable

Finder = Callable[[str], list[tuple[int, int, str]]]


def presidio() -> Finder:
    """Presidio's own recognizers for Korea, and its telephone (KR), e-mail, card and IP recognizers."""
    import presidio_analyzer.predefined_recognizers as predefined

    names = ("KrRrnRecognizer", "KrFrnRecognizer", "KrBrnRecognizer", "KrDriverLicenseRecognizer", "KrPassportRecognizer")
    recognizers = [getattr(predefined, name)() for name in names]
    recognizers += [predefined.EmailRecognizer(), predefined.CreditCardRecognizer(), predefined.IpRecognizer()]
    recognizers.append(predefined.PhoneRecognizer(supported_regions=("KR",)))

    def find(text: str) -> list[tuple[int, int, str]]:
        results = [found for one in recognizers for found in one.analyze(text, one.supported_entities, None) or []]
        return _apart([(found.start, found.end, found.entity_type, found.score) for found in results if found.score >= 0.3])

    return find


def ko_pii() -> Finder:
    """ko-pii's detect_all with its defaults."""
    from ko_pii import detect_all

    def find(text: str) -> list[tuple[int, int, str]]:
        rows = []
        for found in detect_all(text):
            start, end = (found.start, found.end) if hasattr(found, "start") else found.span
            rows.append((start, end, str(getattr(found, "label", getattr(found, "type", "?"))), 1.0))
        return _apart(rows)

    return find


def _apart(rows: list[tuple[int, int, str, float]]) -> list[tuple[int, int, str]]:
    """The rows without overlaps: the surest, then the longest, first."""
    kept: list[tuple[int, int, str]] = []
    for start, end, kind, _ in sorted(rows, key=lambda row: (-row[3], row[0] - row[1])):
        if all(end <= low or high <= start for low, high, _ in kept):
            kept.append((start, end, kind))
    return sorted(kept)


def _milliseconds(find: Finder, text: str) -> float:
    fastest, until = float("inf"), time.perf_counter() + 1.0
    find(text)
    while time.perf_counter() < until:
        started = time.perf_counter()
        find(text)
        fastest = min(fastest, time.perf_counter() - started)
    return fastest * 1000


def main() -> None:
    texts = json.load(sys.stdin)
    peers = {"Presidio (KR recognizers)": presidio(), "ko-pii": ko_pii()}
    if "--time" in sys.argv:
        answer: dict[str, list[object]] = {name: [_milliseconds(find, text) for text in texts] for name, find in peers.items()}
    else:
        answer = {name: [find(text) for text in texts] for name, find in peers.items()}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
