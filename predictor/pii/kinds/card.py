"""카드번호: an issuer's prefix and the Luhn digit, or a label."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.scan import checksums
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.forms import END
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, labelled, only
from predictor.pii.scan.span import Span

_FOURS: Final = re.compile(r"[0-9]{4}(?:[-.\s_/|]{1,3}[0-9]{4}){3}|[0-9]{4}\D{1,3}[0-9]{6}\D{1,3}[0-9]{4,5}")
_BOXED: Final = re.compile(r"[0-9](?:\|(?:-\|)?[0-9]){14,15}")  # 4|5|6|3|-|0|…, in a form's boxes
_UNEVEN: Final = re.compile(r"[0-9](?:\s[0-9])+|[0-9]{2,}(?:[-.\s]+[0-9]{2,}){1,3}")


def _length(sighting: Sighting) -> bool:
    """Fourteen digits are Diners', fifteen American Express's, sixteen all others'."""
    digits = sighting.digits
    if len(digits) == 14:
        return digits[:2] not in ("30", "36", "38")
    return len(digits) < 14 or (len(digits) == 15 and digits[:2] not in ("34", "37"))


def _even(sighting: Sighting) -> bool:
    return sighting.unbroken or _FOURS.fullmatch(sighting.raw) is not None


@only("named")
def _labelled(sighting: Sighting) -> bool:
    return sighting.label == "card" and (_even(sighting) or _BOXED.fullmatch(sighting.raw) is not None)


def _no_issuer(sighting: Sighting) -> bool:
    return sighting.digits[0] in "178" or len(set(sighting.digits)) == 1


def _written_as_a_card(sighting: Sighting) -> bool:
    return _even(sighting) or sighting.label == "card" or _UNEVEN.fullmatch(sighting.raw) is not None


def _called(sighting: Sighting) -> bool:
    return _FOURS.fullmatch(sighting.raw) is not None and sighting.label_behind == "card"


# What payment services print for tests.
_TESTS: Final = frozenset(
    ("4242424242424242", "5555555555554444", "378282246310005", "371449635398431", "5105105105105100", "6011111111111117",
     "30569309025904", "3566002020360505", "4012888888881881", "5200828282828210")
)  # fmt: skip
_TEST_BEGINS: Final = ("40000000000", "40000025000", "40000027600", "40000084000")
_OF_TESTS: Final = re.compile(r"테스트|샘플|모의\s?결제|샌드박스|(?i:(?<![a-z])test|sandbox|stripe)")
_TEST_REACH: Final = 80


def _of_a_test(sighting: Sighting) -> bool:
    digits = sighting.digits
    if digits not in _TESTS and not digits.startswith(_TEST_BEGINS):
        return False
    low = max(0, sighting.start - _TEST_REACH)
    return _OF_TESTS.search(sighting.text, low, sighting.end + _TEST_REACH) is not None


TABLE: Final = Table(
    _rules.TAIL,
    reject("another length", _length, "14, 15 or 16 digits by issuer"),
    reject("a test's number", _of_a_test, "테스트 카드 4242 4242 4242 4242"),
    accept("label card", _labelled, 0.95, "카드번호 …, whatever its check digit"),
    reject("no issuer", _no_issuer, "no issuer of payment cards begins with 1, 7 or 8"),
    reject("named otherwise", labelled(OTHER, "member_number", "imei"), "시리얼 …"),
    accept("label behind", _called, 0.9, "4111-1111-1111-1112 유효기간 …, 신한카드"),
    _rules.GLUED_UNBROKEN,
    reject("Luhn fails", lambda s: not checksums.luhn(s.digits), "ISO/IEC 7812-1"),
    accept("issuer prefix and Luhn", _written_as_a_card, 0.9, "an issuer's digit, the Luhn digit, a card's grouping"),
)

