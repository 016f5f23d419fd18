"""Numbers that name a person: shapes, and the judgement whether a number of that shape is one.

Each judge takes a ``Sighting`` and returns (confidence, evidence), or None when the number is something else. Shapes are tried at
the first digit of each run of digits, on folded text, so dashes are ``-`` and digits ASCII.
"""

import re
from collections.abc import Callable
from typing import Final

from predictor.pii import checksums
from predictor.pii.spans import Sighting

Verdict = tuple[float, str] | None
Judge = Callable[[Sighting], Verdict]

_TELEPHONY: Final = re.compile(r"(?i:(?:^|[^a-z])(?:tel|fax|hp|h|p|m|t|f|c|phone|mobile|cell|call|contact|sms|no|n)$)")
REGION: Final = r"서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"

_HEX_TAIL: Final = re.compile(r"(?![FTMHPCE](?![A-Za-z]))(?:[A-Za-z]{1,3}[0-9]{1,7}(?![0-9])|[A-Za-z]{1,2}(?![A-Za-z]))")
_SIX_SEVEN: Final = re.compile(r"[0-9]{6}\s?[-./_]\s?[0-9]{7}")
_MOBILE: Final = re.compile(r"01[016-9]")
_SHORT_MOBILE: Final = re.compile(r"010\D+[0-9]{3}\D+[0-9]{4}$")
_FOURS: Final = re.compile(r"[0-9]{4}(?:[-.\s_/]{1,3}[0-9]{4}){3}|[0-9]{4}\D{1,3}[0-9]{6}\D{1,3}[0-9]{4,5}")
_UNEVEN: Final = re.compile(r"[0-9](?:\s[0-9])+|[0-9]{2,}(?:[-.\s]+[0-9]{2,}){1,3}")
_TWO_GAPS: Final = re.compile(r"[-.\s]{2}")
_DATED: Final = re.compile(r"(?:19|20)[0-9]{2}[-.\s][0-9]{1,2}[-.\s][0-9]{1,2}.*")
# The code of an international carrier (00, 001, 00700 …) and the country.
_ABROAD: Final = re.compile(r"00[0-9]{0,3}82(?=[0-9]{8})")
_DECIMAL: Final = re.compile(r"[0-9]+\.[0-9]+")
_NUMBERED: Final = re.compile(r"(?:번호|송장|코드|시리얼|넘버)(?:은|는|이|가)?[\s:(#=]{0,3}$")
_BANK: Final = re.compile(
    r"(?:국민|신한|우리|하나|농협|기업|카카오|토스|씨티|제일|산업|우체국|새마을|부산|대구|광주|전북|경남)\s?:?\s?"
    r"(?:[가-힣]{2,4}(?:님|씨)?\s)?$"
)


def glued(sighting: Sighting) -> bool:
    """Whether an unbroken number hangs on Latin letters that do not speak of telephones, as in a serial or a hash."""
    text, start, end = sighting.text, sighting.start, sighting.end
    left, right = sighting.char(-1), sighting.char(0)
    if left.isascii() and left.isalpha() and start > sighting.floor and not _TELEPHONY.search(text, max(0, start - 8), start):
        return True
    return right.isascii() and right.isalpha() and bool(_HEX_TAIL.match(text[end : end + 12]))


def continues(sighting: Sighting) -> bool:
    """Whether the number goes on to the left: the tail of a decimal or of a longer dashed number."""
    text, start = sighting.text, sighting.start
    return start - 1 > sighting.floor and text[start - 1] in "-." and text[start - 2].isdigit()


def label_of_a_number(sighting: Sighting) -> bool:
    """Whether 송장번호 or such a word, of what is not personal, stands directly before."""
    return bool(_NUMBERED.search(sighting.text, max(0, sighting.start - 12), sighting.start)) and sighting.label == "other"


def _resident(sighting: Sighting) -> bool:
    """Whether thirteen digits are the number of someone born in 1982, which reads like 82 010 … or 82 0502 …."""
    if sighting.char(-1) == "+" or checksums.birth(sighting.digits) is None:
        return False
    return sighting.raw == sighting.digits or sighting.label == "rrn" or _SIX_SEVEN.fullmatch(sighting.raw) is not None


def mobile(sighting: Sighting) -> Verdict:
    """A mobile number: the prefix tells enough, whatever the grouping."""
    digits = national(sighting.digits)
    if not 10 <= len(digits) <= 11 or not _MOBILE.match(digits) or digits[3:] == "00000000":  # a form's example
        return None
    broken = sighting.raw != sighting.digits
    if len(sighting.digits) == 13 and _resident(sighting):
        return None
    if sighting.char(-1) in (".", ",") and sighting.char(-2).isdigit() and not broken:
        return None
    if not broken and label_of_a_number(sighting):
        return None
    if not broken and (glued(sighting) or (len(digits) == 10 and (digits[2] == "0" or sighting.label != "phone"))):
        return None
    if sighting.char(-1) == "-" and sighting.char(-2).isdigit():
        return None
    if digits[2] == "0" and len(digits) == 10 and not _SHORT_MOBILE.search(sighting.raw):
        return None
    return 0.97, "mobile prefix"


