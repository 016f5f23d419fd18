"""Labels that name persons and things alike (``name=``, 한글 표기), and what tells which of both is meant."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import latin
from predictor.pii.names.form import ROMAN, VIETNAMESE_MIDDLE, VIETNAMESE_SURNAME
from predictor.pii.scan.presence import anywhere

_REACH: Final = 160  # characters around a value in which another field of a person may stand
_WORD: Final = 12  # characters of a thing's word before its label
_AMBIGUOUS: Final = re.compile(r"(?:(?<![A-Za-z_\-])(?i:names?|nm)|한글\s?(?:명|표기))[^A-Za-z가-힣]{0,8}$")
_PERSONAL: Final = anywhere(
    r"(?i:hp_?no|rr_?no"
    r"|jumin(?:_?no)?"
    r"|e-?mail"
    r"|(?:phone|tel|mobile|cell)(?:_?no|_?num(?:ber)?)?"
    r"|birth[a-z]*"
    r"|dob|age|gender|sex|nationality"
    r"|passport(?:_?no)?"
    r"|contact|customer|buyer|recipient|receiver|orderer|consignee)"
    r"[\"'`]?\s?[:=>]"
    r"|이메일|전화|연락처|휴대|생년|생일|성별|나이|국적|주민|여권|직업|직급"
)
_THING: Final = re.compile(rf"(?:^|[^가-힣])(?:[가-힣]{{2,4}}\s)?(?:{lexicon.pattern(lexicon.words('things_with_names'))})의?\s?$")
_PERSONAL_LATIN: Final = re.compile(rf"{ROMAN}|(?i:{VIETNAMESE_SURNAME}) (?i:{VIETNAMESE_MIDDLE})\b.*")


def ambiguous(text: str, start: int) -> bool:
    """Whether the label that ends before the value at ``start`` names things too."""
    return _AMBIGUOUS.search(text, max(0, start - 24), start) is not None


def of_a_thing(text: str, label: int) -> bool:
    """Whether the word before the label at ``label`` is a thing's: 앱 이름, 파일 이름, 반려견 이름."""
    if not label or text[label : label + 2] != "이름":
        return False
    before = text[label - 1] if text[label - 1] != " " else text[label - 2 : label - 1]
    return "가" <= before <= "힣" and _THING.search(text, max(0, label - _WORD), label) is not None


def beside_a_person_s_field(text: str, start: int) -> bool:
    """Whether a field that only persons have stands near the value at ``start``: an e-mail address, a birth date, a sex."""
    return _PERSONAL(text, max(0, start - _REACH), start + _REACH)


def like_a_person_s(name: str) -> bool:
    """Whether capitalised words are a Korean or Vietnamese name, or hold a known one of another country."""
    return _PERSONAL_LATIN.fullmatch(name) is not None or latin.partly(name)
