"""Words that say what the number after (or before) them is. The nearest label wins, whatever it names."""

import re
from functools import lru_cache
from typing import Final

from predictor.pii.engine import decode, encode, gate

# How far a label may stand before or after its value, in characters. A label never reaches across another value.
BEFORE: Final = 26
AFTER: Final = 14

_BANKS = (
    r"국민은행|KB국민|신한은행|우리은행|하나은행|농협|기업은행|카카오뱅크|카뱅|토스뱅크|토뱅|"
    r"케뱅|케이뱅크|제일은행|SC제일|씨티은행|새마을금고|신협|수협|"
    r"부산은행|대구은행|iM뱅크|광주은행|전북은행|경남은행|제주은행|산업은행|저축은행|외환은행|"
    r"우체국\s?예금|(?i:\b(?:ibk|nh|kb|kdb|keb))|"
    r"[가-힣]{2}은행|은행"
)
_LABELS: Final[dict[str, str]] = {
    "rrn": r"주민\s?(?:등록)?\s?번호|주민등록|주민번|주번|민증|(?i:\brrn|resident\s?(?:reg\w*)?\s?(?:number|no))",
    "frn": r"외국인\s?(?:등록)?\s?번호|외국인등록|거소\s?신고|(?i:\barc\b|alien\s?reg)",
    "passport": r"여권|(?i:passport)",
    "driver_license": r"운전\s?면허|면허|(?i:licen[sc]e)",
    "business_number": r"사업자|(?i:\bbrn\b|business\s?(?:reg\w*)?\s?(?:number|no))",
    "corporate_number": r"법인\s?(?:등록)?\s?번호|법인등록|법인번|(?i:corporate\s?(?:reg\w*)?\s?(?:number|no))",
    "health_insurance": r"건강\s?보험|건보|보험증\s?(?:번호|[:은이 ])|의료\s?보험",
    "card": (
        r"카드\s?(?:번호|no|넘버)|신용\s?카드|체크\s?카드|법인\s?카드|(?:비씨|삼성|현대|롯데|하나|"
        r"국민|신한|우리|농협|BC|KB)\s?카드|(?i:card)|카드"
    ),
    "bank_account": r"계좌|통장|입금|송금|이체|환불\s?받을|(?i:\baccount|\bacct)|" + _BANKS,
    "birth_date": r"생년\s?월일|생년|생일|출생|(?i:\bdob\b|birth)",
    "vehicle_plate": r"(?:^|\s)(?:제|내|우리)?\s?차(?:는|가|를)\s|차량|차\s?번호|번호판|자동차|(?i:plate)",
    "ip_address": r"(?i:\bip)|아이피|접속|서버|호스트|클라이언트|(?i:host|server|client|remote|addr)",
    "phone": (
        r"전화|연락처|연락|(?:회신|발신|수신|착신)\s?번호|핸드폰|휴대폰|휴대전화|폰\s?번호|폰번|팩스|문자|(?i:tel|phone|mobile|"
        r"\bhp\b|h\.p|fax|cell|sms)|콜|☎|📞|📱"
    ),
    "other": (
        r"주문\s?(?:번호|서|건)?|송장|운송장|택배|등기|승인|접수|예약|거래\s?번호|거래\s?(?:ID|id)|"
        r"결제\s?번호|영수증|바코드|상품\s?(?:번호|코드)|모델|"
        r"시리얼|일련|제품|품번|우편번호|사건|판결|선고|대법원|버전|좌표|위도|경도|타임스탬프|쿠폰|"
        r"관리번호|증권\s?번호|건물\s?번호|문서|발주|발급\s?번호|계약\s?번호|회원\s?번호|"
        r"고객\s?번호|사번|학번|수험번호|티켓|문의\s?번호|인증\s?번호|조회\s?번호|추적|배송\s?번호|"
        r"자산|부품|견적|청구|상품권|기프트|고유번호|"
        r"(?i:order|tracking|invoice|serial|\bisbn|\bean\b|\bsku|timestamp|epoch|ticket|version|"
        r"\bver\b|\bv\b|build|\blat|\blng|\blon|txn|trace|"
        r"request.?id|\buuid|barcode|s/n|\bsn\b|model|\bpo\b|coupon|approval|\bref\b)"
    ),
}
# 주문, 택배 and such words stand in every complaint: they name a number only when it follows at once.
_TOUCHING: Final = (
    r"[\s:#.()=\-\[\]\"']*(?:(?:조회|확인)?\s?(?:번호|코드|넘버|명|(?i:no\.?|number|id|code)))?"
    r"(?:은|는|이|가|을|를|로)?[\s:#=(\-A-Za-z\"']{0,8}$"
)
# RE2 finds the words (its word boundaries are ASCII's, so a Korean particle ends a Latin word), re tells which kind they name.
_LABEL: Final = gate("|".join(f"(?:{words}){_TOUCHING if kind == 'other' else ''}" for kind, words in _LABELS.items()))
_KIND: Final = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()), re.ASCII)
# A label speaks of the first number behind it only.
_OTHER_NUMBER: Final = re.compile(r"[0-9][-0-9]{4,}(?=[^-0-9])")
# Behind a value, other words than of banks and telephones name it only when they follow at once.
_NAMED_AT_ONCE: Final = "|".join(
    rf"(?P<{kind}>^\s?(?:이|은|는|이?라는)?\s?[(/,]?\s?(?:{words}))"
    for kind, words in {
        "rrn": r"주민\s?(?:등록)?\s?번호",
        "frn": r"외국인\s?등록|거소",
        "passport": "여권",
        "driver_license": r"(?:운전\s?)?면허",
        "business_number": "사업자",
        "card": r"(?:[가-힣]{2}|[A-Z]{2})?\s?카드",
        "other": (r"바코드|운송장|송장|시리얼|주문건|(?:주문|등기|승인|접수|일련|상품|제품|영수증)\s?(?:번호|코드|넘버)"),
    }.items()
)
_BEHIND: Final = (
    f"(?P<bank_account>(?:{_BANKS}|계좌|통장)|^\\s?[(/,]?\\s?(?:국민|신한|우리|하나|농협|기업|"
    f"카카오|토스|씨티|제일)(?:[,\\s)/]|$|은행|으?로|이에요|이요|입니다)|(?:으?로)?\\s?(?:입금|송금|이체))|(?P<phone>(?:으?로)\\s?(?:전화|"
    f"연락|문자))|{_NAMED_AT_ONCE}"
)
_ANY_BEHIND: Final = gate(_BEHIND)
_AFTER: Final = re.compile(_BEHIND)