def landline(sighting: Sighting) -> Verdict:
    """An area, 070 or 050x number: grouped, or with a word about telephones."""
    digits = national(sighting.digits)
    if (
        continues(sighting)
        or digits[0] != "0"
        or not 9 <= len(digits) <= 12
        or (len(sighting.digits) == 13 and _resident(sighting))
    ):
        return None
    area = 2 if digits.startswith("02") else 4 if digits.startswith("050") else 3
    if not 7 <= len(digits) - area <= 8 or (digits[area] in "0" and area == 2):
        return None
    label = sighting.label
    if label in ("other", "bank_account"):
        return None
    if sighting.raw == sighting.digits:
        telephony = bool(_TELEPHONY.search(sighting.text, max(0, sighting.start - 8), sighting.start))
        if not (
            label == "phone"
            or telephony
            or sighting.label_behind == "phone"
            or (area > 2 and digits[1] in "57" and not glued(sighting) and len(digits) > 10)
        ):
            return None
    return 0.95 if label == "phone" else 0.9, "area code"


def foreign(sighting: Sighting) -> Verdict:
    """A number of another country, with its plus."""
    digits, raw = sighting.digits, sighting.raw
    before = sighting.char(-2)
    if not 9 <= len(digits) <= 15 or before == "+" or before.isalnum() or _DECIMAL.fullmatch(raw):
        return None
    if sighting.label in ("other", "bank_account") or (raw == digits and len(digits) < 12 and sighting.label != "phone"):
        return None
    return 0.85, "country code"


def representative(sighting: Sighting) -> Verdict:
    """A company's number: 15xx, 16xx, 18xx, 080, 060."""
    if continues(sighting) or sighting.label in ("other", "bank_account", "card") or glued(sighting):
        return None
    broken = sighting.raw != sighting.digits
    return (0.9, "representative prefix") if broken or sighting.label == "phone" else None


def card(sighting: Sighting) -> Verdict:
    """A payment card: Luhn and an issuer's first digits, or a label."""
    digits, raw = sighting.digits, sighting.raw
    if continues(sighting) or len(digits) < 14 or (len(digits) == 14 and digits[:2] not in ("30", "36", "38")):
        return None
    if len(digits) == 15 and digits[:2] not in ("34", "37"):
        return None
    even = raw == digits or bool(_FOURS.fullmatch(raw))
    label = sighting.label
    if label == "card" and even:
        return 0.95, "label card"
    if digits[0] in "178" or not checksums.luhn(digits) or label == "other" or (raw == digits and glued(sighting)):
        return None
    if len(set(digits)) == 1 or not (even or label == "card" or _UNEVEN.fullmatch(raw)):
        return None
    return 0.9, "issuer prefix and Luhn"


def account(sighting: Sighting) -> Verdict:
    """계좌번호: no check digit and no common grouping, so a bank or such a word must stand beside it."""
    digits, raw = sighting.digits, sighting.raw
    if sighting.char(0) == "원" or sighting.char(-1) == "₩":
        return None
    starred = sighting.char(0) in ("*", "●", "○") and sighting.char(-1) != "*"
    if not 9 <= len(digits) <= 16 or starred or continues(sighting) or glued(sighting) or "\n" in raw:
        return None
    if (" " in raw and "-" in raw) or _TWO_GAPS.search(raw.replace(" - ", "-")):
        return None
    if _DATED.fullmatch(raw) or _DECIMAL.fullmatch(raw):
        return None
    label = sighting.label
    if label == "bank_account":
        return 0.9, "label bank_account"
    if label in (None, "phone") and sighting.label_behind == "bank_account":
        return 0.85, "label behind"
    short = _BANK.search(sighting.text[max(sighting.floor, sighting.start - 12) : sighting.start])
    if short and label is None and " " not in raw and ("-" in raw or short.group()[:3] not in ("우체국", "새마을")):
        return 0.8, "bank"
    return None


def national(digits: str) -> str:
    """A Korean telephone number's digits with the trunk 0 instead of the country code."""
    if digits[0] == "0":
        abroad = _ABROAD.match(digits)
        bare = digits[abroad.end() :] if abroad else ""
    else:
        bare = digits[2:] if digits.startswith("82") and len(digits) >= 10 else ""
    return "0" + bare.lstrip("0") if bare else digits
