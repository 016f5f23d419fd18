"""MAC 주소: six pairs of hexadecimal digits."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_MAC: Final = re.compile(r"(?<![0-9A-Za-z:\-])[0-9A-Fa-f]{2}([:\-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:\-])")
_NOBODY: Final = frozenset(("000000000000", "FFFFFFFFFFFF"))


def mac(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Six pairs with one separator throughout; the broadcast address and zeros name no device."""
    found = _MAC.match(text, hit)
    if found is None or hit < floor:
        return
    key = re.sub(r"[:\-]", "", found.group()).upper()
    dated = found.group(1) == "-" and key.isdigit()
    if key not in _NOBODY and not dated:
        yield Span(*found.span(), "mac_address", key, 0.95, "six pairs")


KIND: Final = Kind(
    name="mac_address",
    label="MAC주소",
    needs="six pairs of hexadecimal digits",
    source="IEEE 802",
    covers="비식별 조치 가이드라인 (식별자: MAC 주소)",
    order=125,
    gates=(Gate(r"[0-9A-Fa-f]{2}(?::(?:[0-9A-Fa-f]{2}:){4}|-(?:[0-9A-Fa-f]{2}-){4})[0-9A-Fa-f]{2}", mac, early=True),),
    examples=("MAC {{mac_address:00:1A:2B:3C:4D:5E}}", "{{mac_address:5C-E9-1E-8A-44-0B}} 차단"),
    lookalikes=("00:00:00:00:00:00", "12:30:45:11", "26-11-27-05-20-11", "00:1A:2B:3C:4D:5E:7F"),
)