def label_before(text: str, start: int, floor: int) -> str | None:
    """The kind named nearest before ``start`` (not further back than ``floor``), ``"other"`` for a kind that is not personal."""
    low = start - BEFORE
    window = text[low if low > floor else floor : start]
    while number := _OTHER_NUMBER.search(window):
        window = window[number.end() :]
    encoded = encode(window)
    place, size = 0, len(encoded)
    kind = None
    while place < size:
        low, high = _LABEL(encoded, place, size)
        if low < 0:
            break
        kind, length = _kind(encoded[low:high])
        place = low + length
    return kind


@lru_cache(maxsize=1024)
def _kind(word: bytes) -> tuple[str | None, int]:
    """The kind that a label names, and the label's bytes without what follows it; a window's few words come again and again."""
    match = _KIND.match(decode(word))
    return (match.lastgroup, max(1, len(encode(match.group())))) if match else (None, len(word))


def label_after(text: str, end: int) -> str | None:
    """The kind named directly after a value, on the same line and before the next number."""
    behind = text[end : end + AFTER]
    encoded = encode(behind)
    match = _AFTER.search(behind) if _ANY_BEHIND(encoded, 0, len(encoded))[0] >= 0 else None
    if match is None:
        return None
    between = behind[: match.start()]
    return None if "\n" in between or any(char.isdigit() or char in "[]@\0" for char in between) else match.lastgroup
