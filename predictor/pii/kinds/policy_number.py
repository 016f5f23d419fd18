"""증권번호: an insurance contract."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = ("증권 번호", "보험 증권 번호", "보험 계약 번호", "보험증권번호", "보험 증권", "증번", "policy no", "policy number")

KIND: Final = Kind(
    name="policy_number",
    label="증권번호",
    needs="a label",
    source="each insurer's own numbering",
    covers="비식별 조치 가이드라인 (식별자: 증권번호)",
    order=240,
    gates=(behind_label("policy_number", _WORDS, r"[A-Za-z]{0,4}-?[0-9][0-9\-]{4,20}[0-9]", 0.9),),
    words=_WORDS,
    words_touch=True,
    cell=r"[A-Za-z]{0,4}-?[0-9][0-9\-]{4,20}[0-9]",
    examples=(
        "증권번호 {{policy_number:L20261103884712}} 계약자",
        "보험증권번호 {{policy_number:12345678901}}",
        "증권번호 제{{policy_number:2026-0381947}}호",
        "보험증권 No. {{policy_number:202603819471}}",
        "증번 {{policy_number:L20261103884712}}",
        "증권번호: {{policy_number:KB-2021-0044-123456}}",
    ),
    lookalikes=("증권번호 조회", "증권번호 3번"),
)
