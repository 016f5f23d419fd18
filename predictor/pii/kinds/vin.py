"""차대번호: seventeen characters without I, O and Q; Korean makers begin with K."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labelled import behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = ("차대 번호", "차대", "^vin$", "chassis no", "chassis number")
_KOREAN: Final = re.compile(r"(?<![A-Za-z0-9])K(?:M[A-Z]|N[A-Z]|L[A-Z]|P[A-Z])[A-HJ-NPR-Z0-9]{9}[0-9]{5}(?![A-Za-z0-9])")


def korean(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with the code of a Korean maker (KMH, KNA …) and five digits at its end."""
    found = _KOREAN.match(text, hit)
    if found and sum(char.isdigit() for char in found.group()) > 6:
        yield Span(*found.span(), "vin", found.group(), 0.85, "a Korean maker's code")


KIND: Final = Kind(
    name="vin",
    label="차대번호",
    needs="a label, or a Korean maker's code",
    source="ISO 3779, ISO 3780; 자동차 및 자동차부품의 성능과 기준에 관한 규칙",
    covers="비식별 조치 가이드라인 (식별자: 자동차 등록 정보)",
    order=260,
    gates=(
        behind_label("vin", _WORDS, r"[A-HJ-NPR-Z0-9]{17}", 0.97),
        Gate(r"K[MNLP][A-Z][A-HJ-NPR-Z0-9]{14}", korean),
    ),
    words=_WORDS,
    words_touch=True,
    examples=("차대번호 {{vin:KMHD841CBHU302914}} 리콜", "{{vin:KNAB2512AHT123456}} 조회"),
    lookalikes=("KMHD841CBHU30291", "KPOPDEMONHUNTERSX"),
)
