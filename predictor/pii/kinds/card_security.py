"""카드 보안값: the CVC and the expiry date beside a card."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labelled import behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = ("^cvc$", "^cvv$", "^cvc2", "^cvv2", "^cid$", "카드 보안 코드", "보안 코드", "CVC번호", "CVC 번호")
_EXPIRY: Final = re.compile(
    r"(?:유효\s?기(?:간|한)|만료일?|(?i:exp(?:iry|ires|iration)?(?:\s?date)?|valid thru))(?:은"
    r"|는|이)?[\s:=./]{0,3}(?P<value>(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4][0-9])(?![0-9/])"
)
_CARD: Final = re.compile(r"카드|(?i:card|visa|master|amex)|\0")


def expiry(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year behind 유효기간, where a card is spoken of."""
    found = _EXPIRY.match(text, hit)
    if found and found.start("value") >= floor and ((floor > hit - 40 and floor) or _CARD.search(text, max(0, hit - 40), hit)):
        yield Span(*found.span("value"), "card_security", re.sub(r"\s", "", found["value"]), 0.85, "expiry beside a card")


KIND: Final = Kind(
    name="card_security",
    label="카드보안값",
    needs="CVC or 유효기간 before it, beside a card",
    source="ISO/IEC 7813; PCI DSS 3.3 (sensitive authentication data)",
    covers="안전성 확보조치 기준 제7조 (신용카드번호와 함께)",
    order=290,
    gates=(
        behind_label("card_security", _WORDS, r"[0-9]{3,4}", 0.95),
        Gate(r"(?:유효\s?기[간한]|만료|(?i:exp|valid thru))[^0-9\n]{0,12}[01][0-9]\s?/\s?(?:20)?[2-4][0-9]", expiry),
    ),
    examples=("CVC {{card_security:417}}", "카드 {{card:4111-1111-1111-1111}} 유효기간 {{card_security:08/29}}"),
    lookalikes=("유효기간 08/29 우유", "CVC 연합", "보안코드 입력"),
)
