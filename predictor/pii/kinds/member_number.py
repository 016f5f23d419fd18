"""회원번호: what a shop, a club or an insurer calls its customer by."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = (
    "회원 번호",
    "고객 번호",
    "가입자 번호",
    "가입자번호",
    "멤버십 번호",
    "포인트 카드 번호",
    "회원 ID",
    "마일리지 번호",
    "마일리지 회원번호",
    "스카이패스 번호",
    "스카이패스",
    "고객 관리 번호",
    "후원 번호",
    "후원자 번호",
    "후원 회원 번호",
    "기부자 번호",
    "조합원 번호",
    "구독자 번호",
    "교인 번호",
    "도서관 회원증",
    "대출 회원 번호",
    "국민연금 번호",
    "포인트 카드",
    "^mbr no",
    "^mbr id",
    "^mem no",
    "^cust no",
    "member no",
    "member number",
    "member id",
    "membership no",
    "customer no",
    "customer id",
)

KIND: Final = Kind(
    name="member_number",
    label="회원번호",
    needs="a label",
    source="each service's own numbering",
    order=210,
    beside="number",
    gates=(behind_label("member_number", _WORDS, r"[0-9]{4}(?: [0-9]{4}){2,3}|[A-Za-z]{0,4}-?[0-9][0-9\-]{2,18}[0-9]", 0.9),),
    words=_WORDS,
    words_touch=True,
    cell=r"[A-Za-z]{0,4}-?[0-9][0-9\-]{5,18}[0-9]",
    examples=(
        "후원번호 {{member_number:S-0018827}}",
        "회원번호가 어떻게 되세요? {{member_number:8820-1394}}요",
        '"memNo":"{{member_number:M55210937}}"',
        "스카이패스 번호 {{member_number:BK123456789}}",
        "포인트 카드 {{member_number:2201 8837 4419}}",
        "회원 번호는요 {{member_number:10293847}}이요",
        "회원번호 {{member_number:8820-1394-7712}} 탈퇴 처리",
        "고객번호: {{member_number:C-2031948}}",
        "국민연금 가입자번호 {{member_number:20394817263}} 조회",
        "회 원 번 호 : {{member_number:12345678}}",
    ),
    lookalikes=(
        "회원번호를 잊었어요",
        "회원번호 8자리",
        "고객번호 없음",
        "member_id,city\n10231,Seoul",
        "위 회 원 수 12345678",
    ),
)
