"""MAC 주소: six pairs of hexadecimal digits."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_MAC: Final = re.compile(r"(?<![0-9A-Za-z:\-])[0-9A-Fa-f]{2}([:\-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:\-])")
_DOTTED: Final = re.compile(r"(?<![0-9A-Za-z.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![0-9A-Za-z.])")
_WORDS: Final = (
    "^mac$",
    "^mac addr",
    "^mac address",
    "MAC 주소",
    "맥 주소",
    "맥어드레스",
    "물리 주소",
    "물리적 주소",
    "하드웨어 주소",
)
_OF_TIME: Final = re.compile(
    r"(?:시간|시각|구간|간격|비율|순번|(?i:time|ratio))(?:은|는|이|가)?\s?[:=]?\s?$"
)  # 시간 10:20:30:40:50:60
_TIME_REACH: Final = 12
_NOBODY: Final = frozenset(("000000000000", "FFFFFFFFFFFF"))

# DHCP lease: D8F8835A2C71, D8F8835A2C71 -> 192.168.35.48: twelve digits without a sign beside words of a network
_NETWORK: Final = (
    r"(?i:dhcp\s?(?:lease|request|ack|nak|offer|discover|release|inform)?"
    r"|leased?(?:\sto)?"
    r"|hw_?addr(?:ess)?"
    r"|ch_?addr|ll_?addr|bssid|station"
    r"|(?:client|device|src|dst|wifi|eth[0-9]?|wlan[0-9]?)[_\s]?mac"
    r"|arp(?:\s(?:reply|request))?"
    r"|physical\saddress|ether)"
)
_PLAIN: Final = re.compile(
    rf"(?:{_NETWORK}[\"']?(?:\s(?:for|to|from|by))?[\s:=\[(\"']{{1,3}}(?P<value>[0-9A-Fa-f]{{12}})"
    rf"|(?P<before>[0-9A-Fa-f]{{12}})\s?(?:->|=>)\s?[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})"
    r"(?![0-9A-Za-z])"
)


def plain(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Twelve digits, a letter and a decimal digit among them, behind a word of a network or before an address."""
    found = _PLAIN.match(text, hit)
    if found is None or text[hit - 1 : hit].isalnum():
        return
    group = "before" if found["before"] else "value"
    key = found[group].upper()
    if found.start(group) >= floor and _names_a_device(key):
        yield Span(*found.span(group), "mac_address", key, 0.85, "beside a network")


def _names_a_device(key: str) -> bool:
    """Whether twelve digits without a sign hold a letter and a decimal digit; the broadcast address and zeros hold one sort."""
    return not key.isdigit() and not key.isalpha()


def mac(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Six pairs with one separator throughout; the broadcast address and zeros name no device."""
    found = _MAC.match(text, hit)
    if found is None or hit < floor:
        return
    key = re.sub(r"[:\-]", "", found.group()).upper()
    dated = key.isdigit() and (found.group(1) == "-" or _OF_TIME.search(text, max(0, hit - _TIME_REACH), hit))
    if key not in _NOBODY and not dated:
        yield Span(*found.span(), "mac_address", key, 0.95, "six pairs")


def dotted(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Three groups of four with dots, as switches print them; one with a letter, because digits alone are a version."""
    found = _DOTTED.match(text, hit)
    if found and hit >= floor and not found.group().replace(".", "").isdigit():
        yield Span(*found.span(), "mac_address", found.group().replace(".", "").upper(), 0.85, "three groups")


KIND: Final = Kind(
    name="mac_address",
    label="MAC주소",
    needs="six pairs of hexadecimal digits",
    source="IEEE 802",
    covers="비식별 조치 가이드라인 (식별자: MAC 주소)",
    order=125,
    remembered="code",
    gates=(
        Gate(r"[0-9A-Fa-f]{2}(?::(?:[0-9A-Fa-f]{2}:){4}|-(?:[0-9A-Fa-f]{2}-){4})[0-9A-Fa-f]{2}", mac, early=True),
        Gate(r"(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}", dotted, early=True),
        Gate(
            rf"{_NETWORK}[\"']?(?:\s(?:for|to|from|by))?[\s:=\[(\"']{{1,3}}[0-9A-Fa-f]{{12}}"
            rf"|[0-9A-Fa-f]{{12}}\s?[-=]>\s?[0-9]{{1,3}}\.",
            plain,
        ),
        behind_label("mac_address", _WORDS, r"[0-9A-Fa-f]{12}", 0.9),
    ),
    words=_WORDS,
    words_touch=True,
    cell="[0-9A-Fa-f]{12}",
    examples=(
        "공유기 물리주소 {{mac_address:D8F8835A2C72}} 이렇게",
        "imei,mac\nA1,{{mac_address:D8F8835A2C71}}\nA2,{{mac_address:A0D79541EB06}}",
        "arp: {{mac_address:D8F8835A2C71}} at eth0",
        "MAC {{mac_address:00:1A:2B:3C:4D:5E}}",
        "eth0 {{mac_address:00:11:22:33:44:55}}",
        "{{mac_address:5C-E9-1E-8A-44-0B}} 차단",
        "{{mac_address:3c5a.b49e.01f7}} 포트",
        "맥주소 {{mac_address:3C5AB49E01F7}}",
        "공유기 물리주소 {{mac_address:88A66C0F77C1}} 적혀",
        "물리적 주소: {{mac_address:5C-E9-1E-8A-44-0B}}",
        "[WARN] DHCP lease: {{mac_address:D8F8835A2C71}} host=a",
        "DHCPACK to {{mac_address:d8f8835a2c71}} on eth0",
        "{{mac_address:D8F8835A2C71}} -> {{ip_address:192.168.35.48}}",
        "bssid={{mac_address:D8F8835A2C71}}",
        "client_mac: {{mac_address:D8F8835A2C71}}",
    ),
    lookalikes=(
        "imei,lot\nA1,D8F8835A2C71",
        "D8F8835A2C71 상품",
        "시간 10:20:30:40:50:60",
        "lease: 202611031200",
        "DHCP lease: D8F8835A2C71F",
        "together A0D79541EB06",
        "commit D8F8835A2C71 -> main",
        "00:00:00:00:00:00",
        "12:30:45:11",
        "26-11-27-05-20-11",
        "00:1A:2B:3C:4D:5E:7F",
        "2026.1103.1200",
        "MAC 주소 변경",
        "물리주소와 논리주소의 차이",
    ),
)
