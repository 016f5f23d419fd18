"""A number that stands some words behind the paper it belongs to: 여권에는 BATBAYAR MUNKHZUL, 번호 E2874163."""

import re
from typing import Final

from predictor.pii.kind import Gate
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import LONG_DAY
from predictor.pii.scan.span import Span

# What stands before 번호 parts it from its paper; a word before it would name another number.
_PARTS: Final = r"[,;/·\n]\s{0,2}|(?:이고|하고|구요|고요|인데|이며|되고|있고|는데)\s"
_NUMBER: Final = r"(?:번\s?호|넘버|(?i:number|no\.?|num\.?)(?:\s(?i:is))?)(?:은|는|가|이)?\s?[:=#]?\s?"
# Papers and numbers that 번호 may belong to instead.
_OTHER: Final = re.compile(
    r"예약|접수|주문|송장|문의|대기|사물함|좌석|모델|제품|상품|차량|사건|등록증|면허|카드|통장|계좌|휴대폰|전화"
    r"|연락처|비밀\s?번호|비번"
    r"|\n\s{0,3}\n|(?i:order|ticket|seat|booking|model)"
)
_REACH: Final = 72  # characters between the paper and its number


def behind_paper(kind: str, papers: str, form: str) -> Gate:
    """A gate for ``form`` (which holds no look-around) behind 번호, where one of ``papers``, a regular expression, stands before.

    The gate opens at 번호, not at the paper, because a name may stand between them.
    """
    shape = re.compile(rf"(?:{_PARTS}){_NUMBER}(?P<value>{form})(?![0-9A-Za-z\-]|\s?[원명건개])")
    # No sentence ends between the two, and no other paper or number stands there.
    paper = re.compile(rf"(?:{papers})(?P<between>[^.?!]{{0,{_REACH}}})$")

    def find(text: str, hit: int, floor: int, context: Context) -> list[Span]:
        found = shape.match(text, hit)
        if found is None or found.start("value") < floor or LONG_DAY.fullmatch(found["value"]):
            return []
        if (before := paper.search(text, max(0, hit - _REACH), hit)) is None or _OTHER.search(before["between"]):
            return []
        return [Span(*found.span("value"), kind, re.sub(r"[\s\-]", "", found["value"]).upper(), 0.8, "a paper before")]

    return Gate(rf"(?:{_PARTS}){_NUMBER}(?:{form})", find, kind=kind)
