"""Rules that several kinds of number share."""

import re
from string import ascii_letters
from typing import Final

from predictor.pii.scan.rule import Rule, accept, reject
from predictor.pii.scan.sighting import Sighting, behind_plus, continues, glued, hangs, labelled

# 주문번호 250307-3018842, "lot":"250211-1180042": since 2020-10 no check digit tells one
_THING: Final = re.compile(
    r"(?:(?<![A-Za-z])"
    r"(?i:lot|batch|parcel|part|order|item|sku|job|shipment|shipping|tracking|invoice|serial|barcode|product|model"
    r"|stock|asset|ticket|seq|tid|trace|thread|offset)"
    r"(?i:[_\- ]?(?:no\.?|num|number|id|code))?"
    r"|(?:주문|송장|운송장|택배|등기|승인|접수|예약|거래|결제|영수증|상품|제품|부품|품목|자재|자산|로트|롯트|배치"
    r"|재고|발주|견적|작업\s?지시|생산|제조|입고|출고|선적|문서|일련|관리|쿠폰)"
    r"\s?(?:번호|코드|넘버|(?i:no\.?|id))(?:은|는|이|가)?"
    r"|(?<![가-힣])(?:로트|롯트|배치|송장|운송장|품번|도번|제번|시리얼))[\"'\])]?\s?[:=#]?\s?[\"'(\[]?$"
)
_THING_REACH: Final = 24
_SIGNS: Final = "\"'])[(:=# "  # between the label and the number
_LATIN: Final = frozenset(f"{ascii_letters}.")
_PARTICLES: Final = "은는이가"
_NUMBERED: Final = ("번호", "코드", "넘버", "로트", "롯트", "배치", "송장", "품번", "도번", "제번", "시리얼")


def of_a_thing(sighting: Sighting) -> bool:
    """The number's label names an order, a lot or such a thing."""
    before = sighting.before(_THING_REACH)
    label = before.rstrip(_SIGNS)
    may_be_one = label[-1:] in _LATIN or label.rstrip(_PARTICLES).endswith(_NUMBERED)
    return may_be_one and _THING.search(before) is not None


TAIL: Final = reject("continues to the left", continues, "the tail of a longer number")
BEHIND_PLUS: Final = reject("behind a plus", behind_plus, "a telephone number")
GLUED: Final = reject("glued to letters", glued, "a serial or a hash")
GLUED_UNBROKEN: Final = reject("glued to letters", hangs, "a serial or a hash")
OF_A_THING: Final = reject("a thing's number", of_a_thing, "주문번호 250307-3018842, lot: 250211-1180042")


def named(kind: str, score: float, why: str) -> Rule:
    """A row that takes every number behind a label of the ``kind``."""
    return accept(f"label {kind}", labelled(kind), score, why)