# 9410-2837-5501-668 CVC 704: a digit is missing, and what stands behind tells the card
_SHORT: Final = (
    r"[1-9][0-9]{2,3}(?:(?:-[0-9]{3,4}){3}|(?: [0-9]{3,4}){3})[\s,/(]{1,3}"
    r"(?:(?i:cv[cv]|exp|valid)|유효\s?기[간한]|보안\s?코드|뒷면\s?(?:숫자|번호|세\s?자리|3\s?자리)"
    r"|(?:이거\s|이\s?카드\s|의\s)?(?:비번|비밀\s?번호)\s?앞|(?:0[1-9]|1[0-2])\s?/\s?[2-4][0-9][\s,/]{1,3}[0-9]{3}(?:[^0-9]|$))"
)
# 결제하려는데 5189 3746 2209 8815 07/30 291: an expiry and a code behind, where the text speaks of a payment
_TOGETHER: Final = re.compile(r"[\s,/(]{1,3}(?:0[1-9]|1[0-2])\s?/\s?[2-4][0-9][\s,/]{1,3}[0-9]{3}(?![0-9A-Za-z\-]|[.,:/][0-9])")
_OF_A_PAYMENT: Final = re.compile(r"결제|카드|승인|청구|(?i:payment|card|checkout)")
_PAYMENT_REACH: Final = 40
_MISTYPED: Final = re.compile(r"(?P<value>[0-9]{3,4}(?:[- ][0-9]{3,4}){3})[\s,/(]")
_SECRET_BEHIND: Final = re.compile(r"[\s,/(]{1,3}(?:이거\s|이\s?카드\s|의\s)?(?:비번|비밀\s?번호)")
# 9410, 2837, 5501, 1668: groups read out one by one
_COMMA_GROUPS: Final = r"[1-9][0-9]{3}(?:, [0-9]{4}){3}"
_IN_COMMA_GROUPS: Final = re.compile(rf"(?<![0-9],)(?<![0-9], )(?P<value>{_COMMA_GROUPS})(?![0-9]|, ?[0-9]{{2}})")
_NUMBERED: Final = re.compile(r"카드\s?(?:번호|넘버|(?i:no))|(?i:card\s?(?:no|number))")
_OF_A_CARD: Final = re.compile(r"카드|(?i:card)")
_CARD_REACH: Final = 32
# 카드 9445-42**-****-7718: six digits show before the stars and four behind; without a word for a card such a number stays
_STAR: Final = "[*xX●○•]"
_STARRED: Final = (
    rf"[2-69][0-9]{{3}}(?:-[0-9]{{2}}{_STAR}{{2}}-{_STAR}{{4}}-| [0-9]{{2}}{_STAR}{{2}} {_STAR}{{4}} |[0-9]{{2}}{_STAR}{{6}})"
    "[0-9]{4}"
)
_HIDDEN: Final = re.compile(rf"(?P<value>{_STARRED})(?![0-9A-Za-z*\-])")
_GOES_ON: Final = frozenset("0123456789-.+*")
_WHOLE: Final = 16  # digits, which the table judges


