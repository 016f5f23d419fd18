"""건강보험증 번호: eleven digits, without a check digit."""

from typing import Final

from predictor.pii.kind import Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.kinds._labelled import behind_label
from predictor.pii.scan.forms import NOT_MORE
from predictor.pii.scan.rule import Table, accept
from predictor.pii.scan.sighting import labelled_behind

TABLE: Final = Table(
    _rules.TAIL,
    _rules.named("health_insurance", 0.95, "건강보험증 번호 …"),
    accept("label behind", labelled_behind("health_insurance"), 0.85, "… 건강보험증"),
)


KIND: Final = Kind(
    name="health_insurance",
    label="건강보험번호",
    needs="a label",
    source="국민건강보험법 시행규칙 별지 (건강보험증); eleven digits",
    covers="비식별 조치 가이드라인 (식별자: 건강보험번호)",
    order=50,
    remembered="digits",
    numbers=(NumberForm(rf"[0-9](?:[-\s]?[0-9]){{10}}{NOT_MORE}", TABLE),),
    # A labelled number of another length or grouping is one that was mistyped, or a card's of an older form.
    gates=(
        behind_label(
            "health_insurance",
            ("건강 보험 번호", "건강 보험증", "건강 보험 공단 등록 번호", "의료 보험 번호", "의료 보험증"),
            r"[0-9](?:-?[0-9]){8,15}",
        ),
    ),
    words=("건강 보험", "건보", "보험증", "의료 보험"),
    behind_at_once=r"건강\s?보험|건보",
    examples=(
        "건강보험증 번호 {{health_insurance:12345678901}}",
        "건강보험증 증번호 {{health_insurance:3 0192847561}}",
        "{{health_insurance:70123456789}} 건강보험증",
        "건강보험번호: {{health_insurance:123-45-67890-12}}",
        "건강보험공단 등록번호 {{health_insurance:104-22-94817-01}}을 통해",
        "보험증 {{health_insurance:1-2049857731}}",
        "건강보험증 번호 (이전): {{health_insurance:3-04827193456}}",
    ),
    lookalikes=("건강보험료 123,456원", "건강보험 1-12345678901", "건강보험 1.70123456789"),
)
