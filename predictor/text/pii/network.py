"""IP addresses. Those that name no host (loopback, unspecified, broadcast) and version numbers stay."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from predictor.text.pii.evidence import label_before
from predictor.text.pii.spans import Span

_V4: Final = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9]|\.[0-9])")
_V6: Final = re.compile(
    r"(?<![0-9A-Za-z:._])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?<=:)(?:[0-9]{1,3}\.){3}[0-9]{1,3})?(?![0-9A-Fa-f:])"
)
_DOTTED: Final = re.compile(r"(?:[0-9]{1,3}\.)+(?=(?:[0-9]{1,3}\.){3}[0-9])")
_GROUPS: Final = re.compile(r"[0-9A-Za-z:._]+")
_VERSION: Final = re.compile(
    r"(?i:(?:\bv|ver|version|버전|릴리[스즈]|release|build|빌드|펌웨어|firmware|드라이버|driver|"
    r"패치)\.?\s?[:=]?\s?|[/=~^@_-]v?|제|"
    r"(?i:ios|android|안드로이드|macos|windows|윈도우?|chrome|크롬|firefox|safari|edge|웨일|java|jdk|php|nginx|kernel|sdk|앱)\s)$"
)


def dotted_end(text: str, hit: int) -> int:
    """Where the last four groups of the dotted digits at ``hit`` begin: an address is all of them or none."""
    run = _DOTTED.match(text, hit)
    return run.end() if run else hit + 1


def groups_end(text: str, hit: int) -> int:
    """The same for the groups of an IPv6 address."""
    run = _GROUPS.match(text, hit)
    return run.end() if run else hit + 1


def version4(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The IPv4 address at ``hit``, unless the text speaks of a version."""
    found = _V4.search(text, max(floor, hit - 3), hit + 18)
    if found is None:
        return
    start, end = found.span()
    octets = list(map(int, found.group().split(".")))
    if max(octets) > 255 or octets[0] in (0, 127, 255) or ".".join(map(str, octets)) != found.group():
        return
    version = _VERSION.search(text, max(0, start - 14), start)
    label = label_before(text, start, floor)
    if label != "ip_address" and not (version and version.group() in "@=/" and max(octets) > 99):
        latin = text[start - 1 : start].isascii() and text[start - 1 : start].isalpha()
        if version or label == "other" or max(octets) < 10 or latin:
            return
    yield Span(start, end, "ip_address", found.group(), 0.95 if label == "ip_address" else 0.85, "four octets")


def version6(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The IPv6 address around ``hit``."""
    found = next((match for match in _V6.finditer(text, max(floor, hit - 40), hit + 48) if match.end() > hit), None)
    if found is None or found.start() > hit:
        return
    raw = found.group()
    try:
        address = ipaddress.IPv6Address(raw)
    except ValueError:
        return
    groups = [part for part in raw.split(":") if part]
    if address.is_loopback or address.is_unspecified or (len(groups) < 3 and not raw.lower().startswith(("fe80", "2", "fd", "fc"))):
        return
    if len(groups) < 2 or not any(char.isdigit() for char in raw):
        return
    yield Span(*found.span(), "ip_address", address.compressed, 0.95, "IPv6 groups")
