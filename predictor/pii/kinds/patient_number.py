"""환자번호: what a hospital calls a patient by."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = (
    "환자 번호",
    "환자 등록 번호",
    "병록 번호",
    "차트 번호",
    "의무 기록 번호",
    "진료 기록 번호",
    "진찰권 번호",
    "chart no",
    "chart number",
    "^mrn$",
    "patient no",
    "patient id",
    "medical record number",
)

KIND: Final = Kind(
    name="patient_number",
    label="환자번호",
    needs="a label",
    source="의료법 시행규칙 제15조 (진료기록부); each hospital's own numbering",
    covers="비식별 조치 가이드라인 (식별자: 의료기록번호)",
    order=230,
    gates=(behind_label("patient_number", _WORDS, r"[A-Za-z]{0,4}-?[0-9][0-9\-]{3,14}[0-9]", 0.9),),
    words=_WORDS,
    words_touch=True,
    examples=(
        "환자번호 {{patient_number:12345678}}",
        "의무기록번호 {{patient_number:MR-2026-004417}} 결과지",
        "CHART_NO={{patient_number:00482917}}",
    ),
    lookalikes=("환자번호를 알려", "차트 3개"),
)
