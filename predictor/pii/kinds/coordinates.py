"""좌표: latitude and longitude inside Korea, exact enough to tell a house, where the text speaks of a person's place."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 37.51283N 127.04417E, N37.51283 E127.04417
_COMPASS: Final = re.compile(
    r"(?:N\s?3[3-9]\.[0-9]{5,8}°?[\s,/]{1,3}E\s?1(?:2[4-9]|3[0-2])\.[0-9]{5,8}°?|3[3-9]\.[0-9]{5,8}°?\s?N[\s,/]{1,3}1(?:2[4-9]|3[0-2])\.[0-9]{5,8}°?\s?E)"
    r"(?![0-9A-Za-z])"
)
# Five decimals are about a metre; Korea lies between 33 and 39 north, 124 and 132 east.
_PAIR: Final = re.compile(
    r"(?<![0-9.])(?P<lat>3[3-9]\.[0-9]{5,8})\s?(?:,|/|\s)\s?(?P<lon>1(?:2[4-9]|3[0-2])\.[0-9]{5,8})(?![0-9.])"
)
_NAMED: Final = re.compile(r"(?P<lat>3[3-9]\.[0-9]{5,8})(?![0-9.])[^0-9\n]{1,20}(?P<lon>1(?:2[4-9]|3[0-2])\.[0-9]{5,8})(?![0-9.])")
_DEGREES: Final = re.compile(
    r"(?P<lat>(?:N\s?)?3[3-9]°\s?[0-9]{1,2}['′]\s?[0-9]{1,2}(?:\.[0-9]{1,4})?[\"″]?\s?N?)[\s,/]{1,3}"
    r"(?P<lon>(?:E\s?)?1(?:2[4-9]|3[0-2])°\s?[0-9]{1,2}['′]\s?[0-9]{1,2}(?:\.[0-9]{1,4})?[\"″]?\s?E?)"
)
_PLACE: Final = re.compile(r"집|자택|거주|현재\s?위치|내\s?위치|위치|배달|(?:여기|이리)로\s?와|찾아\s?오|(?i:gps|home|location)")


def pair(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Both numbers as one value where they stand together, else each for itself."""
    if hit < floor or _PLACE.search(text, max(0, hit - 30), hit + 48) is None:
        return
    if found := _PAIR.match(text, hit) or _DEGREES.match(text, hit) or _COMPASS.match(text, hit):
        yield Span(*found.span(), "coordinates", re.sub(r"\s", "", found.group()), 0.8, "a person's place")
    elif found := _NAMED.match(text, hit):
        for part in ("lat", "lon"):
            yield Span(*found.span(part), "coordinates", found[part], 0.8, "a person's place")


KIND: Final = Kind(
    name="coordinates",
    label="좌표",
    needs="five decimals inside Korea, and a word about a home or a person's place",
    source="WGS 84; 위치정보법 제2조",
    covers="위치정보법 제2조 제2호 (개인위치정보)",
    order=145,
    gates=(
        Gate(r"(?:N\s?)?3[3-9](?:\.[0-9]{5,8}[^0-9\n]{1,20}1[23][0-9]\.[0-9]{5}|°\s?[0-9]{1,2}['′]\s?[0-9])", pair, early=True),
    ),
    examples=(
        "집 위치 {{coordinates:37°30'46.2\"N 127°03'30.2\"E}}",
        "집 좌표가 {{coordinates:37.482913, 126.930184}} 인데",
        "위치: {{coordinates:N37°30'46.2\" E127°02'39.0\"}}",
        "우리집({{coordinates:N37.51283 E127.04417}})에서",
        "네비에 {{coordinates:35.11824, 128.93047}} 찍고 여기로 와",
        "집은 {{coordinates:37.51283N, 127.04417E}} 근처",
        "위치 로그 lat={{coordinates:37.498095}}, lng={{coordinates:127.027610}}",
    ),
    lookalikes=(
        "좌표 37.5665, 126.9780",
        "위도 37.123456 경도 127.123456",
        "위치 37.12, 126.98",
        "집값 37.123456배",
        "집 온도 36°",
        "집 N37.51 E127.04",
    ),
)
