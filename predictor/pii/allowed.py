"""Values that a policy never masks, in any spelling."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from predictor.pii.kinds import address
from predictor.pii.scan.fold import fold
from predictor.pii.scan.span import Span

_LICENCE: Final = 10  # digits of a driver's licence behind its region, which may stand there by its code, its name or not at all


class Allowed:
    """The allowed values. ``find`` finds the values of an entry, which may hold its label too: 국민은행 110-123-456789."""

    def __init__(self, entries: Iterable[str], find: Callable[[str], list[Span]]) -> None:
        self._spellings: set[str] = set()
        self._regions: dict[str, list[str]] = {}  # of the allowed addresses, by what stands behind the region
        for entry in entries:
            text = fold(entry).text
            self._spellings.add(plain(text))
            self._add_address(text)
            for span in find(text):
                raw = text[span.start : span.end]
                self._spellings.update(_spellings(span, raw))
                self._add_address(raw)
        self._spellings.discard("")

    def _add_address(self, raw: str) -> None:
        """Take in an address with a road or a lot; 월드컵로 212 is one without a label too."""
        if any(address.shortened(raw)):
            region, rest = _divided(raw)
            self._regions.setdefault(rest, []).append(region)

    def __bool__(self) -> bool:
        return bool(self._spellings)

    def holds(self, span: Span, raw: str) -> bool:
        """Whether a value, which the folded text writes as ``raw``, is allowed."""
        if not self._spellings.isdisjoint(_spellings(span, raw)):
            return True
        if span.kind != address.KIND.name:
            return False
        region, rest = _divided(raw)
        return any(region.endswith(own) or own.endswith(region) for own in self._regions.get(rest, ()))


def plain(value: str) -> str:
    """A value without separators, for comparing spellings."""
    return re.sub(r"[\s\-.()_/·,]", "", fold(value).text).lower().removeprefix("@")


def _spellings(span: Span, raw: str) -> tuple[str, str, str]:
    """What a value is compared by: its key, its letters and digits, and what all spellings of its kind share."""
    key = plain(span.key)
    if span.kind == "driver_license":
        return key, plain(raw), key[-_LICENCE:]
    return key, plain(raw), key.removeprefix("p") if span.kind == "customs_code" else key


def _divided(raw: str) -> tuple[str, str]:
    """(the region in its one spelling, what stands behind it) of an address: (마포구, 월드컵로212)."""
    rest = next(address.shortened(raw), raw)
    region = raw.removesuffix(rest) if raw.endswith(rest) else ""
    return plain(address.place(region)), plain(rest)
