"""IMEI: a handset's fifteen digits with a Luhn digit."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = (
    "^imei",
    "^imei1",
    "^imei2",
    "^imei 1",
    "^imei 2",
    "^imei 1번",
    "^imei 2번",
    "단말기 번호",
    "단말기 고유 번호",
    "단말기 식별 번호",
)

KIND: Final = Kind(
    name="imei",
    label="단말기번호",
    needs="a label",
    source="3GPP TS 23.003",
    covers="비식별 조치 가이드라인 (식별자: 기기 고유번호)",
    order=270,
    gates=(
        behind_label("imei", _WORDS, r"[0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{6}[- ]?[0-9]{1,2}|[0-9]{6}-[0-9]{2}-[0-9]{6}-[0-9]", 0.95),
    ),
    words=_WORDS,
    words_touch=True,
    cell=r"[0-9]{14,16}",
    examples=(
        "IMEI {{imei:356789104523817}} 분실폰",
        "imei={{imei:356938035643809}}",
        "IMEI: {{imei:35-693803-564380-9}}",
        "IMEI는 {{imei:35 693803 564380 9}} 이렇게",
        "imei2: '{{imei:350918-44-207736-7}}'",
        "IMEI1: {{imei:356938035643809}}",
        "IMEI값이 {{imei:356938035643809}}",
    ),
    lookalikes=("IMEI 조회", "IMEI 12345"),
)
