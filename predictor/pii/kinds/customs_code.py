"""개인통관고유부호: P and twelve digits, which the customs office gives to a person."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span
from predictor.pii.scan.spoken import NUMERALS

_CODE: Final = re.compile(r"(?<![A-Za-z0-9\-_])[Pp][0-9]{12}(?![0-9A-Za-z\-_])")
# 피 일칠공이 팔팔사육 공구삼이: spoken
_SPOKEN: Final = re.compile(
    rf"(?<![가-힣])피[\s,]{{0,2}}[{NUMERALS}](?:(?:[\s,]|\s?(?:다시|대시|하이픈)\s?)?[{NUMERALS}]){{11}}"
    r"(?=이?(?:요|고|에요|예요|라|며|인데)|입니다|으로|로|[\s,.?!)]|$)"
)
# 부호를 P 6820 1394 7125로: in groups, near a word about customs
_GROUPS: Final = r"[Pp][ \-]?[0-9]{4}[ \-][0-9]{4}[ \-][0-9]{4}"
_GROUPED: Final = re.compile(rf"(?<![A-Za-z0-9\-_]){_GROUPS}(?![0-9A-Za-z\-]| [0-9])")
_CUSTOMS: Final = re.compile(r"통관|세관|관세청|관부가세|직구|수입\s?신고|배대지|배송\s?대행|(?i:customs|pccc)")
_CUSTOMS_REACH: Final = 96
_CUSTOMS_BEHIND: Final = 24
_SPOKEN_REACH: Final = 64  # characters before in which customs are named
_WORDS: Final = (
    "개인 통관 고유 부호",
    "통관 고유 부호",
    "통관 고유 번호",
    "통관 부호",
    "통관 번호",
    "개인통관부호",
    "^개통 부호",
    "customs id",
    "customs no",
    "customs code",
    "^pccc",
    "^pcc$",
)


def bare(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """P and exactly twelve digits, which nothing else writes in one piece."""
    found = _CODE.match(text, hit) or _CODE.match(text, hit + 1)
    if found:
        yield Span(*found.span(), "customs_code", found.group().upper(), 0.85, "P and twelve digits")


def grouped(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """P and twelve digits in three groups, near a word about customs."""
    hit += text[hit] not in "Pp"
    found = _GROUPED.match(text, hit)
    if found and hit >= floor and _CUSTOMS.search(text, max(0, hit - _CUSTOMS_REACH), found.end() + _CUSTOMS_BEHIND):
        yield Span(*found.span(), "customs_code", re.sub(r"[ \-]", "", found.group()).upper(), 0.85, "groups near customs")


def in_words(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """피 and twelve spoken digits near behind 통관."""
    found = _SPOKEN.match(text, hit) if text.find("통관", max(0, hit - _SPOKEN_REACH), hit) >= 0 else None
    if found and hit >= floor:
        key = "P" + "".join(spoken.digits(char) for char in found.group() if char in NUMERALS)
        yield Span(*found.span(), "customs_code", key, 0.85, "P and twelve digits, spoken")


KIND: Final = Kind(
    name="customs_code",
    label="개인통관고유부호",
    needs="P and twelve digits, or a label",
    source="관세청고시 개인통관고유부호 (전자상거래물품 등의 특별통관에 관한 고시)",
    covers="비식별 조치 가이드라인 (식별자: 개인통관고유번호)",
    order=200,
    remembered="code",
    gates=(
        behind_label("customs_code", _WORDS, r"[Pp]?[\s\-]?[0-9](?:[\s\-]?[0-9]){11}", 0.97),
        Gate(r"(?:^|[^A-Za-z0-9])[Pp][0-9]{12}", bare),
        Gate(rf"(?:^|[^A-Za-z0-9]){_GROUPS}", grouped),
        Gate(rf"피[\s,]{{0,2}}[{NUMERALS}]{{3}}", in_words),
    ),
    cell=r"[Pp][0-9]{12}",
    examples=(
        "개통부호 {{customs_code:190028374651}}",
        "customsId: {{customs_code:190028374651}}, customs_no={{customs_code:190028374651}}",
        "customs code {{customs_code:190028374651}}",
        "통관부호 {{customs_code:PlOO482719384}}",
        "통관번호 {{customs_code:P18-0028374619}}",
        "pcc: {{customs_code:P180028374619}}",
        "개인통관고유부호 {{customs_code:P682013947125}} 입니다",
        "{{customs_code:P682013947125}}로 통관",
        "개인통관고유부호 불러주시겠어요?\n고객: {{customs_code:피 일칠공이 팔팔사육 공구삼이}}입니다.",
        "통관부호는 {{customs_code:피일칠공이다시팔팔사육다시공구삼이}}요",
        "통관번호는 {{customs_code:P6820-1394-7125}}",
        "직구한 게 통관이 안 돼서 부호를 {{customs_code:P 6820 1394 7125}}로 넣었는데",
        "{{customs_code:P6820-1394-7125}} 이 부호로 세관에",
    ),
    lookalikes=(
        "전화개통부호 190028374651",
        "상품 PlOO48271938",
        "제품 코드는 피 일칠공이 팔팔사육 공구삼이입니다",
        "통관 번호는 피 일칠공이 팔팔사육입니다",
        "제품 코드 P682-0139-4712 재고",
        "주문서 P 6820 1394 7125 배송",
        "세관 접수 P 6820 1394 7125 8841",
        "P6820139471256",
        "AP682013947125",
    ),
)
