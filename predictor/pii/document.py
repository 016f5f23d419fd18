"""A JSON document, read as one text: a key is the label of its value, and a number is a value as a string is."""

import json
import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from predictor.pii.masker import Masking
from predictor.pii.scan.span import Span, overlaps

DEPTH_LIMIT: Final = 100
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_WHOLE: Final = re.compile(r"\.0+$")  # 1044719023.0
_HANGUL_END: Final = re.compile("[가-힣]$")
_HANGUL: Final = re.compile("[가-힣]")
# Keys of a value that name no kind: {"학번": {"value": "2021148203"}}
_TELLS_NOTHING: Final = frozenset(
    ("value", "val", "number", "num", "no", "text", "raw", "content", "data", "string", "값", "번호", "내용", "입력", "답변")
)

Find = Callable[[str], list[Span]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A key, a string or a number of a document. ``text`` is what it holds, at ``start`` of the text that is read.

    ``low`` and ``high`` are its place in the document; ``keys`` lead to it, the nearest first; ``listed``: it stands in a list.
    """

    path: str
    text: str
    start: int
    low: int
    high: int
    keys: tuple[str, ...]
    listed: bool
    is_key: bool
    is_number: bool

    def labels(self) -> Iterator[str]:
        """Labels that the leaf has beside the key right before it: that of its list, one made of two keys, and the key above."""
        if self.listed and self.keys:
            yield self.keys[0]
        if len(self.keys) > 1:
            yield _joined(self.keys[1], self.keys[0])
            if self.keys[0].lower() in _TELLS_NOTHING:
                yield self.keys[1]

    def found(self, find: Find) -> Iterator[Span]:
        """The values that ``find`` finds in the leaf alone and behind each of its labels."""
        if not self.is_number:
            yield from find(self.text)
        if self.is_key:
            return
        quote = "" if self.is_number else '"'
        for label in self.labels():
            before = f'"{label}": {quote}'
            yield from _within(find(f"{before}{self.text}{quote}"), len(before), self.text)


@dataclass(slots=True)
class _Container:
    """An object or a list while it is read. ``key`` is the key of the value that comes next in an object."""

    is_object: bool
    path: str
    keys: tuple[str, ...]
    place: int = 0
    key: str | None = None

    def child(self) -> str:
        """The path of what comes next."""
        if not self.is_object:
            return f"{self.path}[{self.place}]"
        if self.key is None:
            raise ValueError("a value stands where a key belongs")
        return f"{self.path}.{self.key if self.key.isidentifier() and self.key.isascii() else self.place}"

    def keys_of_child(self) -> tuple[str, ...]:
        """The keys that lead to what comes next, the nearest first."""
        return self.keys if self.key is None else (self.key, *self.keys[:1])


@dataclass(slots=True)
class Document:
    """A document and the text that it is read as: the ``source`` with every string as it sounds.

    Raises ValueError where the text is not JSON or nests deeper than 100 levels.
    """

    source: str
    text: str = ""
    leaves: list[Leaf] = field(default_factory=list)

    def __post_init__(self) -> None:
        try:
            json.loads(self.source.removeprefix("\ufeff"))
        except json.JSONDecodeError as error:
            raise ValueError(f"is not JSON: {error.msg}") from None
        except RecursionError:
            raise ValueError(f"is nested deeper than {DEPTH_LIMIT} levels") from None
        self._read()

    def _read(self) -> None:
        """Take in the leaves and the text."""
        containers: list[_Container] = []
        pieces: list[str] = []
        size = done = 0
        for match in _TOKEN.finditer(self.source):
            token = match.group()
            if token in "{}[],:":
                _step(containers, token)
                continue
            text = _text(token)
            if text is None:
                continue
            quote = token[0] == '"'
            between = self.source[done : match.start() + quote]
            leaf = _leaf(containers, match, text, size + len(between))
            self.leaves.append(leaf)
            pieces += (between, text)
            size, done = leaf.start + len(text), match.end() - quote
        pieces.append(self.source[done:])
        self.text = "".join(pieces)

    def values(self, find: Find) -> Iterator[tuple[Leaf, list[Span]]]:
        """(a leaf, its values at their places in it) of every leaf; ``find`` finds the values of a text, in order."""
        whole = find(self.text)
        starts = [span.start for span in whole]
        for leaf in self.leaves:
            spans = [] if leaf.is_key else _within(whole[max(0, bisect(starts, leaf.start) - 1) :], leaf.start, leaf.text)
            yield leaf, _apart((*spans, *leaf.found(find)))

    def masked(self, masking: Masking) -> str:
        """The document with placeholders for its values: a number that holds one becomes a string, all else stays as it is."""
        pieces: list[str] = []
        done = 0
        for leaf, spans in self.values(masking.find):
            if spans:
                pieces += (self.source[done : leaf.low], _written(masking.mask_spans(leaf.text, spans)))
                done = leaf.high
        pieces.append(self.source[done:])
        return "".join(pieces)


def _step(containers: list[_Container], sign: str) -> None:
    """Take in a sign between the leaves."""
    if sign in "{[":
        if len(containers) >= DEPTH_LIMIT:
            raise ValueError(f"is nested deeper than {DEPTH_LIMIT} levels")
        path, keys = (containers[-1].child(), containers[-1].keys_of_child()) if containers else ("$", ())
        containers.append(_Container(sign == "{", path, keys))
    elif sign in "}]":
        containers.pop()
    elif sign == ",":
        containers[-1].place += 1
        containers[-1].key = None


def _text(token: str) -> str | None:
    """What a string or a number holds; None for true, false and null."""
    if token[0] == '"':
        text: str = json.loads(token)
        return text
    return _WHOLE.sub("", token) if token[-1].isdigit() else None


def _leaf(containers: list[_Container], match: re.Match[str], text: str, start: int) -> Leaf:
    """The leaf of a token; a key is taken note of."""
    inside = containers[-1] if containers else _Container(False, "$", ())
    is_key = inside.is_object and inside.key is None
    if is_key:
        inside.key = text
    path = inside.child() if containers else "$"
    return Leaf(
        path=f"{path}~" if is_key else path,
        text=text,
        start=start,
        low=match.start(),
        high=match.end(),
        keys=inside.keys_of_child(),
        listed=not inside.is_object,
        is_key=is_key,
        is_number=match.group()[0] != '"',
    )


def _joined(parent: str, key: str) -> str:
    """One label of two keys: 계좌 and 번호 are 계좌번호, card and no are card_no."""
    return parent + key if _HANGUL_END.search(parent) and _HANGUL.match(key) else f"{parent}_{key}"


def _within(spans: Iterable[Span], start: int, text: str) -> list[Span]:
    """The parts of ``spans``, which are in order, that stand in ``text``, which begins at ``start``; at their places in it."""
    parts: list[Span] = []
    for span in spans:
        low, high = max(0, span.start - start), min(len(text), span.end - start)
        if low > len(text):
            break
        part = text[low:high] if low < high else ""
        if any(map(str.isalnum, part)):
            key = span.key if span.end - span.start == high - low else part
            parts.append(Span(low, high, span.kind, key, span.score, span.rule))
    return parts


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The longest of ``spans`` that do not overlap, in order; of two that are equally long the first."""
    chosen: list[Span] = []
    starts: list[int] = []
    for span in sorted(spans, key=lambda one: one.start - one.end):
        if not overlaps(span, chosen, starts):
            place = bisect(starts, span.start)
            chosen.insert(place, span)
            starts.insert(place, span.start)
    return chosen


def _written(text: str) -> str:
    """A string as JSON; where it holds half of a surrogate pair, which UTF-8 cannot, in escapes."""
    is_unicode = not any("\ud800" <= char <= "\udfff" for char in text)
    return json.dumps(text, ensure_ascii=not is_unicode)
