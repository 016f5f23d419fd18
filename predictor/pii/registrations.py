"""Numbers that an office gives, to residents, foreigners, firms, drivers, travellers and the insured.

Each function is a judge, as in ``numbers``.
"""

import re
from typing import Final

from predictor.pii import checksums
from predictor.pii.numbers import REGION, Verdict, continues, glued
from predictor.pii.spans import Sighting

_LICENSE_REGION: Final = re.compile(rf"(?:{REGION})[-\s]?$")
_PARTED: Final = re.compile(r"[0-9](?:\s?[0-9]){5}(?:[-._/·,]|\s(?![0-9]\s[0-9]\s))[-.\s_/·,]*[0-9]|[0-9](?:\s?[0-9]){5}\s[0-9]{7}")
_BUSINESS: Final = re.compile(r"[0-9]{3}([-. ])[0-9]{2}\1[0-9]{5}")
_REGISTERED: Final = re.compile(r"등록\s?번호(?:는|은|가)?[\s:=(]{0,3}$")
_CORPORATE: Final = re.compile(r"[0-9]{6}-[0-9]{7}")
_LICENSE: Final = re.compile(r"[0-9]{2}([-. ])[0-9]{2}\1[0-9]{6}\1[0-9]{2}")
_TYPE_LETTERS: Final = re.compile(r"(?<![A-Za-z0-9_\-/.#])([A-Za-z]{1,2})[-\s]?$")


def resident(sighting: Sighting) -> Verdict:
    """주민등록번호: a possible birth date and 1–4, 9 or 0; the legacy check digit only raises confidence."""
    return _registration(sighting, "123490", ("rrn",))


def foreigner(sighting: Sighting) -> Verdict:
    """외국인등록번호 and 거소신고번호: a possible birth date and 5–8."""
    return _registration(sighting, "5678", ("frn", "rrn"))


def _registration(sighting: Sighting, kinds: str, labels: tuple[str, ...]) -> Verdict:
    digits, raw = sighting.digits, sighting.raw
    born = checksums.birth(digits)
    if digits[6] not in kinds or born is None or continues(sighting) or sighting.char(-1) == "+":
        return None
    label = sighting.label
    if label in labels:
        return 0.99, f"label {label}"
    checked = checksums.resident(digits)
    if label == "corporate_number" or (digits[2:6] in ("0111", "1111") and not checked and checksums.corporate(digits)):
        return None
    if born.year < 1920 and born.year < checksums.today().year - 120:
        return None
    if raw == digits:
        millis = digits[0] == "1" and digits[1] in "4567" and label not in ("phone",)
        if label in ("other", "bank_account") or glued(sighting) or millis or (not checked and checksums.ean13(digits)):
            return None
        if sighting.label_behind == "other":
            return None
        return (0.95, "birth date and check digit") if checked else (0.7, "birth date")
    if not _PARTED.match(raw):
        return None
    if label == "other" and not checked:
        return None
    return (0.97, "birth date and check digit") if checked else (0.9, "birth date")


def business(sighting: Sighting) -> Verdict:
    """사업자등록번호: a label, or its grouping and check digit."""
    digits = sighting.digits
    if continues(sighting) or digits[:3] == "000":
        return None
    label = sighting.label
    if label == "business_number":
        return 0.97, "label business_number"
    if (
        _BUSINESS.fullmatch(sighting.raw)
        and label not in ("other", "bank_account")
        and digits[0] != "0"
        and checksums.business(digits)
    ):
        return 0.9, "grouping and check digit"
    if (
        sighting.raw == digits
        and label is None
        and checksums.business(digits)
        and _REGISTERED.search(sighting.text, max(0, sighting.start - 10), sighting.start)
    ):
        return 0.85, "등록번호 before and check digit"
    return (0.9, "label behind") if sighting.label_behind == "business_number" else None


def corporate(sighting: Sighting) -> Verdict:
    """법인등록번호: a label, or its grouping and check digit."""
    if continues(sighting):
        return None
    if sighting.label == "corporate_number":
        return 0.97, "label corporate_number"
    if sighting.raw == sighting.digits or sighting.label in ("other", "bank_account", "rrn", "frn"):
        return None
    grouped = _CORPORATE.fullmatch(sighting.raw) and 11 <= int(sighting.digits[:2]) <= 28
    return (0.85, "grouping and check digit") if grouped and checksums.corporate(sighting.digits) else None


def license_number(sighting: Sighting) -> Verdict:
    """운전면허번호, of today's form and of the older one with the region's name."""
    digits, raw, label = sighting.digits, sighting.raw, sighting.label
    if continues(sighting):
        return None
    if len(digits) == 10:
        regional = _LICENSE_REGION.search(sighting.text, max(0, sighting.start - 4), sighting.start)
        return (0.9, "region and grouping") if regional or label == "driver_license" else None
    behind = None if label == "driver_license" else sighting.label_behind
    if "driver_license" in (label, behind):
        return 0.97, "label driver_license"
    if label in ("other", "bank_account") or behind == "bank_account":
        return None
    return (0.85, "region code and grouping") if _LICENSE.fullmatch(raw) else None


def passport(sighting: Sighting) -> Verdict:
    """The shape begins at the digits; the type letters before them belong to the number."""
    text, start = sighting.text, sighting.start
    letters = _TYPE_LETTERS.search(text[max(0, start - 4) : start])
    if letters is None:
        return None
    type_letters = letters[1]
    label = sighting.label
    if label == "passport":
        return 0.97, "label passport"
    proper = (
        len(type_letters) == 1
        and type_letters in "MSROD"
        and len(sighting.raw) == 8
        and len(letters.group()) == 1
        and sighting.raw[3] not in "abcdefghijklmnopqrstuvwxyz"
    )
    if proper and type_letters in "MS" and label != "other" and sighting.char(0) not in ("-", "_"):
        return 0.85, "type letter and length"
    return (0.9, "label behind") if sighting.label_behind == "passport" else None


def health_insurance(sighting: Sighting) -> Verdict:
    """건강보험증 번호: only with a label."""
    return (0.95, "label health_insurance") if sighting.label == "health_insurance" and not continues(sighting) else None
