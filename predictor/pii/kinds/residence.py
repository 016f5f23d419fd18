"""거주지: a person's district, 동 or 리 without a number. Other regions stay, because a place alone is no personal data."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import address
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_LABEL: Final = (
    r"주소지?|거주지역?|주거지|자택|거주\s?예정지|거소|본적지?|등록기준지|(?:사는|거주하는|거주)\s?(?:곳|지역|동네)"
    r"|(?i:home[_ ]?address|residence)"
)
_BETWEEN: Final = r"[\"']?\s?(?:[:：=|(]|은|는|이|가)\s?[\"'(]?"
_PART: Final = r"[가-힣]{1,7}(?:시|군|구|읍|면|동|리|[0-9]가)"
_FIRST: Final = rf"(?:{address.PROVINCE}|[가-힣]{{1,5}}(?:시|군|구))"
_REGION: Final = rf"{_FIRST}(?:\s{_PART}){{1,4}}"
# A region that a road or a lot with its number follows is the beginning of an address (address.py).
_GOES_ON: Final = r"[\"'`]?\s?,?\s{0,2}[가-힣A-Za-z0-9·.]{1,12}[로길동리가]\s?(?:산\s?)?[0-9]"  # 서울 강남구\n테헤란로 123
# 거주지: 서울 은평구 직업: 간호사: the next field of a line
_CLOSES: Final = (
    r"\s{1,4}[가-힣]{2,6}\s?[:=]"
    r"|[\n.,;|)\]/}(]|거주|임시|일대|에서?\s|으?로\s(?![0-9])|입니다|이에요|예요|이고|이며|인데|이라|이었|였"
)
_END: Final = rf"(?=[\"'`]?\s?(?:$|{_CLOSES}))(?!,?\s?[0-9])(?!{_GOES_ON})"
_LABELLED: Final = re.compile(rf"(?:{_LABEL}){_BETWEEN}(?P<value>{_REGION}){_END}")
_LIVES: Final = r"\s?(?:에\s?)?(?:실\s?)?거주(?:하|\s?중|[,.)\n]|$)"
_LIVED_IN: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<value>{_REGION})(?={_LIVES})")
_REACH: Final = 36  # characters of a region


def behind_a_label(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A region in a form's field, such as 거주지: 서울특별시 노원구 상계동."""
    found = _LABELLED.match(text, hit)
    if found and found.start("value") >= floor:
        yield from _span(found, "label before")


def lived_in(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A region that ends at ``hit`` and in which somebody lives: 동작구 사당동 거주하시는 분."""
    for found in _LIVED_IN.finditer(text, max(floor, hit - _REACH), min(len(text), hit + _REACH)):
        if found.start() <= hit < found.end():
            yield from _span(found, "somebody lives there")


def _span(found: re.Match[str], rule: str) -> Iterator[Span]:
    value = found["value"]
    if address.region(value.split()):
        yield Span(*found.span("value"), "residence", "".join(value.split()), 0.65, rule)


KIND: Final = Kind(
    name="residence",
    label="거주지",
    needs="two parts of a region (서울 강남구) behind 주소:, 거주지: or such a label, or before 거주; in the caller's texts alone",
    source="행정안전부 행정구역 현황(2026)",
    covers="비식별 조치 가이드라인 (속성값: 거주지역)",
    order=175,
    in_answers=False,
    gates=(
        Gate(rf"(?:{_LABEL}){_BETWEEN}{_FIRST}\s[가-힣]", behind_a_label),
        Gate(rf"[시군구읍면동리가]{_LIVES}", lived_in, reaches_back=True),
    ),
    examples=(
        "거주지: {{residence:서울 은평구}} 직업: 간호사",
        "자택: {{residence:서울 은평구}}",
        "현 거주지: {{residence:서울특별시 노원구 상계동}} 임시 거처",
        "주거지: {{residence:서울특별시 마포구}} (월세)",
        "거주지 ({{residence:서울 송파구 잠실동}}) 인근",
        "- 본인 주소: {{residence:전라남도 완도군 완도읍 군내리}}",
        '{"home_address": "{{residence:경기 성남시 분당구}}"}',
        "거주지는 {{residence:수원시 팔달구}}입니다",
        "본인은 {{residence:안산시 단원구}} 거주 중이며",
        "{{residence:동작구 사당동}} 거주하시는 70대 여성분",
        "{{residence:서울 도봉구 쌍문동}}에 거주하는 가정",
        "주소는 {{address:서울특별시 강남구\n테헤란로 123}} 입니다",
        "전역 후 거주 예정지: {{residence:서울특별시 노원구 상계동}}",
    ),
    lookalikes=(
        "서울 강남구 맛집 추천",
        "주소: 서울",
        "주소: 서버 이중화 구동",
        "거주지: 서울 강남구 123",
        "서울 강남구 거주자 우선 주차",
        "부산광역시 영도구 봉래동 등록항",
        "구동 환경에 거주하는 벌레",
        "주소는 다시 요구 사항",
    ),
)