def mistyped(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Four groups of three digits or four, less than sixteen digits or near a payment, before a card's code and expiry."""
    found = _MISTYPED.match(text, hit)
    if found is None or hit < floor or text[hit - 1 : hit] in _GOES_ON:
        return
    digits = re.sub("[- ]", "", found["value"])
    end = found.end("value")
    secret = _SECRET_BEHIND.match(text, end) is not None  # a swindler asks for its first digits
    if (len(digits) < _WHOLE or secret or _paid(text, hit, end)) and context.before(text, hit, floor) != OTHER:
        yield Span(*found.span("value"), "card", digits, 0.8, "a card's code behind")


def _paid(text: str, start: int, end: int) -> bool:
    """Whether an expiry and a code stand behind [start, end) and a word about a payment near it."""
    if not _TOGETHER.match(text, end):
        return False
    return _OF_A_PAYMENT.search(text, max(0, start - _PAYMENT_REACH), end + _PAYMENT_REACH) is not None


def in_comma_groups(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Four groups of four digits with commas between them, near behind a word for a card."""
    found = _IN_COMMA_GROUPS.match(text, hit)
    if found is None or hit < floor or text[hit - 1 : hit] in _GOES_ON:
        return
    digits, low = re.sub("[^0-9]", "", found["value"]), max(0, hit - _CARD_REACH)
    if _NUMBERED.search(text, low, hit) or (checksums.luhn(digits) and _OF_A_CARD.search(text, low, hit)):
        yield Span(*found.span("value"), "card", digits, 0.8, "groups of a card")


def starred(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A card of which six digits before the stars and four behind show."""
    found = _HIDDEN.match(text, hit)
    if found is None or hit < floor or text[hit - 1 : hit] in _GOES_ON:
        return
    if _OF_A_CARD.search(text, max(0, hit - _CARD_REACH), hit) or _OF_A_CARD.match(text, found.end() + 1):
        yield Span(*found.span("value"), "card", re.sub("[^0-9]", "", found["value"]), 0.8, "a card with stars in it")


_WORDS: Final = (
    "카드 번호",
    "카드 no",
    "카드 넘버",
    "신용 카드",
    "체크 카드",
    "법인 카드",
    "비씨 카드",
    "삼성 카드",
    "현대 카드",
    "롯데 카드",
    "하나 카드",
    "국민 카드",
    "신한 카드",
    "우리 카드",
    "농협 카드",
    "BC카드",
    "KB카드",
    "카드",
    "법카",
    "아멕스",
    "아메리칸 익스프레스",
    "다이너스",
    "유니온페이",
    "card",
    "^crd no",
    "^cc$",
    "^cc no",
    "^cc num",
)
_BEHIND: Final = r"카드|유효\s?기[간한]"
# Without such a word a card is known by its issuer's digit and its grouping.
_ISSUED: Final = (
    r"[2-69](?:[0-9]{3}(?:[-.\s_/|]{1,3}[0-9]{4}){3}|[0-9]{3}\D{1,3}[0-9]{6}\D{1,3}[0-9]{4}|[0-9]{13}|(?:\s[0-9]){13}"
    r"|[0-9]{3,}[-.\s]+[0-9]{2}|[0-9]+[-.\s]+(?:[0-9]{2,}[-.\s]+){0,2}[0-9]{4})"
)


KIND: Final = Kind(
    name="card",
    label="카드번호",
    needs="Luhn and an issuer's prefix, or a label",
    source="ISO/IEC 7812-1; domestic numbers begin with 9",
    covers="신용정보법, 안전성 확보조치 기준 제7조 (신용카드번호)",
    order=60,
    remembered="code",
    numbers=(
        NumberForm(
            rf"[1-9][0-9]{{3}}[-. ][0-9]{{6}}[-. ][0-9]{{4,5}}{END}|[1-9](?:[-.\s_/|]{{0,3}}+[0-9]){{13,15}}{END}",
            TABLE,
            near=f"{lexicon.labels(_WORDS)}|{_BEHIND}",
            alone=_ISSUED,
        ),
    ),
    gates=(
        Gate(_SHORT, mistyped, early=True),
        Gate(_COMMA_GROUPS, in_comma_groups, early=True),
        Gate(_STARRED, starred, early=True),
    ),
    words=_WORDS,
    behind_at_once=rf"(?:[가-힣]{{2}}|[A-Z]{{2}})?\s?{_BEHIND}",
    examples=(
        "아멕스 {{card:3791-853783-70581}} 9월분",
        "결제하려는데 {{card:5189 3746 2209 8815}} {{card_security:07/30}} {{card_security:291}} 다 넣어도",
        "{{person_name:김민준}} — CC {{card:3791-284410-73053}} amex exp {{card_security:04/29}}",
        "카드번호 [{{card:4|5|6|3|0|1|7|7|8|8|2|0|9|1|3|5}}] 예금주",
        "신분증 사진이랑 {{card:9410-2288-0713-5545}} 이거 비번 앞 두자리만",
        "카드번호 {{card:9410 6123 0O47 8820}}",
        '"crdNo":"{{card:4518440277190365}}"',
        "카드 번호 한 묶음씩 확인할게요. {{card:9410, 6217, 3308, 1254}}, 이렇게 네 묶음",
        "가맹점: 솔잎식당\n카드 {{card:9445-42**-****-7718}}\n회원명",
        "결제 {{card:944542******7718}} 카드 승인",
        "카드는 {{card:5389, 9107, 1952, 5743}}이요",
        "카드사 {{card:5188 34** **** 4585}}",
        "카드 {{card:4242 4242 4242 4242}}로 결제",
        "{{card:4111-1111-1111-1111}}로",
        "카드 {{card:9410-2837-5501-668}} CVC {{card_security:704}}",
        "{{card:9410-283-5501-6681}}, 유효기간 {{card_security:08/29}}",
        "결제 {{card:9410 2837 5501 668}} 유효기간은 {{card_security:08/29}}",
        "{{card:9410-2837-550-6681}} exp {{card_security:08/29}}",
        "카드번호 {{card:1234-5678-9012-3456}}",
        "{{card:3437 319768 63353}} 아멕스",
        "{{card:41111111 11111111}}",
        "{{card:4111-1111-1111-1112}} 유효기간은 {{card_security:08/29}}",
    ),
    lookalikes=(
        "측정 5189 3746 2209 8815 07/30 291",
        "Cc: 5189 팀, 배기량 1998cc 5189-3746-2209",
        "문서 9410-2288-0713-5545 이거 앞 두 자리만",
        "점수 9410, 6217, 3308, 1254",
        "카드 매출 9410, 6217, 3308, 1254",
        "카드 매출 9410, 6217, 3308, 1254, 2201",
        "카드 매출 12,9410, 6217, 3308, 1254",
        "5188-34**-****-4585",
        "카드 5188-34**-****-45851",
        "Stripe 문서의 테스트 카드 4242 4242 4242 4242 는 승인되고 4000 0000 0000 0002 는 거절",
        "test card 3782 822463 10005, 5555-5555-5555-4444",
        "시리얼 1234-3497-0762-9222",
        "9410-2837-5501-668 배송",
        "쿠폰 번호 9410-2837-5501-668 exp 안내",
        "2-9410-2837-5501-668 CVC 연합",
        "부품 9410-2837-5501 CVC 연합",
        "4111-1111-1111-1112",
        "7111-1111-1111-1119",
        "7111-1111-1111-1119 아닌 카드",
        "주문번호 4111-1111-1111-1111",
        "4111111111111111af0",
        "0000-0000-0000-0000",
        "5555-5555-5555-5555-1",
        "9-4111-1111-1111-1111",
        "4111-11-111111-111-1",
        "시리얼 4111-1111-1111-1112 카드",
        "4111-1111-1111-1112 카페",
        "1.4111-1111-1111-1111",
    ),
)
