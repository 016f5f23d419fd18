"""개인통관고유부호: P and twelve digits, which the customs office gives to a person."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labelled import behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_CODE: Final = re.compile(r"(?<![A-Za-z0-9\-_])[Pp][0-9]{12}(?![0-9A-Za-z\-_])")
_WORDS: Final = (
    "개인 통관 고유 부호",
    "통관 고유 부호",
    "통관 고유 번호",
    "통관 부호",
    "통관 번호",
    "개인통관부호",
    "^pccc",
    "^pcc$",
)


def bare(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """P and exactly twelve digits, which nothing else writes in one piece."""
    found = _CODE.match(text, hit) or _CODE.match(text, hit + 1)
    if found:
        yield Span(*found.span(), "customs_code", found.group().upper(), 0.85, "P and twelve digits")


KIND: Final = Kind(
    name="customs_code",
    label="개인통관고유부호",
    needs="P and twelve digits, or a label",
    source="관세청고시 개인통관고유부호 (전자상거래물품 등의 특별통관에 관한 고시)",
    covers="비식별 조치 가이드라인 (식별자: 개인통관고유번호)",
    order=200,
    gates=(
        behind_label("customs_code", _WORDS, r"[Pp]?[\s\-]?[0-9](?:[\s\-]?[0-9]){11}", 0.97),
        Gate(r"(?:^|[^A-Za-z0-9])[Pp][0-9]{12}", bare),
    ),
    cell=r"[Pp][0-9]{12}",
    examples=(
        "통관번호 {{customs_code:P18-0028374619}}",
        "pcc: {{customs_code:P180028374619}}",
        "개인통관고유부호 {{customs_code:P682013947125}} 입니다",
        "{{customs_code:P682013947125}}로 통관",
        "통관번호는 {{customs_code:P6820-1394-7125}}",
    ),
    lookalikes=("제품 코드 P682-0139-4712 재고", "P6820139471256", "AP682013947125"),
)
