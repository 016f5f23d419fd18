"""The gates of all entities, each with the function that reads the value around a hit."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import births, network, spoken, vehicles
from predictor.pii.entities import ENTITIES, Finder
from predictor.pii.islands import Islands, Shape
from predictor.pii.spans import Span

_SPOKEN_GATE: Final = (
    rf"(?:[{spoken.DIGITS}][-. ]?){{4}}|[공영][-. ]?일[-. ]?[공영일육칠팔구]|[공영]1[공영]|(?:[Ooㅇ]1[Ooㅇ0]|"
    rf"01[Ooㅇ])[-. ]{{0,3}}[0-9Ooㅇ]{{3}}"
)
_PASSPORT_GATE: Final = r"[A-Za-z][- ]?[0-9]{3}[A-Za-z][0-9]{4}|[A-Za-z]{1,2}[- ]?[0-9]{7}"
_DIGITS_GATE: Final = r"[0-9](?:[-. \n\t/()_,~:*\]]{0,3}[0-9]){7}"


SHAPES: Final = Islands(
    tuple(
        Shape(entity.name, re.compile(shape), judge, prefixed=entity.name == "passport")
        for entity in ENTITIES
        for shape, judge in entity.shapes
    )
)


def nothing(text: str, hit: int, floor: int) -> Iterator[Span]:
    """For a gate that RE2 opens and re, whose idea of a space is wider, does not."""
    return iter(())


def digits(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Numbers written in digits."""
    while hit < len(text) and not "0" <= text[hit] <= "9":
        hit += 1
    return SHAPES.spans(text, hit, floor)


def hangul_digits(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Numbers written in Hangul digits, in both, or with the letter O for zero."""
    run = spoken.typed(text, hit) or spoken.read(text, hit, floor)
    if run is None:
        return
    start, plain = run
    low = max(floor, start - 40)
    # 이, 일, 오 … behind the number may be a particle and no digit: the longest reading that is a number holds.
    for length in range(len(plain), max(len(plain) - 3, 7), -1):
        local = text[low:start] + plain[:length] + text[start + length : start + length + 24]
        spans = [span for span in SHAPES.spans(local, start - low, max(0, floor - low)) if span.end <= start - low + length]
        if spans or text[start + length - 1] not in spoken.DIGITS:
            break
    for span in spans:
        yield Span(
            span.start + low, span.end + low, span.entity, span.key, span.confidence * 0.95, f"{span.evidence}, Hangul digits"
        )


# At a digit, the gates of the numbers that are not runs of digits come first; the order decides among gates that open at one place.
_AT_DIGITS: Final = (vehicles.plate, network.version4, network.version6, births.born)
_ALL: Final = [pair for entity in ENTITIES for pair in entity.finders]
FINDERS: Final[tuple[tuple[str, Finder], ...]] = (
    *(pair for pair in _ALL if pair[1] in _AT_DIGITS),
    (_DIGITS_GATE, digits),
    *(pair for pair in _ALL if pair[1] not in _AT_DIGITS),
    (_PASSPORT_GATE, digits),
    (_SPOKEN_GATE, hangul_digits),
)
