"""외국인등록번호 and 국내거소신고번호: like the resident number, with 5 to 8 as the 7th digit."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds import _registration as registration

KIND: Final = Kind(
    name="frn",
    label="외국인등록번호",
    needs="a possible birth date and 7th digit 5-8, or a label",
    source="출입국관리법 제31조, 재외동포법 제7조; six random digits since 2020-10",
    covers="개인정보 보호법 시행령 제19조 제4호",
    order=30,
    remembered="code",
    beside="number",
    numbers=(registration.form("5678", "frn", "frn", "rrn"),),
    gates=(registration.front_half("5678", "frn"),),
    words=registration.WORDS_OF_FOREIGNERS,
    behind_at_once=registration.BEHIND_OF_FOREIGNERS,
    examples=(
        "외국인등록번호: {{frn:8806035******}}",
        "성명: {{person_name:김민준}} ({{frn:010817-5234567}})",
        "{{frn:950320-6054499}} 학생",
        "외국인등록번호 {{frn:951320-6054499}}",
        "국내거소신고번호 {{frn:820514-6123456}}",
        "주문 {{frn:9503206054499}} 외국인등록",
        "{{frn:9503206054498}} 확인",
        "외등 {{frn:840611-8120345}} / 체류지",
        "외등번호 {{frn:951320-6054499}}",
        "외국인등록번호 {{frn:990102-5******}}",
        "{{frn:95O320-6054499}} 학생",
    ),
    lookalikes=(
        "8801106012346",
        "수험번호 9503206054498",
        "외등 84061 교체, 가로등 6120345",
        '{"lot":"950320-6054498"}',
        "901332-5234567",
        "외국인등록번호 900101-9234567",
        "1.950320-6054499",
        "+820514-6123456",
        "000101-5234567",
        "1712015456789",
        "A9503206054499",
        "9503-2060-54499",
        "9503-2060-54499 (외국인 번호 없음)",
        "접수번호 950320-6054498",
        "접 수 번 호 950320-6054498",
        "품번 95O320-6054498",
    ),
)
